import { flushSync } from 'svelte'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { effectRoot } from '../testing/effect-root.svelte'
import { nowSince } from './clock.svelte'

const NOON = new Date(2026, 10, 24, 12).getTime()
const MINUTE = 60_000

beforeEach(() => {
  vi.useFakeTimers({ now: NOON })
})

afterEach(() => {
  vi.useRealTimers()
})

/** What is told of a moment, each time it is told anew. */
function told(at: number): { times: number[]; leave: () => void } {
  const times: number[] = []
  const leave = effectRoot(() => {
    times.push(nowSince(at))
  })
  flushSync()
  return { times, leave }
}

it.each([
  ['a moment ago', NOON - MINUTE, 1],
  ['this morning', NOON - 180 * MINUTE, 0],
  ['another day', NOON - 3 * 24 * 60 * MINUTE, 0],
])('tells what was %s again only as often as it is told otherwise', (_, at, times) => {
  const seen = told(at)
  vi.advanceTimersByTime(MINUTE / 2)
  flushSync()
  expect(seen.times.length - 1).toBe(times)
  seen.leave()
})

it('tells at midnight what was today, and then lets it rest', () => {
  const seen = told(NOON - 180 * MINUTE)
  expect(vi.getTimerCount()).toBe(1)
  vi.advanceTimersByTime(12 * 60 * MINUTE)
  flushSync()
  expect(seen.times.length).toBe(2)
  vi.advanceTimersByTime(0)
  expect(vi.getTimerCount()).toBe(0)
  seen.leave()
})

it('wakes up for nothing of another day', () => {
  const seen = told(NOON - 3 * 24 * 60 * MINUTE)
  expect(vi.getTimerCount()).toBe(0)
  seen.leave()
})
