import { afterEach, expect, it } from 'vitest'
import { m, setLocale } from './messages.svelte'
import * as es from '../paraglide/messages/es.js'
import { untilWhen } from './time'

afterEach(async () => {
  await setLocale('en')
})

const plain = (words: string | undefined) => words?.replaceAll('\u{202F}', ' ')
const at = (day: number, hour: number, minute: number, second = 0) =>
  new Date(2026, 10, day, hour, minute, second).getTime()

it('shows when a long wait ends, but not when a short one does', () => {
  const now = at(24, 9, 49)
  expect(untilWhen(now + 29 * 60_000, now)).toBeUndefined()
  expect(plain(untilWhen(at(24, 15, 5), now))).toBe(m.when_today({ time: '3:05 PM' }))
  expect(plain(untilWhen(at(25, 9, 49), now))).toBe(m.when_tomorrow({ time: '9:49 AM' }))
  expect(plain(untilWhen(at(26, 9, 49), now))).toBe('Nov 26, 2026, 9:49 AM')
})

it('never names a minute before the wait is over', () => {
  expect(plain(untilWhen(at(24, 15, 4, 1), at(24, 9, 49)))).toBe(m.when_today({ time: '3:05 PM' }))
  expect(plain(untilWhen(at(24, 23, 59, 30), at(24, 9, 49)))).toBe(m.when_tomorrow({ time: '12:00 AM' }))
})

it('speaks Spanish', async () => {
  await setLocale('es')
  const now = at(24, 9, 49)
  expect(untilWhen(at(24, 15, 5), now)).toBe(es.when_today({ time: '15:05' }))
  expect(untilWhen(at(25, 9, 49), now)).toBe(es.when_tomorrow({ time: '9:49' }))
})
