import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { FakeBackend } from '../../backend/fake/fake'
import { fakeBatch, fakeCounts } from '../../backend/fake/batch'
import { calls } from '../../testing/open'
import { BatchLeft } from './batch-left.svelte'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

async function opened(counts: { failed: number; unconfirmed: number; stopped: number }) {
  const backend = new FakeBackend({ batches: [fakeBatch({ counts: fakeCounts({ total: 5_000, ...counts }) })] })
  const left = new BatchLeft(backend, 1)
  await vi.advanceTimersByTimeAsync(0)
  return { backend, left }
}

it('has the kinds one after the other, and none of them twice', async () => {
  const { left } = await opened({ failed: 2, unconfirmed: 3, stopped: 4 })
  expect(left.total).toBe(9)
  left.want(Array.from({ length: 9 }, (_, place) => place))
  await vi.advanceTimersByTimeAsync(0)
  const ends = Array.from({ length: 9 }, (_, i) => left.rows.get(8 - i)?.outcome)
  expect(ends).toEqual([
    ...Array<string>(2).fill('failed'),
    ...Array<string>(3).fill('unconfirmed'),
    ...Array<string>(4).fill('stopped'),
  ])
  expect(new Set(Array.from({ length: 9 }, (_, place) => left.rows.get(place))).size).toBe(9)
  expect([left.rows.get(-1), left.rows.get(9)]).toEqual([undefined, undefined])
})

it('knows how many there are once all kinds have answered', async () => {
  const { backend, left } = await opened({ failed: 0, unconfirmed: 3, stopped: 0 })
  expect([left.known, left.unread]).toEqual([3, false])
  backend.refuse('batchRows', 'ledger_unreadable')
  const other = new BatchLeft(backend, 1)
  await vi.advanceTimersByTimeAsync(0)
  expect([other.known, other.unread]).toEqual([undefined, true])
  backend.answers.clear()
  other.again()
  await vi.advanceTimersByTimeAsync(0)
  expect([other.known, other.unread]).toEqual([3, false])
})

it('pulls what is drawn of each kind, and nothing of the others', async () => {
  const { backend, left } = await opened({ failed: 1_000, unconfirmed: 1_000, stopped: 1_000 })
  const before = calls(backend, 'batchRows').length
  // The end of what is stopped, then the middle of what is not sure.
  left.want([0, 1, 1_500])
  await vi.advanceTimersByTimeAsync(0)
  expect(
    calls(backend, 'batchRows')
      .slice(before)
      .map(([, filter, offset]) => [filter, offset]),
  ).toEqual([
    ['stopped', 800],
    ['unconfirmed', 400],
  ])
  expect([left.rows.get(1_500)?.outcome, left.rows.get(1_000)?.outcome]).toEqual(['unconfirmed', undefined])
  left.close()
  left.want([1_900])
  await vi.advanceTimersByTimeAsync(0)
  expect(calls(backend, 'batchRows')).toHaveLength(before + 2)
})
