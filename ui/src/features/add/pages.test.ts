import { flushSync } from 'svelte'
import { expect, it, vi } from 'vitest'
import { FakeBackend } from '../../backend/fake/fake'
import { fakeRow } from '../../backend/fake/state'
import type { BackendEvents } from '../../backend/backend'
import { calls } from '../../testing/open'
import { Pages } from './pages.svelte'

const silent = Object.fromEntries(
  ['log', 'resting', 'state', 'batch', 'list', 'listRefused', 'listProgress', 'dragging', 'closing'].map((name) => [
    name,
    () => undefined,
  ]),
) as unknown as BackendEvents

function log(wanted: number) {
  return Array.from({ length: wanted }, (_, i) => fakeRow({ item: wanted - i }))
}

function span(first: number, last: number) {
  return Array.from({ length: last - first + 1 }, (_, i) => first + i)
}

async function opened(backend: FakeBackend, first: number, last: number) {
  const pages = new Pages(backend)
  pages.open(backend.state.log)
  pages.want(span(first, last))
  await vi.waitFor(() => {
    expect(pages.rows.get(last)).toBeDefined()
  })
  flushSync()
  return pages
}

it('pulls only what is wanted, at most 200 rows at a time', async () => {
  const backend = new FakeBackend({}, log(10_000))
  const pages = await opened(backend, 9_950, 9_999)
  expect(calls(backend, 'logSlice')).toEqual([[0, 100]])
  expect(pages.rows.size).toBe(100)
  expect(pages.rows.get(9_999)?.item).toBe(10_000)
  expect(pages.rows.get(9_900)?.item).toBe(9_901)
})

it('keeps a row at its place when newer rows come', async () => {
  const backend = new FakeBackend({}, log(150))
  const pages = await opened(backend, 100, 149)
  void backend.appState({
    ...silent,
    log: (mark) => {
      pages.heard(mark)
    },
  })
  backend.append({ item: 151 })
  await vi.waitFor(() => {
    expect(pages.mark.total).toBe(151)
    expect(pages.rows.get(149)?.item).toBe(150)
  })
})

it('reads again what changed, and ignores an old mark', async () => {
  const backend = new FakeBackend({}, log(10))
  const pages = await opened(backend, 0, 9)
  backend.change(3, { undone: true })
  pages.heard(backend.state.log)
  await vi.waitFor(() => {
    expect(pages.rows.get(2)?.undone).toBe(true)
  })
  const before = calls(backend, 'logSlice').length
  pages.heard({ total: 10, revision: 1 })
  await Promise.resolve()
  expect(calls(backend, 'logSlice').length).toBe(before)
  expect(pages.mark).toEqual(backend.state.log)
})

it('gives way to the truth when a mark belonged to the log before this one', async () => {
  const backend = new FakeBackend({}, log(3))
  const pages = await opened(backend, 0, 2)
  pages.heard({ total: 500, revision: 900 })
  pages.want(span(480, 499))
  await vi.waitFor(() => {
    expect(pages.mark).toEqual({ total: 3, revision: 3 })
  })
})

it('drops a late answer that belongs to another log', async () => {
  const backend = new FakeBackend({}, log(5))
  let answer: (slice: unknown) => void = () => undefined
  backend.answers.set(
    'logSlice',
    () =>
      new Promise((resolve) => {
        answer = resolve
      }),
  )
  const pages = new Pages(backend)
  pages.open(backend.state.log)
  pages.want(span(0, 4))
  await vi.waitFor(() => {
    expect(calls(backend, 'logSlice').length).toBe(1)
  })
  await Promise.resolve()
  backend.answers.clear()
  pages.open({ total: 0, revision: 0 })
  await vi.waitFor(() => {
    answer({ mark: { total: 5, revision: 5 }, offset: 0, rows: log(5) })
    expect(pages.mark.total).toBe(0)
  })
  await Promise.resolve()
  expect(pages.rows.size).toBe(0)
})

it('says when the log could not be read, and tries again on request', async () => {
  const backend = new FakeBackend({}, log(5))
  backend.refuse('logSlice', 'ledger_unreadable')
  const pages = new Pages(backend)
  pages.open(backend.state.log)
  pages.want(span(0, 4))
  await vi.waitFor(() => {
    expect(pages.unread).toBe(true)
  })
  backend.answers.clear()
  pages.again()
  await vi.waitFor(() => {
    expect(pages.rows.size).toBe(5)
  })
})

it('forgets pages that were read long ago', async () => {
  const backend = new FakeBackend({}, log(10_000))
  const pages = await opened(backend, 9_900, 9_999)
  for (let page = 98; page > 70; page -= 1) {
    pages.want(span(page * 100, page * 100 + 99))
    await vi.waitFor(() => {
      expect(pages.rows.get(page * 100)).toBeDefined()
    })
  }
  expect(pages.rows.size).toBeLessThanOrEqual(1_200)
})

it('pulls nothing between a row that stays drawn for its focus and the rows far away from it', async () => {
  const backend = new FakeBackend({}, log(10_000))
  const pages = await opened(backend, 9_980, 9_999)
  pages.want([9_999, ...span(0, 19)])
  await vi.waitFor(() => {
    expect(pages.rows.get(0)).toBeDefined()
  })
  expect(calls(backend, 'logSlice')).toHaveLength(2)
})

it('asks for nothing that was given beforehand, whatever the length of the log', () => {
  for (const total of [0, 1, 5, 99, 100, 101, 199, 200, 201, 250, 10_000]) {
    const backend = new FakeBackend({}, log(total))
    const pages = new Pages(backend)
    pages.open(backend.state.log)
    pages.given({ rows: backend.rows.slice(0, 200), offset: 0, mark: backend.state.log })
    pages.want(span(Math.max(0, total - 100), total - 1))
    expect(calls(backend, 'logSlice'), `${total} rows`).toEqual([])
    for (let place = Math.max(0, total - 200); place < total; place += 1)
      expect(pages.rows.get(place)?.item).toBe(place + 1)
  }
})

it('reads again what changed after it was given', async () => {
  const backend = new FakeBackend({}, log(10))
  const pages = new Pages(backend)
  const before = { rows: [...backend.rows], offset: 0, mark: backend.state.log }
  backend.change(3, { undone: true })
  pages.open(backend.state.log)
  pages.given(before)
  pages.want(span(0, 9))
  await vi.waitFor(() => {
    expect(pages.rows.get(2)?.undone).toBe(true)
  })
})
