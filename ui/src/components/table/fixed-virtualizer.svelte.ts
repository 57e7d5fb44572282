import { untrack } from 'svelte'
import { ScaledScroll } from './scaled-scroll'
import { RowRecycler } from './row-recycler'

interface Options {
  /** The element that scrolls. */
  scroller: () => HTMLElement | undefined
  /** An element as high as a row. */
  ruler: () => HTMLElement | undefined
  /** How many rows there are. */
  total: () => number
  /** A row that stays drawn even out of sight, because the focus is in it. */
  kept: () => number
  /** How much of the scroller's upper end is covered, in pixels. */
  covered: () => number
  /** Whether a row's words are at hand. */
  have: (index: number) => boolean
  /** One of the rows whose words came last, in the middle of what was wanted then. */
  lastLoaded: () => number | undefined
}

/** Rows beside each other, and where the list stands to show them. */
interface Stretch {
  first: number
  until: number
  top: number
}

/** Rows drawn beyond the edges. */
const MORE = 8
/** How long after the last movement the scroller counts as at rest, in milliseconds. */
const REST = 150

/** Which rows of a list are drawn where all are equally high: places are exact, however many there are. */
export class FixedVirtualizer {
  /** A row's height in pixels. */
  height = $state(45)
  readonly #options: Options
  readonly #scroll = new ScaledScroll()
  readonly #slots = new RowRecycler()
  #version = $state(0)
  /** What was drawn last with words in it. */
  #last: Stretch | undefined
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

  /** The rows that belong where the scroller stands. */
  readonly wanted: readonly number[] = $derived.by(() => {
    void this.#version
    const { first, until } = this.#near()
    return this.#withKept(first, until)
  })

  /** The rows to draw, each with where it stands in the scroller's content, and the element that shows it. */
  readonly drawn: readonly { index: number; start: number; slot: number }[] = $derived.by(() => {
    const { wanted } = this
    const { top } = this.#scroll
    const last = this.#still()
    const shown = last ? this.#withKept(last.first, last.until) : wanted
    const moved = last ? top - last.top : 0
    const slots = this.#slots.take(shown)
    return shown.map((index, i) => ({
      index,
      start: this.#scroll.placed(index * this.height + moved),
      slot: slots[i] ?? index,
    }))
  })

  /** How tall the scroller's content is. */
  readonly size = $derived.by(() => {
    void this.#version
    return this.#scroll.height
  })

  /** Whether the list is at its top. */
  readonly atTop = $derived.by(() => {
    void this.#version
    return this.#scroll.top < 4
  })

  /** The height in which rows can be seen. */
  get room(): number {
    return Math.max(0, (this.#options.scroller()?.clientHeight ?? 0) - this.#options.covered())
  }

  /** How many whole rows can be seen. */
  get page(): number {
    return Math.max(1, Math.floor(this.room / this.height) - 1)
  }

  /** Brings a row into sight, moving as little as possible. */
  reveal(index: number): void {
    const start = index * this.height
    if (start < this.#scroll.top) this.#go(start)
    else if (start + this.height > this.#scroll.top + this.room) this.#go(start + this.height - this.room)
  }

  toTop(): void {
    this.#go(0)
  }

  /** The rows around what can be seen. */
  #near() {
    const first = Math.max(0, Math.floor(this.#scroll.top / this.height) - MORE)
    const until = Math.min(this.#options.total(), Math.ceil((this.#scroll.top + this.room) / this.height) + MORE)
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
   * While nothing is at hand of what belongs here, rows that are at hand stay in sight: whoever drags the scroll bar reads
   * rows all the way, not blanks. Nothing: what belongs here is drawn.
   */
  #still(): Stretch | undefined {
    const { have, kept, lastLoaded, total } = this.#options
    const stretch = this.#near()
    const from = Math.floor(this.#scroll.top / this.height)
    const to = Math.min(stretch.until, Math.ceil((this.#scroll.top + this.room) / this.height)) - 1
    if (have(from) || have(to)) {
      this.#last = { ...stretch, top: this.#scroll.top }
      return undefined
    }
    // A row that the focus was sent to is among those that come: it is drawn where it is.
    if (kept() >= from && kept() <= to) return undefined
    const came = lastLoaded()
    if (this.#last && came !== undefined && have(came)) this.#last = this.#around(came, stretch.until - stretch.first)
    const last = this.#last
    return last && last.until <= total() && have(last.first + MORE) ? last : undefined
  }

  /** So many rows around one, as many of them at hand as can be. */
  #around(index: number, count: number): Stretch {
    const { have } = this.#options
    let first = Math.max(0, index - (count >> 1))
    while (first < index && !have(first)) first += 1
    let until = Math.min(this.#options.total(), first + count)
    while (until - 1 > index && !have(until - 1)) until -= 1
    first = Math.max(0, until - count)
    return { first, until, top: first === 0 ? 0 : (first + MORE) * this.height }
  }

  #go(top: number): void {
    this.#put(this.#scroll.to(top))
    this.#version += 1
  }

  /** The scroller may round what it is told. */
  #put(at: number): void {
    const scroller = this.#options.scroller()
    if (!scroller) return
    scroller.scrollTop = at
    this.#scroll.at = scroller.scrollTop
  }

  #moved(scroller: HTMLElement): void {
    this.#scroll.scrolled(scroller.scrollTop)
    if (this.#scroll.stuck) this.#put(this.#scroll.settled)
    clearTimeout(this.#rest)
    this.#rest = setTimeout(() => {
      if (Math.abs(this.#scroll.settled - this.#scroll.at) < 1) return
      this.#put(this.#scroll.settled)
      this.#version += 1
    }, REST)
    this.#version += 1
  }

  /** With other heights the same row stays the first. */
  #measure(ruler: HTMLElement): void {
    const before = this.height
    this.height = ruler.offsetHeight || before
    this.#fit()
    if (before !== this.height) this.#put(this.#scroll.to((this.#scroll.top / before) * this.height))
  }

  #fit(): void {
    this.#scroll.fit(this.#options.total() * this.height, this.room)
    this.#version += 1
  }
}
