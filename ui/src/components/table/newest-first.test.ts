import { expect, it } from 'vitest'
import { newestFirst } from './newest-first'

/** A list of numbers that grows by `growth` at its front before each slice, and the number of slices. */
function growing(length: number, growth: number) {
  const list = { length, slices: 0 }
  const source = newestFirst((offset, limit) => {
    list.slices += 1
    if (list.slices > 50) throw new Error('the slices never end')
    list.length += growth
    const rows = Array.from(
      { length: Math.max(0, Math.min(limit, list.length - offset)) },
      (_, i) => list.length - offset - i,
    )
    return Promise.resolve({ total: list.length, rows })
  })
  return { list, source }
}

it.each([0, 1, 7, 60])('returns the rows of an answer while the list grows by %i a slice', async (growth) => {
  const { source } = growing(1_000, growth)
  const answer = await source.find({})
  for (const [offset, limit] of [
    [0, 100],
    [500, 100],
    [answer.total - 1, 1],
    [200, 100],
  ] as const) {
    const expected = Array.from({ length: limit }, (_, i) => answer.total - offset - i)
    expect(await source.rows(answer, offset, limit)).toEqual(expected)
  }
})

it('loads the first rows together with the length, and anew after that', async () => {
  const { list, source } = growing(1_000, 0)
  const answer = await source.find({})
  await source.rows(answer, 0, 100)
  expect(list.slices).toBe(1)
  await source.rows(answer, 0, 100)
  expect(list.slices).toBe(2)
})

it('ends when the list is shorter than the answer', async () => {
  const { list, source } = growing(300, 0)
  const answer = await source.find({})
  list.length = 150
  expect((await source.rows(answer, 200, 100)).length).toBeLessThan(100)
})
