import type { BatchView } from '../../backend/bindings/BatchView'
import type { Failure } from '../../backend/bindings/Failure'
import type { Backend } from '../../backend/backend'
import type { App } from '../../app/app.svelte'
import { Command } from '../../app/command.svelte'

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

  /** Asks for it. What is undone or tried again is a new batch, which is shown then. Resolves with whether it was done. */
  async run(act: BatchAct, batch: number): Promise<boolean> {
    const done = await this.#command.run(act, batch)
    if (!done) return false
    this.#app.batches.applyView(done.result)
    if (done.result.id !== batch && this.#app.batches.shown === batch) this.#app.batches.shown = done.result.id
    return true
  }

  /** Forgets why the last of it was refused. */
  forget(): void {
    this.#command.forget()
  }
}
