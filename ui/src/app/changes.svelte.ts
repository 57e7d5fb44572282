import type { BatchView } from '../backend/bindings/BatchView'
import type { LogRow } from '../backend/bindings/LogRow'
import { batchName } from '../format/batch'
import { result } from '../format/entry'
import { problemAndAdvice } from '../format/failure'
import { fanName } from '../format/fan'
import { isolated } from '../format/isolated'
import { m } from '../format/messages.svelte'
import type { App } from './app.svelte'
import { answerTo } from './command.svelte'
import type { CommandContext } from './commands/app-command'

/** A text that shows for a while over the window. */
export interface Toast {
  readonly text: string
  readonly tone: 'ok' | 'bad' | 'neutral'
  /** It is about something that is still going on, so it stays. */
  readonly busy?: boolean
}

/** Something that the user changed since the window opened. */
interface Change {
  /** What it was, in a few words. */
  readonly said: () => string
  /** The item of the log that it made, if it made one. */
  readonly item?: number
  /** Undoes it. Resolves with what to say about that. */
  readonly undo: (context: CommandContext) => Promise<Toast | undefined>
  /** It stays the last change, because it is only shown where it can be undone. */
  readonly stays?: boolean
}

/** As many changes as anyone remembers having made. */
const KEPT = 50

/** The changes that the user made since the window opened, so that the last one can be undone from anywhere. */
export class Changes {
  #all = $state.raw<readonly Change[]>([])
  #undoing = $state(false)
  readonly #app: App

  constructor(app: App) {
    this.#app = app
  }

  /** The change that would be undone. Undefined if there is none. */
  get last(): { said: () => string } | undefined {
    return this.#all.at(-1)
  }

  /** Records a fan who was added or removed. `undid` is the item that this undid. */
  recordEntry(row: LogRow, undid?: number): void {
    if (undid !== undefined && row.outcome !== 'failed') this.#drop(undid)
    if (!row.can_undo) return
    this.#record({
      item: row.item,
      said: () => said(row),
      undo: () => this.#undoEntry(row),
    })
  }

  /** Records that the note about a fan was `before`. */
  recordNote(fan: { fan: string; label: string | null }, before: string): void {
    const said = () => m.change_note({ fan: isolated(fanName(fan)) })
    this.#record({
      said,
      undo: async () => {
        const answer = await answerTo(this.#app, () => this.#app.backend.setNote(fan.fan, before))
        if (!answer) return undefined
        return answer.failure
          ? { text: problemAndAdvice(answer.failure), tone: 'bad' }
          : { text: m.undone_what({ what: said() }), tone: 'ok' }
      },
    })
  }

  /** Records a batch that was started. It may be about thousands of fans, so a shortcut doesn't undo it, but leads to it. */
  recordBatch(batch: BatchView): void {
    this.#record({
      said: () => m.change_batch({ name: isolated(batchName(this.#app.batches.known.get(batch.id) ?? batch)) }),
      stays: true,
      undo: async ({ navigate }) => {
        this.#app.batches.shown = batch.id
        await navigate('lists')
        return { text: m.undo_batch_here(), tone: 'neutral' }
      },
    })
  }

  /** Undoes the last change, and says so. */
  async undo(context: CommandContext): Promise<void> {
    const change = this.#all.at(-1)
    if (!change || this.#undoing) return
    this.#undoing = true
    const busy: Toast = { text: m.busy_undo(), tone: 'neutral', busy: true }
    if (!change.stays) this.#app.toast = busy
    const toast = await change.undo(context)
    this.#undoing = false
    if (this.#app.toast === busy) this.#app.toast = undefined
    if (!toast) return
    // A failure may pass, so the change stays.
    if (toast.tone === 'ok') this.#all = this.#all.filter((one) => one !== change)
    this.#app.notify(toast)
  }

  /** Called when another log opens. */
  clear(): void {
    this.#all = []
    this.#undoing = false
  }

  async #undoEntry(row: LogRow): Promise<Toast | undefined> {
    const done = await this.#app.entryActions.run('undo', row.item)
    const refused = this.#app.entryActions.refused.get(row.item)
    if (refused) return { text: problemAndAdvice(refused.failure), tone: 'bad' }
    if (!done) return undefined
    // To undo once more would do it again, which is not what a second press of the keys means.
    this.#drop(done.item)
    if (done.outcome === 'added' || done.outcome === 'removed' || done.outcome === 'already') {
      return { text: m.undone_what({ what: said(row) }), tone: 'ok' }
    }
    return { text: result(done, isolated(fanName(done))), tone: 'bad' }
  }

  #record(change: Change): void {
    this.#all = [...this.#all, change].slice(-KEPT)
  }

  #drop(item: number): void {
    this.#all = this.#all.filter((one) => one.item !== item)
  }
}

function said(row: LogRow): string {
  const names = { fan: isolated(fanName(row)), account: isolated(row.account_name) }
  return row.action === 'add' ? m.change_added(names) : m.change_removed(names)
}
