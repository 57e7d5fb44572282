import { expect, it } from 'vitest'
import { RowRecycler } from './row-recycler'

it('gives the elements of rows that have left to those that come, and no element to two', () => {
  const slots = new RowRecycler()
  expect(slots.take([0, 1, 2, 3])).toEqual([0, 1, 2, 3])
  // Two have left; the others keep theirs.
  const next = slots.take([2, 3, 4, 5])
  expect(next.slice(0, 2)).toEqual([2, 3])
  expect(new Set(next)).toEqual(new Set([0, 1, 2, 3]))
  // What stays in sight alone keeps its own, wherever the others go.
  const far = slots.take([3, 900, 901, 902, 903])
  expect(far[0]).toBe(3)
  expect(new Set(far)).toEqual(new Set([0, 1, 2, 3, 4]))
})

it('makes no more elements than were ever drawn at once', () => {
  const slots = new RowRecycler()
  for (let first = 0; first < 1_000; first += 7) {
    const taken = slots.take(Array.from({ length: 20 }, (_, i) => first + i))
    expect(Math.max(...taken)).toBeLessThan(20)
    expect(new Set(taken).size).toBe(20)
  }
})
