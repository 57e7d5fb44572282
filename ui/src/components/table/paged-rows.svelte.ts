import { SvelteMap } from 'svelte/reactivity'
import type { Selection } from '../../backend/bindings/Selection'
import { RangeSelection } from './range-selection.svelte'

const PAGE = 100
const KEPT = 12
/** A running batch changes a table many times a second; nobody reads that fast. Milliseconds. */
const REST = 500

/** An answer to a query: its number, and how many rows it has. It stays as it is; what changes is another answer. */
export interface Answer {
  readonly found: number
  readonly total: number
}

/** Where the rows come from. */
export interface RowSource<Query, Row, Found extends Answer> {
  find(query: Query): Promise<Found>
  /** `limit` rows from the zero-based index `offset` on; fewer at the end. */
  rows(found: Found, offset: number, limit: number): Promise<Row[]>
  /** Whether an answer can't be read any more once the list is shorter. */
  readonly shrinks?: boolean
  /** Copies the IDs of the selected rows; resolves with how many. */
  copy?(selection: Selection): Promise<number>
}

/**
 * The rows of a table of any length, of which only the pages around the visible part are here.
 *
 * An answer doesn't change, so a row is known by its place in it. When something has changed, the query is asked again,
 * and the new answer takes the place of the one on screen unless somebody is reading it (`pinned`).
 */
export class PagedRows<Query extends object, Row, Found extends Answer = Answer> {
  query = $state.raw() as Query
  /** What is on screen; nothing before the first answer. */
  shown = $state.raw<Found>()
  /** The same query's newer answer, as long as the one on screen is being read. */
  pending = $state.raw<Found>()
  /** Whether the last reading failed. */
  failed = $state(false)
  /** What is on screen does not answer the query yet. */
  searching = $state(false)
  /** Rises with every answer to another query: the list begins at its top then. */
  generation = $state(0)
  /** The rows at hand, by place. */
  readonly rows = new SvelteMap<number, Row>()
  readonly picked = new RangeSelection()
  /** Whether what is on screen must not be replaced now. */
  pinned: () => boolean = () => false

  readonly #begin: Query
  readonly #in: RowSource<Query, Row, Found>
  /** The least time between two answers to the same query, in milliseconds. */
  readonly #pause: number
  #open = false
  #epoch = 0
  /** The query that what is on screen answers. */
  #answered: Query | undefined
  /** Something has changed since the last answer. */
  #stale = false
  #foundAt = 0
  #again = false
  /** The next answer is shown even though the one on screen is pinned. */
  #follow = false
  /** The pages at hand, those looked at longest ago first, and whether each is of the newest answer. */
  // eslint-disable-next-line svelte/prefer-svelte-reactivity -- nothing on screen follows it
  readonly #read = new Map<number, boolean>()
  #wanted: number[] = [0]
  /** The row in the middle of those that are drawn. */
  #middle = 0
  /** Of the page that came last, the row that was nearest to the middle of what was drawn when it was asked for. */
  lastLoaded: number | undefined
  /** The page that is read before it is wanted: the next one in the direction in which somebody scrolls. */
  #ahead: number | undefined
  #busy = false
  #timer: ReturnType<typeof setTimeout> | undefined

  /** `begin` is looked for first, and whenever another log is opened. */
  constructor(begin: Query, source: RowSource<Query, Row, Found>, rest = REST) {
    this.#begin = begin
    this.query = begin
    this.#in = source
    this.#pause = rest
  }

  get total(): number {
    return this.shown?.total ?? 0
  }

  /** How many more the newer answer has. */
  get more(): number {
    return Math.max(0, (this.pending?.total ?? 0) - this.total)
  }

  /** The rows that were chosen, as the app wants to hear of them. */
  get selection(): Selection {
    return { found: this.shown?.found ?? 0, ranges: this.picked.ranges }
  }

  /** All that was found, in the same way. */
  get whole(): Selection {
    return { found: this.shown?.found ?? 0, ranges: this.total > 0 ? [[0, this.total]] : [] }
  }

  /** Copies the IDs of the selected rows; resolves with how many, rejected with a `Failure`. */
  copy(): Promise<number> {
    if (!this.#in.copy) throw new Error('these rows cannot be selected')
    return this.#in.copy(this.selection)
  }

  /** The screen is there; the query of last time still holds. */
  open(): Promise<void> {
    this.#open = true
    this.#stale = true
    this.#foundAt = 0
    return this.#run()
  }

  /** The screen is gone: nothing more is read. */
  close(): void {
    this.#open = false
    clearTimeout(this.#timer)
    this.#timer = undefined
    this.#take(undefined)
    this.#answered = undefined
  }

  /** Another log. */
  clear(): void {
    this.#epoch += 1
    this.query = this.#begin
    this.#take(undefined)
    this.#answered = undefined
    this.failed = false
    void this.#run()
  }

  /** Looks for something else. */
  ask(change: Partial<Query>): void {
    this.query = { ...this.query, ...change }
    this.failed = false
    void this.#run()
  }

  /** Something has changed. */
  heard(): void {
    this.#stale = true
    void this.#run()
  }

  /** Says which places are drawn; they need not be beside each other. */
  want(places: number[]): void {
    const pages = places.map((place) => Math.floor(place / PAGE))
    const before = this.#wanted
    this.#middle = places[places.length >> 1] ?? 0
    this.#wanted = pages.filter((page, i) => page !== pages[i - 1])
    // A row that is drawn out of sight, because it has the focus, may stand on either side: the most of them are in sight.
    const middle = (pages: number[]) => pages[pages.length >> 1] ?? 0
    const step = middle(this.#wanted) - middle(before)
    // Who drags the scroll bar goes on by more than a page: what comes next is nowhere near.
    if (Math.abs(step) > 1) this.#ahead = undefined
    else if (step !== 0) this.#ahead = Math.max(0, middle(this.#wanted) + step)
    void this.#run()
  }

  /** The next answer is shown even while somebody reads: it has what they just asked for. */
  follow(): void {
    this.#follow = true
    if (this.pending) void this.renew()
    else this.heard()
  }

  /** Tries once more after a failed reading. */
  again(): void {
    this.failed = false
    void this.#run()
  }

  /** Nobody reads any more, or it was asked for: the newer answer is shown. */
  async renew(): Promise<void> {
    const { pending } = this
    if (pending) await this.#show(pending, this.query)
    void this.#run()
  }

  /** Answers the query, then reads what is missing, then what is out of date after a rest; one after the other. */
  async #run(): Promise<void> {
    if (this.#busy) {
      this.#again = true
      return
    }
    this.#busy = true
    do {
      this.#again = false
      while (this.#open && !this.failed && (await this.#step())) continue
    } while (this.#again && this.#open && !this.failed)
    this.#busy = false
    this.searching = this.#open && !this.failed && this.#answered !== this.query
  }

  /** Gives back whether there may be more to do. */
  async #step(): Promise<boolean> {
    const epoch = this.#epoch
    const { query, shown } = this
    try {
      if (shown === undefined || this.#answered !== query) {
        this.searching = true
        await this.#find(query)
      } else {
        const page = this.#missing(shown)
        if (page !== undefined) await this.#fetch(shown, page)
        else if (this.#stale && this.#rested()) await this.#find(query)
        else return false
      }
    } catch {
      // What was found may be kept no more: then it is found anew, once.
      if (epoch === this.#epoch && this.#answered === query && shown !== undefined) this.#answered = undefined
      else if (epoch === this.#epoch) this.failed = true
    }
    return true
  }

  #missing({ total }: Found): number | undefined {
    const missing = (page: number) => page * PAGE < total && this.#read.get(page) !== true
    const first = Math.floor(this.#middle / PAGE)
    const wanted = this.#wanted.includes(first) ? [first, ...this.#wanted] : this.#wanted
    return wanted.find(missing) ?? (this.#ahead !== undefined && missing(this.#ahead) ? this.#ahead : undefined)
  }

  /** Whether enough time has passed since the last answer; otherwise it comes back then. */
  #rested(): boolean {
    if (this.#timer !== undefined) return false
    const wait = this.#foundAt + this.#pause - Date.now()
    if (wait <= 0) return true
    this.#timer = setTimeout(() => {
      this.#timer = undefined
      void this.#run()
    }, wait)
    return false
  }

  async #find(query: Query): Promise<void> {
    const epoch = this.#epoch
    this.#stale = false
    const found = await this.#in.find(query)
    this.#foundAt = Date.now()
    if (epoch !== this.#epoch || query !== this.query || !this.#open) return
    const gone = this.#in.shrinks === true && found.total < this.total
    if (this.#answered === query && this.shown && !gone && !this.#follow && this.pinned()) {
      this.pending = found
      // Who reads on sees the same rows in the same places, as they stand now.
      for (const page of this.#read.keys()) this.#read.set(page, false)
    } else await this.#show(found, query)
  }

  /** Rows come before the list they are of, so that it is never seen without. */
  async #show(found: Found, query: Query): Promise<void> {
    const epoch = this.#epoch
    const other = this.#answered !== query
    const page = other ? 0 : (this.#wanted.find((one) => one * PAGE < found.total) ?? 0)
    const rows = found.total > 0 ? await this.#slice(found, page) : []
    if (epoch !== this.#epoch || query !== this.query || !this.#open) return
    this.#take(found)
    this.#follow = false
    this.#answered = query
    this.searching = false
    if (other) {
      this.#wanted = [0]
      this.#ahead = undefined
      this.generation += 1
    }
    this.#keep(page, rows)
  }

  async #fetch(found: Found, page: number): Promise<void> {
    const near = Math.max(page * PAGE, Math.min((page + 1) * PAGE - 1, this.#middle))
    const rows = await this.#slice(found, page)
    if (this.shown !== found) return
    this.lastLoaded = near
    this.#keep(page, rows)
  }

  #slice(found: Found, page: number): Promise<Row[]> {
    return this.#in.rows(found, page * PAGE, Math.min(PAGE, found.total - page * PAGE))
  }

  #take(found: Found | undefined): void {
    this.shown = found
    this.pending = undefined
    this.picked.clear()
    this.rows.clear()
    this.lastLoaded = undefined
    this.#read.clear()
  }

  /** Lets go of the pages that were read longest ago. */
  #keep(page: number, rows: Row[]): void {
    rows.forEach((row, i) => this.rows.set(page * PAGE + i, row))
    this.#read.delete(page)
    this.#read.set(page, true)
    for (const place of [...this.#read.keys()]) {
      if (this.#read.size <= KEPT) return
      if (this.#wanted.includes(place)) continue
      this.#read.delete(place)
      for (let row = place * PAGE; row < (place + 1) * PAGE; row += 1) this.rows.delete(row)
    }
  }
}
