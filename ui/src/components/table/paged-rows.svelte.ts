import { SvelteMap } from 'svelte/reactivity'
import type { Selection } from '../../backend/bindings/Selection'
import { RangeSelection } from './range-selection.svelte'

const PAGE = 100
const KEPT = 12
/** The least time between two answers, in milliseconds. A running batch changes a table more often than anyone can read. */
const PAUSE = 500

/** An answer to a query: its number and its number of rows. It doesn't change; changes come as another answer. */
export interface Answer {
  readonly found: number
  readonly total: number
}

/** Where the rows come from. */
export interface RowSource<Query, Row, Found extends Answer> {
  find(query: Query): Promise<Found>
  /** `limit` rows from the zero-based index `offset` on; fewer at the end. */
  rows(found: Found, offset: number, limit: number): Promise<Row[]>
  /** Whether an answer becomes unreadable when the list gets shorter. */
  readonly shrinks?: boolean
  /** Copies the IDs of the selected rows. Resolves with how many. */
  copy?(selection: Selection): Promise<number>
}

/**
 * The rows of a table of any length. Only the pages around the visible part are loaded. An answer doesn't change, so a row
 * is identified by its index in it. When something has changed, the query runs again, and the new answer replaces the one
 * on screen unless the user is reading it (`pinned`).
 */
export class PagedRows<Query extends object, Row, Found extends Answer = Answer> {
  query = $state.raw() as Query
  /** The answer on screen. Undefined before the first one. */
  shown = $state.raw<Found>()
  /** A newer answer to the same query, which waits while the one on screen is pinned. */
  pending = $state.raw<Found>()
  /** Whether the last load failed. */
  failed = $state(false)
  /** The answer on screen does not belong to the current query yet. */
  searching = $state(false)
  /** Rises with every answer to another query. The list then begins at its top. */
  generation = $state(0)
  /** The loaded rows, by index. */
  readonly rows = new SvelteMap<number, Row>()
  readonly selected = new RangeSelection()
  /** Whether the answer on screen must not be replaced now. */
  pinned: () => boolean = () => false

  readonly #begin: Query
  readonly #in: RowSource<Query, Row, Found>
  /** The least time between two answers to the same query, in milliseconds. */
  readonly #pause: number
  #open = false
  #epoch = 0
  /** The query of the answer on screen. */
  #answered: Query | undefined
  /** Something has changed since the last answer. */
  #stale = false
  #foundAt = 0
  #again = false
  /** The next answer is shown even if the one on screen is pinned. */
  #follow = false
  /** The loaded pages, least recently used first, and whether each belongs to the newest answer. */
  // eslint-disable-next-line svelte/prefer-svelte-reactivity -- nothing on screen follows it
  readonly #pages = new Map<number, boolean>()
  #wanted: number[] = [0]
  /** The row in the middle of those that are drawn. */
  #middle = 0
  /** The row of the page that loaded last that was nearest to the middle when the page was requested. */
  lastLoaded: number | undefined
  /** The page to load in advance: the next one in the direction of scrolling. */
  #prefetch: number | undefined
  #busy = false
  #timer: ReturnType<typeof setTimeout> | undefined

  /** `begin` is the first query, and the first one after another log opens. */
  constructor(begin: Query, source: RowSource<Query, Row, Found>, pause = PAUSE) {
    this.#begin = begin
    this.query = begin
    this.#in = source
    this.#pause = pause
  }

  get total(): number {
    return this.shown?.total ?? 0
  }

  /** How many more rows the newer answer has. */
  get more(): number {
    return Math.max(0, (this.pending?.total ?? 0) - this.total)
  }

  /** The selected rows, in the shape that the backend takes. */
  get selection(): Selection {
    return { found: this.shown?.found ?? 0, ranges: this.selected.ranges }
  }

  /** All rows of the answer, in the same shape. */
  get whole(): Selection {
    return { found: this.shown?.found ?? 0, ranges: this.total > 0 ? [[0, this.total]] : [] }
  }

  /** Copies the IDs of the selected rows. Resolves with how many, or rejects with a `Failure`. */
  copy(): Promise<number> {
    if (!this.#in.copy) throw new Error('these rows cannot be selected')
    return this.#in.copy(this.selection)
  }

  /** Called when the screen opens. The query of the last time still holds. */
  open(): Promise<void> {
    this.#open = true
    this.#stale = true
    this.#foundAt = 0
    return this.#run()
  }

  /** Called when the screen closes. Nothing is loaded after that. */
  close(): void {
    this.#open = false
    clearTimeout(this.#timer)
    this.#timer = undefined
    this.#setShown(undefined)
    this.#answered = undefined
  }

  /** Called when another log opens. */
  clear(): void {
    this.#epoch += 1
    this.query = this.#begin
    this.#setShown(undefined)
    this.#answered = undefined
    this.failed = false
    void this.#run()
  }

  /** Changes the query. */
  ask(change: Partial<Query>): void {
    this.query = { ...this.query, ...change }
    this.failed = false
    void this.#run()
  }

  /** Called when something has changed that the query may be about. */
  handleChange(): void {
    this.#stale = true
    void this.#run()
  }

  /** Sets the indexes of the drawn rows, which need not be adjacent. */
  want(places: number[]): void {
    const pages = places.map((place) => Math.floor(place / PAGE))
    const before = this.#wanted
    this.#middle = places[places.length >> 1] ?? 0
    this.#wanted = pages.filter((page, i) => page !== pages[i - 1])
    // A focused row out of sight is drawn too, on either side. The middle page is one of the visible ones.
    const middle = (pages: number[]) => pages[pages.length >> 1] ?? 0
    const step = middle(this.#wanted) - middle(before)
    // Dragging the scroll bar moves by more than a page, so the next page cannot be predicted.
    if (Math.abs(step) > 1) this.#prefetch = undefined
    else if (step !== 0) this.#prefetch = Math.max(0, middle(this.#wanted) + step)
    void this.#run()
  }

  /** Shows the next answer even if the one on screen is pinned, because it contains what the user just asked for. */
  follow(): void {
    this.#follow = true
    if (this.pending) void this.showPending()
    else this.handleChange()
  }

  /** Tries again after a failed load. */
  retry(): void {
    this.failed = false
    void this.#run()
  }

  /** Shows the newer answer. */
  async showPending(): Promise<void> {
    const { pending } = this
    if (pending) await this.#show(pending, this.query)
    void this.#run()
  }

  /** Answers the query, then loads missing pages, then refreshes outdated ones after a pause, one after the other. */
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

  /** Resolves with whether there may be more to do. */
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
        else if (this.#stale && this.#pauseIsOver()) await this.#find(query)
        else return false
      }
    } catch {
      // The backend may have dropped the answer. The query then runs again, once.
      if (epoch === this.#epoch && this.#answered === query && shown !== undefined) this.#answered = undefined
      else if (epoch === this.#epoch) this.failed = true
    }
    return true
  }

  #missing({ total }: Found): number | undefined {
    const missing = (page: number) => page * PAGE < total && this.#pages.get(page) !== true
    const first = Math.floor(this.#middle / PAGE)
    const wanted = this.#wanted.includes(first) ? [first, ...this.#wanted] : this.#wanted
    return (
      wanted.find(missing) ?? (this.#prefetch !== undefined && missing(this.#prefetch) ? this.#prefetch : undefined)
    )
  }

  /** Whether the pause since the last answer is over. If not, a timer resumes the work then. */
  #pauseIsOver(): boolean {
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
      // While the answer is pinned, the same rows stay in the same places and only their contents refresh.
      for (const page of this.#pages.keys()) this.#pages.set(page, false)
    } else await this.#show(found, query)
  }

  /** Loads the first rows before it shows an answer, so that the table is never seen without rows. */
  async #show(found: Found, query: Query): Promise<void> {
    const epoch = this.#epoch
    const other = this.#answered !== query
    const page = other ? 0 : (this.#wanted.find((one) => one * PAGE < found.total) ?? 0)
    const rows = found.total > 0 ? await this.#slice(found, page) : []
    if (epoch !== this.#epoch || query !== this.query || !this.#open) return
    this.#setShown(found)
    this.#follow = false
    this.#answered = query
    this.searching = false
    if (other) {
      this.#wanted = [0]
      this.#prefetch = undefined
      this.generation += 1
    }
    this.#cache(page, rows)
  }

  async #fetch(found: Found, page: number): Promise<void> {
    const near = Math.max(page * PAGE, Math.min((page + 1) * PAGE - 1, this.#middle))
    const rows = await this.#slice(found, page)
    if (this.shown !== found) return
    this.lastLoaded = near
    this.#cache(page, rows)
  }

  #slice(found: Found, page: number): Promise<Row[]> {
    return this.#in.rows(found, page * PAGE, Math.min(PAGE, found.total - page * PAGE))
  }

  #setShown(found: Found | undefined): void {
    this.shown = found
    this.pending = undefined
    this.selected.clear()
    this.rows.clear()
    this.lastLoaded = undefined
    this.#pages.clear()
  }

  /** Drops the least recently used pages. */
  #cache(page: number, rows: Row[]): void {
    rows.forEach((row, i) => this.rows.set(page * PAGE + i, row))
    this.#pages.delete(page)
    this.#pages.set(page, true)
    for (const place of [...this.#pages.keys()]) {
      if (this.#pages.size <= KEPT) return
      if (this.#wanted.includes(place)) continue
      this.#pages.delete(place)
      for (let row = place * PAGE; row < (place + 1) * PAGE; row += 1) this.rows.delete(row)
    }
  }
}
