import type { BatchView } from '../../backend/bindings/BatchView'
import { doneOf, doneOfAll, pauseWords } from '../../format/batch'
import { sentences } from '../../format/joined'
import { waitAnnouncement } from '../../format/progress'
import { m } from '../../format/messages.svelte'

const MIN_INTERVAL = 30_000

/** Chooses what to announce about a running batch: rarely, and only what is new. `CompletionNotifier` announces its end. */
export class ProgressAnnouncer {
  #state: string
  #tenths: number
  #announcedAt: number
  #wait: string | undefined

  constructor(batch: BatchView, now: number) {
    this.#state = batch.state.kind
    this.#tenths = tenths(batch)
    this.#wait = batch.wait?.why
    this.#announcedAt = now
  }

  /** The text to announce now. Undefined if there is nothing new. */
  announcement(batch: BatchView, now: number): string | undefined {
    const state = this.#changed(batch)
    if (state !== undefined) {
      this.#announcedAt = now
      return state
    }
    if (now - this.#announcedAt < MIN_INTERVAL || batch.state.kind !== 'running') return undefined
    const wait = batch.wait?.why
    const waits = wait !== undefined && wait !== this.#wait
    const further = tenths(batch) > this.#tenths
    this.#wait = wait
    if (!waits && !further) return undefined
    this.#tenths = tenths(batch)
    this.#announcedAt = now
    return waits ? waitAnnouncement(wait) : doneOfAll(batch)
  }

  /** The user asked for these changes, so they are announced at once. */
  #changed({ state, ...batch }: BatchView): string | undefined {
    if (state.kind === this.#state) return undefined
    this.#state = state.kind
    if (state.kind === 'pausing') return m.batch_pausing()
    if (state.kind === 'stopping') return m.batch_stopping()
    if (state.kind === 'paused' && state.why.kind === 'user') return sentences(pauseWords(state.why), doneOfAll(batch))
    if (state.kind === 'running') return m.batches_running()
    return undefined
  }
}

function tenths({ counts }: BatchView): number {
  return Math.floor((10 * doneOf(counts)) / Math.max(1, counts.total))
}
