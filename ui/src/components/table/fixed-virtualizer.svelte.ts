import { untrack } from 'svelte'
import { ScaledScroll } from './scaled-scroll'
import { RowRecycler } from './row-recycler'

interface Options {
  /** The element that scrolls. */
  scroller: () => HTMLElement | undefined
  /** An element that is as high as a row. */
  ruler: () => HTMLElement | undefined
  /** The number of rows. */
  total: () => number
  /** The index of a row that stays drawn even when it is out of sight, because it has the focus. */
  kept: () => number
  /** How much of the scroller's upper end is covered, in pixels. */
  covered: () => number
  /** Whether a row is loaded. */
  isLoaded: (index: number) => boolean
  /** One of the rows that loaded last, in the middle of what was wanted then. */
  lastLoaded: () => number | undefined
}

/** A range of rows, and the scroll position that shows it. */
interface RowRange {
  first: number
  until: number
  top: number
}

/** The number of rows drawn beyond each edge. */
const OVERSCAN = 8
/** How long after the last movement the scroller counts as still, in milliseconds. */
const SETTLE_DELAY = 150

/** Decides which rows of a list are drawn. All have the same height, so positions are exact, however many there are. */
export class FixedVirtualizer {
  /** The height of a row, in pixels. */
  height = $state(45)
  readonly #options: Options
  readonly #scroll = new ScaledScroll()
  readonly #slots = new RowRecycler()
  #version = $state(0)
  /** The last range that was drawn with loaded rows. */
  #lastLoadedRange: RowRange | undefined
  #rest: ReturnType<typeof setTimeout> | undefined

  constructor(options: Options) {
    this.#options = options
    $effect(() => {
      const [scroller, ruler] = [options.scroller(), options.ruler()]
      if (!scroller || !ruler) return undefined
      const moved = () => {
        this.#moved(scroller)
      }
      const measure = () => {
        this.#measure(ruler)
      }
      const sizes = new ResizeObserver(measure)
      sizes.observe(scroller)
      sizes.observe(ruler)
      scroller.addEventListener('scroll', moved, { passive: true })
      untrack(measure)
      return () => {
        sizes.disconnect()
        scroller.removeEventListener('scroll', moved)
        clearTimeout(this.#rest)
      }
    })
    $effect.pre(() => {
      options.total()
      untrack(() => {
        this.#fit()
      })
    })
  }

  /** The rows that belong at the scroll position. */
  readonly wanted: readonly number[] = $derived.by(() => {
    void this.#version
    const { first, until } = this.#visible()
    return this.#withKept(first, until)
  })

  /** The rows to draw, each with its position in the scroller's content and the element that shows it. */
  readonly drawn: readonly { index: number; start: number; slot: number }[] = $derived.by(() => {
    const { wanted } = this
    const { top } = this.#scroll
    const last = this.#stillLoaded()
    const shown = last ? this.#withKept(last.first, last.until) : wanted
    const moved = last ? top - last.top : 0
    const slots = this.#slots.assign(shown)
    return shown.map((index, i) => ({
      index,
      start: this.#scroll.placed(index * this.height + moved),
      slot: slots[i] ?? index,
    }))
  })

  /** The height of the scroller's content, in pixels. */
  readonly size = $derived.by(() => {
    void this.#version
    return this.#scroll.height
  })

  /** Whether the list is at its top. */
  readonly atTop = $derived.by(() => {
    void this.#version
    return this.#scroll.top < 4
  })

  /** The height in which rows can be seen, in pixels. */
  get room(): number {
    return Math.max(0, (this.#options.scroller()?.clientHeight ?? 0) - this.#options.covered())
  }

  /** The number of whole rows that can be seen. */
  get page(): number {
    return Math.max(1, Math.floor(this.room / this.height) - 1)
  }

  /** Scrolls a row into sight, as little as possible. */
  reveal(index: number): void {
    const start = index * this.height
    if (start < this.#scroll.top) this.#go(start)
    else if (start + this.height > this.#scroll.top + this.room) this.#go(start + this.height - this.room)
  }

  toTop(): void {
    this.#go(0)
  }

  /** The rows around the visible ones. */
  #visible() {
    const first = Math.max(0, Math.floor(this.#scroll.top / this.height) - OVERSCAN)
    const until = Math.min(this.#options.total(), Math.ceil((this.#scroll.top + this.room) / this.height) + OVERSCAN)
    return { first, until: Math.max(first, until) }
  }

  #withKept(first: number, until: number): number[] {
    const rows = Array.from({ length: until - first }, (_, i) => first + i)
    const kept = this.#options.kept()
    if (kept >= 0 && kept < first) rows.unshift(kept)
    else if (kept >= until && kept < this.#options.total()) rows.push(kept)
    return rows
  }

  /**
   * While no row at the scroll position is loaded, rows that are loaded stay in sight, so that dragging the scroll bar
   * shows rows and not blanks. Undefined if the rows at the scroll position are drawn.
   */
  #stillLoaded(): RowRange | undefined {
    const { isLoaded, kept, lastLoaded, total } = this.#options
    const visible = this.#visible()
    const from = Math.floor(this.#scroll.top / this.height)
    const to = Math.min(visible.until, Math.ceil((this.#scroll.top + this.room) / this.height)) - 1
    if (isLoaded(from) || isLoaded(to)) {
      this.#lastLoadedRange = { ...visible, top: this.#scroll.top }
      return undefined
    }
    // The focus was moved to a row in this range, so it is drawn at its place.
    if (kept() >= from && kept() <= to) return undefined
    const loaded = lastLoaded()
    if (this.#lastLoadedRange && loaded !== undefined && isLoaded(loaded))
      this.#lastLoadedRange = this.#rangeAround(loaded, visible.until - visible.first)
    const last = this.#lastLoadedRange
    return last && last.until <= total() && isLoaded(last.first + OVERSCAN) ? last : undefined
  }

  /** A range of `count` rows around `index`, with as many loaded rows as possible. */
  #rangeAround(index: number, count: number): RowRange {
    const { isLoaded } = this.#options
    let first = Math.max(0, index - (count >> 1))
    while (first < index && !isLoaded(first)) first += 1
    let until = Math.min(this.#options.total(), first + count)
    while (until - 1 > index && !isLoaded(until - 1)) until -= 1
    first = Math.max(0, until - count)
    return { first, until, top: first === 0 ? 0 : (first + OVERSCAN) * this.height }
  }

  #go(top: number): void {
    this.#scrollTo(this.#scroll.to(top))
    this.#version += 1
  }

  /** Scrolls, and reads the position back, because the scroller may round it. */
  #scrollTo(at: number): void {
    const scroller = this.#options.scroller()
    if (!scroller) return
    scroller.scrollTop = at
    this.#scroll.at = scroller.scrollTop
  }

  #moved(scroller: HTMLElement): void {
    this.#scroll.scrolled(scroller.scrollTop)
    if (this.#scroll.stuck) this.#scrollTo(this.#scroll.settled)
    clearTimeout(this.#rest)
    this.#rest = setTimeout(() => {
      if (Math.abs(this.#scroll.settled - this.#scroll.at) < 1) return
      this.#scrollTo(this.#scroll.settled)
      this.#version += 1
    }, SETTLE_DELAY)
    this.#version += 1
  }

  /** When the row height changes, the first visible row stays the same. */
  #measure(ruler: HTMLElement): void {
    const before = this.height
    this.height = ruler.offsetHeight || before
    this.#fit()
    if (before !== this.height) this.#scrollTo(this.#scroll.to((this.#scroll.top / before) * this.height))
  }

  #fit(): void {
    this.#scroll.fit(this.#options.total() * this.height, this.room)
    this.#version += 1
  }
}
