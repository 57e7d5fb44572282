import { afterEach, expect, it } from 'vitest'
import { m, setLocale } from './messages.svelte'
import * as es from '../paraglide/messages/es.js'
import { brief, left, rate, steady, takes } from './span'

afterEach(async () => {
  await setLocale('en')
})

/** The times that are shown while the estimate takes these values. */
function named(...guesses: number[]): string[] {
  let before: number | undefined
  return guesses.map((seconds) => left((before = steady(seconds, before))))
}

it.each([
  [0, m.progress_left_moment()],
  [59, m.progress_left_moment()],
  [60, m.progress_left_minutes({ count: 1 })],
  [100, m.progress_left_minutes({ count: 2 })],
  [12 * 60, m.progress_left_minutes({ count: 10 })],
  [13 * 60, m.progress_left_minutes({ count: 15 })],
  [59 * 60, m.progress_left_hours({ count: 1 })],
  [90 * 60, m.progress_left_minutes({ count: 90 })],
  [3.4 * 3600, m.progress_left_hours({ count: 3 })],
  [5 * 24 * 3600, m.progress_left_days({ count: 5 })],
  [9_999 * 24 * 3600, m.progress_left_days({ count: 366 })],
])('%d s: %s', (seconds, words) => {
  expect(left(steady(seconds))).toBe(words)
})

it('does not flicker when the estimate wavers', () => {
  const wavering = [265, 275, 262, 278, 259, 281, 269, 271]
  expect(new Set(named(...wavering)).size).toBe(1)
  const aboutAMinute = [62, 55, 63, 54, 61, 58]
  expect(new Set(named(...aboutAMinute)).size).toBe(1)
})

it('follows when the time really changes', () => {
  expect(named(300, 240, 180, 120, 60, 30)).toEqual([
    m.progress_left_minutes({ count: 5 }),
    m.progress_left_minutes({ count: 4 }),
    m.progress_left_minutes({ count: 3 }),
    m.progress_left_minutes({ count: 2 }),
    m.progress_left_minutes({ count: 1 }),
    m.progress_left_moment(),
  ])
  expect(named(60, 1800)).toEqual([m.progress_left_minutes({ count: 1 }), m.progress_left_minutes({ count: 30 })])
})

it('shows no time twice on the way down, whatever the steps', () => {
  const words = named(...Array.from({ length: 7200 }, (_, i) => 7200 - i))
  const changes = words.filter((word, i) => word !== words[i - 1])
  expect(new Set(changes).size).toBe(changes.length)
})

it('shows the rate per second, or per minute when it is slower', () => {
  expect(rate(119)).toBe(m.progress_rate_second({ rate: '2' }))
  expect(rate(121)).toBe(m.progress_rate_second({ rate: '2' }))
  expect(rate(90)).toBe(m.progress_rate_second({ rate: '1.5' }))
  expect(rate(40_000)).toBe(m.progress_rate_second({ rate: '667' }))
  expect(rate(41.2)).toBe(m.progress_rate_minute({ rate: '41' }))
  expect(rate(0.2)).toBe(m.progress_rate_minute({ rate: '1' }))
})

it('shows short waits in seconds and long ones in minutes', () => {
  expect([brief(12), brief(90), brief(200)]).toEqual([
    m.progress_seconds({ count: 12 }),
    m.progress_seconds({ count: 90 }),
    m.progress_minutes({ count: 3 }),
  ])
})

it('speaks Spanish', async () => {
  await setLocale('es')
  expect(left(60)).toBe(es.progress_left_minutes({ count: 1 }))
  expect(left(240)).toBe(es.progress_left_minutes({ count: 4 }))
  expect(takes(20)).toBe(es.batch_takes_moment({}))
  expect(rate(90)).toBe(es.progress_rate_second({ rate: '1,5' }))
})
