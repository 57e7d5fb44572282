import { screen, within } from '@testing-library/svelte'
import { expect, it, vi } from 'vitest'
import type { AppState } from '../../backend/bindings/AppState'
import type { KeychainProblem } from '../../backend/bindings/KeychainProblem'
import { FakeBackend } from '../../backend/fake/fake'
import { fakePerson, fakePeopleView, fakeRead } from '../../backend/fake/people'
import { fakeRow } from '../../backend/fake/state'
import { isolated } from '../../format/isolated'
import { m } from '../../format/messages.svelte'
import { calls, expectAccessible, open } from '../../testing/open'
import { many, saying } from '../../testing/said'

const KEY = 'af_live_0123456789abcdef'

/** A window with a log and accounts, but without a key that can be used. */
function withoutKey(state: Partial<AppState> = {}) {
  const rows = Array.from({ length: 3 }, (_, i) => fakeRow({ item: 3 - i }))
  const backend = new FakeBackend({ keys: [], key: { kind: 'none' }, ...state }, rows)
  return { backend, ...open(backend) }
}

const card = () => screen.findByRole('region', { name: m.connect_title() })
const go = (name: string) => screen.getByRole('button', { name })

it('shows the log and asks for the key in one card', async () => {
  const { backend, user } = withoutKey()
  const connect = await card()
  expect(connect).toHaveTextContent(m.connect_none())
  expect(connect).toHaveTextContent(m.connect_meanwhile())
  expect(screen.getByRole('heading', { name: m.add_title() })).toBeVisible()
  expect(screen.queryByRole('textbox', { name: m.fan_label() })).toBeNull()
  expect(screen.getByRole('heading', { name: m.log_title() })).toBeVisible()
  await expectAccessible()
  await user.type(within(connect).getByLabelText(m.key_label()), `${KEY}{Enter}`)
  expect(calls(backend, 'saveKey')).toEqual([[KEY]])
  expect(await screen.findByRole('textbox', { name: m.fan_label() })).toHaveFocus()
  expect(screen.queryByRole('region', { name: m.connect_title() })).toBeNull()
  await vi.waitFor(() => {
    expect(document.body).toHaveTextContent(m.connected(many(3)))
  })
})

it('names the accounts of a log whose key is in another keychain', async () => {
  withoutKey({ without_key: ['Mira Rose', 'Luna'] })
  const accounts = `${isolated('Mira Rose')} and ${isolated('Luna')}`
  const words = m.start_log_without_key({ ...many(3), accounts, keychain: m.keychain_name_secret_service() })
  await card()
  expect(screen.getByText(saying(words.replace(/[\u2068\u2069]/g, '')))).toBeVisible()
})

it.each([
  ['missing', m.keychain_missing_title()],
  ['not_set_up', m.keychain_not_set_up_title()],
  ['locked', m.keychain_locked_title()],
  ['refused', m.keychain_refused_title()],
] as [KeychainProblem, string][])('says that the keychain is %s, and reads it again', async (because, title) => {
  const { backend, user } = withoutKey({ keys: fakeKeyUnread(because), key: { kind: 'unread', because } })
  expect(within(await card()).getByText(title)).toBeVisible()
  await expectAccessible()
  await user.click(go(m.keychain_check_again()))
  expect(calls(backend, 'readKeychainAgain').length).toBe(1)
  expect(await screen.findByRole('textbox', { name: m.fan_label() })).toBeVisible()
})

function fakeKeyUnread(because: KeychainProblem): AppState['keys'] {
  return [{ id: 1, state: { kind: 'unread', because }, accounts: ['Mira Rose'], problem: null }]
}

it('opens every screen, and asks for the key only where it is needed', async () => {
  const { backend, user } = withoutKey()
  const vips = { kind: 'vips' } as const
  const people = [fakePerson()]
  backend.putPeople(vips, people)
  backend.views.set(`fansly_mira ${JSON.stringify(vips)}`, fakeRead(fakePeopleView({ source: vips }), people))
  await card()
  await user.click(go(m.nav_vips()))
  const connect = await card()
  expect(await screen.findByText('Jamie K.')).toBeVisible()
  expect(screen.queryByRole('button', { name: m.people_refresh() })).toBeNull()
  expect(screen.getByRole('button', { name: m.export_open() })).toBeVisible()
  await expectAccessible()
  await user.click(within(connect).getByRole('button', { name: m.connect_open() }))
  const dialog = await screen.findByRole('dialog', { name: m.connect_title() })
  await vi.waitFor(() => {
    expect(within(dialog).getByLabelText(m.key_label())).toHaveFocus()
  })
  await user.keyboard('{Escape}')

  await user.click(go(m.nav_log()))
  expect(await screen.findByRole('heading', { name: m.nav_log() })).toBeVisible()
  expect(screen.queryByRole('region', { name: m.connect_title() })).toBeNull()
  await user.click(go(m.nav_settings()))
  expect(await screen.findByRole('button', { name: m.connect_title() })).toBeVisible()
  expect(screen.queryByRole('button', { name: m.account_refresh() })).toBeNull()
  await expectAccessible()
})

it('checks a list without a key, and starts it once there is one', async () => {
  const { backend, user } = withoutKey()
  await card()
  await user.click(go(m.nav_lists()))
  await user.click(await screen.findByRole('button', { name: m.list_open() }))
  const connect = await card()
  expect(connect).toHaveTextContent(m.connect_list())
  expect(screen.queryByRole('heading', { name: m.start_nobody_title() })).toBeNull()
  await expectAccessible()
  await user.click(within(connect).getByRole('button', { name: m.connect_open() }))
  const dialog = await screen.findByRole('dialog', { name: m.connect_title() })
  await user.type(within(dialog).getByLabelText(m.key_label()), `${KEY}{Enter}`)
  const ready = backend.state.list?.ready ?? 0
  expect(await screen.findByRole('button', { name: m.start_button_add(many(ready)) })).toBeVisible()
  expect(screen.queryByRole('dialog', { name: m.connect_title() })).toBeNull()
  expect(screen.queryByRole('region', { name: m.connect_title() })).toBeNull()
})

it('leaves a list that was checked without a key', async () => {
  const { backend, user } = withoutKey()
  await card()
  await user.click(go(m.nav_lists()))
  await user.click(await screen.findByRole('button', { name: m.list_open() }))
  await user.click(within(await card()).getByRole('button', { name: m.cancel() }))
  expect(calls(backend, 'closeList').length).toBe(1)
  expect(await screen.findByRole('button', { name: m.list_open() })).toBeVisible()
})

it('stays in the settings when the last key is removed, and says that everything else is there', async () => {
  const backend = new FakeBackend({}, [fakeRow()])
  const { user } = open(backend)
  await user.click(await screen.findByRole('button', { name: m.nav_settings() }))
  await user.click(await screen.findByRole('button', { name: m.settings_key_remove() }))
  await user.click(within(await screen.findByRole('alertdialog')).getByRole('button', { name: m.remove_key_confirm() }))
  expect(await screen.findByText(m.settings_key_removed())).toBeVisible()
  expect(screen.getByRole('heading', { name: m.settings_title() })).toBeVisible()
  await user.click(go(m.nav_add()))
  expect(await card()).toBeVisible()
})

it('leads from practice mode to the welcome', async () => {
  const backend = new FakeBackend({ keys: [], key: { kind: 'none' }, mode: 'practice' })
  const { user } = open(backend)
  await user.click(await screen.findByRole('button', { name: m.nav_settings() }))
  await screen.findByRole('heading', { name: m.settings_title() })
  backend.state = { ...backend.state, accounts: [] }
  await user.click(screen.getAllByRole('button', { name: m.practice_exit() })[0]!)
  expect(await screen.findByRole('heading', { name: m.start_title() })).toBeVisible()
})

it('welcomes after everything was erased', async () => {
  const backend = new FakeBackend({}, [fakeRow()])
  const { user } = open(backend)
  await user.click(await screen.findByRole('button', { name: m.nav_settings() }))
  await user.click(await screen.findByRole('button', { name: m.settings_erase_button() }))
  await user.click(within(await screen.findByRole('alertdialog')).getByRole('button', { name: m.erase_confirm() }))
  expect(await screen.findByRole('heading', { name: m.start_title() })).toBeVisible()
})

it('goes to the list when a file is dropped on the welcome', async () => {
  const backend = new FakeBackend({ keys: [], key: { kind: 'none' }, accounts: [], chosen: null })
  open(backend)
  await screen.findByRole('heading', { name: m.start_title() })
  backend.events?.list(backend.openedList({ account: '' }))
  expect(within(await card()).getByText(m.connect_list())).toBeVisible()
  await vi.waitFor(() => {
    expect(screen.getByRole('button', { name: m.nav_lists() })).toHaveAttribute('aria-current', 'page')
  })
})
