import { locale, m } from './messages.svelte'

const MINUTE = 60_000
const HOUR = 60 * MINUTE

/**
 * “just now”, “2 min ago”, then the time of day, then the date and time, then the date. Both are milliseconds since 1970.
 */
export function relative(at: number, now: number): string {
  const ago = now - at
  if (ago < MINUTE) return m.when_now()
  if (ago < HOUR) {
    const format = cached(Intl.RelativeTimeFormat, { numeric: 'always', style: 'short' })
    return format.format(-Math.floor(ago / MINUTE), 'minute')
  }
  const time: Intl.DateTimeFormatOptions = { hour: 'numeric', minute: '2-digit' }
  if (new Date(at).toDateString() === new Date(now).toDateString()) return formatted(at, time)
  // Another year shows the date only; the tooltip has the time.
  const other = new Date(at).getFullYear() !== new Date(now).getFullYear()
  return formatted(at, { day: 'numeric', month: 'short', ...(other ? { year: 'numeric' } : time) })
}

/** The full date and time, to the second. */
export function exact(at: number): string {
  return formatted(at, { dateStyle: 'long', timeStyle: 'medium' })
}

/** “March 2024”, for the middle of a sentence. */
export function month(at: number): string {
  return formatted(at, { month: 'long', year: 'numeric' })
}

/** A day, such as “December 1, 2026”, from `YYYY-MM-DD`. */
export function calendarDay(day: string): string {
  return formatted(new Date(`${day}T00:00`).getTime(), { dateStyle: 'long' })
}

/** The date and time to the minute, for the middle of a sentence. */
export function moment(at: number): string {
  return formatted(at, { dateStyle: 'medium', timeStyle: 'short' })
}

/**
 * The time of day to the second, with the date if it is not today. If two times are less than a second apart (`apart`, in
 * milliseconds), they are shown precisely enough to differ.
 */
export function clock(at: number, apart = 1000): string {
  const fraction: Intl.DateTimeFormatOptions =
    apart >= 1000 ? {} : { fractionalSecondDigits: apart >= 100 ? 1 : apart >= 10 ? 2 : 3 }
  const time: Intl.DateTimeFormatOptions = { hour: 'numeric', minute: '2-digit', second: '2-digit', ...fraction }
  const today = new Date(at).toDateString() === new Date().toDateString()
  return formatted(at, today ? time : { day: 'numeric', month: 'short', ...time })
}

/** From this many seconds on, a wait shows when it ends, not how long it takes. */
const LONG = 30 * 60

/**
 * “3:05 PM” or “tomorrow, 9:49 AM”, for the end of a wait that is too long to count down. Undefined for a shorter one. Both
 * are milliseconds since 1970. The minute is rounded up, so it is never before the end.
 */
export function untilWhen(until: number, now: number): string | undefined {
  if (secondsLeft(until, now) < LONG) return undefined
  const minute = Math.ceil(until / MINUTE) * MINUTE
  const time = formatted(minute, { hour: 'numeric', minute: '2-digit' })
  const day = new Date(now)
  if (day.toDateString() === new Date(minute).toDateString()) return m.when_today({ time })
  // Counted by the calendar and not by 24 hours, because a day on which the clocks change is not 24 hours long.
  const tomorrow = new Date(day.getFullYear(), day.getMonth(), day.getDate() + 1)
  return tomorrow.toDateString() === new Date(minute).toDateString() ? m.when_tomorrow({ time }) : moment(minute)
}

/** The `datetime` attribute of a `<time>` element. */
export function machine(at: number): string {
  return new Date(at).toISOString()
}

/** A count with its separators. */
export function count(value: number | bigint): string {
  return cached(Intl.NumberFormat, {}).format(value)
}

/** “12 %”, for a fraction between 0 and 1. */
export function percent(share: number): string {
  return cached(Intl.NumberFormat, { style: 'percent' }).format(share)
}

/** Bytes as “48 MB”. */
export function size(bytes: number): string {
  const [unit, value] = bytes < 1e6 ? ['kilobyte', bytes / 1e3] : ['megabyte', bytes / 1e6]
  const digits = value < 10 ? 1 : 0
  return cached(Intl.NumberFormat, { style: 'unit', unit, maximumFractionDigits: digits }).format(value)
}

/** Whole seconds until `until`, never less than 1 while something waits. */
export function secondsLeft(until: number, now: number): number {
  return Math.max(1, Math.ceil((until - now) / 1000))
}

function formatted(at: number, options: Intl.DateTimeFormatOptions): string {
  return cached(Intl.DateTimeFormat, options).format(at)
}

const formats = new Map<string, unknown>()

/** A cached formatter for the window's language. Creating one takes longer than using it for a hundred rows. */
function cached<Options, Format>(Kind: new (language: string, options: Options) => Format, options: Options): Format {
  const key = `${Kind.name} ${locale()} ${JSON.stringify(options)}`
  const format = (formats.get(key) as Format | undefined) ?? new Kind(locale(), options)
  formats.set(key, format)
  return format
}

/** The beginning of the month of a moment, in the computer's time zone. */
export function monthStart(at: number): number {
  const now = new Date(at)
  return new Date(now.getFullYear(), now.getMonth(), 1).getTime()
}
