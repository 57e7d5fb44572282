import { SvelteMap } from 'svelte/reactivity'
import type { Selection } from '../../backend/bindings/Selection'
import { RangeSelection } from './range-selection.svelte'

const PAGE = 100
const KEPT = 12
/** A running batch changes what was found many times a second; nobody reads that fast. */
const REST = 500

/** A list of what was found: its number, and how many rows there are and would be without the query. */
export interface Answer {
  found: number
  total: number
  all: number
}

/** Where rows are looked for, and how. */
export interface Searched<Query, Row, Shown extends Answer> {
  find(query: Query): Promise<Shown>
  rows(found: number, offset: number, limit: number): Promise<Row[]>
  /** Copies the IDs of the selected rows; resolves with how many. */
  copy(selection: Selection): Promise<number>
}

/**
 * What was found, in the log or among people, and the part of it that is on screen.
 *
 * What was found does not change: a row is known by its place in it. When there is something new, the same is found anew,
 * and takes the old one's place only while nobody reads there.
 */
export class SearchResults<Query extends object, Row extends { fan: string }, Shown extends Answer = Answer> {
  query = $state.raw() as Query
  /** What is on screen; nothing before the first answer. */
  shown = $state.raw<Shown>()
  /** The same query's newer answer, as long as the one on screen is being read. */
  newer = $state.raw<Shown>()
  /** Whether the last reading failed. */
  unread = $state(false)
  /** What is on screen does not answer the query yet. */
  searching = $state(false)
  /** Rises with every answer to another query: the list begins at its top then. */
  turn = $state(0)
  /** The rows at hand, by place. */
  readonly rows = new SvelteMap<number, Row>()
  readonly picked = new RangeSelection()
  /** Whether what is on screen must not be replaced now. */
  held: () => boolean = () => false

  readonly #begin: Query
  readonly #in: Searched<Query, Row, Shown>
  #open = false
  #ledgerEpoch = 0
  /** The query that what is on screen answers. */
  #answered: Query | undefined
  /** Something has changed since the last answer. */
  #stale = false
  #foundAt = 0
  #again = false
  /** The pages at hand, those looked at longest ago first, and whether each is of the newest answer. */
  // eslint-disable-next-line svelte/prefer-svelte-reactivity -- nothing on screen follows it
  readonly #read = new Map<number, boolean>()
  #wanted: number[] = [0]
  /** The row in the middle of those that are drawn. */
  #middle = 0
  /** Of the page that came last, the row that was nearest to the middle of what was drawn when it was asked for. */
  lately: number | undefined
  /** The page that is read before it is wanted: the next one in the direction in which somebody scrolls. */
  #ahead: number | undefined
  #busy = false
  #timer: ReturnType<typeof setTimeout> | undefined

  /** `begin` is looked for first, and whenever another log is opened. */
  constructor(begin: Query, searched: Searched<Query, Row, Shown>) {
    this.#begin = begin
    this.query = begin
    this.#in = searched
  }

  get total(): number {
    return this.shown?.total ?? 0
  }

  /** How many more the newer answer has. */
  get more(): number {
    return Math.max(0, (this.newer?.total ?? 0) - this.total)
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
    return this.#in.copy(this.selection)
  }

  /** The screen is there; the query of last time still holds. */
  open(): void {
    this.#open = true
    this.#stale = true
    this.#foundAt = 0
    void this.#run()
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
    this.#ledgerEpoch += 1
    this.query = this.#begin
    this.#take(undefined)
    this.#answered = undefined
    this.unread = false
    void this.#run()
  }

  /** Looks for something else. */
  ask(change: Partial<Query>): void {
    this.query = { ...this.query, ...change }
    this.unread = false
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

  /** Tries once more after a failed reading. */
  again(): void {
    this.unread = false
    void this.#run()
  }

  /** Nobody reads any more, or it was asked for: the newer answer is shown. */
  async renew(): Promise<void> {
    const { newer } = this
    if (newer) await this.#show(newer, this.query)
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
      while (this.#open && !this.unread && (await this.#step())) continue
    } while (this.#again && this.#open && !this.unread)
    this.#busy = false
    this.searching = this.#open && !this.unread && this.#answered !== this.query
  }

  /** Gives back whether there may be more to do. */
  async #step(): Promise<boolean> {
    const ledgerEpoch = this.#ledgerEpoch
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
      if (ledgerEpoch === this.#ledgerEpoch && this.#answered === query && shown !== undefined)
        this.#answered = undefined
      else if (ledgerEpoch === this.#ledgerEpoch) this.unread = true
    }
    return true
  }

  #missing({ total }: Shown): number | undefined {
    const missing = (page: number) => page * PAGE < total && this.#read.get(page) !== true
    const first = Math.floor(this.#middle / PAGE)
    const wanted = this.#wanted.includes(first) ? [first, ...this.#wanted] : this.#wanted
    return wanted.find(missing) ?? (this.#ahead !== undefined && missing(this.#ahead) ? this.#ahead : undefined)
  }

  /** Whether enough time has passed since the last answer; otherwise it comes back then. */
  #rested(): boolean {
    if (this.#timer !== undefined) return false
    const wait = this.#foundAt + REST - Date.now()
    if (wait <= 0) return true
    this.#timer = setTimeout(() => {
      this.#timer = undefined
      void this.#run()
    }, wait)
    return false
  }

  async #find(query: Query): Promise<void> {
    const ledgerEpoch = this.#ledgerEpoch
    this.#stale = false
    const found = await this.#in.find(query)
    this.#foundAt = Date.now()
    if (ledgerEpoch !== this.#ledgerEpoch || query !== this.query || !this.#open) return
    if (this.#answered === query && this.shown && this.held()) {
      this.newer = found
      // Who reads on sees the same rows in the same places, as they stand now.
      for (const page of this.#read.keys()) this.#read.set(page, false)
    } else await this.#show(found, query)
  }

  /** Rows come before the list they are of, so that it is never seen without. */
  async #show(found: Shown, query: Query): Promise<void> {
    const ledgerEpoch = this.#ledgerEpoch
    const other = this.#answered !== query
    const page = other ? 0 : (this.#wanted.find((one) => one * PAGE < found.total) ?? 0)
    const rows = found.total > 0 ? await this.#slice(found, page) : []
    if (ledgerEpoch !== this.#ledgerEpoch || query !== this.query || !this.#open) return
    this.#take(found)
    this.#answered = query
    this.searching = false
    if (other) {
      this.#wanted = [0]
      this.#ahead = undefined
      this.turn += 1
    }
    this.#keep(page, rows)
  }

  async #fetch(found: Shown, page: number): Promise<void> {
    const near = Math.max(page * PAGE, Math.min((page + 1) * PAGE - 1, this.#middle))
    const rows = await this.#slice(found, page)
    if (this.shown !== found) return
    this.lately = near
    this.#keep(page, rows)
  }

  #slice({ found, total }: Shown, page: number): Promise<Row[]> {
    return this.#in.rows(found, page * PAGE, Math.min(PAGE, total - page * PAGE))
  }

  #take(found: Shown | undefined): void {
    this.shown = found
    this.newer = undefined
    this.picked.clear()
    this.rows.clear()
    this.lately = undefined
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
