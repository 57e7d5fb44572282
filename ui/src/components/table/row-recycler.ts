/**
 * Which element of a list shows which row. A row that comes into sight takes the element of one that has left: making one
 * takes much longer than writing another row's words into it.
 */
export class RowRecycler {
  readonly #of = new Map<number, number>()
  #made = 0

  /** The elements of the rows that are drawn now, each at most once. A row that stays keeps its own. */
  take(rows: readonly number[]): number[] {
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
