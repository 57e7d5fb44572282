import { expect, it } from 'vitest'
import { RowHeights } from './row-heights'

/** The same, the long way. */
function model(usual: number, heights: number[]) {
  const newest = [...heights].reverse()
  const start = (index: number) => newest.slice(0, index).reduce((sum, height) => sum + height, 0)
  return {
    start,
    at: (offset: number) => {
      let index = 0
      while (index + 1 < newest.length && start(index + 1) <= offset) index += 1
      return index
    },
    usual,
  }
}

/** Always the same numbers. */
function dice(seed: number) {
  let state = seed
  return (below: number) => {
    state = (state * 48_271) % 2_147_483_647
    return state % below
  }
}

it('says where rows begin as if all of them were added up', () => {
  for (let seed = 1; seed <= 60; seed += 1) {
    const roll = dice(seed)
    const heights = Array.from({ length: roll(40) }, () => 45)
    const rows = new RowHeights(45, heights.length)
    for (let step = 0; step < 60; step += 1) {
      const what = roll(4)
      if (what === 0) {
        heights.push(...Array.from({ length: roll(5) }, () => 45))
        rows.grow(heights.length)
      } else if (what === 1 && heights.length > 3) {
        heights.length -= roll(3)
        rows.grow(heights.length)
      } else if (heights.length > 0) {
        const place = roll(heights.length)
        const height = 30 + roll(4) * 15
        expect(rows.set(place, height)).toBe(height - (heights[place] ?? 0))
        heights[place] = height
      }
      const truth = model(45, heights)
      for (const index of [0, roll(heights.length + 1), heights.length])
        expect(rows.start(index)).toBe(truth.start(index))
      expect(rows.start(rows.total)).toBe(truth.start(heights.length))
      if (heights.length > 0) {
        const offset = roll(rows.start(rows.total) + 100) - 50
        expect(rows.at(offset)).toBe(truth.at(offset))
        const index = roll(heights.length)
        expect(rows.height(index)).toBe(heights[heights.length - 1 - index])
      }
    }
  }
})

it('keeps heights with their rows when newer ones come', () => {
  const rows = new RowHeights(45, 3)
  rows.set(1, 90)
  expect(rows.start(2)).toBe(135)
  rows.grow(5)
  expect([rows.height(3), rows.start(4)]).toEqual([90, 225])
})

it('is nothing for no rows', () => {
  const rows = new RowHeights(45, 0)
  expect([rows.start(rows.total), rows.at(0), rows.at(500)]).toEqual([0, 0, 0])
})
