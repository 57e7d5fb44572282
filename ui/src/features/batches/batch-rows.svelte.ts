import { SvelteMap } from 'svelte/reactivity'
import type { BatchFilter } from '../../backend/bindings/BatchFilter'
import type { LogRow } from '../../backend/bindings/LogRow'
import type { Backend } from '../../backend/backend'

const PAGE = 200
const KEPT = 6
/** A running batch changes ten times a second; nobody reads that fast. */
const REST = 400

/**
 * The items of a batch that are on screen, pulled in pages.
 *
 * A row is known by its place counted from the end: new results come at the front, and what waits leaves from there,
 * so nothing that is being read has to move.
 */
export class BatchRows {
  /** How many there are; nothing before the first answer. */
  known = $state<number>()
  /** Whether the last reading failed. */
  unread = $state(false)
  /** The rows at hand, by place. */
  readonly rows = new SvelteMap<number, LogRow>()

  readonly #backend: Backend
  readonly #batch: number
  readonly #filter: BatchFilter
  #heard: string | undefined
  /** Rises with every change that was heard of; each page knows at which one it was read. */
  #version = 1
  // eslint-disable-next-line svelte/prefer-svelte-reactivity -- nothing on screen follows it
  readonly #read = new Map<number, number>()
  /** The pages on screen, those at the front first. */
  #wanted: number[] = []
  /** The version at which the number of rows was read last, and when. */
  #counted = 0
  #readAt = 0
  #busy = false
  #closed = false
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor(backend: Backend, batch: number, filter: BatchFilter) {
    this.#backend = backend
    this.#batch = batch
    this.#filter = filter
    void this.#fill()
  }

  get total(): number {
    return this.known ?? 0
  }

  /** What the batch, or the log, is like now; when that is not what it was, the rows are read again. */
  heard(mark: string): void {
    const before = this.#heard
    this.#heard = mark
    if (before === undefined || before === mark) return
    this.#version += 1
    void this.#fill()
  }

  /** Says which places are drawn; they need not be beside each other. */
  want(places: number[]): void {
    const pages = places.map((place) => Math.floor(place / PAGE)).sort((a, b) => b - a)
    this.#wanted = pages.filter((page, i) => page !== pages[i - 1])
    void this.#fill()
  }

  /** Tries once more after a failed reading. */
  again(): void {
    this.unread = false
    void this.#fill()
  }

  /** Reads no more. */
  close(): void {
    this.#closed = true
    clearTimeout(this.#timer)
  }

  /** Reads what is missing at once, and what is out of date after a rest, one page after the other. */
  async #fill(): Promise<void> {
    if (this.#busy) return
    this.#busy = true
    try {
      while (!this.#closed && !this.unread) {
        const page = this.#missing() ?? (this.#rested() ? this.#outdated() : undefined)
        if (page === undefined) break
        await this.#fetch(page)
      }
    } finally {
      this.#busy = false
    }
  }

  #missing(): number | undefined {
    if (this.known === undefined) return 0
    return this.#wanted.find((page) => page * PAGE < this.total && !this.#read.has(page))
  }

  /** A page that something has changed since; with none on screen, the front: something may have come. */
  #outdated(): number | undefined {
    const page = this.#wanted.find((one) => one * PAGE < this.total && (this.#read.get(one) ?? 0) < this.#version)
    if (page !== undefined || this.#counted >= this.#version) return page
    return Math.max(0, Math.ceil(this.total / PAGE) - 1)
  }

  /** Whether enough time has passed since the last reading; otherwise it comes back then. */
  #rested(): boolean {
    if (this.#timer !== undefined) return false
    const wait = this.#readAt + REST - Date.now()
    if (wait <= 0) return true
    if (this.#outdated() === undefined) return false
    this.#timer = setTimeout(() => {
      this.#timer = undefined
      void this.#fill()
    }, wait)
    return false
  }

  async #fetch(page: number): Promise<void> {
    const asked = this.#version
    // From the front a whole page, so that what came meanwhile leaves no gap.
    const offset = Math.max(0, this.total - (page + 1) * PAGE)
    try {
      const answer = await this.#backend.batchRows(this.#batch, this.#filter, offset, PAGE)
      if (this.#closed) return
      this.#readAt = Date.now()
      const newest = answer.total - 1 - answer.offset
      answer.rows.forEach((row, i) => this.rows.set(newest - i, row))
      for (const place of this.rows.keys()) if (place >= answer.total) this.rows.delete(place)
      const oldest = newest - answer.rows.length + 1
      // When many came meanwhile, a part of the page that was meant is missing: it stays out of date.
      if (this.known !== undefined) this.#mark(page, 0)
      for (let one = Math.ceil(oldest / PAGE); one * PAGE <= newest; one += 1) {
        if (Math.min((one + 1) * PAGE, answer.total) - 1 <= newest) this.#mark(one, asked)
      }
      this.#counted = asked
      this.known = answer.total
      this.#forget()
    } catch {
      if (!this.#closed) this.unread = true
    }
  }

  /** The page that was read last stands at the end. */
  #mark(page: number, version: number): void {
    this.#read.delete(page)
    this.#read.set(page, version)
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
