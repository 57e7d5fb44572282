import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { BatchFilter } from '../../backend/bindings/BatchFilter'
import { FakeBackend } from '../../backend/fake/fake'
import { fakeBatch, fakeCounts } from '../../backend/fake/batch'
import { calls } from '../../testing/open'
import { BatchRows } from './batch-rows.svelte'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

function running(added: number, total = 1_000): FakeBackend {
  return new FakeBackend({ batches: [fakeBatch({ counts: fakeCounts({ total, added, waiting: total - added }) })] })
}

function grow(backend: FakeBackend, added: number, total = 1_000) {
  backend.drive(1, { counts: fakeCounts({ total, added, waiting: total - added }) })
}

async function opened(backend: FakeBackend, filter: BatchFilter = 'latest', first?: number) {
  const rows = new BatchRows(backend, 1, filter)
  rows.heard('0')
  await vi.advanceTimersByTimeAsync(0)
  const newest = first ?? rows.total - 1
  rows.want(Array.from({ length: 20 }, (_, i) => newest - i).filter((place) => place >= 0))
  await vi.advanceTimersByTimeAsync(0)
  return rows
}

function asked(backend: FakeBackend) {
  return calls(backend, 'batchRows').map(([, filter, offset, limit]) => [filter, offset, limit])
}

it('pulls 200 at a time, and only what is drawn', async () => {
  const backend = running(900)
  const rows = await opened(backend)
  expect(rows.total).toBe(900)
  expect(asked(backend)).toEqual([['latest', 0, 200]])
  expect(rows.rows.get(899)).toBeDefined()
  expect(rows.rows.get(600)).toBeUndefined()
  rows.want([650])
  await vi.advanceTimersByTimeAsync(0)
  expect(asked(backend).slice(1)).toEqual([['latest', 100, 200]])
  expect(rows.rows.get(650)).toBeDefined()
})

it('keeps a row at its place when new results come', async () => {
  const backend = running(50)
  const names = (place: number) => `row ${place}`
  backend.batchItem = ((usual) => (batch, filter, place) => ({
    ...usual(batch, filter, place),
    label: names(batch.counts.added - 1 - place),
  }))(backend.batchItem)
  const rows = await opened(backend)
  expect(rows.rows.get(49)?.label).toBe('row 49')
  grow(backend, 53)
  rows.heard('1')
  await vi.advanceTimersByTimeAsync(1_000)
  expect(rows.total).toBe(53)
  expect(rows.rows.get(49)?.label).toBe('row 49')
  expect(rows.rows.get(52)?.label).toBe('row 52')
})

it('reads a batch that changes ten times a second no more than it can be read', async () => {
  const backend = running(100)
  const rows = await opened(backend)
  const before = asked(backend).length
  for (let i = 1; i <= 100; i += 1) {
    grow(backend, 100 + i)
    rows.heard(`${i}`)
    await vi.advanceTimersByTimeAsync(100)
  }
  const more = asked(backend).length - before
  expect(more).toBeGreaterThan(10)
  expect(more).toBeLessThan(30)
  await vi.advanceTimersByTimeAsync(1_000)
  expect(rows.total).toBe(200)
})

it('reads nothing when nothing changed', async () => {
  const backend = running(100)
  const rows = await opened(backend)
  const before = asked(backend).length
  rows.heard('0')
  await vi.advanceTimersByTimeAsync(5_000)
  expect(asked(backend).length).toBe(before)
})

it('finds the first that come when there were none', async () => {
  const backend = running(0)
  const rows = await opened(backend)
  expect(rows.known).toBe(0)
  grow(backend, 2)
  rows.heard('1')
  await vi.advanceTimersByTimeAsync(1_000)
  expect(rows.total).toBe(2)
  expect(rows.rows.get(1)).toBeDefined()
})

it('lets go of rows that are no longer there', async () => {
  const backend = running(100, 130)
  const rows = await opened(backend, 'waiting')
  expect(rows.total).toBe(30)
  grow(backend, 120, 130)
  rows.heard('1')
  await vi.advanceTimersByTimeAsync(1_000)
  expect(rows.total).toBe(10)
  expect([...rows.rows.keys()].every((place) => place < 10)).toBe(true)
})

it('says when they could not be read, and tries again on request', async () => {
  const backend = running(10)
  backend.refuse('batchRows', 'ledger_unreadable')
  const rows = await opened(backend)
  expect(rows.unread).toBe(true)
  backend.answers.clear()
  rows.again()
  await vi.advanceTimersByTimeAsync(0)
  expect(rows.total).toBe(10)
  expect(rows.unread).toBe(false)
})

it('reads no more once it is closed', async () => {
  const backend = running(10)
  const rows = await opened(backend)
  const before = asked(backend).length
  rows.heard('1')
  rows.close()
  await vi.advanceTimersByTimeAsync(5_000)
  expect(asked(backend).length).toBe(before)
})
