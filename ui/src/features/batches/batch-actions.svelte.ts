import type { BatchView } from '../../backend/bindings/BatchView'
import type { Failure } from '../../backend/bindings/Failure'
import type { Backend } from '../../backend/backend'
import type { App } from '../../app/app.svelte'
import { Command } from '../../app/command.svelte'

/** An action on a batch. */
export type BatchAct = 'pause' | 'resume' | 'stop' | 'undo' | 'retry'

const commands: Record<BatchAct, (backend: Backend, batch: number) => Promise<BatchView>> = {
  pause: (backend, batch) => backend.pauseBatch(batch),
  resume: (backend, batch) => backend.resumeBatch(batch),
  stop: (backend, batch) => backend.stopBatch(batch),
  undo: (backend, batch) => backend.undoBatch(batch),
  retry: (backend, batch) => backend.retryBatch(batch),
}

/** Runs actions on the batch on screen, and keeps why the last one failed. */
export class BatchActs {
  readonly #app: App
  readonly #command: Command<[BatchAct, batch: number], BatchView>

  constructor(app: App) {
    this.#app = app
    this.#command = new Command(app, (act, batch) => commands[act](app.backend, batch))
  }

  get busy(): BatchAct | undefined {
    return this.#command.running?.[0]
  }

  get refused(): Failure | undefined {
    return this.#command.failure
  }

  /** Runs an action. Undo and retry start a new batch, which is shown. Resolves with whether it succeeded. */
  async run(act: BatchAct, batch: number): Promise<boolean> {
    const done = await this.#command.run(act, batch)
    if (!done) return false
    this.#app.batches.applyView(done.result)
    if (done.result.id !== batch) this.#app.changes.record({ kind: 'batch', batch: done.result })
    if (done.result.id !== batch && this.#app.batches.shown === batch) this.#app.batches.shown = done.result.id
    return true
  }

  /** Drops the last failure. */
  forget(): void {
    this.#command.forget()
  }
}
