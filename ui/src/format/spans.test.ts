import { afterEach, expect, it, vi } from 'vitest'
import { dayOf, lastDays, lastMonths, midnight } from './spans'

afterEach(() => {
  vi.unstubAllEnvs()
})

const HOUR = 3_600_000

function hours(bounds: number[]): number[] {
  return bounds.slice(1).map((bound, i) => (bound - bounds[i]!) / HOUR)
}

it('splits days at local midnight, even where the clocks change', () => {
  vi.stubEnv('TZ', 'Europe/Madrid')
  const bounds = lastDays(30, new Date(2026, 10, 10, 15).getTime())
  expect(bounds).toHaveLength(31)
  for (const bound of bounds) expect(new Date(bound).getHours()).toBe(0)
  expect(hours(bounds).filter((length) => length === 25)).toHaveLength(1)
  expect(dayOf(bounds[0]!)).toBe('2026-10-12')
  expect(dayOf(bounds.at(-1)!)).toBe('2026-11-11')
  const spring = lastDays(3, new Date(2026, 2, 30, 0, 30).getTime())
  expect(hours(spring)).toEqual([24, 23, 24])
})

it('has now in the last span, even a moment before midnight', () => {
  vi.stubEnv('TZ', 'America/New_York')
  const now = new Date(2026, 10, 1, 23, 59, 59).getTime()
  const [from, until] = lastDays(30, now).slice(-2)
  expect(from! <= now && now < until!).toBe(true)
  expect((until! - from!) / HOUR).toBe(25)
})

it('splits months at their first day, across the turn of the year', () => {
  vi.stubEnv('TZ', 'Europe/Madrid')
  const bounds = lastMonths(12, new Date(2026, 4, 31, 12).getTime())
  expect(bounds).toHaveLength(13)
  expect(bounds.map((bound) => dayOf(bound).slice(0, 7))[0]).toBe('2025-06')
  expect(bounds.every((bound) => new Date(bound).getDate() === 1 && new Date(bound).getHours() === 0)).toBe(true)
  expect(dayOf(bounds.at(-1)!)).toBe('2026-06-01')
})

it('parses a date field as a local day, and nothing else', () => {
  vi.stubEnv('TZ', 'Asia/Tokyo')
  expect(midnight('2026-03-29')).toBe(new Date(2026, 2, 29).getTime())
  expect(midnight('2026-03-29', 1)).toBe(new Date(2026, 2, 30).getTime())
  expect(midnight('')).toBeNull()
  expect(dayOf(midnight('0999-01-05')!)).toBe('0999-01-05')
})
