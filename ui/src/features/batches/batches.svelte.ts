import { SvelteMap } from 'svelte/reactivity'
import type { BatchView } from '../../backend/bindings/BatchView'

/** The batches the window has heard of, each as its newest view says. */
export class Batches {
  /** By number; those that ended since the window opened are still there. */
  readonly known = new SvelteMap<number, BatchView>()
  /** The batch that the screen of lists shows, if it shows one. */
  shown = $state<number>()
  readonly #changed: (before: BatchView | undefined, now: BatchView) => void
  /** The order of the last snapshot. */
  #order = $state.raw<readonly number[]>([])

  /** `changed` is told of every newer view. */
  constructor(changed: (before: BatchView | undefined, now: BatchView) => void = () => undefined) {
    this.#changed = changed
  }

  /** Those that have not ended, in the order in which they run. */
  readonly open: readonly BatchView[] = $derived.by(() => {
    const place = (id: number) => {
      const at = this.#order.indexOf(id)
      return at < 0 ? this.#order.length : at
    }
    const open = [...this.known.values()].filter((one) => one.state.kind !== 'ended')
    return open.sort((a, b) => place(a.id) - place(b.id) || a.id - b.id)
  })

  /** Those that wait for the user. */
  readonly asking: readonly BatchView[] = $derived(this.open.filter((one) => one.state.kind === 'paused'))

  /** A newer view of a batch; an older one that arrives late changes nothing, so what has ended never comes back. */
  applyView(batch: BatchView): void {
    const known = this.known.get(batch.id)
    if (known !== undefined && known.revision >= batch.revision) return
    this.known.set(batch.id, batch)
    this.#changed(known, batch)
  }

  /** The open batches of a snapshot. One that is missing there is newer than the snapshot, or its end was told already. */
  applySnapshot(open: readonly BatchView[]): void {
    this.#order = open.map((one) => one.id)
    for (const batch of open) this.applyView(batch)
  }

  /** Takes a new batch, and shows it. */
  show(batch: BatchView): void {
    this.applyView(batch)
    this.shown = batch.id
  }

  /** Another ledger: none of these batches is in it. */
  clear(): void {
    this.known.clear()
    this.#order = []
    this.shown = undefined
  }
}
