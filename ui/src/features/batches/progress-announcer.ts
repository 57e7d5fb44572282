import type { BatchView } from '../../backend/bindings/BatchView'
import { doneOf, doneOfAll, pauseWords } from '../../format/batch'
import { waitSaid } from '../../format/progress'
import { m } from '../../format/messages.svelte'

const APART = 30_000

/** What is told of a batch to those who do not see it: rarely, and only what is new. Its end is told elsewhere. */
export class ProgressAnnouncer {
  #state: string
  #tenths: number
  #toldAt: number
  #wait: string | undefined

  constructor(batch: BatchView, now: number) {
    this.#state = batch.state.kind
    this.#tenths = tenths(batch)
    this.#wait = batch.wait?.why
    this.#toldAt = now
  }

  /** What there is to tell now. */
  hear(batch: BatchView, now: number): string | undefined {
    const state = this.#changed(batch)
    if (state !== undefined) {
      this.#toldAt = now
      return state
    }
    if (now - this.#toldAt < APART || batch.state.kind !== 'running') return undefined
    const wait = batch.wait?.why
    const waits = wait !== undefined && wait !== this.#wait
    const further = tenths(batch) > this.#tenths
    this.#wait = wait
    if (!waits && !further) return undefined
    this.#tenths = tenths(batch)
    this.#toldAt = now
    return waits ? waitSaid(wait) : doneOfAll(batch)
  }

  /** The user asked for these, so they are answered at once. */
  #changed({ state, ...batch }: BatchView): string | undefined {
    if (state.kind === this.#state) return undefined
    this.#state = state.kind
    if (state.kind === 'pausing') return m.batch_pausing()
    if (state.kind === 'stopping') return m.batch_stopping()
    if (state.kind === 'paused' && state.why.kind === 'user') return `${pauseWords(state.why)} ${doneOfAll(batch)}`
    if (state.kind === 'running') return m.batches_running()
    return undefined
  }
}

function tenths({ counts }: BatchView): number {
  return Math.floor((10 * doneOf(counts)) / Math.max(1, counts.total))
}
