import type { BatchFilter } from '../../backend/bindings/BatchFilter'
import type { LogRow } from '../../backend/bindings/LogRow'
import type { Backend } from '../../backend/backend'
import { BatchRows } from './batch-rows.svelte'

/** Which items of a batch are on screen: of one kind, or all that did not end as they should. */
export type BatchShown = BatchFilter | 'left'

/** The kinds of what did not end as it should, the surest first. */
export const leftKinds = ['failed', 'unconfirmed', 'stopped'] as const

/**
 * The items of a batch that did not end as they should, whatever the reason: one kind after the other.
 *
 * As with one kind, a row is known by its place counted from the end.
 */
export class BatchLeft {
  readonly #kinds: BatchRows[]

  constructor(backend: Backend, batch: number) {
    this.#kinds = leftKinds.map((kind) => new BatchRows(backend, batch, kind))
  }

  /** How many there are; nothing before all kinds have answered. */
  get known(): number | undefined {
    return this.#kinds.some((one) => one.known === undefined) ? undefined : this.total
  }

  get total(): number {
    return this.#kinds.reduce((sum, one) => sum + one.total, 0)
  }

  /** Whether the last reading of any kind failed. */
  get unread(): boolean {
    return this.#kinds.some((one) => one.unread)
  }

  readonly rows = {
    get: (place: number): LogRow | undefined => {
      const found = this.#parts.find(({ from, kind }) => place >= from && place < from + kind.total)
      return found?.kind.rows.get(place - found.from)
    },
  }

  heard(mark: string): void {
    for (const one of this.#kinds) one.heard(mark)
  }

  want(places: number[]): void {
    for (const { from, kind } of this.#parts) {
      kind.want(places.filter((place) => place >= from && place < from + kind.total).map((place) => place - from))
    }
  }

  again(): void {
    for (const one of this.#kinds) if (one.unread) one.again()
  }

  close(): void {
    for (const one of this.#kinds) one.close()
  }

  /** The kinds from the end on, each with the place of its last row. */
  get #parts(): { from: number; kind: BatchRows }[] {
    let from = 0
    return this.#kinds.toReversed().map((kind) => {
      const part = { from, kind }
      from += kind.total
      return part
    })
  }
}
