import { SvelteMap } from 'svelte/reactivity'
import type { BatchView } from '../../backend/bindings/BatchView'

/** The batches that the window knows, each in its newest state. */
export class Batches {
  /** By number. Batches that ended since the window opened are included. */
  readonly known = new SvelteMap<number, BatchView>()
  /** The batch on screen. Undefined if none is shown. */
  shown = $state<number>()
  readonly #changed: (before: BatchView | undefined, now: BatchView) => void
  /** The order of the last snapshot. */
  #order = $state.raw<readonly number[]>([])

  /** `changed` is called for every newer view. */
  constructor(changed: (before: BatchView | undefined, now: BatchView) => void = () => undefined) {
    this.#changed = changed
  }

  /** The batches that have not ended, in the order in which they run. */
  readonly open: readonly BatchView[] = $derived.by(() => {
    const place = (id: number) => {
      const at = this.#order.indexOf(id)
      return at < 0 ? this.#order.length : at
    }
    const open = [...this.known.values()].filter((one) => one.state.kind !== 'ended')
    return open.sort((a, b) => place(a.id) - place(b.id) || a.id - b.id)
  })

  /** The batches that are paused or need attention. */
  readonly asking: readonly BatchView[] = $derived(this.open.filter((one) => one.state.kind === 'paused'))

  /** Applies a view of a batch. A view that is older than the current one is ignored, so an ended batch never reopens. */
  applyView(batch: BatchView): void {
    const known = this.known.get(batch.id)
    if (known !== undefined && known.revision >= batch.revision) return
    this.known.set(batch.id, batch)
    this.#changed(known, batch)
  }

  /** Applies the open batches of a snapshot. A batch that is missing there is newer, or an event has reported its end. */
  applySnapshot(open: readonly BatchView[]): void {
    this.#order = open.map((one) => one.id)
    for (const batch of open) this.applyView(batch)
  }

  /** Adds a new batch, and shows it. */
  show(batch: BatchView): void {
    this.applyView(batch)
    this.shown = batch.id
  }

  /** Another ledger has other batches. */
  clear(): void {
    this.known.clear()
    this.#order = []
    this.shown = undefined
  }
}
