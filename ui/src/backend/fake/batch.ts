import type { BatchFilter } from '../bindings/BatchFilter'
import type { BatchQuery } from '../bindings/BatchQuery'
import type { BatchView } from '../bindings/BatchView'
import type { Counts } from '../bindings/Counts'
import type { LogRow } from '../bindings/LogRow'

/** A batch of 412 adds that has just begun, changed by `batch`. */
export function fakeBatch(batch: Partial<BatchView> = {}): BatchView {
  return {
    revision: 1,
    id: 1,
    name: 'Black Friday buyers',
    account: 'fansly_mira',
    account_name: 'Mira Rose',
    action: 'add',
    speed: 'steady',
    state: { kind: 'running', step: { kind: 'sending' } },
    counts: fakeCounts({ total: 412, waiting: 412 }),
    per_minute: null,
    seconds_left: null,
    wait: null,
    unknown_replies: false,
    requests: 0,
    began: Date.now(),
    ended: null,
    undoes: null,
    retries: null,
    looked: true,
    can_undo: 0,
    undo_seconds: Math.ceil((batch.can_undo ?? 0) / 2),
    can_retry: 0,
    retry_seconds: Math.ceil((batch.can_retry ?? 0) / 2),
    ...batch,
  }
}

/** Counts of a batch without items, changed by `counts`. */
export function fakeCounts(counts: Partial<Counts> = {}): Counts {
  const none = { waiting: 0, sending: 0, added: 0, removed: 0, already: 0, failed: 0, unconfirmed: 0, stopped: 0 }
  return { total: 0, ...none, ...counts }
}

/** Whether a batch matches a query. */
export function fitsBatch(batch: BatchView, { text, account, action, standing }: BatchQuery): boolean {
  const where = `${batch.name}\n${batch.account_name}`.toLowerCase()
  const { kind } = batch.state
  const now = kind === 'ended' ? (batch.can_retry > 0 ? 'unfinished' : 'finished') : kind === 'paused' ? kind : 'open'
  return (
    text
      .toLowerCase()
      .split(/\s+/)
      .every((word) => where.includes(word)) &&
    (account === null || batch.account === account) &&
    (action === null || batch.action === action) &&
    (standing === null || now === standing)
  )
}

const labels = ['Jamie K.', null, 'Zoë', 'night owl', 'Théo', 'Ødgar', 'ليلى']

/** The item at the zero-based index `place` of the result of `filter`. */
export function fakeBatchRow(batch: BatchView, filter: BatchFilter, place: number): LogRow {
  if (filter === 'left') return fakeLeftRow(batch, place)
  const done = batch.action === 'add' ? ('added' as const) : ('removed' as const)
  const outcome = { latest: done, done, waiting: null, ...others }[filter]
  const failed =
    filter === 'failed' ? ('no_such_fan' as const) : filter === 'unconfirmed' ? ('no_reply' as const) : null
  return {
    item: batch.id * 1_000_000 + place + 1,
    account: batch.account,
    account_name: batch.account_name,
    fan: `${400_000_000 + place}${300_000_000 + ((place * 7919) % 600_000_000)}`,
    label: labels[place % labels.length] ?? null,
    batch: batch.id,
    batch_name: batch.name === '' ? null : batch.name,
    note: null,
    created: null,
    row: place + 2,
    action: batch.action,
    phase: filter === 'waiting' ? 'waiting' : 'done',
    outcome,
    cause: failed,
    words: null,
    other_marks: false,
    lost_marks: false,
    began: batch.began,
    ended: filter === 'waiting' ? null : batch.began + 1000,
    can_undo: outcome === 'added' || outcome === 'removed',
    undone: false,
    can_check: filter === 'unconfirmed',
    checked: null,
  }
}

/** An item that failed, was not confirmed, or was stopped; the kinds take turns. */
function fakeLeftRow(batch: BatchView, place: number): LogRow {
  const { failed, unconfirmed } = batch.counts
  if (place < failed) return fakeBatchRow(batch, 'failed', place)
  if (place < failed + unconfirmed) return fakeBatchRow(batch, 'unconfirmed', place - failed)
  return fakeBatchRow(batch, 'stopped', place - failed - unconfirmed)
}

const others = { already: 'already', unconfirmed: 'unconfirmed', failed: 'failed', stopped: 'stopped' } as const
