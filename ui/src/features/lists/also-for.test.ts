import { screen, within } from '@testing-library/svelte'
import { expect, it, vi } from 'vitest'
import { FakeBackend } from '../../backend/fake/fake'
import { fakeGroup, fakeList } from '../../backend/fake/list'
import { fakeAccount, fakeKey, fakeState } from '../../backend/fake/state'
import { isolated } from '../../format/isolated'
import { m } from '../../format/messages.svelte'
import { calls, expectAccessible, open } from '../../testing/open'
import { beginning, many } from '../../testing/said'

const also = (name: string) => ({ name: m.list_also_for({ account: isolated(name) }).replace(/[\u2068\u2069]/g, '') })

/** A window in which a list was just started for Mira Rose. */
async function started(backend = new FakeBackend()) {
  backend.state.list = fakeList({ ready: 3, groups: [fakeGroup('ready', 3)] })
  const { user } = open(backend)
  await user.click(await screen.findByRole('button', { name: beginning(m.nav_lists()) }))
  await user.click(await screen.findByRole('button', { name: m.start_button_add(many(3)) }))
  await screen.findByRole('button', { name: m.batch_back() })
  return { backend, user }
}

it('checks the started list for another account, and leaves what was started alone', async () => {
  const { backend, user } = await started()
  await expectAccessible()
  const before = backend.history[0]
  await user.click(await screen.findByRole('button', also('Luna Vale')))
  await screen.findByRole('button', { name: m.start_button_add(many(3)) })
  expect(calls(backend, 'chooseAccount')).toEqual([['fansly_luna']])
  expect(calls(backend, 'reopenList')).toEqual([[before?.id, 'fansly_luna']])
  expect(backend.state.list?.account).toBe('fansly_luna')
  expect(calls(backend, 'checkList')).toEqual([])
  expect(screen.getByRole('button', { name: beginning(m.account_prefix()) })).toHaveTextContent('Luna Vale')
  await user.click(screen.getByRole('button', { name: m.start_button_add(many(3)) }))
  await screen.findByRole('button', { name: m.batch_back() })
  expect(backend.history.map((one) => one.account)).toEqual(['fansly_luna', 'fansly_mira'])
  expect(backend.history[1]).toEqual(before)
  // Now the list belongs to the second batch.
  expect(screen.getByRole('button', also('Mira Rose'))).toBeVisible()
  expect(screen.queryByRole('button', also('Luna Vale'))).toBeNull()
})

it('offers only accounts that can be used', async () => {
  const accounts = [...fakeState().accounts.slice(0, 2), fakeAccount({ key: 2 })]
  const keys = [fakeKey(), fakeKey({ id: 2, state: { kind: 'unread', because: 'locked' }, accounts: ['Sol'] })]
  await started(new FakeBackend({ accounts, keys }))
  expect(await screen.findByRole('button', also('Luna Vale'))).toBeVisible()
  expect(screen.queryByRole('button', also('Sol'))).toBeNull()
})

it('is not offered with one account, nor for another batch', async () => {
  const { backend, user } = await started(new FakeBackend({ accounts: fakeState().accounts.slice(0, 1) }))
  expect(screen.queryByText(m.list_also())).toBeNull()
  backend.events?.state({ ...backend.state, accounts: fakeState().accounts, started_list: 99, revision: 9_000_000 })
  await vi.waitFor(() => {
    expect(screen.queryByText(m.list_also())).toBeNull()
  })
  await user.click(screen.getByRole('button', { name: m.batch_back() }))
})

it('says why the list cannot be opened again', async () => {
  const { backend, user } = await started()
  backend.refuse('reopenList', 'list_outdated')
  const group = screen.getByRole('group', { name: m.list_also() })
  await user.click(within(group).getByRole('button', also('Luna Vale')))
  expect(await within(group).findByRole('alert')).toHaveTextContent(m.problem_list_outdated())
})
