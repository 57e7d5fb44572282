import type { BatchView } from '../backend/bindings/BatchView'
import type { LogRow } from '../backend/bindings/LogRow'
import type { Tone } from '../components/signs'

/** A text that shows for a while over the window. */
export interface Toast {
  readonly text: string
  readonly tone: Tone
  /** It is about something that is still going on, so it stays. */
  readonly busy?: boolean
}

/** Something that the user changed. */
export type Change =
  /** A fan was added or removed. */
  | { readonly kind: 'entry'; readonly row: LogRow }
  /** The note about a fan was `before`. */
  | { readonly kind: 'note'; readonly fan: string; readonly label: string | null; readonly before: string }
  /** A batch was started. */
  | { readonly kind: 'batch'; readonly batch: BatchView }

/** As many changes as anyone remembers having made. */
const KEPT = 50

/** The changes that the user made since the window opened, oldest first. `commands/undo-change.ts` undoes the last one. */
export class Changes {
  #all = $state.raw<readonly Change[]>([])

  /** The change that would be undone. Undefined if there is none. */
  get last(): Change | undefined {
    return this.#all.at(-1)
  }

  record(change: Change): void {
    this.#all = [...this.#all, change].slice(-KEPT)
  }

  /** Records an entry, if it can be undone. `undid` is the item that it undid. */
  recordEntry(row: LogRow, undid?: number): void {
    if (undid !== undefined && row.outcome !== 'failed') this.forgetItem(undid)
    if (row.can_undo) this.record({ kind: 'entry', row })
  }

  forget(change: Change): void {
    this.#all = this.#all.filter((one) => one !== change)
  }

  forgetItem(item: number): void {
    this.#all = this.#all.filter((one) => one.kind !== 'entry' || one.row.item !== item)
  }

  /** Called when another log opens. */
  clear(): void {
    this.#all = []
  }
}
