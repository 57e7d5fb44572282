import type { LogRow } from '../backend/bindings/LogRow'
import type { Mode } from '../backend/bindings/Mode'
import { m } from './messages.svelte'
import type { Refusal } from '../features/log/entry-actions.svelte'
import { advice, problem, problemAndAdvice, quote } from './failure'
import { fanName } from './fan'
import { isolated } from './isolated'
import { sentences } from './joined'
import { moment } from './time'

/** The look of an entry. Each kind has an icon, a word, and a color of its own. */
export type Kind = 'working' | 'waiting' | 'added' | 'removed' | 'already' | 'failed' | 'unconfirmed' | 'stopped'

/** Stands for the fan's ID in a sentence. `BidiText` shows it in groups of three. */
export const FAN = '\u{FFFC}'

export function kindOf(row: LogRow): Kind {
  if (row.outcome !== null) return row.outcome
  return row.phase === 'waiting' ? 'waiting' : 'working'
}

/** The word in the column “Result”. */
export function word(row: LogRow): string {
  const add = row.action === 'add'
  switch (kindOf(row)) {
    case 'working':
      return add ? m.outcome_sending_add() : m.outcome_sending_remove()
    case 'waiting':
      return m.outcome_waiting()
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
  }
}

/** The result of an entry, as a sentence with the account and the fan: the ID, behind the name where that is known. */
export function result(row: LogRow, fan = row.label === null ? FAN : `${isolated(row.label)} (${FAN})`): string {
  const names = { fan, account: isolated(row.account_name) }
  const add = row.action === 'add'
  switch (kindOf(row)) {
    case 'working':
    case 'waiting':
      return add ? m.result_sending_add(names) : m.result_sending_remove(names)
    case 'added':
      return m.result_added(names)
    case 'removed':
      return m.result_removed(names)
    case 'already':
      return add ? m.result_already(names) : m.result_already_remove(names)
    case 'failed':
      return add ? m.result_failed_add(names) : m.result_failed_remove(names)
    case 'unconfirmed':
      return add ? m.result_unconfirmed_add(names) : m.result_unconfirmed_remove(names)
    case 'stopped':
      return m.result_stopped(names)
  }
}

/** The cause and the advice. Empty if there are none. Leaves out credits in practice mode. */
export function why(row: LogRow, mode: Mode): string {
  switch (row.outcome) {
    case 'failed':
      return sentences(row.cause === null ? '' : problemAndAdvice({ code: row.cause, params: {} }), quote(row.words))
    case 'unconfirmed':
      return sentences(
        row.cause === null ? '' : problem({ code: row.cause, params: {} }),
        quote(row.words),
        settling(row, mode),
      )
    case 'stopped':
      return m.why_stopped()
    default:
      return sentences(
        row.other_marks ? m.why_other_marks() : '',
        row.lost_marks ? m.why_lost_marks() : '',
        row.lost_marks && row.can_undo ? m.why_lost_marks_undo() : '',
        quote(row.words),
      )
  }
}

/** Why an action on an entry failed. A failed check says nothing about the fan. */
export function refusal({ action, failure }: Refusal): string {
  const said = problemAndAdvice(failure)
  return action === 'check' && failure.code !== 'nothing_to_check' ? sentences(m.check_failed(), said) : said
}

/** The announcement for screen readers after a check. */
export function checked(row: LogRow): string {
  const fan = { fan: fanName(row) }
  switch (row.outcome) {
    case 'added':
    case 'already':
      return m.said_checked_added(fan)
    case 'removed':
      return m.said_checked_removed(fan)
    case 'failed':
      return m.said_checked_failed(fan)
    default:
      return m.said_checked_unconfirmed(fan)
  }
}

function settling(row: LogRow, mode: Mode): string {
  const live = mode === 'live'
  if (row.cause === 'not_saved') return advice('not_saved')
  if (!row.can_check) return m.why_unconfirmed_overtaken()
  if (row.checked === null) return live ? m.why_unconfirmed() : m.why_unconfirmed_practice()
  const when = { when: moment(row.checked) }
  if (row.action === 'add')
    return live ? m.why_unconfirmed_checked_add(when) : m.why_unconfirmed_checked_add_practice(when)
  return live ? m.why_unconfirmed_checked_remove(when) : m.why_unconfirmed_checked_remove_practice(when)
}
