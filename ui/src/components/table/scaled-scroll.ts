/**
 * No element may be taller: WebKit cuts off at about 33 million pixels, Firefox at about 17 million; and from 16.7 million
 * on, the numbers in which engines keep lengths can no longer tell one pixel from the next.
 */
export const TALLEST = 15_000_000

/**
 * Where a list is scrolled to when it is taller than an element can be.
 *
 * The scroller's own position (`at`) is then a share of the list's (`top`). Small steps, as of a wheel, move the list by
 * as much as the scroller, so that it feels like any other; far jumps, as of the scroll bar, go to the same share of the
 * list. After small steps the two have drifted apart, which `settled` puts right while nothing moves. A list that fits
 * is never scaled.
 */
export class ScaledScroll {
  /** Where the list is scrolled to, in its own pixels. */
  top = 0
  /** Where the scroller is. */
  at = 0
  #size = 0
  #room = 0
  readonly #tallest: number

  constructor(tallest = TALLEST) {
    this.#tallest = tallest
  }

  /** How tall the scroller's content is. */
  get height(): number {
    return Math.min(this.#size, this.#tallest)
  }

  /** The height of all rows, and of the part of the scroller that shows them. Stays where it is, if that is still there. */
  fit(size: number, room: number): void {
    this.#size = size
    this.#room = room
    this.top = Math.min(this.top, this.#end)
  }

  /** The scroller has moved, by itself or because it was told to. */
  scrolled(at: number): void {
    const step = at - this.at
    this.at = at
    if (step === 0) return
    const near = this.#scaled && Math.abs(step) < 2 * this.#room
    this.top = near ? Math.max(0, Math.min(this.#end, this.top + step)) : this.#share(at)
    // At its own end the scroller can go no further, so the list has to be at its end as well, or `settled` makes way.
    if (near && at <= 0 && this.top < this.#room) this.top = 0
    if (near && at >= this.#last && this.#end - this.top < this.#room) this.top = this.#end
  }

  /** Where the scroller has to be to show the list from `top` on. The list is there at once. */
  to(top: number): number {
    this.top = Math.max(0, Math.min(this.#end, top))
    this.at = this.settled
    return this.at
  }

  /** Where the scroller belongs, once nothing moves. */
  get settled(): number {
    if (!this.#scaled || this.#end === 0) return this.top
    return (this.top / this.#end) * this.#last
  }

  /** Whether the scroller has come to its end though the list has not. */
  get stuck(): boolean {
    return (this.at <= 0 && this.top > 0) || (this.at >= this.#last && this.top < this.#end)
  }

  /** Where in the scroller's content something stands that begins at `start` in the list; a whole pixel. */
  placed(start: number): number {
    return this.#scaled ? Math.round(start - this.top + this.at) : start
  }

  get #scaled(): boolean {
    return this.#size > this.#tallest
  }

  get #end(): number {
    return Math.max(0, this.#size - this.#room)
  }

  get #last(): number {
    return Math.max(0, this.height - this.#room)
  }

  #share(at: number): number {
    if (!this.#scaled || this.#last === 0) return Math.max(0, Math.min(this.#end, at))
    return Math.max(0, Math.min(1, at / this.#last)) * this.#end
  }
}
