import { afterEach, expect, it } from 'vitest'
import { speak } from '../state/language.svelte'
import { brief, left, rate, steady, takes } from './span'

afterEach(() => {
  speak('en')
})

/** What is named while the guess goes through `guesses`. */
function named(...guesses: number[]): string[] {
  let before: number | undefined
  return guesses.map((seconds) => left((before = steady(seconds, before))))
}

it.each([
  [0, 'Less than a minute left'],
  [59, 'Less than a minute left'],
  [60, 'About 1 minute left'],
  [100, 'About 2 minutes left'],
  [12 * 60, 'About 10 minutes left'],
  [13 * 60, 'About 15 minutes left'],
  [59 * 60, 'About 1 hour left'],
  [90 * 60, 'About 90 minutes left'],
  [3.4 * 3600, 'About 3 hours left'],
  [5 * 24 * 3600, 'About 5 days left'],
  [9_999 * 24 * 3600, 'About 366 days left'],
])('%d s: %s', (seconds, words) => {
  expect(left(steady(seconds))).toBe(words)
})

it('does not flip to and fro when the guess wavers', () => {
  const wavering = [265, 275, 262, 278, 259, 281, 269, 271]
  expect(new Set(named(...wavering)).size).toBe(1)
  const aboutAMinute = [62, 55, 63, 54, 61, 58]
  expect(new Set(named(...aboutAMinute)).size).toBe(1)
})

it('follows when the time really changes', () => {
  expect(named(300, 240, 180, 120, 60, 30)).toEqual([
    'About 5 minutes left',
    'About 4 minutes left',
    'About 3 minutes left',
    'About 2 minutes left',
    'About 1 minute left',
    'Less than a minute left',
  ])
  expect(named(60, 1800)).toEqual(['About 1 minute left', 'About 30 minutes left'])
})

it('names no time twice on the way down, whatever the steps', () => {
  const words = named(...Array.from({ length: 7200 }, (_, i) => 7200 - i))
  const changes = words.filter((word, i) => word !== words[i - 1])
  expect(new Set(changes).size).toBe(changes.length)
})

it('says the rate by the second, or by the minute when it is slower', () => {
  expect(rate(119)).toBe('2 a second')
  expect(rate(121)).toBe('2 a second')
  expect(rate(90)).toBe('1.5 a second')
  expect(rate(40_000)).toBe('667 a second')
  expect(rate(41.2)).toBe('41 a minute')
  expect(rate(0.2)).toBe('1 a minute')
})

it('says short waits in seconds and long ones in minutes', () => {
  expect([brief(12), brief(90), brief(200)]).toEqual(['12 s', '90 s', '3 min'])
})

it('speaks Spanish', () => {
  speak('es')
  expect(left(60)).toBe('Queda cerca de 1 minuto')
  expect(left(240)).toBe('Quedan unos 4 minutos')
  expect(takes(20)).toBe('menos de un minuto')
  expect(rate(90)).toBe('1,5 por segundo')
})
