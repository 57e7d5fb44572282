import type { BatchView } from '../../backend/bindings/BatchView'
import type { App } from '../../app/app.svelte'

const PAGE = 20

/** The batches there were, newest first, a page more whenever it is asked for. */
export class BatchHistory {
  /** How many there are; nothing before the first answer. */
  total = $state<number>()
  /** Whether the last reading failed. */
  unread = $state(false)
  busy = $state(false)
  readonly #app: App
  #read = $state.raw<readonly BatchView[]>([])

  constructor(app: App) {
    this.#app = app
  }

  /** Those that were read, each as its newest view says. */
  readonly batches: readonly BatchView[] = $derived.by(() =>
    this.#read.map((one) => {
      const heard = this.#app.batches.known.get(one.id)
      return heard !== undefined && heard.revision > one.revision ? heard : one
    }),
  )

  get more(): boolean {
    return this.total !== undefined && this.batches.length < this.total
  }

  /** Reads the next page; gives back how many came. */
  async next(): Promise<number> {
    if (this.busy) return 0
    const ledgerEpoch = this.#app.ledgerEpoch
    this.busy = true
    this.unread = false
    try {
      const { total, batches } = await this.#app.backend.batches(this.#read.length, PAGE)
      if (ledgerEpoch !== this.#app.ledgerEpoch) return 0
      // When one was begun in between, the page begins with what was the end of the one before.
      const fresh = batches.filter((one) => !this.#read.some((other) => other.id === one.id))
      this.#read = [...this.#read, ...fresh]
      this.total = total
      return fresh.length
    } catch {
      if (ledgerEpoch === this.#app.ledgerEpoch) this.unread = true
      return 0
    } finally {
      this.busy = false
    }
  }
}
