import { SvelteMap } from 'svelte/reactivity'
import type { LogMark } from '../../backend/bindings/LogMark'
import type { LogRow } from '../../backend/bindings/LogRow'
import type { LogSlice } from '../../backend/bindings/LogSlice'
import type { Backend } from '../../backend/backend'

const PAGE = 100
const KEPT = 12

/**
 * The part of the log that is on screen, pulled in pages.
 *
 * A row is known by its place counted from the oldest, starting at 0: that place stays the same when newer rows come,
 * so nothing that is being read has to move.
 */
export class Pages {
  /** The log's length and revision, as last heard. */
  mark = $state.raw<LogMark>({ total: 0, revision: 0 })
  /** Whether the last reading failed. */
  unread = $state(false)
  /** The rows at hand, by place. */
  readonly rows = new SvelteMap<number, LogRow>()

  readonly #backend: Backend
  /** The revision each page was read at; the first is the one looked at longest ago. */
  // eslint-disable-next-line svelte/prefer-svelte-reactivity -- nothing on screen follows it
  readonly #read = new Map<number, number>()
  /** The pages on screen, newest first. */
  #wanted: number[] = []
  #busy = false
  #ledgerEpoch = 0

  constructor(backend: Backend) {
    this.#backend = backend
  }

  get total(): number {
    return this.mark.total
  }

  /** Another log, or this one begun anew: nothing at hand belongs to it. */
  open(mark: LogMark): void {
    this.#ledgerEpoch += 1
    this.rows.clear()
    this.#read.clear()
    this.unread = false
    this.mark = mark
    void this.#fill()
  }

  /** Something changed. An older mark that arrives late changes nothing. */
  heard(mark: LogMark): void {
    if (mark.revision <= this.mark.revision) return
    this.mark = mark
    void this.#fill()
  }

  /** Says which places are drawn. Not all need be beside each other: a row with the focus stays when others scroll away. */
  want(places: number[]): void {
    const pages = places.map((place) => Math.floor(place / PAGE)).sort((a, b) => b - a)
    this.#wanted = pages.filter((page, i) => page !== pages[i - 1])
    void this.#fill()
  }

  /** Reads the newest rows before it is known how many there are. Nothing where that fails: whoever wants them asks again. */
  newest(): Promise<LogSlice | undefined> {
    // The newest page may hold a single row; with the one before there is enough for a screen.
    return this.#backend.logSlice(0, 2 * PAGE).catch(() => undefined)
  }

  /** Rows that were read beside something else. */
  given(slice: LogSlice): void {
    const oldest = this.#keep(slice)
    const newest = slice.mark.total - 1 - slice.offset
    for (let page = Math.ceil(oldest / PAGE); page * PAGE <= newest; page += 1)
      this.#read.set(page, slice.mark.revision)
    if (slice.mark.revision > this.mark.revision) this.mark = slice.mark
    void this.#fill()
  }

  /** Tries once more after a failed reading. */
  again(): void {
    this.unread = false
    void this.#fill()
  }

  /** Reads wanted pages one after the other until all are current. */
  async #fill(): Promise<void> {
    if (this.#busy) return
    this.#busy = true
    try {
      for (let page = this.#next(); page !== undefined && !this.unread; page = this.#next()) await this.#fetch(page)
    } finally {
      this.#busy = false
    }
  }

  /** The newest wanted page that is missing or out of date. */
  #next(): number | undefined {
    return this.#wanted.find(
      (page) => page * PAGE < this.mark.total && (this.#read.get(page) ?? -1) < this.mark.revision,
    )
  }

  async #fetch(page: number): Promise<void> {
    const ledgerEpoch = this.#ledgerEpoch
    const asked = this.mark
    const newest = Math.min((page + 1) * PAGE, asked.total) - 1
    try {
      const slice = await this.#backend.logSlice(asked.total - 1 - newest, newest - page * PAGE + 1)
      if (ledgerEpoch !== this.#ledgerEpoch) return
      this.#keep(slice)
      this.#read.delete(page)
      // When rows came in between, the slice may have missed a few of this page: it stays out of date.
      this.#read.set(page, Math.min(asked.revision, slice.mark.revision))
      if (slice.mark.revision > this.mark.revision) this.mark = slice.mark
      // A mark that promised more than there is (from the log before this one) gives way to the truth.
      else if (slice.mark.revision < asked.revision && this.mark === asked) this.mark = slice.mark
      this.#forget()
    } catch {
      if (ledgerEpoch === this.#ledgerEpoch) this.unread = true
    }
  }

  /** Puts rows in their places, and gives back the one of the oldest. */
  #keep(slice: LogSlice): number {
    const newest = slice.mark.total - 1 - slice.offset
    slice.rows.forEach((row, i) => this.rows.set(newest - i, row))
    return newest - slice.rows.length + 1
  }

  /** Lets go of the pages that were read longest ago. */
  #forget(): void {
    for (const page of this.#read.keys()) {
      if (this.#read.size <= KEPT) return
      if (this.#wanted.includes(page)) continue
      this.#read.delete(page)
      for (let place = page * PAGE; place < (page + 1) * PAGE; place += 1) this.rows.delete(place)
    }
  }
}
