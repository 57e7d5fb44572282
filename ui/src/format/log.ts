import type { LogColumn } from '../backend/bindings/LogColumn'
import type { LogQuery } from '../backend/bindings/LogQuery'
import type { LogRow } from '../backend/bindings/LogRow'
import type { Standing } from '../backend/bindings/Standing'
import { everything } from '../features/log/log-results'
import { locale, m } from './messages.svelte'
import { problem } from './failure'

/** The most entries whose notes can be set at once. */
export const MAX_NOTES = 10_000

export const standings: readonly Standing[] = [
  'added',
  'removed',
  'already',
  'failed',
  'unconfirmed',
  'stopped',
  'open',
]

/** The word for a result, without the action. */
export function standingWord(standing: Standing): string {
  switch (standing) {
    case 'added':
      return m.outcome_added()
    case 'removed':
      return m.outcome_removed()
    case 'already':
      return m.outcome_already()
    case 'failed':
      return m.log_failed()
    case 'unconfirmed':
      return m.outcome_unconfirmed()
    case 'stopped':
      return m.outcome_stopped()
    case 'open':
      return m.log_in_progress()
  }
}

/** The action of an entry. */
export function actionOf({ action }: Pick<LogRow, 'action'>): string {
  return action === 'add' ? m.log_add() : m.log_remove()
}

/** Why an entry did not succeed, in one sentence. Empty if it did. */
export function causeOf({ cause }: Pick<LogRow, 'cause'>): string {
  return cause === null ? '' : problem({ code: cause, params: {} })
}

/** The columns that the log can be sorted by. */
export const logColumns: readonly LogColumn[] = [
  'when',
  'name',
  'fan',
  'account',
  'action',
  'outcome',
  'cause',
  'batch',
]

/** The title of a column. */
export function columnWord(column: LogColumn): string {
  return {
    when: m.log_column_when,
    name: m.table_column_name,
    fan: m.table_column_id,
    account: m.log_column_account,
    action: m.log_column_action,
    outcome: m.log_column_result,
    cause: m.log_column_cause,
    batch: m.log_column_batch,
  }[column]()
}

/** Whether a filter or the search is active. */
export function isFiltered(query: LogQuery): boolean {
  return Object.entries(everything).some(([key, any]) => {
    const value = query[key as keyof LogQuery]
    if (key === 'sort') return false
    if (Array.isArray(any)) return Array.isArray(value) && value.length > 0
    return typeof value === 'string' ? value.trim() !== '' : value !== any
  })
}

/** The text of the button that clears the search, the filters, or both. */
export function clearWord(query: LogQuery): string {
  if (query.text.trim() === '') return m.log_clear_filters()
  return isFiltered({ ...query, text: '' }) ? m.log_clear_both() : m.table_search_clear()
}

/** A day, for the middle of a sentence. */
export function day(at: number): string {
  return new Intl.DateTimeFormat(locale(), { dateStyle: 'medium' }).format(at)
}
