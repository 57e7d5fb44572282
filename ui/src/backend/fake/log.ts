import type { BatchCourse } from '../bindings/BatchCourse'
import type { BatchView } from '../bindings/BatchView'
import type { LogOffer } from '../bindings/LogOffer'
import type { LogQuery } from '../bindings/LogQuery'
import type { LogRow } from '../bindings/LogRow'
import type { OfferPart } from '../bindings/OfferPart'
import type { SpanCount } from '../bindings/SpanCount'

/** The entries that match a query. `rows` is newest first. */
export function fakeFound(rows: LogRow[], query: LogQuery): LogRow[] {
  const words = folded(query.text).split(/\s+/).filter(Boolean)
  const found = rows.filter((row) => {
    const where = folded([row.fan, row.label, row.note, row.batch_name].join('\n'))
    const at = row.ended ?? row.began
    return (
      words.every((word) => where.includes(word)) &&
      (query.account === null || row.account === query.account) &&
      (query.batch === null || row.batch === query.batch) &&
      (query.fan === null || row.fan === query.fan) &&
      (query.action === null || row.action === query.action) &&
      (query.standings.length === 0 || query.standings.includes(row.outcome ?? 'open')) &&
      (query.from === null || at >= query.from) &&
      (query.until === null || at < query.until)
    )
  })
  const { by, descending } = query.sort
  if (by === 'when') return descending ? found : found.toReversed()
  const key = {
    name: (row: LogRow) => row.label,
    fan: (row: LogRow) => row.fan,
    account: (row: LogRow) => row.account_name,
    action: (row: LogRow) => row.action,
    outcome: (row: LogRow) => row.outcome,
    cause: (row: LogRow) => row.cause,
    batch: (row: LogRow) => row.batch_name,
  }[by]
  const sign = descending ? -1 : 1
  return found.toSorted((a, b) => sign * (key(a) ?? '').localeCompare(key(b) ?? ''))
}

/** What can be done with these entries. */
export function fakeOffer(rows: LogRow[]): LogOffer {
  const undo = rows.filter((row) => row.can_undo)
  const retry = rows.filter((row) => row.outcome === 'failed' || row.outcome === 'stopped')
  const opposite = { add: 'remove', remove: 'add' } as const
  return {
    rows: rows.length,
    undo: parts(undo, (row) => opposite[row.action]),
    retry: parts(retry, (row) => row.action),
  }
}

/** A few adds and removals in each span. */
export function fakeDays(bounds: number[]): SpanCount[] {
  return bounds.slice(1).map((_, i) => ({ added: (i * 37) % 23, removed: i % 4 === 0 ? i % 7 : 0 }))
}

/** Two minutes in sixty steps, with one wait. */
export function fakeCourse({ began }: BatchView): BatchCourse {
  const steps = Array.from({ length: 60 }, (_, i) => ({
    done: i >= 20 && i < 28 ? 0 : 4 + (i % 3),
    already: i % 9 === 0 ? 1 : 0,
    unconfirmed: i % 17 === 0 ? 1 : 0,
    failed: i % 13 === 0 ? 1 : 0,
    stopped: 0,
  }))
  const until = began + 120_000
  return { began, until, steps, waits: [{ from: began + 40_000, until: began + 56_000, why: 'told' }] }
}

function parts(rows: LogRow[], action: (row: LogRow) => OfferPart['action']): OfferPart[] {
  const found = new Map<string, OfferPart>()
  for (const row of rows) {
    const { account, account_name } = row
    const key = `${account} ${action(row)}`
    const count = (found.get(key)?.count ?? 0) + 1
    found.set(key, { account, account_name, action: action(row), count, seconds: count / 2, unconfirmed_before: 0 })
  }
  return [...found.values()]
}

/** Text without accents and case. */
export function folded(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
}
