import type { Answer, RowSource } from './paged-rows.svelte'

interface Slice<Row> {
  total: number
  rows: Row[]
}

/**
 * The number of rows in a slice. The first answer comes with one, so that a table has rows as soon as it has a length.
 * Others are no shorter, so that a list that grows meanwhile does not push all wanted rows out of them.
 */
const SLICE = 100

/**
 * Presents a list that grows at its front as answers that don't change: rows that were added after an answer are skipped.
 */
export function newestFirst<Row>(
  slice: (offset: number, limit: number) => Promise<Slice<Row>>,
): RowSource<object, Row, Answer> {
  let answers = 0
  /** The current length of the list, as far as it is known. */
  let length = 0
  let first: { found: number; rows: Row[] } | undefined

  return {
    shrinks: true,
    async find() {
      const { total, rows } = await slice(0, SLICE)
      length = total
      first = { found: (answers += 1), rows }
      return { found: answers, total }
    },
    async rows({ found, total }, offset, limit) {
      const rows: Row[] = []
      if (offset === 0 && first?.found === found) rows.push(...first.rows.slice(0, limit))
      // The rows that came with the answer are used once, because they may change after that.
      first = undefined
      while (rows.length < limit) {
        const newer = length - total
        const answer = await slice(Math.max(0, offset + rows.length + newer), SLICE)
        const added = Math.max(0, answer.total - length)
        length = answer.total
        if (answer.rows.length === 0) break
        rows.push(...answer.rows.slice(added, added + limit - rows.length))
      }
      return rows
    },
  }
}
