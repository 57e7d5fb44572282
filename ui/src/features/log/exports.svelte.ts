import type { ExportProgress } from '../../backend/bindings/ExportProgress'
import type { Failure } from '../../backend/bindings/Failure'
import type { Backend } from '../../backend/backend'
import type { App } from '../../app/app.svelte'
import { anyLedger, Command } from '../../app/command.svelte'

type End = { kind: 'saved'; file: string } | { kind: 'stopped' } | { kind: 'failed'; failure: Failure }

/** Exports rows into a file, one export at a time. */
export class Exports {
  stopping = $state(false)
  progress = $state.raw<ExportProgress>()
  readonly #app: App
  readonly #writing: Command<[write: (backend: Backend) => Promise<string | null>], string | null>
  #file = $state.raw<string | null>(null)

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
    if (this.#file !== null) return { kind: 'saved', file: this.#file }
    const { failure } = this.#writing
    return failure && (this.stopping ? { kind: 'stopped' } : { kind: 'failed', failure })
  }

  /** `write` resolves with the file's name, or null if the user canceled. */
  async run(write: (backend: Backend) => Promise<string | null>): Promise<void> {
    if (this.busy) return
    this.stopping = false
    this.progress = undefined
    this.#file = null
    const done = await this.#writing.run(write)
    this.#file = done?.result ?? null
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
    this.#file = null
    if (!this.busy) this.#writing.forget()
  }
}
