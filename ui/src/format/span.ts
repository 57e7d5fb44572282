import { locale, m } from './messages.svelte'

const MINUTE = 60
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** The times that can be shown, in seconds. Longer ones are further apart. The first means “less than a minute”. */
const steps = [
  0,
  ...[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 15, 20, 25, 30, 40, 50, 60, 90].map((minutes) => minutes * MINUTE),
  ...Array.from({ length: 46 }, (_, i) => (i + 2) * HOUR),
  ...Array.from({ length: 365 }, (_, i) => (i + 2) * DAY),
]

/**
 * The time to show for `seconds`, also in seconds. The time shown `before` stays until another one is clearly closer, so
 * that a wavering estimate does not flicker.
 */
export function steady(seconds: number, before?: number): number {
  const at = before === undefined ? -1 : steps.indexOf(before)
  if (before !== undefined && at >= 0) {
    const slack = Math.max(MINUTE, before - stepAt(at - 1)) / 4
    if (seconds >= lower(at) - slack && seconds < upper(at) + slack) return before
  }
  return steps.find((_, i) => seconds < upper(i)) ?? 0
}

/** “About 4 minutes left”, for a time from `steady`. */
export function left(named: number): string {
  return wordsFor(named, {
    moment: m.progress_left_moment,
    minutes: m.progress_left_minutes,
    hours: m.progress_left_hours,
    days: m.progress_left_days,
  })
}

/** “about 4 minutes”, for the middle of a sentence. Takes seconds. */
export function takes(seconds: number): string {
  return wordsFor(steady(seconds), {
    moment: m.batch_takes_moment,
    minutes: m.batch_takes_minutes,
    hours: m.batch_takes_hours,
    days: m.batch_takes_days,
  })
}

/** “2 a second”, or “40 a minute” when it is slower than that. */
export function rate(perMinute: number): string {
  const perSecond = perMinute / 60
  if (perSecond >= 0.95)
    return m.progress_rate_second({ rate: formatted(perSecond < 10 ? halves(perSecond) : Math.round(perSecond)) })
  return m.progress_rate_minute({ rate: formatted(Math.max(1, Math.round(perMinute))) })
}

/** “12 s”, and from a minute and a half on “3 min”. */
export function brief(seconds: number): string {
  return seconds > 90 ? m.progress_minutes({ count: Math.round(seconds / 60) }) : m.progress_seconds({ count: seconds })
}

interface Words {
  moment: () => string
  minutes: (params: { count: number }) => string
  hours: (params: { count: number }) => string
  days: (params: { count: number }) => string
}

function wordsFor(named: number, words: Words): string {
  if (named < MINUTE) return words.moment()
  if (named < HOUR || named === 1.5 * HOUR) return words.minutes({ count: named / MINUTE })
  if (named < 2 * DAY) return words.hours({ count: named / HOUR })
  return words.days({ count: named / DAY })
}

/** Where a step begins: halfway to the one before, but “less than a minute” never covers more than that. */
function lower(at: number): number {
  if (at === 0) return -Infinity
  return at === 1 ? MINUTE : (stepAt(at - 1) + stepAt(at)) / 2
}

function upper(at: number): number {
  return at + 1 < steps.length ? lower(at + 1) : Infinity
}

function stepAt(at: number): number {
  return steps[at] ?? 0
}

function halves(value: number): number {
  return Math.round(value * 2) / 2
}

function formatted(value: number): string {
  return new Intl.NumberFormat(locale(), { maximumFractionDigits: 1 }).format(value)
}
