import { screen } from '@testing-library/svelte'
import { afterEach, expect, it, vi } from 'vitest'
import type { AppState } from '../../backend/bindings/AppState'
import { FakeBackend } from '../../backend/fake/fake'
import { fakeRow, fakeState } from '../../backend/fake/state'
import { languageName } from '../../format/language'
import { m } from '../../format/messages.svelte'
import { calls, expectAccessible, open } from '../../testing/open'
import { having, saying } from '../../testing/said'
import { clock } from '../../format/time'

const KEY = 'af_live_0123456789abcdef'

afterEach(() => {
  vi.useRealTimers()
})

async function started(state: Partial<AppState> = {}, entries = 0) {
  const rows = Array.from({ length: entries }, (_, i) => fakeRow({ item: entries - i }))
  const backend = new FakeBackend({ key: { kind: 'none' }, accounts: [], ...state }, rows)
  const { user } = open(backend)
  const field = await screen.findByLabelText<HTMLInputElement>(m.key_label())
  return { backend, user, field }
}

it('hides the key until asked, checks it, and goes on', async () => {
  const { backend, user, field } = await started()
  await expectAccessible()
  expect(field).toHaveAttribute('type', 'password')
  await user.click(screen.getByRole('button', { name: m.key_show_label() }))
  expect(field).toHaveAttribute('type', 'text')
  await user.type(field, `${KEY}{Enter}`)
  expect(calls(backend, 'saveKey')).toEqual([[KEY]])
  expect(await screen.findByRole('textbox', { name: m.fan_label() })).toHaveFocus()
  expect(document.body.outerHTML).not.toContain(KEY)
})

it('asks only once while it checks a key', async () => {
  const { backend, user, field } = await started()
  backend.answers.set('saveKey', () => new Promise(() => undefined))
  await user.type(field, `${KEY}{Enter}{Enter}`)
  expect(await screen.findByRole('button', { name: m.key_checking() })).toBeVisible()
  expect(calls(backend, 'saveKey').length).toBe(1)
})

it.each([
  ['key_refused', m.problem_key_refused()],
  ['key_other_vendor', m.problem_key_other_vendor()],
  ['key_unlikely', m.advice_key_unlikely()],
  ['no_connection', m.problem_no_connection()],
  ['keychain_refused', m.problem_keychain_refused()],
] as const)('%s has its own sentence and leaves the focus in the field', async (code, sentence) => {
  const { backend, user, field } = await started()
  backend.refuse('saveKey', code)
  await user.type(field, `${KEY}{Enter}`)
  await vi.waitFor(() => {
    expect(document.getElementById('key-problem')).toHaveTextContent(sentence)
  })
  expect(field).toHaveFocus()
  expect(field).toHaveValue(KEY)
  await expectAccessible()
})

it('checks a text that does not look like a key when it is submitted again', async () => {
  const { backend, user, field } = await started()
  backend.refuse('saveKey', 'key_unlikely')
  await user.type(field, `${KEY}{Enter}`)
  await screen.findByText(m.problem_key_unlikely())
  backend.answers.clear()
  await user.click(screen.getByRole('button', { name: m.key_check_and_save() }))
  expect(calls(backend, 'saveKey')).toEqual([[KEY], [KEY]])
  expect(await screen.findByRole('textbox', { name: m.fan_label() })).toBeVisible()
})

it.each([
  ['secret_service', m.keychain_name_secret_service()],
  ['keychain', m.keychain_name_keychain()],
  ['credential_manager', m.keychain_name_credential_manager()],
] as const)('says in words where it will try to keep the key: %s', async (keychain, words) => {
  await started({ keychain })
  expect(document.getElementById('key-kept')!.textContent).toBe(
    `${m.key_kept_asked({ keychain: words })} ${m.key_check_credits()}`,
  )
})

it.each([
  ['missing', m.keychain_missing_title()],
  ['not_set_up', m.keychain_not_set_up_title()],
  ['locked', m.keychain_locked_title()],
  ['refused', m.keychain_refused_title()],
] as const)('a keychain that is %s has its own words and can be read again', async (because, title) => {
  const { backend, user } = await started({ key: { kind: 'unread', because } })
  expect(screen.getByText(title)).toBeVisible()
  await expectAccessible()
  await user.click(screen.getByRole('button', { name: m.keychain_check_again() }))
  expect(calls(backend, 'readKeychainAgain').length).toBe(1)
})

it.each([
  ['missing', m.keychain_missing_title(), m.key_kept_session_only()],
  ['locked', m.keychain_locked_title(), m.key_kept_locked()],
  ['refused', m.keychain_refused_title(), m.key_kept_refused()],
  ['not_set_up', m.keychain_not_set_up_title(), m.key_kept_not_set_up()],
] as const)('a keychain that is still %s is said to be, with the time', async (because, answer, kept) => {
  vi.useFakeTimers({ toFake: ['Date'] })
  const { backend, user } = await started({ key: { kind: 'unread', because } })
  backend.answers.set('readKeychainAgain', () => Promise.resolve(backend.state))
  await user.click(screen.getByRole('button', { name: m.keychain_check_again() }))
  expect(await screen.findByText(saying(m.keychain_checked_at({ time: clock(Date.now()), answer })))).toBeVisible()
  expect(document.getElementById('key-kept')).toHaveTextContent(kept)
})

it('warns as long as the server is not apifansly.com', async () => {
  await started({ address: { kind: 'elsewhere', host: '127.0.0.1:4000' } })
  expect(screen.getByRole('complementary')).toHaveTextContent(m.address_elsewhere({ host: '127.0.0.1:4000' }))
  await expectAccessible()
})

it('says that an address is not used, and what to do', async () => {
  await started({ address: { kind: 'unusable' } })
  expect(screen.getByRole('complementary')).toHaveTextContent(m.address_unusable())
})

it.each([
  ['page_reloaded', m.notice_page_reloaded()],
  ['crashed', m.notice_crashed()],
] as const)('says once what happened: %s', async (kind, words) => {
  const { backend, user } = await started({ notices: [{ kind }] })
  expect(screen.getByText(words)).toBeVisible()
  await user.click(screen.getByRole('button', { name: m.understood() }))
  expect(calls(backend, 'dismissNotices').length).toBe(1)
})

it('offers to clear the clipboard while it holds the saved key', async () => {
  const { backend, user, field } = await started()
  backend.answers.set('keyOnClipboard', () => Promise.resolve(true))
  await user.type(field, `${KEY}{Enter}`)
  backend.answers.set('clearClipboard', () => Promise.resolve(false))
  await user.click(await screen.findByRole('button', { name: m.clipboard_clear() }))
  expect(await screen.findByText(having(m.clipboard_left()))).toBeVisible()
  backend.answers.clear()
  await user.click(screen.getByRole('button', { name: m.clipboard_clear() }))
  await vi.waitFor(() => {
    expect(screen.queryByRole('button', { name: m.clipboard_clear() })).toBeNull()
  })
})

it('ignores a clipboard that does not hold the key', async () => {
  const { backend, user, field } = await started()
  await user.type(field, `${KEY}{Enter}`)
  await screen.findByRole('textbox', { name: m.fan_label() })
  expect(calls(backend, 'keyOnClipboard').length).toBe(1)
  expect(screen.queryByRole('button', { name: m.clipboard_clear() })).toBeNull()
})

it('opens practice mode without a key', async () => {
  const { backend, user } = await started()
  await user.click(screen.getByRole('button', { name: m.start_practice() }))
  expect(calls(backend, 'setMode')).toEqual([['practice']])
  expect(await screen.findByText(m.practice_banner())).toBeVisible()
})

it('explains a slow start, and draws nothing for a quick one', async () => {
  const backend = new FakeBackend()
  let answer: (state: AppState) => void = () => undefined
  backend.answers.set(
    'appState',
    () =>
      new Promise((resolve) => {
        answer = resolve
      }),
  )
  open(backend)
  expect(screen.queryByRole('heading')).toBeNull()
  expect(await screen.findByRole('heading', { name: m.starting() })).toBeVisible()
  answer(backend.state)
  expect(await screen.findByRole('textbox', { name: m.fan_label() })).toBeVisible()
})

it('loads the first entries of the log once, together with the state', async () => {
  const backend = new FakeBackend(
    {},
    Array.from({ length: 250 }, (_, i) => fakeRow({ item: 250 - i })),
  )
  open(backend)
  expect(await screen.findByRole('textbox', { name: m.fan_label() })).toBeVisible()
  expect(calls(backend, 'logSlice')).toEqual([[0, 100]])
})

it('says what is wrong when the app does not answer, and tries again', async () => {
  const backend = new FakeBackend()
  backend.refuse('appState', 'internal')
  const { user } = open(backend)
  await screen.findByText(having(m.problem_internal()))
  backend.answers.clear()
  await user.click(screen.getByRole('button', { name: m.try_again() }))
  expect(await screen.findByRole('textbox', { name: m.fan_label() })).toBeVisible()
})

it('keeps saying that a key is kept only until the app closes', async () => {
  open(new FakeBackend({ key: { kind: 'session_only', because: 'missing' } }))
  expect(await screen.findByText(m.session_only_missing())).toBeVisible()
})

it('promises no keychain where none is running', async () => {
  await started({ key: { kind: 'unread', because: 'missing' } })
  expect(document.getElementById('key-kept')).toHaveTextContent(m.key_kept_session_only())
  expect(document.getElementById('key-kept')).not.toHaveTextContent(m.key_kept_secret_service())
  expect(screen.getByText(m.keychain_missing_paste())).toBeVisible()
  expect(screen.getByRole('button', { name: m.start_practice() })).toBeVisible()
})

it('shows the whole app around the welcome, and the language', async () => {
  const { backend, user } = await started()
  await expectAccessible()
  for (const name of [m.nav_lists(), m.nav_vips(), m.nav_log(), m.nav_settings()])
    expect(screen.getByRole('button', { name })).toBeVisible()
  expect(screen.queryByText(m.log_empty_title())).toBeNull()
  const language = screen.getByLabelText<HTMLSelectElement>(m.settings_language())
  await user.selectOptions(language, languageName('es'))
  expect(calls(backend, 'setPreferences')).toEqual([[{ ...fakeState().preferences, language: 'es' }]])
  await vi.waitFor(() => {
    expect(document.documentElement.lang).toBe('es')
  })
  await user.selectOptions(language, languageName('en'))
  await vi.waitFor(() => {
    expect(document.documentElement.lang).toBe('en')
  })
})

it('says that everything was erased', async () => {
  await started({ keys: [], notices: [{ kind: 'erased' }] })
  expect(screen.getByText(m.notice_erased())).toBeVisible()
})
