type Range = [number, number]

/** The selected indexes of an answer, as ranges: all of a million rows is one range. */
export class RangeSelection {
  /** Ranges from the first index to the one after the last, ascending and not adjacent. */
  ranges = $state.raw<Range[]>([])
  /** The row at which Shift begins to extend, and what was selected apart from that. */
  #anchor: number | undefined
  #besides: Range[] = []

  get count(): number {
    return this.ranges.reduce((sum, [from, until]) => sum + until - from, 0)
  }

  has(place: number): boolean {
    return this.ranges.some(([from, until]) => place >= from && place < until)
  }

  toggle(place: number): void {
    this.ranges = this.has(place)
      ? without(this.ranges, [place, place + 1])
      : joined([...this.ranges, [place, place + 1]])
    this.#besides = this.ranges
    this.#anchor = place
  }

  /** Selects everything from the last selected row to `place`; from `active` if there was none. */
  extend(place: number, active: number): void {
    this.#anchor ??= active
    const span: Range = [Math.min(this.#anchor, place), Math.max(this.#anchor, place) + 1]
    this.ranges = joined([...this.#besides, span])
  }

  all(total: number): void {
    this.ranges = total > 0 ? [[0, total]] : []
    this.#besides = []
    this.#anchor = undefined
  }

  clear(): void {
    this.all(0)
  }
}

function joined(ranges: Range[]): Range[] {
  const whole: Range[] = []
  for (const [from, until] of ranges.toSorted((a, b) => a[0] - b[0])) {
    const last = whole.at(-1)
    if (last && from <= last[1]) whole[whole.length - 1] = [last[0], Math.max(last[1], until)]
    else whole.push([from, until])
  }
  return whole
}

function without(ranges: Range[], [from, until]: Range): Range[] {
  return ranges
    .flatMap(([a, b]): Range[] => [
      [a, Math.min(b, from)],
      [Math.max(a, until), b],
    ])
    .filter(([a, b]) => a < b)
}
