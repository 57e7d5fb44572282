import { elementScroll, observeElementOffset, observeElementRect, Virtualizer } from '@tanstack/virtual-core'
import { untrack } from 'svelte'
import type { LogRow } from '../host/bindings/LogRow'

/** Rows that are pulled as they are drawn, known by their place counted from the oldest, or from the end. */
export interface RowSource {
  readonly total: number
  readonly rows: { get(place: number): LogRow | undefined }
  want(places: number[]): void
}

interface Options {
  /** The element that scrolls. */
  scroller: () => HTMLElement | undefined
  /** How many rows there are. */
  total: () => number
  /** A row that stays drawn even out of sight, because the focus is in it: its place from the oldest. */
  kept: () => number
  /** How much of the scroller's lower end no row can be read in, in pixels. */
  covered: () => number
  /** A row's height before it is measured. */
  height: number
}

/**
 * Which rows of a long list are drawn, newest first.
 *
 * Rows are known by their place from the oldest, so heights stay with their rows when newer ones come.
 */
export class DrawnRows {
  readonly #core: Virtualizer<HTMLElement, HTMLElement>
  readonly #options: Options
  #version = $state(0)

  constructor(options: Options) {
    this.#options = options
    this.#core = new Virtualizer(this.#settings())
    $effect(() => {
      if (options.scroller()) return untrack(() => this.#core._didMount())
      return undefined
    })
    $effect.pre(() => {
      options.scroller()
      options.total()
      options.kept()
      untrack(() => {
        this.#core.setOptions(this.#settings())
        this.#core._willUpdate()
        this.#version += 1
      })
    })
  }

  /** The rows to draw, each with its index from the newest and where it begins. */
  readonly drawn = $derived.by(() => {
    void this.#version
    return this.#core.getVirtualItems()
  })

  /** The height of all rows together. */
  readonly size = $derived.by(() => {
    void this.#version
    return this.#core.getTotalSize()
  })

  /** For `{@attach}`: keeps a drawn row's height known. */
  readonly measured = (element: HTMLElement): (() => void) => {
    this.#core.measureElement(element)
    return () => {
      this.#core.measureElement(null)
    }
  }

  /** Where the row with this index begins. */
  start(index: number): number {
    this.#core.getTotalSize() // Brings the measurements up to date.
    return this.#core.measurementsCache[index]?.start ?? index * this.#options.height
  }

  /** Brings a row into sight, moving as little as possible. */
  reveal(index: number): void {
    this.#core.setOptions(this.#settings())
    this.#core.scrollToIndex(index, { align: 'auto' })
  }

  #settings() {
    const total = this.#options.total()
    return {
      count: total,
      getScrollElement: () => this.#options.scroller() ?? null,
      estimateSize: () => this.#options.height,
      getItemKey: (index: number) => total - 1 - index,
      overscan: 8,
      scrollPaddingEnd: this.#options.covered(),
      scrollToFn: elementScroll,
      observeElementRect,
      observeElementOffset,
      rangeExtractor: ({ startIndex, endIndex, overscan, count }: Extent) => {
        const from = Math.max(0, startIndex - overscan)
        const to = Math.min(count - 1, endIndex + overscan)
        const shown = Array.from({ length: Math.max(0, to - from + 1) }, (_, i) => from + i)
        const kept = total - 1 - this.#options.kept()
        if (kept < 0 || kept >= count || (kept >= from && kept <= to)) return shown
        return kept < from ? [kept, ...shown] : [...shown, kept]
      },
      onChange: () => {
        this.#version += 1
      },
    }
  }
}

interface Extent {
  startIndex: number
  endIndex: number
  overscan: number
  count: number
}
