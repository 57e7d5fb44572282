import { screen } from '@testing-library/svelte'
import { expect, it, vi } from 'vitest'
import type { BatchView } from '../../backend/bindings/BatchView'
import { FakeBackend } from '../../backend/fake/fake'
import { fakeBatch, fakeCounts } from '../../backend/fake/batch'
import { m } from '../../format/messages.svelte'
import { calls, open } from '../../testing/open'
import { many } from '../../testing/said'

const part: Partial<BatchView> = { counts: fakeCounts({ total: 412, added: 268, waiting: 144 }) }
const all: Partial<BatchView> = { counts: fakeCounts({ total: 412, added: 412 }) }

async function opened(batch: Partial<BatchView> = part) {
  const backend = new FakeBackend({ batches: [fakeBatch(batch)] })
  open(backend)
  await screen.findByRole('navigation')
  return backend
}

function end(backend: FakeBackend) {
  backend.drive(1, { ...all, state: { kind: 'ended' }, ended: Date.now() })
}

it('tells once that a batch has ended: two numbers in the notification, more to a screen reader', async () => {
  const backend = await opened()
  end(backend)
  backend.drive(1, { can_undo: 411 })
  expect(calls(backend, 'notify')).toEqual([[m.notice_batch_done({ done: '412', total: '412' })]])
  const words = m.batch_ended({ parts: m.batch_part_added(many(412)) })
  await vi.waitFor(() => {
    expect(document.querySelector('.visually-hidden[role=status]')).toHaveTextContent(
      m.batch_said({ name: 'Black Friday buyers', words }),
    )
  })
})

it('tells each time that a batch was paused, unless the user paused it', async () => {
  const backend = await opened()
  const paused = {
    ...part,
    state: { kind: 'paused', why: { kind: 'service', cause: 'credits_spent', words: null } },
  } as const
  backend.drive(1, paused)
  backend.drive(1, paused)
  expect(calls(backend, 'notify')).toEqual([[m.notice_batch_paused({ done: '268', total: '412' })]])
  backend.drive(1, { state: { kind: 'running', step: { kind: 'sending' } } })
  backend.drive(1, paused)
  expect(calls(backend, 'notify')).toHaveLength(2)
  end(backend)
  expect(calls(backend, 'notify').at(-1)).toEqual([m.notice_batch_done({ done: '412', total: '412' })])
})

it('says nothing when the user paused it', async () => {
  const backend = await opened()
  backend.drive(1, { state: { kind: 'paused', why: { kind: 'user' } } })
  expect(calls(backend, 'notify')).toEqual([])
})

it('ignores what ended or was interrupted before the window opened', async () => {
  const backend = await opened({ ...part, began: 1_000, state: { kind: 'paused', why: { kind: 'interrupted' } } })
  backend.history = [
    ...backend.history,
    fakeBatch({ ...all, id: 2, began: 1_000, ended: 2_000, state: { kind: 'ended' } }),
  ]
  backend.drive(2, { can_undo: 3 })
  expect(calls(backend, 'notify')).toEqual([])
})

it('tells of a batch that ended before the window knew it', async () => {
  const backend = await opened()
  backend.history = [...backend.history, fakeBatch({ ...all, id: 2, state: { kind: 'ended' }, ended: Date.now() + 5 })]
  backend.drive(2, {})
  expect(calls(backend, 'notify')).toEqual([[m.notice_batch_done({ done: '412', total: '412' })]])
})

it('ignores it when the system shows no notifications', async () => {
  const backend = await opened()
  backend.refuse('notify', 'internal')
  end(backend)
  await Promise.resolve()
  expect(calls(backend, 'notify')).toHaveLength(1)
})

it('starts over with another log', async () => {
  const backend = await opened()
  backend.events?.state({
    ...backend.state,
    revision: 99,
    mode: 'practice',
    batches: [
      fakeBatch({ ...part, revision: 9_000, began: 1_000, state: { kind: 'paused', why: { kind: 'no_key' } } }),
    ],
  })
  await Promise.resolve()
  expect(calls(backend, 'notify')).toEqual([])
})
