/** How a row that was measured differs from the usual height, by its place from the oldest. */
interface Odd {
  place: number
  more: number
}

/**
 * Where the rows of a list begin, newest first. Nearly all rows are as high as usual, so only the others are kept: a million
 * rows cost nothing.
 *
 * Rows are known by their place from the oldest, so heights stay with their rows when newer ones come.
 */
export class RowHeights {
  total: number
  readonly #usual: number
  readonly #more = new Map<number, number>()
  /** The same from the newest place on, each with all that are newer than it. */
  #sorted: Odd[] | undefined

  constructor(usual: number, total: number) {
    this.#usual = usual
    this.total = total
  }

  /** Keeps what was measured; by how much the row is higher than it was taken for. */
  set(place: number, height: number): number {
    const before = this.#more.get(place) ?? 0
    const more = height - this.#usual
    if (more === before) return 0
    if (more === 0) this.#more.delete(place)
    else this.#more.set(place, more)
    this.#sorted = undefined
    return more - before
  }

  /** The height of the row with this index from the newest. */
  height(index: number): number {
    return this.#usual + (this.#more.get(this.#place(index)) ?? 0)
  }

  /** Where the row with this index begins. */
  start(index: number): number {
    return index * this.#usual + this.#moreBefore(this.#place(index))
  }

  /** The index of the row that is at this height; the nearest one for what is above or below all of them. */
  at(offset: number): number {
    let [low, high] = [0, Math.max(0, this.total - 1)]
    while (low < high) {
      const middle = Math.ceil((low + high) / 2)
      if (this.start(middle) <= offset) low = middle
      else high = middle - 1
    }
    return low
  }

  #place(index: number): number {
    return this.total - 1 - index
  }

  /** By how much the rows that are newer than `place` are higher together. */
  #moreBefore(place: number): number {
    const sorted = (this.#sorted ??= this.#sort())
    let [low, high] = [0, sorted.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if ((sorted[middle]?.place ?? 0) > place) low = middle + 1
      else high = middle
    }
    return sorted[low - 1]?.more ?? 0
  }

  #sort(): Odd[] {
    let sum = 0
    const newest = [...this.#more].filter(([place]) => place < this.total).sort(([one], [other]) => other - one)
    return newest.map(([place, more]) => ({ place, more: (sum += more) }))
  }

  /** There are so many rows now. */
  grow(total: number): void {
    if (total < this.total) {
      for (const place of this.#more.keys()) if (place >= total) this.#more.delete(place)
    }
    if (total !== this.total) this.#sorted = undefined
    this.total = total
  }
}
