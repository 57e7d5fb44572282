import type { BatchView } from '../host/bindings/BatchView'
import type { Failure } from '../host/bindings/Failure'
import { failureOf, type Host } from '../host/host'
import type { App } from './app.svelte'

/** What can be asked of a batch. */
export type BatchAct = 'pause' | 'resume' | 'stop' | 'undo' | 'retry'

const commands: Record<BatchAct, (host: Host, batch: number) => Promise<BatchView>> = {
  pause: (host, batch) => host.pauseBatch(batch),
  resume: (host, batch) => host.resumeBatch(batch),
  stop: (host, batch) => host.stopBatch(batch),
  undo: (host, batch) => host.undoBatch(batch),
  retry: (host, batch) => host.retryBatch(batch),
}

/** What is being asked of the batch on screen, and why the last of it was refused. */
export class BatchActs {
  busy = $state.raw<BatchAct>()
  refused = $state.raw<Failure>()
  readonly #app: App

  constructor(app: App) {
    this.#app = app
  }

  /** Asks for it; what is taken back or tried again is a new batch, which is shown then. Gives back whether it was done. */
  async run(act: BatchAct, batch: number): Promise<boolean> {
    if (this.busy !== undefined) return false
    const book = this.#app.book
    this.busy = act
    this.refused = undefined
    try {
      const answer = await commands[act](this.#app.host, batch)
      if (book !== this.#app.book) return false
      this.#app.batches.take(answer)
      if (answer.id !== batch && this.#app.batches.shown === batch) this.#app.batches.shown = answer.id
      return true
    } catch (thrown) {
      if (book === this.#app.book) this.refused = failureOf(thrown)
      return false
    } finally {
      this.busy = undefined
    }
  }
}
