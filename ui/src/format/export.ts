import type { Action } from '../backend/bindings/Action'
import type { Cause } from '../backend/bindings/Cause'
import type { ExportWords } from '../backend/bindings/ExportWords'
import type { Outcome } from '../backend/bindings/Outcome'
import { m } from './messages.svelte'
import { problem } from './failure'

const actions: Record<Action, () => string> = { add: m.log_add, remove: m.log_remove }

const outcomes: Record<Outcome, () => string> = {
  added: m.outcome_added,
  removed: m.outcome_removed,
  already: m.outcome_already,
  failed: m.export_failed,
  unconfirmed: m.outcome_unconfirmed,
  stopped: m.outcome_stopped,
}

const causes: Record<Cause, true> = {
  key_refused: true,
  credits_spent: true,
  account_lost: true,
  forbidden: true,
  access_blocked: true,
  no_such_fan: true,
  unknown_call: true,
  bad_request: true,
  asked_to_wait: true,
  session_expired: true,
  refused: true,
  service_error: true,
  redirected: true,
  captive_portal: true,
  no_connection: true,
  certificate_refused: true,
  connection_not_set_up: true,
  proxy_unusable: true,
  key_removed: true,
  no_reply: true,
  connection_lost: true,
  reply_cut_off: true,
  reply_empty: true,
  reply_unreadable: true,
  reply_too_large: true,
  reply_incomplete: true,
  wrong_fan: true,
  mark_missing: true,
  already_vip: true,
  not_vip: true,
  still_vip: true,
  vip_filter_ignored: true,
  interrupted: true,
  not_saved: true,
  overtaken: true,
}

/** The texts in an exported log, in the window's language. */
export function exportWords(): ExportWords {
  return {
    name: m.export_name(),
    headings: {
      when: m.log_column_when(),
      fan: m.log_column_fan(),
      name: m.table_column_name(),
      account: m.log_column_account(),
      account_id: m.export_account_id(),
      action: m.log_column_action(),
      outcome: m.log_column_result(),
      cause: m.log_column_cause(),
      list: m.log_column_batch(),
      note: m.note(),
    },
    words: {
      ...said(actions),
      ...said(outcomes),
      ...Object.fromEntries(Object.keys(causes).map((code) => [code, problem({ code: code as Cause, params: {} })])),
    },
  }
}

function said(words: Record<string, () => string>): Record<string, string> {
  return Object.fromEntries(Object.entries(words).map(([word, say]) => [word, say()]))
}
