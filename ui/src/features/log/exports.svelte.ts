import type { ExportProgress } from '../../backend/bindings/ExportProgress'
import type { Failure } from '../../backend/bindings/Failure'
import { failureOf, type Backend } from '../../backend/backend'
import type { App } from '../../app/app.svelte'

/** The writing of rows into a file: one at a time. */
export class Exports {
  /** It goes on, or the place for it is being chosen. */
  busy = $state(false)
  stopping = $state(false)
  progress = $state.raw<ExportProgress>()
  /** How the last one ended: in a file, by the user, or not. */
  end = $state.raw<{ kind: 'saved'; file: string } | { kind: 'stopped' } | { kind: 'failed'; failure: Failure }>()
  readonly #app: App

  constructor(app: App) {
    this.#app = app
  }

  /** `write` gives back the file's name, or null when the user chose none. */
  async run(write: (backend: Backend) => Promise<string | null>): Promise<void> {
    if (this.busy) return
    this.busy = true
    this.stopping = false
    this.end = undefined
    this.progress = undefined
    try {
      const file = await write(this.#app.backend)
      if (file !== null) this.end = { kind: 'saved', file }
    } catch (thrown) {
      this.end = this.stopping ? { kind: 'stopped' } : { kind: 'failed', failure: failureOf(thrown) }
    }
    this.busy = false
  }

  /** Ends it; what was written is gone then. */
  stop(): void {
    this.stopping = true
    this.#app.backend.cancelExport().catch(() => {
      this.stopping = false
    })
  }

  heard(progress: ExportProgress): void {
    if (this.busy) this.progress = progress
  }

  clear(): void {
    this.end = undefined
  }
}
