import type { BatchView } from '../../backend/bindings/BatchView'
import type { BatchSlice } from '../../backend/bindings/BatchSlice'
import type { App } from '../../app/app.svelte'
import { Command } from '../../app/command.svelte'

const PAGE = 20

/** The batches of the log, newest first. Loads one more page on request. */
export class BatchHistory {
  /** The number of batches. Undefined until the first answer. */
  total = $state<number>()
  readonly #app: App
  readonly #loading: Command<[], BatchSlice>
  #loaded = $state.raw<readonly BatchView[]>([])

  constructor(app: App) {
    this.#app = app
    this.#loading = new Command(app, () => app.backend.batches(this.#loaded.length, PAGE))
  }

  get busy(): boolean {
    return this.#loading.busy
  }

  /** Whether the last load failed. */
  get failed(): boolean {
    return this.#loading.failure !== undefined
  }

  /** The loaded batches, each in its newest state. */
  readonly batches: readonly BatchView[] = $derived.by(() =>
    this.#loaded.map((one) => {
      const known = this.#app.batches.known.get(one.id)
      return known !== undefined && known.revision > one.revision ? known : one
    }),
  )

  get more(): boolean {
    return this.total !== undefined && this.batches.length < this.total
  }

  /** Loads the next page. */
  async next(): Promise<void> {
    const done = await this.#loading.run()
    if (!done) return
    const { total, batches } = done.result
    // If a batch was started in between, the next page begins with the end of the page before.
    const added = batches.filter((one) => !this.#loaded.some((other) => other.id === one.id))
    this.#loaded = [...this.#loaded, ...added]
    this.total = total
  }
}
