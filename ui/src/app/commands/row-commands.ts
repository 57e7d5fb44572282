import type { LogRow } from '../../backend/bindings/LogRow'
import { everything } from '../../features/log/log-results'
import { checked, refusal, result } from '../../format/entry'
import { problemAndAdvice } from '../../format/failure'
import { m } from '../../format/messages.svelte'
import { count } from '../../format/time'
import type { App } from '../app.svelte'
import { answerTo } from '../command.svelte'
import type { EntryAction } from '../../features/log/entry-actions.svelte'
import type { CommandContext } from './app-command'

/** A row of a table whose menu was asked for. */
export interface RowMenuRequest {
  readonly fan: string
  /** What the fan is called in the names of controls. */
  readonly name: string
  /** Null or undefined if it is unknown. */
  readonly username?: string | null
  /** Whether the fan has a note. */
  readonly noted: boolean
  /** The row as an entry of the log, if it is one. */
  readonly entry?: LogRow
  /** Shows the details of the row. Undefined where there are none. */
  readonly details?: (() => void) | undefined
  /** Where the menu opens, in the window. */
  readonly at: { readonly x: number; readonly y: number }
  /** Gets the focus when the menu closes. */
  readonly from: HTMLElement
}

/** Something that the menu of a row offers. */
export interface RowCommand {
  readonly id: string
  readonly label: (row: RowMenuRequest) => string
  readonly when?: (row: RowMenuRequest, app: App) => boolean
  readonly run: (row: RowMenuRequest, context: CommandContext) => unknown
}

function act(action: EntryAction, label: () => string, when: (entry: LogRow, app: App) => boolean): RowCommand {
  return {
    id: action,
    label,
    when: ({ entry }, app) => entry !== undefined && !app.entryActions.busy.has(entry.item) && when(entry, app),
    run: ({ entry }, { app }) => entry && runEntryAction(app, action, entry),
  }
}

/** Every command of a row's menu, in its order. */
export const rowCommands: readonly RowCommand[] = [
  {
    id: 'details',
    label: () => m.shortcut_details(),
    when: ({ details }) => !!details,
    run: ({ details }) => details?.(),
  },
  {
    id: 'note',
    label: ({ noted }) => (noted ? m.note_edit_command() : m.note_add()),
    when: ({ details }) => !!details,
    run: ({ fan, details }, { app }) => {
      app.noteWanted = fan
      details?.()
    },
  },
  {
    id: 'copy_id',
    label: () => m.copy_id(),
    run: ({ fan }, { app }) => copy(app, () => app.backend.copyFan(fan), m.copied({ count: 1, shown: count(1) })),
  },
  {
    id: 'copy_username',
    label: () => m.copy_username(),
    when: ({ username }) => !!username,
    run: ({ username }, { app }) =>
      username && copy(app, () => app.backend.copyUsername(username), m.about_report_copied()),
  },
  {
    id: 'history',
    label: () => m.log_show_fan(),
    run: ({ fan }, { app, navigate }) => {
      app.found.ask({ ...everything, fan })
      return navigate('log')
    },
  },
  act('stop', m.stop, (entry, app) => entry.outcome === null && app.resting.has(entry.item)),
  act('check', m.check, (entry) => entry.can_check),
  act('again', m.try_again, (entry) => entry.outcome === 'failed' || entry.outcome === 'stopped'),
  act('undo', m.undo, (entry) => entry.can_undo),
]

async function copy(app: App, send: () => Promise<number>, text: string) {
  const answer = await answerTo(app, send)
  if (answer?.failure) app.notify({ text: problemAndAdvice(answer.failure), tone: 'bad' })
  else if (answer) app.notify({ text, tone: 'ok' })
}

/** Runs an action whose row may be out of sight when it ends, so a toast says how. */
async function runEntryAction(app: App, action: EntryAction, { item }: LogRow) {
  const done = await app.entryActions.run(action, item)
  const refused = app.entryActions.refused.get(item)
  if (refused) app.notify({ text: refusal(refused), tone: 'bad' })
  else if (done)
    app.notify({
      text: action === 'check' ? checked(done) : result(done, done.label ?? done.fan),
      tone: done.outcome === 'failed' || done.outcome === 'unconfirmed' ? 'bad' : 'ok',
    })
}
