import { expect, it } from 'vitest'
import { RowRecycler } from './row-recycler'

it('reuses the elements of rows that have left, each for one row only', () => {
  const slots = new RowRecycler()
  expect(slots.assign([0, 1, 2, 3])).toEqual([0, 1, 2, 3])
  // Two have left; the others keep theirs.
  const next = slots.assign([2, 3, 4, 5])
  expect(next.slice(0, 2)).toEqual([2, 3])
  expect(new Set(next)).toEqual(new Set([0, 1, 2, 3]))
  // The only row that stays in sight keeps its element.
  const far = slots.assign([3, 900, 901, 902, 903])
  expect(far[0]).toBe(3)
  expect(new Set(far)).toEqual(new Set([0, 1, 2, 3, 4]))
})

it('creates no more elements than were ever drawn at once', () => {
  const slots = new RowRecycler()
  for (let first = 0; first < 1_000; first += 7) {
    const taken = slots.assign(Array.from({ length: 20 }, (_, i) => first + i))
    expect(Math.max(...taken)).toBeLessThan(20)
    expect(new Set(taken).size).toBe(20)
  }
})
