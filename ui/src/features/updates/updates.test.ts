import { screen, within } from '@testing-library/svelte'
import { expect, it, vi } from 'vitest'
import type { AppState } from '../../backend/bindings/AppState'
import type { UpdateState } from '../../backend/bindings/UpdateState'
import { FakeBackend } from '../../backend/fake/fake'
import { fakeNewVersion, fakeState, fakeUpdates } from '../../backend/fake/state'
import { problem } from '../../format/failure'
import { m } from '../../format/messages.svelte'
import { calls, expectAccessible, open } from '../../testing/open'
import { having } from '../../testing/said'
import './on-request'

const available = fakeNewVersion()

function opened(updates: Partial<UpdateState>, state: Partial<AppState> = {}) {
  const backend = new FakeBackend({ updates: fakeUpdates(updates), ...state })
  return { backend, ...open(backend) }
}

async function inSettings(updates: Partial<UpdateState>) {
  const all = opened(updates)
  await all.user.click(await screen.findByRole('button', { name: m.nav_settings() }))
  const section = await screen.findByRole('region', { name: m.settings_updates() })
  return { ...all, section: within(section) }
}

const question = () => screen.findByRole('region', { name: m.updates_ask() })
const noQuestion = () => screen.queryByRole('region', { name: m.updates_ask() })
const notice = () => screen.findByText(having(m.update_available({ version: '1.2.0' })))

it.each([
  ['on', m.updates_yes, m.updates_said_yes],
  ['off', m.updates_no, m.updates_said_no],
] as const)('asks once, says what is sent, and remembers the answer: %s', async (updates, answer, said) => {
  const { backend, user } = opened({ ask: true })
  const card = within(await question())
  expect(card.getByText(having(m.updates_hint({ host: 'releases.example' })))).toBeVisible()
  await expectAccessible()
  await user.click(card.getByRole('button', { name: answer() }))
  expect(calls(backend, 'setPreferences')).toEqual([[{ ...fakeState().preferences, updates }]])
  await vi.waitFor(() => {
    expect(noQuestion()).toBeNull()
  })
  expect(await screen.findByText(said())).toBeInTheDocument()
})

it('asks after the first steps, not beside them', async () => {
  const untouched = fakeState().accounts.map((one) => ({ ...one, changed: false }))
  const preferences = { ...fakeState().preferences, first_steps_done: false }
  opened({ ask: true }, { accounts: untouched, preferences })
  await screen.findByRole('region', { name: m.steps_title() })
  expect(noQuestion()).toBeNull()
})

it('tells of a new version in the language of the window, and leads to its page after one question', async () => {
  const { backend, user } = opened(
    { available, tell: true },
    { preferences: { ...fakeState().preferences, language: 'de' } },
  )
  expect(await screen.findByText('Listen laden schneller.')).toHaveAttribute('lang', 'de')
  await expectAccessible()
  const site = 'releases.example'
  await user.click(screen.getByRole('button', { name: m.update_open() }))
  const asked = await screen.findByRole('alertdialog', { name: m.link_title({ site }) })
  await user.click(within(asked).getByRole('button', { name: m.link_open({ site }) }))
  expect(calls(backend, 'openLink')).toEqual([[{ kind: 'releases' }]])
  await vi.waitFor(() => {
    expect(backend.state.preferences.opens_releases).toBe(true)
  })
})

it('tells in English what has no other words', async () => {
  const english = fakeNewVersion({ changes: { en: 'Lists load faster.' } })
  opened({ available: english, tell: true }, { preferences: { ...fakeState().preferences, language: 'fr' } })
  expect(await screen.findByText('Lists load faster.')).toHaveAttribute('lang', 'en')
})

it('says that a version fixes a security problem', async () => {
  opened({ available: fakeNewVersion({ security: true }), tell: true })
  expect(await screen.findByText(m.update_security({ version: '1.2.0' }))).toBeVisible()
})

it('can be put off', async () => {
  const { backend, user } = opened({ available, tell: true })
  await notice()
  await user.click(screen.getByRole('button', { name: m.update_later() }))
  expect(calls(backend, 'postponeUpdate')).toHaveLength(1)
  await vi.waitFor(() => {
    expect(screen.queryByRole('button', { name: m.update_later() })).toBeNull()
  })
})

it('says nothing while the app holds a notice back', async () => {
  const { backend } = opened({ available, tell: false })
  await screen.findByRole('textbox', { name: m.fan_label() })
  expect(screen.queryByRole('button', { name: m.update_later() })).toBeNull()
  // A batch that ends is one reason to tell it after all.
  backend.state = { ...backend.state, updates: fakeUpdates({ available, tell: true }), revision: 9 }
  backend.events?.state(backend.state)
  await notice()
})

it('is turned on and off in the settings, which ask before a page opens', async () => {
  const { backend, user, section } = await inSettings({})
  await expectAccessible()
  await user.click(section.getByRole('switch', { name: m.updates_switch() }))
  await user.click(screen.getByRole('switch', { name: m.settings_ask({ site: 'releases.example' }) }))
  await vi.waitFor(() => {
    expect(backend.state.preferences).toEqual({ ...fakeState().preferences, updates: 'on', opens_releases: true })
  })
  await user.click(section.getByRole('switch', { name: m.updates_switch() }))
  await vi.waitFor(() => {
    expect(backend.state.preferences.updates).toBe('off')
  })
})

it('checks on request, and says so when there is nothing new', async () => {
  const { backend, user, section } = await inSettings({})
  expect(section.queryByText(m.updates_latest())).toBeNull()
  await user.click(section.getByRole('button', { name: m.updates_check() }))
  expect(await section.findByText(m.updates_latest())).toBeVisible()
  expect(section.getByText(m.updates_checked({ when: m.when_now() }))).toBeVisible()
  expect(calls(backend, 'checkUpdates')).toHaveLength(1)
  await vi.waitFor(() => {
    expect(screen.getAllByText(m.updates_latest())).toHaveLength(2)
  })
})

it('shows a version that it found', async () => {
  const { backend, user, section } = await inSettings({})
  backend.newVersion = fakeNewVersion({ security: true })
  await user.click(section.getByRole('button', { name: m.updates_check() }))
  expect(await section.findByText(m.update_security({ version: '1.2.0' }))).toBeVisible()
  expect(section.getByText(m.update_released({ date: 'December 1, 2026' }))).toBeVisible()
  await expectAccessible()
})

it('says why a check failed, and claims nothing', async () => {
  const { backend, user, section } = await inSettings({ checked: 1 })
  expect(section.getByText(m.updates_latest())).toBeVisible()
  const params = { host: 'releases.example' }
  backend.refuse('checkUpdates', 'updates_outdated', params)
  await user.click(section.getByRole('button', { name: m.updates_check() }))
  expect(await section.findByText(having(problem({ code: 'updates_outdated', params })))).toBeVisible()
  expect(section.queryByText(m.updates_latest())).toBeNull()
})

it('can be checked on the help screen, which says what is sent', async () => {
  const { backend, user } = opened({})
  await user.click(await screen.findByRole('button', { name: m.nav_help() }))
  expect(await screen.findByText(m.help_leaves_updates({ host: 'releases.example' }))).toBeVisible()
  await user.click(screen.getByRole('button', { name: m.updates_check() }))
  expect(calls(backend, 'checkUpdates')).toHaveLength(1)
})

it('is on no screen of a build that knows no address', async () => {
  const { user } = open(new FakeBackend())
  for (const screens of [m.nav_add, m.nav_settings, m.nav_help]) {
    await user.click(await screen.findByRole('button', { name: screens() }))
    await vi.waitFor(() => {
      expect(screen.getByRole('button', { name: screens() })).toHaveAttribute('aria-current', 'page')
    })
    for (const text of [m.updates_check(), m.updates_switch(), m.update_later(), m.settings_updates()])
      expect(screen.queryAllByText(text)).toEqual([])
  }
})
