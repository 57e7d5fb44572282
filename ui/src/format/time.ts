import { locale, m } from './messages.svelte'

const MINUTE = 60_000
const HOUR = 60 * MINUTE

/** “just now”, “2 min ago”, then the time of day, then with the date, then the date alone. Both are milliseconds since 1970. */
export function relative(at: number, now: number): string {
  const ago = now - at
  if (ago < MINUTE) return m.when_now()
  if (ago < HOUR) {
    const format = once(Intl.RelativeTimeFormat, { numeric: 'always', style: 'short' })
    return format.format(-Math.floor(ago / MINUTE), 'minute')
  }
  const time: Intl.DateTimeFormatOptions = { hour: 'numeric', minute: '2-digit' }
  if (new Date(at).toDateString() === new Date(now).toDateString()) return formatted(at, time)
  // What is of another year is told by its day; the time is beside it for whoever asks.
  const other = new Date(at).getFullYear() !== new Date(now).getFullYear()
  return formatted(at, { day: 'numeric', month: 'short', ...(other ? { year: 'numeric' } : time) })
}

/** The whole date and time, to the second. */
export function exact(at: number): string {
  return formatted(at, { dateStyle: 'long', timeStyle: 'medium' })
}

/** The same in short. */
export function second(at: number): string {
  return formatted(at, { dateStyle: 'medium', timeStyle: 'medium' })
}

/** Date and time to the minute, for the middle of a sentence. */
export function moment(at: number): string {
  return formatted(at, { dateStyle: 'medium', timeStyle: 'short' })
}

/**
 * The time of day to the second; with the day, when that is not today. Times that lie less than a second apart (`apart`,
 * in milliseconds) are said so exactly that they differ.
 */
export function clock(at: number, apart = 1000): string {
  const fraction: Intl.DateTimeFormatOptions =
    apart >= 1000 ? {} : { fractionalSecondDigits: apart >= 100 ? 1 : apart >= 10 ? 2 : 3 }
  const time: Intl.DateTimeFormatOptions = { hour: 'numeric', minute: '2-digit', second: '2-digit', ...fraction }
  const today = new Date(at).toDateString() === new Date().toDateString()
  return formatted(at, today ? time : { day: 'numeric', month: 'short', ...time })
}

/** From this many seconds on, a wait is told by when it ends, not by how long it takes. */
const LONG = 30 * 60

/**
 * “3:05 PM” or “tomorrow, 9:49 AM”, for the end of a wait that is too long to count down; nothing for a shorter one.
 * Both are milliseconds since 1970. Never earlier than it ends: the minute is rounded up.
 */
export function untilWhen(until: number, now: number): string | undefined {
  if (secondsLeft(until, now) < LONG) return undefined
  const minute = Math.ceil(until / MINUTE) * MINUTE
  const time = formatted(minute, { hour: 'numeric', minute: '2-digit' })
  const day = new Date(now)
  if (day.toDateString() === new Date(minute).toDateString()) return m.when_today({ time })
  // By the calendar, not by 24 hours: a day of a change to summer time is shorter.
  const tomorrow = new Date(day.getFullYear(), day.getMonth(), day.getDate() + 1)
  return tomorrow.toDateString() === new Date(minute).toDateString() ? m.when_tomorrow({ time }) : moment(minute)
}

/** For the machine-readable half of a `<time>`. */
export function machine(at: number): string {
  return new Date(at).toISOString()
}

/** A count with its separators. */
export function count(value: number | bigint): string {
  return once(Intl.NumberFormat, {}).format(value)
}

/** “12 %”, of a share between 0 and 1. */
export function percent(share: number): string {
  return once(Intl.NumberFormat, { style: 'percent' }).format(share)
}

/** Bytes as “48 MB”. */
export function size(bytes: number): string {
  const [unit, value] = bytes < 1e6 ? ['kilobyte', bytes / 1e3] : ['megabyte', bytes / 1e6]
  const digits = value < 10 ? 1 : 0
  return once(Intl.NumberFormat, { style: 'unit', unit, maximumFractionDigits: digits }).format(value)
}

/** Whole seconds until `until`, never less than 1 while it is told to wait. */
export function secondsLeft(until: number, now: number): number {
  return Math.max(1, Math.ceil((until - now) / 1000))
}

function formatted(at: number, options: Intl.DateTimeFormatOptions): string {
  return once(Intl.DateTimeFormat, options).format(at)
}

const made = new Map<string, unknown>()

/** A way of writing in the chosen language. It is kept: making one takes longer than a hundred rows' use of it. */
function once<Options, Format>(Kind: new (language: string, options: Options) => Format, options: Options): Format {
  const key = `${Kind.name} ${locale()} ${JSON.stringify(options)}`
  const format = (made.get(key) as Format | undefined) ?? new Kind(locale(), options)
  made.set(key, format)
  return format
}
