import type { ExportProgress } from '../../backend/bindings/ExportProgress'
import type { Failure } from '../../backend/bindings/Failure'
import type { SavedFile } from '../../backend/bindings/SavedFile'
import type { Backend } from '../../backend/backend'
import type { App } from '../../app/app.svelte'
import { anyLedger, Command } from '../../app/command.svelte'

type End = { kind: 'saved'; saved: SavedFile } | { kind: 'stopped' } | { kind: 'failed'; failure: Failure }

/** Exports rows into a file, one export at a time. */
export class Exports {
  stopping = $state(false)
  progress = $state.raw<ExportProgress>()
  readonly #app: App
  readonly #writing: Command<[write: (backend: Backend) => Promise<SavedFile | null>], SavedFile | null>
  #saved = $state.raw<SavedFile | null>(null)

  constructor(app: App) {
    this.#app = app
    this.#writing = new Command(anyLedger, (write) => write(app.backend))
  }

  /** The file is being written, or the user is choosing a place for it. */
  get busy(): boolean {
    return this.#writing.busy
  }

  /** How the last export ended: with a file, canceled, or failed. Undefined before one. */
  get end(): End | undefined {
    if (this.#saved !== null) return { kind: 'saved', saved: this.#saved }
    const { failure } = this.#writing
    return failure && (this.stopping ? { kind: 'stopped' } : { kind: 'failed', failure })
  }

  /** `write` resolves with the file, or null if the user canceled. */
  async run(write: (backend: Backend) => Promise<SavedFile | null>): Promise<void> {
    if (this.busy) return
    this.stopping = false
    this.progress = undefined
    this.#saved = null
    const done = await this.#writing.run(write)
    this.#saved = done?.result ?? null
  }

  /** Cancels the export. Its file is deleted. */
  stop(): void {
    this.stopping = true
    this.#app.backend.cancelExport().catch(() => {
      this.stopping = false
    })
  }

  handleProgress(progress: ExportProgress): void {
    if (this.busy) this.progress = progress
  }

  /** Forgets how the last export ended. */
  clear(): void {
    this.#saved = null
    if (!this.busy) this.#writing.forget()
  }
}
