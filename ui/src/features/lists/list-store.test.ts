import { expect, it, vi } from 'vitest'
import { FakeBackend } from '../../backend/fake/fake'
import { fakeBatch } from '../../backend/fake/batch'
import { fakeList } from '../../backend/fake/list'
import type { Backend } from '../../backend/backend'
import { calls } from '../../testing/open'
import { App } from '../../app/app.svelte'

async function started(backend = new FakeBackend()) {
  const app = new App(backend)
  await app.start()
  return { app, backend, lists: app.lists }
}

/** Holds the next `openList`, or another command, until the test gives the answer. */
function held(backend: FakeBackend, command: keyof Backend = 'openList') {
  let answer: (value: unknown) => void = () => undefined
  backend.answers.set(
    command,
    () =>
      new Promise((resolve) => {
        answer = resolve
      }),
  )
  return (value: unknown) => {
    answer(value)
  }
}

it('keeps the newer of two lists, whichever comes first', async () => {
  const { lists } = await started()
  lists.handleList(fakeList({ revision: 7, name: 'new' }))
  lists.applyList(fakeList({ revision: 6, name: 'old' }))
  expect(lists.list?.name).toBe('new')
})

it('does not lose the list to an older snapshot', async () => {
  const { backend, lists } = await started()
  await lists.open()
  backend.events?.state({ ...backend.state, revision: backend.state.revision + 1, list: null })
  expect(lists.list).toBeDefined()
})

it('does not bring back a list that was closed', async () => {
  const { backend, lists } = await started()
  await lists.open()
  const open = backend.state
  await lists.close()
  expect(lists.list).toBeUndefined()
  backend.events?.state({ ...open, revision: backend.state.revision + 1 })
  expect(lists.list).toBeUndefined()
})

it('ignores the progress of a canceled read', async () => {
  const { backend, lists } = await started()
  const answer = held(backend)
  const opening = lists.open()
  backend.events?.listProgress({ done: 1, total: 9, rows: 1 })
  expect(lists.task).toBe('reading')
  await lists.close()
  answer(fakeList({ revision: 5 }))
  await opening
  backend.events?.listProgress({ done: 2, total: 9, rows: 2 })
  expect([lists.task, lists.progress, lists.list, lists.refused]).toEqual([undefined, undefined, undefined, undefined])
})

it('shows the progress of a start, and never treats it as reading', async () => {
  const { backend, lists } = await started()
  lists.applyList(fakeList({ revision: 5 }))
  const answer = held(backend, 'startList')
  const starting = lists.start({
    revision: 5,
    speed: 'steady',
    include: [],
    look_first: false,
  })
  backend.events?.listProgress({ done: 10_000, total: 40_000, rows: 10_000 })
  expect([lists.task, lists.progress?.done]).toEqual(['starting', 10_000])
  await vi.waitFor(() => {
    expect(calls(backend, 'startList')).toHaveLength(1)
  })
  answer(fakeBatch())
  await starting
  backend.events?.listProgress({ done: 20_000, total: 40_000, rows: 20_000 })
  expect([lists.task, lists.progress, lists.list]).toEqual([undefined, undefined, undefined])
})

it('treats a read that the window did not request as a dropped file', async () => {
  const { backend, lists } = await started()
  backend.events?.dragging(true)
  expect(lists.dragging).toBe(true)
  backend.events?.dragging(false)
  backend.events?.listProgress({ done: 1, total: 9, rows: 1 })
  expect(lists.task).toBe('reading')
  backend.events?.list(fakeList({ revision: 5 }))
  expect(lists.task).toBeUndefined()
  expect(lists.list?.revision).toBe(5)
})

it('says nothing when a dropped list replaced the one that was being opened', async () => {
  const { backend, lists } = await started()
  backend.refuse('openList', 'list_outdated')
  await lists.open()
  expect(lists.refused).toBeUndefined()
})

it('says when the list to start is another one by now', async () => {
  const { backend, lists } = await started()
  await lists.open()
  backend.refuse('startList', 'list_outdated')
  await lists.start({
    revision: 1,
    speed: 'fast',
    include: [],
    look_first: true,
  })
  expect(lists.refused?.code).toBe('list_outdated')
})

it('does one thing at a time', async () => {
  const { backend, lists } = await started()
  held(backend)
  void lists.open()
  await lists.paste('843584256474116096')
  expect(calls(backend, 'pasteList')).toEqual([])
})

it('shows the batch once it has started, and closes the list', async () => {
  const { app, backend, lists } = await started()
  await lists.open()
  await lists.start({
    revision: lists.list?.revision ?? 0,
    speed: 'fast',
    include: [],
    look_first: true,
  })
  expect(lists.list).toBeUndefined()
  expect(app.batches.shown).toBe(1)
  expect(app.batches.open.map((one) => [one.id, one.speed])).toEqual([[1, 'fast']])
  expect(backend.state.list).toBeNull()
})

it('keeps the list when it could not be started, and says why', async () => {
  const { app, backend, lists } = await started()
  await lists.open()
  backend.refuse('startList', 'ledger_full', { path: '/x' })
  await lists.start({
    revision: 1,
    speed: 'fast',
    include: [],
    look_first: true,
  })
  expect(lists.list).toBeDefined()
  expect(lists.refused?.code).toBe('ledger_full')
  expect(app.batches.shown).toBeUndefined()
})
