/**
 * Decides which element shows which row. A row that comes into sight gets the element of one that has left, because
 * creating an element takes much longer than changing its text.
 */
export class RowRecycler {
  readonly #of = new Map<number, number>()
  #made = 0

  /** Assigns an element to each drawn row. A row that stays keeps its own. */
  assign(rows: readonly number[]): number[] {
    const drawn = new Set(rows)
    const free: number[] = []
    for (const [row, slot] of this.#of) {
      if (drawn.has(row)) continue
      this.#of.delete(row)
      free.push(slot)
    }
    return rows.map((row) => {
      const slot = this.#of.get(row) ?? free.pop() ?? this.#made++
      this.#of.set(row, slot)
      return slot
    })
  }
}
