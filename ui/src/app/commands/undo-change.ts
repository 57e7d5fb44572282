import type { LogRow } from '../../backend/bindings/LogRow'
import { batchName } from '../../format/batch'
import { result } from '../../format/entry'
import { problemAndAdvice } from '../../format/failure'
import { fanName } from '../../format/fan'
import { isolated } from '../../format/isolated'
import { m } from '../../format/messages.svelte'
import type { App } from '../app.svelte'
import type { Change, Toast } from '../changes.svelte'
import { answerTo } from '../command.svelte'
import type { CommandContext } from './app-command'

/** What a change was, in a few words. */
export function changeName(change: Change, app: App): string {
  if (change.kind === 'note') return m.change_note({ fan: isolated(fanName(change)) })
  if (change.kind === 'batch') {
    return m.change_batch({ name: isolated(batchName(app.batches.known.get(change.batch.id) ?? change.batch)) })
  }
  const { row } = change
  const names = { fan: isolated(fanName(row)), account: isolated(row.account_name) }
  return row.action === 'add' ? m.change_added(names) : m.change_removed(names)
}

/** Undoes the last change of this session, and says so. */
export async function undoLast({ app, navigate }: CommandContext): Promise<void> {
  const change = app.changes.last
  if (!change || app.toast?.busy) return
  // A batch may be about thousands of fans, so the shortcut doesn't undo it, but leads to it.
  if (change.kind === 'batch') {
    app.batches.shown = change.batch.id
    await navigate('lists')
    app.notify({ text: m.undo_batch_here(), tone: 'neutral' })
    return
  }
  const busy: Toast = { text: m.busy_undo(), tone: 'neutral', busy: true }
  app.toast = busy
  const toast = change.kind === 'note' ? await undoNote(change, app) : await undoEntry(change, app)
  if (app.toast === busy) app.toast = undefined
  if (!toast) return
  // A failure may pass, so the change stays.
  if (toast.tone === 'ok') app.changes.forget(change)
  app.notify(toast)
}

async function undoNote(change: Change & { kind: 'note' }, app: App): Promise<Toast | undefined> {
  const answer = await answerTo(app, () => app.backend.setNote(change.fan, change.before))
  if (!answer) return undefined
  if (answer.failure) return { text: problemAndAdvice(answer.failure), tone: 'bad' }
  return undone(change, app)
}

async function undoEntry(change: Change & { kind: 'entry' }, app: App): Promise<Toast | undefined> {
  const { item } = change.row
  const done = await app.entryActions.run('undo', item)
  const refused = app.entryActions.refused.get(item)
  if (refused) return { text: problemAndAdvice(refused.failure), tone: 'bad' }
  if (!done) return undefined
  // To undo the undoing would do it again, which is not what a second press of the keys means.
  app.changes.forgetItem(done.item)
  return isProven(done) ? undone(change, app) : { text: result(done, isolated(fanName(done))), tone: 'bad' }
}

function isProven({ outcome }: LogRow): boolean {
  return outcome === 'added' || outcome === 'removed' || outcome === 'already'
}

function undone(change: Change, app: App): Toast {
  return { text: m.undone_what({ what: changeName(change, app) }), tone: 'ok' }
}
