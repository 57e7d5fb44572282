import { m } from './messages.svelte'
import { month } from './time'

/** An ID in groups of three from the right: `12345` becomes `12` and `345`. It stays text throughout. */
export function groups(id: string): string[] {
  const first = id.length % 3
  const head = first === 0 ? [] : [id.slice(0, first)]
  return [...head, ...(id.slice(first).match(/.{3}/gs) ?? [])]
}

/** The fan in the names of buttons and in announcements: by name if known, never as one long number. */
export function fanName({ fan, label }: { fan: string; label: string | null }): string {
  return label ?? groups(fan).join('\u202f')
}

/** The accounts of those rows whose fans have no name. */
export function namelessAccounts(rows: Iterable<{ account: string; label: string | null }>): string[] {
  return [...rows].flatMap(({ account, label }) => (label === null ? [account] : []))
}

/** When the fan's account was created, in milliseconds since 1970. */
export function accountCreated(created: number): string {
  return m.fan_created({ month: month(created) })
}
