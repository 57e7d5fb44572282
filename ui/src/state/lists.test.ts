import { expect, it, vi } from 'vitest'
import { FakeHost } from '../host/fake'
import { fakeBatch } from '../host/fake-batch'
import { fakeList } from '../host/fake-list'
import type { Host } from '../host/host'
import { calls } from '../testing/open'
import { App } from './app.svelte'

async function started(host = new FakeHost()) {
  const app = new App(host)
  await app.start()
  return { app, host, lists: app.lists }
}

/** The next `openList`, or another command, waits until it is told what it answers. */
function held(host: FakeHost, command: keyof Host = 'openList') {
  let answer: (value: unknown) => void = () => undefined
  host.answers.set(command, () => new Promise((resolve) => { answer = resolve }))
  return (value: unknown) => { answer(value) }
}

it('keeps the newer of two lists, whatever comes first', async () => {
  const { lists } = await started()
  lists.heardList(fakeList({ revision: 7, name: 'new' }))
  lists.take(fakeList({ revision: 6, name: 'old' }))
  expect(lists.list?.name).toBe('new')
})

it('does not lose the list to a snapshot that is older than it', async () => {
  const { host, lists } = await started()
  await lists.open()
  host.heard?.state({ ...host.state, revision: host.state.revision + 1, list: null })
  expect(lists.list).toBeDefined()
})

it('does not bring back a list that was closed', async () => {
  const { host, lists } = await started()
  await lists.open()
  const open = host.state
  await lists.close()
  expect(lists.list).toBeUndefined()
  host.heard?.state({ ...open, revision: host.state.revision + 1 })
  expect(lists.list).toBeUndefined()
})

it('hears nothing more of a reading that was cancelled', async () => {
  const { host, lists } = await started()
  const answer = held(host)
  const opening = lists.open()
  host.heard?.listProgress({ done: 1, total: 9, rows: 1 })
  expect(lists.doing).toBe('reading')
  await lists.close()
  answer(fakeList({ revision: 5 }))
  await opening
  host.heard?.listProgress({ done: 2, total: 9, rows: 2 })
  expect([lists.doing, lists.progress, lists.list, lists.refused]).toEqual([undefined, undefined, undefined, undefined])
})

it('shows how far a start has come, and never takes it for a reading', async () => {
  const { host, lists } = await started()
  lists.take(fakeList({ revision: 5 }))
  const answer = held(host, 'startList')
  const starting = lists.start({ revision: 5, speed: 'steady', again: false, look_first: false })
  host.heard?.listProgress({ done: 10_000, total: 40_000, rows: 10_000 })
  expect([lists.doing, lists.progress?.done]).toEqual(['starting', 10_000])
  await vi.waitFor(() => { expect(calls(host, 'startList')).toHaveLength(1) })
  answer(fakeBatch())
  await starting
  host.heard?.listProgress({ done: 20_000, total: 40_000, rows: 20_000 })
  expect([lists.doing, lists.progress, lists.list]).toEqual([undefined, undefined, undefined])
})

it('takes a reading that nobody asked for as that of a file that was dropped', async () => {
  const { host, lists } = await started()
  host.heard?.dragging(true)
  expect(lists.dragging).toBe(true)
  host.heard?.dragging(false)
  host.heard?.listProgress({ done: 1, total: 9, rows: 1 })
  expect(lists.doing).toBe('reading')
  host.heard?.list(fakeList({ revision: 5 }))
  expect(lists.doing).toBeUndefined()
  expect(lists.list?.revision).toBe(5)
})

it('says nothing when a list that was dropped overtook the one that was opened', async () => {
  const { host, lists } = await started()
  host.refuse('openList', 'list_outdated')
  await lists.open()
  expect(lists.refused).toBeUndefined()
})

it('does one thing at a time', async () => {
  const { host, lists } = await started()
  held(host)
  void lists.open()
  await lists.paste('843584256474116096')
  expect(calls(host, 'pasteList')).toEqual([])
})

it('shows the batch once it is started, and the list is gone', async () => {
  const { app, host, lists } = await started()
  await lists.open()
  await lists.start({ revision: lists.list?.revision ?? 0, speed: 'fast', again: false, look_first: true })
  expect(lists.list).toBeUndefined()
  expect(app.batches.shown).toBe(1)
  expect(app.batches.open.map((one) => [one.id, one.speed])).toEqual([[1, 'fast']])
  expect(host.state.list).toBeNull()
})

it('keeps the list when it could not be started, and says why', async () => {
  const { app, host, lists } = await started()
  await lists.open()
  host.refuse('startList', 'ledger_full', { path: '/x' })
  await lists.start({ revision: 1, speed: 'fast', again: false, look_first: true })
  expect(lists.list).toBeDefined()
  expect(lists.refused?.code).toBe('ledger_full')
  expect(app.batches.shown).toBeUndefined()
})

