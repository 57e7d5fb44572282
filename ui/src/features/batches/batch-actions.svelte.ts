import type { BatchView } from '../../backend/bindings/BatchView'
import type { Failure } from '../../backend/bindings/Failure'
import { failureOf, type Backend } from '../../backend/backend'
import type { App } from '../../app/app.svelte'

/** What can be asked of a batch. */
export type BatchAct = 'pause' | 'resume' | 'stop' | 'undo' | 'retry'

const commands: Record<BatchAct, (backend: Backend, batch: number) => Promise<BatchView>> = {
  pause: (backend, batch) => backend.pauseBatch(batch),
  resume: (backend, batch) => backend.resumeBatch(batch),
  stop: (backend, batch) => backend.stopBatch(batch),
  undo: (backend, batch) => backend.undoBatch(batch),
  retry: (backend, batch) => backend.retryBatch(batch),
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
    const ledgerEpoch = this.#app.ledgerEpoch
    this.busy = act
    this.refused = undefined
    try {
      const answer = await commands[act](this.#app.backend, batch)
      if (ledgerEpoch !== this.#app.ledgerEpoch) return false
      this.#app.batches.take(answer)
      if (answer.id !== batch && this.#app.batches.shown === batch) this.#app.batches.shown = answer.id
      return true
    } catch (thrown) {
      if (ledgerEpoch === this.#app.ledgerEpoch) this.refused = failureOf(thrown)
      return false
    } finally {
      this.busy = undefined
    }
  }
}
