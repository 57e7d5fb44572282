import { expect, it } from 'vitest'
import { RangeSelection } from './range-selection.svelte'

it('joins adjacent ranges and splits a range when a row is removed', () => {
  const selected = new RangeSelection()
  for (const place of [5, 3, 4, 9]) selected.toggle(place)
  expect(selected.ranges).toEqual([
    [3, 6],
    [9, 10],
  ])
  selected.toggle(4)
  expect(selected.ranges).toEqual([
    [3, 4],
    [5, 6],
    [9, 10],
  ])
  expect(selected.count).toBe(3)
  expect([3, 4, 5, 6, 9].map((place) => selected.has(place))).toEqual([true, false, true, false, true])
})

it('extends from the last selected row, and gives back rows beyond the new end', () => {
  const selected = new RangeSelection()
  selected.toggle(1)
  selected.toggle(10)
  selected.extend(14, 10)
  expect(selected.ranges).toEqual([
    [1, 2],
    [10, 15],
  ])
  selected.extend(8, 14)
  expect(selected.ranges).toEqual([
    [1, 2],
    [8, 11],
  ])
})

it('extends from the focused row when nothing was selected', () => {
  const selected = new RangeSelection()
  selected.extend(7, 5)
  expect(selected.ranges).toEqual([[5, 8]])
})

it('selects a million rows as one range', () => {
  const selected = new RangeSelection()
  selected.all(1_000_000)
  selected.toggle(500_000)
  expect(selected.ranges).toEqual([
    [0, 500_000],
    [500_001, 1_000_000],
  ])
  expect(selected.count).toBe(999_999)
  selected.clear()
  expect(selected.ranges).toEqual([])
})
