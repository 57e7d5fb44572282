import { screen, within } from '@testing-library/svelte'
import { expect, it, vi } from 'vitest'
import type { AppState } from '../../backend/bindings/AppState'
import { FakeBackend } from '../../backend/fake/fake'
import { fakeState } from '../../backend/fake/state'
import { m } from '../../format/messages.svelte'
import { calls, expectAccessible, open } from '../../testing/open'
import { having, many } from '../../testing/said'

const untouched = fakeState().accounts.map((one) => ({ ...one, changed: false }))
const preferences: AppState['preferences'] = { ...fakeState().preferences, first_steps_done: false }
const KEY = 'af_live_0123456789abcdef'

function fresh(state: Partial<AppState> = {}) {
  const backend = new FakeBackend({ preferences, accounts: untouched, ...state })
  return { backend, ...open(backend) }
}

const steps = () => screen.findByRole('region', { name: m.steps_title() })

it('begins after the first key', async () => {
  const backend = new FakeBackend({ preferences, accounts: [], keys: [], key: { kind: 'none' } })
  backend.answers.set('saveKey', () => {
    backend.state = { ...fakeState(), preferences, accounts: untouched, revision: 9 }
    return Promise.resolve(backend.state)
  })
  const { user } = open(backend)
  await user.type(await screen.findByLabelText(m.key_label()), `${KEY}{Enter}`)
  expect(within(await steps()).getByText(having(m.connected(many(3))))).toBeVisible()
  await vi.waitFor(() => {
    expect(screen.getAllByText(having(m.connected(many(3)))).length).toBe(2)
  })
  expect(await screen.findByRole('textbox', { name: m.fan_label() })).toHaveFocus()
  await expectAccessible()
})

it('goes through three steps, and goes away once they are done', async () => {
  const { backend, user } = fresh()
  const list = await steps()
  expect(
    within(list)
      .getAllByRole('listitem')
      .map((one) => one.textContent.includes(m.steps_is_done())),
  ).toEqual([true, false, false])
  await user.click(within(list).getByRole('button', { name: m.steps_account_keep({ account: 'Mira Rose' }) }))
  expect(within(list).getByText(having(m.steps_fan()))).toBeVisible()
  const field = screen.getByRole('textbox', { name: m.fan_label() })
  expect(field).toHaveFocus()
  await user.type(field, '843584256474116096{Enter}')
  expect(await screen.findByRole('region', { name: m.steps_all_done() })).toBeVisible()
  await vi.waitFor(() => {
    expect(calls(backend, 'setPreferences')).toEqual([[{ ...preferences, first_steps_done: true }]])
  })
  await expectAccessible()
  // It stays to be read, until the next fan is added.
  await user.type(field, '227317562784874496{Enter}')
  await vi.waitFor(() => {
    expect(screen.queryByRole('region', { name: m.steps_all_done() })).toBeNull()
  })
})

it('goes away when the screen is left', async () => {
  const { user } = fresh()
  await steps()
  await user.type(screen.getByRole('textbox', { name: m.fan_label() }), '843584256474116096{Enter}')
  await screen.findByRole('region', { name: m.steps_all_done() })
  await user.click(screen.getByRole('button', { name: m.nav_log() }))
  await user.click(await screen.findByRole('button', { name: m.nav_add() }))
  await screen.findByRole('textbox', { name: m.fan_label() })
  expect(screen.queryByRole('region', { name: m.steps_all_done() })).toBeNull()
})

it('can be hidden, and is not shown again', async () => {
  const { backend, user } = fresh()
  await user.click(within(await steps()).getByRole('button', { name: m.steps_hide_label() }))
  expect(screen.queryByRole('region', { name: m.steps_title() })).toBeNull()
  await vi.waitFor(() => {
    expect(backend.state.preferences.first_steps_done).toBe(true)
  })
})

it('has nothing to choose with a single account', async () => {
  fresh({ accounts: untouched.slice(0, 1) })
  const list = await steps()
  expect(within(list).getByText(having(m.connected(many(1))))).toBeVisible()
  expect(within(list).queryByRole('button', { name: having('Mira') })).toBeNull()
  expect(within(list).getByText(having(m.steps_fan()))).toBeVisible()
})

it.each([
  ['were done before', { preferences: { ...preferences, first_steps_done: true } }],
  ['a fan was added before', { accounts: fakeState().accounts }],
  ['in practice mode', { mode: 'practice' as const }],
])('is not shown when the steps %s', async (_, state) => {
  fresh(state)
  await screen.findByRole('textbox', { name: m.fan_label() })
  await new Promise((resolve) => setTimeout(resolve))
  expect(screen.queryByRole('region', { name: m.steps_title() })).toBeNull()
})
