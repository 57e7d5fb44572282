import type { BatchQuery } from '../../backend/bindings/BatchQuery'
import type { BatchView } from '../../backend/bindings/BatchView'
import type { App } from '../../app/app.svelte'
import { Query } from '../../app/command.svelte'

const PAGE = 20

/** The query for all batches. */
export const allBatches: BatchQuery = { text: '', account: null, action: null, standing: null }

/** The batches of the log that match a query, newest first. Loads one more page on request. */
export class BatchHistory {
  query = $state.raw<BatchQuery>(allBatches)
  /** The number of batches that match the query. Undefined until the first answer. */
  found = $state<number>()
  /** The number of all batches, as far as it is known. */
  all = $state(0)
  /** Rises with every answer to another query. */
  generation = $state(0)
  readonly #app: App
  readonly #loading
  /** The query that the loaded batches match. */
  #answered: BatchQuery | undefined
  #loaded = $state.raw<readonly BatchView[]>([])

  constructor(app: App) {
    this.#app = app
    this.#loading = new Query(app, (query: BatchQuery, offset: number) => app.backend.batches(query, offset, PAGE))
  }

  get busy(): boolean {
    return this.#loading.busy
  }

  /** The answer to the query is not there yet. */
  get searching(): boolean {
    return this.busy && this.#loading.asked?.[1] === 0
  }

  /** Whether the last load failed. */
  get failed(): boolean {
    return this.#loading.failure !== undefined
  }

  get total(): number {
    return this.found ?? 0
  }

  get filtered(): boolean {
    return JSON.stringify(this.query) !== JSON.stringify(allBatches)
  }

  /** The loaded batches, each in its newest state. */
  readonly batches: readonly BatchView[] = $derived.by(() =>
    this.#loaded.map((one) => {
      const known = this.#app.batches.known.get(one.id)
      return known !== undefined && known.revision > one.revision ? known : one
    }),
  )

  get more(): boolean {
    return this.batches.length < this.total
  }

  /** Changes the query. */
  ask(change: Partial<BatchQuery>): void {
    this.query = { ...this.query, ...change }
    void this.#load(0)
  }

  /** Loads the next page, or the first one again if it failed. */
  async next(): Promise<void> {
    if (!this.busy) await this.#load(this.#answered === this.query ? this.#loaded.length : 0)
  }

  async #load(offset: number): Promise<void> {
    const { query } = this
    const done = await this.#loading.run(query, offset)
    if (!done || query !== this.query) return
    const { total, batches } = done.result
    const before = offset === 0 ? [] : this.#loaded
    // If a batch was started in between, the next page begins with the end of the page before.
    const added = batches.filter((one) => !before.some((other) => other.id === one.id))
    this.#loaded = [...before, ...added]
    this.found = total
    this.#answered = query
    if (offset === 0) this.generation += 1
    if (!this.filtered) this.all = total
  }
}
