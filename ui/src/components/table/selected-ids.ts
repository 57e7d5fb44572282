import type { Selection } from '../../backend/bindings/Selection'

/** Rows that were found, and which of them are chosen. */
interface Choice {
  readonly selection: Selection
  readonly rows: { get(place: number): { fan: string } | undefined }
  ids(selection: Selection): Promise<string>
}

/**
 * The ids of the rows that were chosen: one on each line, each once, in the order of the rows.
 *
 * A copy has to be answered at once. Rows that are on screen are at hand; what goes beyond them is read.
 */
export class ChosenIds {
  readonly #found: Choice
  /** What was read last, or is being read, and of which rows. */
  #of: Selection | undefined
  #reading: Promise<string> | undefined
  #text: string | undefined

  constructor(found: Choice) {
    this.#found = found
  }

  /** As far as they are at hand. */
  get ready(): string | undefined {
    return (this.#current() ? this.#text : undefined) ?? this.#drawn()
  }

  /** As soon as they are there; rejected with a `Failure`. */
  read(): Promise<string> {
    if (this.#reading && this.#current()) return this.#reading
    this.#of = this.#found.selection
    this.#text = undefined
    const reading = this.#found.ids(this.#of)
    this.#reading = reading
    reading.then(
      (text) => {
        if (this.#reading === reading) this.#text = text
      },
      () => {
        // The next time it is tried anew.
        if (this.#reading === reading) this.#reading = undefined
      },
    )
    return reading
  }

  /** Whether what was read is of the rows that are chosen now. */
  #current(): boolean {
    const { found, ranges } = this.#found.selection
    return this.#of?.found === found && this.#of.ranges === ranges
  }

  /** From the rows at hand, when all that are chosen are among them. */
  #drawn(): string | undefined {
    const { rows, selection } = this.#found
    const ids = new Set<string>()
    for (const [from, until] of selection.ranges) {
      for (let place = from; place < until; place += 1) {
        const row = rows.get(place)
        if (!row) return undefined
        ids.add(row.fan)
      }
    }
    return [...ids].join('\n')
  }
}
