import { untrack } from 'svelte'
import type { LogRow } from '../../backend/bindings/LogRow'
import { RowHeights } from './row-heights'

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

/** The most rows that one list can hold: a web view cuts what is higher than some 33 million pixels. */
export const MOST = 500_000

/** Rows that are drawn above and below what can be seen. */
const OVERSCAN = 8

/** What comes before the list scrolls, by hand or by key. */
const ABOUT_TO_SCROLL = ['pointermove', 'wheel', 'touchstart', 'focusin', 'scroll']

/** For how long a row that was brought into sight is kept there while rows around it find their heights. */
const SETTLES = 500

/** Which rows of a long list are drawn, newest first. */
export class DrawnRows {
  readonly #options: Options
  readonly #heights: RowHeights
  readonly #sizes: ResizeObserver
  /** The places of the rows that are drawn. */
  readonly #places = new WeakMap<HTMLElement, number>()
  /** Rows that are drawn beyond what can be seen: none until somebody is about to scroll, so the first screen is there sooner. */
  #around = $state(0)
  /** Where the scroller is, and how much of it can be seen. */
  #offset = $state(0)
  #room = $state(0)
  /** Rises when heights change. */
  #version = $state(0)
  /** What was brought into sight last, and until when it is held there. */
  #revealed: { index: number; until: number } | undefined

  constructor(options: Options) {
    this.#options = options
    this.#heights = new RowHeights(
      options.height,
      untrack(() => options.total()),
    )
    this.#sizes = new ResizeObserver((entries) => {
      for (const { target } of entries) this.#measure(target as HTMLElement)
    })
    $effect(() => {
      const scroller = options.scroller()
      return scroller && untrack(() => this.#watch(scroller))
    })
    $effect(() => () => {
      this.#sizes.disconnect()
    })
    $effect.pre(() => {
      const total = options.total()
      untrack(() => {
        this.#heights.grow(total)
        this.#version += 1
      })
    })
  }

  /** The rows to draw, each with its index from the newest and where it begins. */
  readonly drawn = $derived.by(() => {
    void this.#version
    const total = this.#heights.total
    const from = Math.max(0, this.#heights.at(this.#offset) - this.#around)
    const to = Math.min(total - 1, MOST - 1, this.#heights.at(this.#offset + this.#room) + this.#around)
    const indexes = this.#room > 0 ? Array.from({ length: Math.max(0, to - from + 1) }, (_, i) => from + i) : []
    const kept = total - 1 - this.#options.kept()
    if (indexes.length > 0 && kept >= 0 && kept < total) {
      if (kept < from) indexes.unshift(kept)
      else if (kept > to) indexes.push(kept)
    }
    return indexes.map((index) => ({ index, start: this.#heights.start(index), key: total - 1 - index }))
  })

  /** The height of all rows together, as far as the list can hold them. */
  readonly size = $derived.by(() => {
    void this.#version
    return this.#heights.start(Math.min(MOST, this.#heights.total))
  })

  /** For `{@attach}`: keeps a drawn row's height known. */
  readonly measured = (element: HTMLElement, place: number): (() => void) => {
    this.#places.set(element, place)
    this.#sizes.observe(element)
    this.#measure(element)
    return () => {
      this.#sizes.unobserve(element)
    }
  }

  /** Where the row with this index begins. */
  start(index: number): number {
    this.#heights.grow(this.#options.total())
    return this.#heights.start(index)
  }

  /** Brings a row into sight, moving as little as possible. */
  reveal(index: number): void {
    this.#heights.grow(this.#options.total())
    this.#revealed = { index, until: performance.now() + SETTLES }
    this.#hold()
  }

  #watch(scroller: HTMLElement): () => void {
    const look = () => {
      this.#offset = scroller.scrollTop
      this.#room = scroller.clientHeight
    }
    const moved = () => {
      this.#revealed = undefined
    }
    const near = () => {
      this.#around = OVERSCAN
    }
    const size = new ResizeObserver(look)
    size.observe(scroller)
    scroller.addEventListener('scroll', look, { passive: true })
    for (const kind of ['wheel', 'pointerdown', 'touchmove']) scroller.addEventListener(kind, moved, { passive: true })
    look()
    for (const kind of ABOUT_TO_SCROLL) scroller.addEventListener(kind, near, { passive: true })
    return () => {
      for (const kind of ABOUT_TO_SCROLL) scroller.removeEventListener(kind, near)
      size.disconnect()
      scroller.removeEventListener('scroll', look)
      for (const kind of ['wheel', 'pointerdown', 'touchmove']) scroller.removeEventListener(kind, moved)
    }
  }

  #measure(element: HTMLElement): void {
    const place = this.#places.get(element)
    if (place === undefined || !element.isConnected) return
    const scroller = this.#options.scroller()
    const index = this.#heights.total - 1 - place
    // What is read stays where it is when a row above it turns out higher.
    const above = scroller !== undefined && this.#heights.start(index) < scroller.scrollTop
    const more = this.#heights.set(place, element.offsetHeight)
    if (more === 0) return
    this.#version += 1
    if (this.#revealed && performance.now() < this.#revealed.until) this.#hold()
    else if (above) scroller.scrollTop += more
  }

  /** The row that is to be in sight is, as far as heights are known. */
  #hold(): void {
    const scroller = this.#options.scroller()
    const index = this.#revealed?.index
    if (!scroller || index === undefined) return
    const start = this.#heights.start(index)
    const lowest = start + this.#heights.height(index) + this.#options.covered() - scroller.clientHeight
    const top = Math.min(start, Math.max(lowest, scroller.scrollTop))
    if (top !== scroller.scrollTop) scroller.scrollTo({ top, behavior: 'instant' })
  }
}
