/**
 * The bounds of the last `days` days up to the end of today, milliseconds since 1970: local midnights, whatever summer
 * time does to the hours between.
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

/** The local midnight with which the day of a date field (2026-11-24) begins; `more` days later on request. */
export function midnight(day: string, more = 0): number | null {
  const parts = /^(\d{4})-(\d\d)-(\d\d)$/.exec(day)
  if (!parts) return null
  const [, year = '', month = '', date = ''] = parts
  return new Date(+year, +month - 1, +date + more).getTime()
}

/** The day as a date field writes it. */
export function dayOf(at: number): string {
  const date = new Date(at)
  const two = (value: number) => `${value}`.padStart(2, '0')
  return `${`${date.getFullYear()}`.padStart(4, '0')}-${two(date.getMonth() + 1)}-${two(date.getDate())}`
}
