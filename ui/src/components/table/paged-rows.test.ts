import { flushSync } from 'svelte'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { FakeBackend } from '../../backend/fake/fake'
import { fakeRow } from '../../backend/fake/state'
import { calls } from '../../testing/open'
import { LogResults } from '../../features/log/log-results'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

function log(wanted: number) {
  return new FakeBackend(
    {},
    Array.from({ length: wanted }, (_, i) => fakeRow({ item: wanted - i, label: i === 3 ? 'Zoë' : null })),
  )
}

async function opened(backend: FakeBackend) {
  const found = new LogResults(backend)
  found.open()
  await vi.advanceTimersByTimeAsync(0)
  flushSync()
  return found
}

it('asks at most twice a second, however often the log changes, and does not miss the last change', async () => {
  const backend = log(10)
  const found = await opened(backend)
  for (let i = 0; i < 100; i += 1) {
    backend.append({ item: 11 + i })
    found.handleChange()
    await vi.advanceTimersByTimeAsync(20)
  }
  expect(calls(backend, 'findLog').length).toBeLessThanOrEqual(1 + 4)
  await vi.advanceTimersByTimeAsync(500)
  expect(found.total).toBe(110)
})

it('skips what was typed while an answer was pending, except for the last text', async () => {
  const backend = log(10)
  const found = await opened(backend)
  let answer: () => void = () => undefined
  backend.answers.set(
    'findLog',
    () =>
      new Promise((resolve) => {
        answer = () => {
          resolve({ found: 9, total: 0, all: 10, revision: 1 })
        }
      }),
  )
  for (const text of ['z', 'zo', 'zoe']) found.ask({ text })
  await vi.advanceTimersByTimeAsync(0)
  expect(found.searching).toBe(true)
  expect(found.total).toBe(10) // The old rows stay until there are new ones.
  backend.answers.clear()
  answer()
  await vi.advanceTimersByTimeAsync(0)
  expect(calls(backend, 'findLog').map(([query]) => (query as { text: string }).text)).toEqual(['', 'z', 'zoe'])
  expect([found.total, found.searching]).toEqual([1, false])
})

it('keeps a pinned answer, refreshes its rows, and counts the new ones', async () => {
  const backend = log(500)
  const found = await opened(backend)
  found.pinned = () => true
  found.want([250])
  await vi.advanceTimersByTimeAsync(0)
  const item = found.rows.get(250)!.item
  backend.append({ item: 501 })
  backend.change(item, { undone: true })
  found.handleChange()
  await vi.advanceTimersByTimeAsync(500)
  expect([found.total, found.more]).toEqual([500, 1])
  expect(found.rows.get(250)).toMatchObject({ item, undone: true })
  await found.showPending()
  expect([found.total, found.more]).toEqual([501, 0])
  expect(found.rows.get(250)!.item).toBe(item + 1)
})

it('loads nothing while its screen is closed', async () => {
  const backend = log(5)
  const found = await opened(backend)
  found.close()
  found.handleChange()
  await vi.advanceTimersByTimeAsync(2000)
  expect(calls(backend, 'findLog')).toHaveLength(1)
  found.open()
  await vi.advanceTimersByTimeAsync(0)
  expect(found.total).toBe(5)
})

it('keeps only a few pages', async () => {
  const found = await opened(log(5_000))
  for (let place = 0; place < 5_000; place += 50) {
    found.want([place])
    await vi.advanceTimersByTimeAsync(0)
    expect(found.rows.get(place)).toBeDefined()
  }
  expect(found.rows.size).toBeLessThanOrEqual(1_300)
})

it('keeps only a few pages while an answer is pinned and new rows arrive', async () => {
  const found = await opened(log(5_000))
  found.pinned = () => true
  for (let place = 0; place < 5_000; place += 100) {
    found.want([place])
    found.handleChange()
    await vi.advanceTimersByTimeAsync(600)
  }
  expect(found.rows.size).toBeLessThanOrEqual(1_300)
})

it('loads the next page in the direction of scrolling in advance, and no further', async () => {
  const backend = log(5_000)
  const found = await opened(backend)
  expect(calls(backend, 'foundRows')).toHaveLength(1) // The user has not scrolled yet.
  found.want([90, 110])
  await vi.advanceTimersByTimeAsync(0)
  expect([100, 200, 300].map((place) => found.rows.has(place))).toEqual([true, true, false])
  found.want([1_150])
  await vi.advanceTimersByTimeAsync(0)
  found.want([1_050])
  await vi.advanceTimersByTimeAsync(0)
  expect([900, 1_000, 1_100].map((place) => found.rows.has(place))).toEqual([true, true, true])
  found.want([0])
  await vi.advanceTimersByTimeAsync(0)
  const asked = calls(backend, 'foundRows').length
  found.want([0])
  await vi.advanceTimersByTimeAsync(0)
  expect(calls(backend, 'foundRows')).toHaveLength(asked)
})
