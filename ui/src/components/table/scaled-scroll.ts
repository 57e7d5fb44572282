/**
 * The height limit of an element, in pixels. WebKit cuts off at about 33 million pixels and Firefox at about 17 million;
 * from 16.7 million on, engines' lengths can no longer tell one pixel from the next.
 */
export const MAX_HEIGHT = 15_000_000

/**
 * The scroll position of a list that may be taller than an element can be. The scroller's own position (`at`) is then a
 * fraction of the list's (`top`). Small steps, as from a wheel, move the list by as many pixels as the scroller, so that it
 * feels like any other list; far jumps, as from the scroll bar, go to the same fraction of the list. Small steps make the
 * two drift apart, and `settled` corrects that while nothing moves. A list that fits is never scaled.
 */
export class ScaledScroll {
  /** The list's scroll position, in its own pixels. */
  top = 0
  /** The scroller's position, in pixels. */
  at = 0
  #size = 0
  #room = 0
  readonly #tallest: number

  constructor(tallest = MAX_HEIGHT) {
    this.#tallest = tallest
  }

  /** The height of the scroller's content, in pixels. */
  get height(): number {
    return Math.min(this.#size, this.#tallest)
  }

  /**
   * Sets the height of all rows, and of the part of the scroller that shows them. Keeps the position if it still exists.
   */
  fit(size: number, room: number): void {
    this.#size = size
    this.#room = room
    this.top = Math.min(this.top, this.#end)
  }

  /** Called when the scroller has moved, by itself or because it was told to. */
  scrolled(at: number): void {
    const step = at - this.at
    this.at = at
    if (step === 0) return
    const near = this.#scaled && Math.abs(step) < 2 * this.#room
    this.top = near ? Math.max(0, Math.min(this.#end, this.top + step)) : this.#share(at)
    // At its end the scroller cannot move on, so the list must be at its end too, or `settled` makes room.
    if (near && at <= 0 && this.top < this.#room) this.top = 0
    if (near && at >= this.#last && this.#end - this.top < this.#room) this.top = this.#end
  }

  /** Scrolls the list to `top`. Returns the position for the scroller. */
  to(top: number): number {
    this.top = Math.max(0, Math.min(this.#end, top))
    this.at = this.settled
    return this.at
  }

  /** Where the scroller belongs once nothing moves. */
  get settled(): number {
    if (!this.#scaled || this.#end === 0) return this.top
    return (this.top / this.#end) * this.#last
  }

  /** Whether the scroller has reached its end before the list has. */
  get stuck(): boolean {
    return (this.at <= 0 && this.top > 0) || (this.at >= this.#last && this.top < this.#end)
  }

  /** The position in the scroller's content of something that begins at `start` in the list, in whole pixels. */
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
