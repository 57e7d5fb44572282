import { expect, it } from 'vitest'
import { RangeSelection } from './range-selection.svelte'

it('joins what touches and parts what is taken out', () => {
  const picked = new RangeSelection()
  for (const place of [5, 3, 4, 9]) picked.toggle(place)
  expect(picked.ranges).toEqual([
    [3, 6],
    [9, 10],
  ])
  picked.toggle(4)
  expect(picked.ranges).toEqual([
    [3, 4],
    [5, 6],
    [9, 10],
  ])
  expect(picked.count).toBe(3)
  expect([3, 4, 5, 6, 9].map((place) => picked.has(place))).toEqual([true, false, true, false, true])
})

it('extends from where the last choice was made, and gives back what was too far', () => {
  const picked = new RangeSelection()
  picked.toggle(1)
  picked.toggle(10)
  picked.extend(14, 10)
  expect(picked.ranges).toEqual([
    [1, 2],
    [10, 15],
  ])
  picked.extend(8, 14)
  expect(picked.ranges).toEqual([
    [1, 2],
    [8, 11],
  ])
})

it('extends from the row one is on when nothing was chosen', () => {
  const picked = new RangeSelection()
  picked.extend(7, 5)
  expect(picked.ranges).toEqual([[5, 8]])
})

it('chooses a million as one range', () => {
  const picked = new RangeSelection()
  picked.all(1_000_000)
  picked.toggle(500_000)
  expect(picked.ranges).toEqual([
    [0, 500_000],
    [500_001, 1_000_000],
  ])
  expect(picked.count).toBe(999_999)
  picked.clear()
  expect(picked.ranges).toEqual([])
})
