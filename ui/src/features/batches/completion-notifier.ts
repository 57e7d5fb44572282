import type { BatchView } from '../../backend/bindings/BatchView'
import { endWords, needsUser, noticeWords } from '../../format/batch'
import type { App } from '../../app/app.svelte'

/** Tells once when a batch has ended, or needs attention and the user has not paused it. */
export class CompletionNotifier {
  readonly #app: App
  /** Ends before this moment (milliseconds since 1970) were reported earlier, if at all. */
  #since = Date.now()

  constructor(app: App) {
    this.#app = app
  }

  /** Called with every newer view of a batch. */
  see(before: BatchView | undefined, now: BatchView): void {
    if (!isOver(now)) return
    const reported =
      before === undefined
        ? (now.ended ?? now.began) < this.#since
        : isOver(before) && before.state.kind === now.state.kind
    if (reported) return
    this.#app.announce(endWords(now))
    // A notification that cannot be shown is no error, because the screen says the same.
    this.#app.backend.notify(noticeWords(now)).catch(() => undefined)
  }

  /** Called when another ledger opens. */
  clear(): void {
    this.#since = Date.now()
  }
}

function isOver(batch: BatchView): boolean {
  return batch.state.kind === 'ended' || needsUser(batch)
}
