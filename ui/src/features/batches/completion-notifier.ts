import type { BatchView } from '../../backend/bindings/BatchView'
import { endWords, needsUser, noticeWords } from '../../format/batch'
import type { App } from '../../app/app.svelte'

/** Tells once when a batch has ended, or waits for the user though nobody paused it. */
export class CompletionNotifier {
  readonly #app: App
  /** What happened before this, the window did not see; it was told, if at all, by the run before. */
  #since = Date.now()

  constructor(app: App) {
    this.#app = app
  }

  /** A newer view of a batch. */
  see(before: BatchView | undefined, now: BatchView): void {
    if (!isOver(now)) return
    const told =
      before === undefined
        ? (now.ended ?? now.began) < this.#since
        : isOver(before) && before.state.kind === now.state.kind
    if (told) return
    this.#app.announce(endWords(now))
    // A notice that cannot be shown is no reason to stop; the screen says the same.
    this.#app.backend.notify(noticeWords(now)).catch(() => undefined)
  }

  /** Another ledger. */
  clear(): void {
    this.#since = Date.now()
  }
}

function isOver(batch: BatchView): boolean {
  return batch.state.kind === 'ended' || needsUser(batch)
}
