import type { BatchFilter } from '../backend/bindings/BatchFilter'
import type { BatchView } from '../backend/bindings/BatchView'
import type { Counts } from '../backend/bindings/Counts'
import type { Mode } from '../backend/bindings/Mode'
import type { PauseReason } from '../backend/bindings/PauseReason'
import { locale, m } from './messages.svelte'
import { advice, problem, problemAndAdvice, quote } from './failure'
import { isolated, shownPath } from './isolated'
import { labelled, sentences } from './joined'
import type { Kind } from './entry'
import { takes } from './span'
import { count } from './time'

/** Undoing or retrying more than this many fans needs a confirmation. */
export const MANY = 25

/** The items of one kind in a batch: a number, a segment of the bar, a part of the summary. */
export interface Portion {
  readonly kind: Kind
  readonly filter: BatchFilter
  readonly count: number
}

/** The name of a batch on screen. */
export function batchName({ name }: Pick<BatchView, 'name'>): string {
  return name === '' ? m.batch_pasted() : name
}

/** How many items have ended. Items that were never sent have not. */
export function doneOf(counts: Counts): number {
  return counts.total - counts.waiting - counts.sending - counts.stopped
}

/** How many items would not be sent if the batch stopped now. */
export function leftOf(counts: Counts): number {
  return counts.waiting + counts.sending
}

/** “268 of 412 done” */
export function doneOfAll({ counts }: Pick<BatchView, 'counts'>): string {
  return m.progress_done(shares(counts))
}

/** The same two numbers as placeholders of messages. */
export function shares(counts: Counts): { done: string; total: string } {
  return { done: count(doneOf(counts)), total: count(counts.total) }
}

/** Every kind of item, in the order on screen. Items on their way count as waiting. */
export function portions({ action, counts }: Pick<BatchView, 'action' | 'counts'>): Portion[] {
  const done = action === 'add' ? ('added' as const) : ('removed' as const)
  return [
    { kind: done, filter: 'done', count: counts.added + counts.removed },
    { kind: 'already', filter: 'already', count: counts.already },
    { kind: 'unconfirmed', filter: 'unconfirmed', count: counts.unconfirmed },
    { kind: 'failed', filter: 'failed', count: counts.failed },
    { kind: 'stopped', filter: 'stopped', count: counts.stopped },
    { kind: 'waiting', filter: 'waiting', count: leftOf(counts) },
  ]
}

/** The word under a portion's number. */
export function portionWord(kind: Kind, action: BatchView['action']): string {
  const add = action === 'add'
  switch (kind) {
    case 'added':
      return m.outcome_added()
    case 'removed':
      return m.outcome_removed()
    case 'already':
      return add ? m.outcome_already() : m.batch_already_remove()
    case 'failed':
      return add ? m.outcome_failed_add() : m.outcome_failed_remove()
    case 'unconfirmed':
      return m.outcome_unconfirmed()
    case 'stopped':
      return m.outcome_stopped()
    case 'waiting':
    case 'working':
      return m.outcome_waiting()
  }
}

/** “407 added, 2 were VIP already, 3 failed”, without a period. Empty if nothing has ended. */
export function outcomes(batch: Pick<BatchView, 'action' | 'counts'>): string {
  const parts = portions(batch).flatMap((one) =>
    one.count > 0 && one.kind !== 'waiting' ? [part(one, batch.action)] : [],
  )
  return new Intl.ListFormat(locale(), { type: 'unit', style: 'long' }).format(parts)
}

/** How a batch ended, as a sentence. */
export function summary(batch: Pick<BatchView, 'action' | 'counts'>): string {
  const parts = outcomes(batch)
  return parts === '' ? m.batch_ended_nothing() : m.batch_ended({ parts })
}

/** Why a batch is paused, and what helps. */
export function pauseWords(why: PauseReason): string {
  switch (why.kind) {
    case 'user':
      return m.batch_paused_user()
    case 'interrupted':
      return m.batch_paused_interrupted()
    case 'service':
      return sentences(problemAndAdvice({ code: why.cause, params: {} }), quote(why.words))
    case 'refused': {
      const times = { count: why.times, shown: count(why.times) }
      const said = why.words === null ? problem({ code: why.cause, params: {} }) : quote(why.words)
      return sentences(m.batch_paused_refused(times), said, m.batch_paused_refused_next())
    }
    case 'unproven': {
      const of = { count: why.of, shown: count(why.of), proven: count(why.proven) }
      return sentences(m.batch_paused_unproven(of), m.batch_paused_unproven_next())
    }
    case 'ledger':
      return sentences(
        why.path === null ? m.batch_paused_ledger() : m.batch_paused_ledger_at({ path: shownPath(why.path) }),
        advice(why.code),
      )
    case 'no_key':
      return sentences(m.batch_paused_no_key(), advice('key_missing'))
  }
}

/** Whether a batch is paused though the user has not paused it. */
export function needsUser({ state }: Pick<BatchView, 'state'>): boolean {
  return state.kind === 'paused' && state.why.kind !== 'user'
}

/** “412 are done and stay as they are; 144 are not sent.” */
export function stopWords({ counts }: Pick<BatchView, 'counts'>): string {
  const [done, left] = [doneOf(counts), leftOf(counts)]
  return m.batch_stop_body({
    done: m.batch_stop_done({ count: done, shown: count(done) }),
    left: m.batch_stop_left({ count: left, shown: count(left) }),
  })
}

/** Whether an undo may remove more fans than the batch added, because it is unknown who was VIP before. */
export function mayUndoMore({ action, looked }: Pick<BatchView, 'action' | 'looked'>): boolean {
  return action === 'add' && !looked
}

/** What an undo does, and to whom. */
export function undoWords(batch: Pick<BatchView, 'action' | 'looked' | 'account_name'>): string {
  const account = isolated(batch.account_name)
  if (batch.action === 'remove') return m.batch_undo_remove_body({ account })
  return mayUndoMore(batch) ? m.batch_undo_add_body_not_loaded({ account }) : m.batch_undo_add_body({ account })
}

/** The credits and the time that an undo or a retry uses. Leaves out an unknown time, and credits in practice mode. */
export function costWords(items: number, seconds: number | null, mode: Mode): string {
  const credits = { count: items, shown: count(items) }
  if (seconds === null) return mode === 'live' ? m.batch_credits(credits) : m.batch_practice()
  const time = takes(seconds)
  return mode === 'live' ? m.batch_credits_time({ ...credits, time }) : m.batch_time_practice({ time })
}

/** What a batch does, in two words. */
export function actionWord({ action, undoes, retries }: Pick<BatchView, 'action' | 'undoes' | 'retries'>): string {
  if (undoes !== null) return m.batches_undo()
  if (retries !== null) return m.batches_retry()
  return action === 'add' ? m.batches_add() : m.batches_remove()
}

/** The word on a batch's badge. */
export function stateWord(batch: Pick<BatchView, 'state'>): string {
  switch (batch.state.kind) {
    case 'queued':
      return m.batches_queued()
    case 'running':
      return m.batches_running()
    case 'pausing':
      return m.batches_pausing()
    case 'paused':
      return needsUser(batch) ? m.batches_needs_attention() : m.batches_paused()
    case 'stopping':
      return m.batches_stopping()
    case 'ended':
      return m.batches_finished()
  }
}

/** The announcement for screen readers when a batch has ended or needs attention. */
export function endWords(batch: BatchView): string {
  const words =
    batch.state.kind === 'paused' ? labelled(m.batches_paused(), pauseWords(batch.state.why)) : summary(batch)
  return m.batch_said({ name: isolated(batchName(batch)), words })
}

/** The text of a notification: two numbers, and nothing that tells a bystander what they are about. */
export function noticeWords({ state, counts }: Pick<BatchView, 'state' | 'counts'>): string {
  return state.kind === 'paused' ? m.notice_batch_paused(shares(counts)) : m.notice_batch_done(shares(counts))
}

function part({ kind, count: items }: Portion, action: BatchView['action']): string {
  const params = { count: items, shown: count(items) }
  switch (kind) {
    case 'added':
      return m.batch_part_added(params)
    case 'removed':
      return m.batch_part_removed(params)
    case 'already':
      return action === 'add' ? m.batch_part_already(params) : m.batch_part_already_remove(params)
    case 'failed':
      return m.batch_part_failed(params)
    case 'unconfirmed':
      return m.batch_part_unconfirmed(params)
    default:
      return m.batch_part_stopped(params)
  }
}
