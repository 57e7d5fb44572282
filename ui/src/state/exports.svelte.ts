import type { ExportProgress } from '../host/bindings/ExportProgress'
import type { Failure } from '../host/bindings/Failure'
import { failureOf, type Host } from '../host/host'
import type { App } from './app.svelte'

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
  async run(write: (host: Host) => Promise<string | null>): Promise<void> {
    if (this.busy) return
    this.busy = true
    this.stopping = false
    this.end = undefined
    this.progress = undefined
    try {
      const file = await write(this.#app.host)
      if (file !== null) this.end = { kind: 'saved', file }
    } catch (thrown) {
      this.end = this.stopping ? { kind: 'stopped' } : { kind: 'failed', failure: failureOf(thrown) }
    }
    this.busy = false
  }

  /** Ends it; what was written is gone then. */
  stop(): void {
    this.stopping = true
    this.#app.host.cancelExport().catch(() => {
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
