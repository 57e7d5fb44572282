import type { BatchView } from '../../backend/bindings/BatchView'
import type { BatchSlice } from '../../backend/bindings/BatchSlice'
import type { App } from '../../app/app.svelte'
import { Command } from '../../app/command.svelte'

const PAGE = 20

/** The batches there were, newest first, a page more whenever it is asked for. */
export class BatchHistory {
  /** How many there are; nothing before the first answer. */
  total = $state<number>()
  readonly #app: App
  readonly #reading: Command<[], BatchSlice>
  #read = $state.raw<readonly BatchView[]>([])

  constructor(app: App) {
    this.#app = app
    this.#reading = new Command(app, () => app.backend.batches(this.#read.length, PAGE))
  }

  get busy(): boolean {
    return this.#reading.busy
  }

  /** Whether the last reading failed. */
  get unread(): boolean {
    return this.#reading.failure !== undefined
  }

  /** Those that were read, each as its newest view says. */
  readonly batches: readonly BatchView[] = $derived.by(() =>
    this.#read.map((one) => {
      const known = this.#app.batches.known.get(one.id)
      return known !== undefined && known.revision > one.revision ? known : one
    }),
  )

  get more(): boolean {
    return this.total !== undefined && this.batches.length < this.total
  }

  /** Reads the next page. */
  async next(): Promise<void> {
    const done = await this.#reading.run()
    if (!done) return
    const { total, batches } = done.result
    // When one was begun in between, the page begins with what was the end of the one before.
    const fresh = batches.filter((one) => !this.#read.some((other) => other.id === one.id))
    this.#read = [...this.#read, ...fresh]
    this.total = total
  }
}
