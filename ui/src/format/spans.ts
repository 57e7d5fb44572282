/**
 * The bounds of the last `days` days up to the end of today, in milliseconds since 1970. These are local midnights, so a
 * span may be an hour longer or shorter when the clocks change.
 */
export function lastDays(days: number, now: number): number[] {
  const today = new Date(now)
  const [year, month, day] = [today.getFullYear(), today.getMonth(), today.getDate()]
  return Array.from({ length: days + 1 }, (_, i) => new Date(year, month, day - days + 1 + i).getTime())
}

/** The same for months: each begins at the local midnight of its first day. */
export function lastMonths(months: number, now: number): number[] {
  const today = new Date(now)
  const [year, month] = [today.getFullYear(), today.getMonth()]
  return Array.from({ length: months + 1 }, (_, i) => new Date(year, month - months + 1 + i, 1).getTime())
}

/** The local midnight at the start of a date field's day (2026-11-24), or `more` days later. Null if it is no date. */
export function midnight(day: string, more = 0): number | null {
  const parts = /^(\d{4})-(\d\d)-(\d\d)$/.exec(day)
  if (!parts) return null
  const [, year = '', month = '', date = ''] = parts
  return new Date(+year, +month - 1, +date + more).getTime()
}

/** The day in the format of a date field. */
export function dayOf(at: number): string {
  const date = new Date(at)
  const two = (value: number) => `${value}`.padStart(2, '0')
  return `${`${date.getFullYear()}`.padStart(4, '0')}-${two(date.getMonth() + 1)}-${two(date.getDate())}`
}
