import { flushSync } from 'svelte'
import { expect, it, vi } from 'vitest'
import { FakeHost } from '../host/fake'
import { fakeRow } from '../host/fake-state'
import type { Heard } from '../host/host'
import { calls } from '../testing/open'
import { Pages } from './pages.svelte'

const silent = Object.fromEntries(
  ['log', 'resting', 'state', 'batch', 'list', 'listRefused', 'listProgress', 'dragging', 'closing'].map((name) => [name, () => undefined]),
) as unknown as Heard

function log(wanted: number) {
  return Array.from({ length: wanted }, (_, i) => fakeRow({ item: wanted - i }))
}

function span(first: number, last: number) {
  return Array.from({ length: last - first + 1 }, (_, i) => first + i)
}

async function opened(host: FakeHost, first: number, last: number) {
  const pages = new Pages(host)
  pages.open(host.state.log)
  pages.want(span(first, last))
  await vi.waitFor(() => {
    expect(pages.rows.get(last)).toBeDefined()
  })
  flushSync()
  return pages
}

it('pulls only what is wanted, at most 200 rows at a time', async () => {
  const host = new FakeHost({}, log(10_000))
  const pages = await opened(host, 9_950, 9_999)
  expect(calls(host, 'logSlice')).toEqual([[0, 100]])
  expect(pages.rows.size).toBe(100)
  expect(pages.rows.get(9_999)?.item).toBe(10_000)
  expect(pages.rows.get(9_900)?.item).toBe(9_901)
})

it('keeps a row at its place when newer rows come', async () => {
  const host = new FakeHost({}, log(150))
  const pages = await opened(host, 100, 149)
  void host.appState({ ...silent, log: (mark) => { pages.heard(mark) } })
  host.append({ item: 151 })
  await vi.waitFor(() => {
    expect(pages.mark.total).toBe(151)
    expect(pages.rows.get(149)?.item).toBe(150)
  })
})

it('reads again what changed, and ignores an old mark', async () => {
  const host = new FakeHost({}, log(10))
  const pages = await opened(host, 0, 9)
  host.change(3, { undone: true })
  pages.heard(host.state.log)
  await vi.waitFor(() => {
    expect(pages.rows.get(2)?.undone).toBe(true)
  })
  const before = calls(host, 'logSlice').length
  pages.heard({ total: 10, revision: 1 })
  await Promise.resolve()
  expect(calls(host, 'logSlice').length).toBe(before)
  expect(pages.mark).toEqual(host.state.log)
})

it('gives way to the truth when a mark belonged to the log before this one', async () => {
  const host = new FakeHost({}, log(3))
  const pages = await opened(host, 0, 2)
  pages.heard({ total: 500, revision: 900 })
  pages.want(span(480, 499))
  await vi.waitFor(() => {
    expect(pages.mark).toEqual({ total: 3, revision: 3 })
  })
})

it('drops a late answer that belongs to another log', async () => {
  const host = new FakeHost({}, log(5))
  let answer: (slice: unknown) => void = () => undefined
  host.answers.set('logSlice', () => new Promise((resolve) => { answer = resolve }))
  const pages = new Pages(host)
  pages.open(host.state.log)
  pages.want(span(0, 4))
  await vi.waitFor(() => { expect(calls(host, 'logSlice').length).toBe(1) })
  await Promise.resolve()
  host.answers.clear()
  pages.open({ total: 0, revision: 0 })
  await vi.waitFor(() => { answer({ mark: { total: 5, revision: 5 }, offset: 0, rows: log(5) }); expect(pages.mark.total).toBe(0) })
  await Promise.resolve()
  expect(pages.rows.size).toBe(0)
})

it('says when the log could not be read, and tries again on request', async () => {
  const host = new FakeHost({}, log(5))
  host.refuse('logSlice', 'ledger_unreadable')
  const pages = new Pages(host)
  pages.open(host.state.log)
  pages.want(span(0, 4))
  await vi.waitFor(() => { expect(pages.unread).toBe(true) })
  host.answers.clear()
  pages.again()
  await vi.waitFor(() => { expect(pages.rows.size).toBe(5) })
})

it('forgets pages that were read long ago', async () => {
  const host = new FakeHost({}, log(10_000))
  const pages = await opened(host, 9_900, 9_999)
  for (let page = 98; page > 70; page -= 1) {
    pages.want(span(page * 100, page * 100 + 99))
    await vi.waitFor(() => { expect(pages.rows.get(page * 100)).toBeDefined() })
  }
  expect(pages.rows.size).toBeLessThanOrEqual(1_200)
})

it('pulls nothing between a row that stays drawn for its focus and the rows far away from it', async () => {
  const host = new FakeHost({}, log(10_000))
  const pages = await opened(host, 9_980, 9_999)
  pages.want([9_999, ...span(0, 19)])
  await vi.waitFor(() => {
    expect(pages.rows.get(0)).toBeDefined()
  })
  expect(calls(host, 'logSlice')).toHaveLength(2)
})

it('asks for nothing that was given beforehand, whatever the length of the log', () => {
  for (const total of [0, 1, 5, 99, 100, 101, 199, 200, 201, 250, 10_000]) {
    const host = new FakeHost({}, log(total))
    const pages = new Pages(host)
    pages.open(host.state.log)
    pages.given({ rows: host.rows.slice(0, 200), offset: 0, mark: host.state.log })
    pages.want(span(Math.max(0, total - 100), total - 1))
    expect(calls(host, 'logSlice'), `${total} rows`).toEqual([])
    for (let place = Math.max(0, total - 200); place < total; place += 1) expect(pages.rows.get(place)?.item).toBe(place + 1)
  }
})

it('reads again what changed after it was given', async () => {
  const host = new FakeHost({}, log(10))
  const pages = new Pages(host)
  const before = { rows: [...host.rows], offset: 0, mark: host.state.log }
  host.change(3, { undone: true })
  pages.open(host.state.log)
  pages.given(before)
  pages.want(span(0, 9))
  await vi.waitFor(() => {
    expect(pages.rows.get(2)?.undone).toBe(true)
  })
})
