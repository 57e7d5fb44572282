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

/** Collects the times that a description of `at` is based on. */
function descriptionTimes(at: number): { times: number[]; leave: () => void } {
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
])('updates the time of %s only as often as its description changes', (_, at, times) => {
  const seen = descriptionTimes(at)
  vi.advanceTimersByTime(MINUTE / 2)
  flushSync()
  expect(seen.times.length - 1).toBe(times)
  seen.leave()
})

it('updates at midnight what was today, and then stops', () => {
  const seen = descriptionTimes(NOON - 180 * MINUTE)
  expect(vi.getTimerCount()).toBe(1)
  vi.advanceTimersByTime(12 * 60 * MINUTE)
  flushSync()
  expect(seen.times.length).toBe(2)
  vi.advanceTimersByTime(0)
  expect(vi.getTimerCount()).toBe(0)
  seen.leave()
})

it('sets no timer for another day', () => {
  const seen = descriptionTimes(NOON - 3 * 24 * 60 * MINUTE)
  expect(vi.getTimerCount()).toBe(0)
  seen.leave()
})
