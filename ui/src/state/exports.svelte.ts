import type { ExportFormat } from '../host/bindings/ExportFormat'
import type { ExportProgress } from '../host/bindings/ExportProgress'
import type { Failure } from '../host/bindings/Failure'
import type { Selection } from '../host/bindings/Selection'
import { failureOf } from '../host/host'
import { exportWords } from '../words/export'
import type { App } from './app.svelte'

/** The writing of rows of the log into a file: one at a time. */
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

  async run(selection: Selection, format: ExportFormat): Promise<void> {
    if (this.busy) return
    this.busy = true
    this.stopping = false
    this.end = undefined
    this.progress = undefined
    try {
      const file = await this.#app.host.exportLog(selection, format, exportWords())
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
