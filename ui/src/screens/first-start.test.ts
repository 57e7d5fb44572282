import { screen } from '@testing-library/svelte'
import { expect, it, vi } from 'vitest'
import type { AppState } from '../host/bindings/AppState'
import { FakeHost } from '../host/fake'
import { fakeRow } from '../host/fake-state'
import { calls, expectAccessible, open } from '../testing/open'

const KEY = 'af_live_0123456789abcdef'

async function started(state: Partial<AppState> = {}, entries = 0) {
  const rows = Array.from({ length: entries }, (_, i) => fakeRow({ item: entries - i }))
  const host = new FakeHost({ key: { kind: 'none' }, accounts: [], ...state }, rows)
  const { user } = open(host)
  const field = await screen.findByLabelText<HTMLInputElement>('Your API key')
  return { host, user, field }
}

it('hides the key until asked, checks it, and goes on', async () => {
  const { host, user, field } = await started()
  await expectAccessible()
  expect(field).toHaveAttribute('type', 'password')
  await user.click(screen.getByRole('button', { name: 'Show the key' }))
  expect(field).toHaveAttribute('type', 'text')
  await user.type(field, `${KEY}{Enter}`)
  expect(calls(host, 'saveKey')).toEqual([[KEY]])
  expect(await screen.findByLabelText('Fan')).toHaveFocus()
  expect(document.body.outerHTML).not.toContain(KEY)
})

it('asks only once while a key is being checked', async () => {
  const { host, user, field } = await started()
  host.answers.set('saveKey', () => new Promise(() => undefined))
  await user.type(field, `${KEY}{Enter}{Enter}`)
  expect(await screen.findByRole('button', { name: 'Checking the key…' })).toBeVisible()
  expect(calls(host, 'saveKey').length).toBe(1)
})

it.each([
  ['key_refused', 'does not accept this API key'],
  ['key_other_vendor', 'looks like a key from another company'],
  ['key_unlikely', 'choose “Check and save” again'],
  ['no_connection', 'could not be reached'],
  ['keychain_refused', 'keychain did not do'],
] as const)('%s has its own sentence and leaves the focus in the field', async (code, sentence) => {
  const { host, user, field } = await started()
  host.refuse('saveKey', code)
  await user.type(field, `${KEY}{Enter}`)
  await vi.waitFor(() => { expect(document.getElementById('key-problem')).toHaveTextContent(sentence) })
  expect(field).toHaveFocus()
  expect(field).toHaveValue(KEY)
  await expectAccessible()
})

it('tries what looks like something else when it is given once more', async () => {
  const { host, user, field } = await started()
  host.refuse('saveKey', 'key_unlikely')
  await user.type(field, `${KEY}{Enter}`)
  await screen.findByText(/doesn’t look like an API key/)
  host.answers.clear()
  await user.click(screen.getByRole('button', { name: 'Check and save' }))
  expect(calls(host, 'saveKey')).toEqual([[KEY], [KEY]])
  expect(await screen.findByLabelText('Fan')).toBeVisible()
})

it.each([
  ['secret_service', 'this computer’s keychain (Secret Service)'],
  ['keychain', 'the macOS Keychain'],
  ['credential_manager', 'Windows Credential Manager'],
] as const)('says in words where it will try to keep the key: %s', async (keychain, words) => {
  await started({ keychain })
  expect(document.getElementById('key-kept')).toHaveTextContent(`try to keep it in ${words}`)
  expect(document.getElementById('key-kept')).not.toHaveTextContent('will be kept')
})

it.each([
  ['missing', 'No keychain is running'],
  ['not_set_up', 'Your keychain isn’t set up yet'],
  ['locked', 'The keychain is locked'],
  ['refused', 'The keychain said no'],
] as const)('a keychain that is %s has its own words and can be read again', async (because, title) => {
  const { host, user } = await started({ key: { kind: 'unread', because } })
  expect(screen.getByText(title)).toBeVisible()
  await expectAccessible()
  await user.click(screen.getByRole('button', { name: 'Read the keychain again' }))
  expect(calls(host, 'readKeychainAgain').length).toBe(1)
})

it.each([
  ['missing', 'No keychain is running'],
  ['locked', 'The keychain is locked'],
  ['refused', 'The keychain said no'],
  ['not_set_up', 'Your keychain isn’t set up yet'],
] as const)('a keychain that is still %s is said to be, with the time', async (because, title) => {
  const { host, user } = await started({ key: { kind: 'unread', because } })
  host.answers.set('readKeychainAgain', () => Promise.resolve(host.state))
  await user.click(screen.getByRole('button', { name: 'Read the keychain again' }))
  expect(await screen.findByText(/^Read again at .*\d/)).toHaveTextContent(title)
  expect(document.getElementById('key-kept')).toHaveTextContent('only until you close the app')
})

it('says for as long as it is so that this is not the real service', async () => {
  await started({ address: { kind: 'elsewhere', host: '127.0.0.1:4000' } })
  expect(screen.getByRole('complementary')).toHaveTextContent('Connected to 127.0.0.1:4000, not to apifansly.com')
  await expectAccessible()
})

it('says that an address is not used, and what to do', async () => {
  await started({ address: { kind: 'unusable' } })
  expect(screen.getByRole('complementary')).toHaveTextContent('Remove VELVET_ROPE_API_URL')
})

it.each([
  ['page_reloaded', /was reloaded\. Everything that was running kept going/],
  ['fell_over', /went wrong\. Your log is safe/],
] as const)('says once what happened: %s', async (kind, words) => {
  const { host, user } = await started({ notices: [{ kind }] })
  expect(screen.getByText(words)).toBeVisible()
  await user.click(screen.getByRole('button', { name: 'Got it' }))
  expect(calls(host, 'dismissNotices').length).toBe(1)
})

it('offers to clear the clipboard while it holds the key that was saved', async () => {
  const { host, user, field } = await started()
  host.answers.set('keyOnClipboard', () => Promise.resolve(true))
  await user.type(field, `${KEY}{Enter}`)
  host.answers.set('clearClipboard', () => Promise.resolve(false))
  await user.click(await screen.findByRole('button', { name: 'Clear clipboard' }))
  expect(await screen.findByText(/Copy something else/)).toBeVisible()
  host.answers.clear()
  await user.click(screen.getByRole('button', { name: 'Clear clipboard' }))
  await vi.waitFor(() => { expect(screen.queryByRole('button', { name: 'Clear clipboard' })).toBeNull() })
})

it('says nothing of a clipboard that does not hold the key', async () => {
  const { host, user, field } = await started()
  await user.type(field, `${KEY}{Enter}`)
  await screen.findByLabelText('Fan')
  expect(calls(host, 'keyOnClipboard').length).toBe(1)
  expect(screen.queryByRole('button', { name: 'Clear clipboard' })).toBeNull()
})

it('opens practice without a key', async () => {
  const { host, user } = await started()
  await user.click(screen.getByRole('button', { name: 'Try it with practice data' }))
  expect(calls(host, 'setMode')).toEqual([['practice']])
  expect(await screen.findByText('Practice – nothing here is real')).toBeVisible()
})

it('explains a slow start, and draws nothing for a quick one', async () => {
  const host = new FakeHost()
  let answer: (state: AppState) => void = () => undefined
  host.answers.set('appState', () => new Promise((resolve) => { answer = resolve }))
  open(host)
  expect(screen.queryByRole('heading')).toBeNull()
  expect(await screen.findByRole('heading', { name: 'Starting…' })).toBeVisible()
  answer(host.state)
  expect(await screen.findByLabelText('Fan')).toBeVisible()
})

it('asks for the first rows of the log once, beside the rest', async () => {
  const host = new FakeHost({}, Array.from({ length: 250 }, (_, i) => fakeRow({ item: 250 - i })))
  open(host)
  expect(await screen.findByLabelText('Fan')).toBeVisible()
  expect(calls(host, 'logSlice')).toEqual([[0, 200]])
})

it('says what is wrong when the app does not answer, and tries again', async () => {
  const host = new FakeHost()
  host.refuse('appState', 'internal')
  const { user } = open(host)
  await screen.findByText(/Something in the app went wrong/)
  host.answers.clear()
  await user.click(screen.getByRole('button', { name: 'Try again' }))
  expect(await screen.findByLabelText('Fan')).toBeVisible()
})

it('says permanently that a key is kept for this run only', async () => {
  open(new FakeHost({ key: { kind: 'this_run_only', because: 'missing' } }))
  expect(await screen.findByText(/kept for this run only/)).toBeVisible()
})

it('promises no keychain where none is running', async () => {
  await started({ key: { kind: 'unread', because: 'missing' } })
  expect(document.getElementById('key-kept')).toHaveTextContent('only until you close the app')
  expect(document.getElementById('key-kept')).not.toHaveTextContent('Secret Service')
  expect(screen.getByText(/paste your key below/)).toBeVisible()
  expect(screen.getByRole('button', { name: 'Try it with practice data' })).toBeVisible()
})

it('says that a log is here whose key is not, and opens it', async () => {
  const { user, field } = await started({ keys: [], without_key: ['Mira Rose', 'Luna'] }, 1204)
  const said = screen.getByText(/A log with 1,204 entries for/)
  expect(said).toHaveTextContent(/Mira Rose.* and .*Luna.* but its API key wasn’t found in this computer’s keychain/)
  expect(field).toBeVisible()
  expect(screen.getByRole('button', { name: 'Try it with practice data' })).toBeVisible()
  await expectAccessible()
  await user.click(screen.getByRole('button', { name: 'Open the log' }))
  expect(screen.queryByLabelText('Your API key')).toBeNull()
  expect(screen.getByRole('button', { name: 'Log' })).toHaveAttribute('aria-current', 'page')
  await user.click(screen.getByRole('button', { name: 'Settings' }))
  expect(screen.getByRole('button', { name: 'Settings' })).toHaveAttribute('aria-current', 'page')
  // All else needs a key.
  await user.click(screen.getByRole('button', { name: 'Add' }))
  expect(screen.getByLabelText('Your API key')).toBeVisible()
})

it('says that a log is here where the key was removed', async () => {
  await started({ keys: [] }, 1)
  expect(screen.getByText('A log with 1 entry is on this computer.')).toBeVisible()
})

it('says that everything was erased', async () => {
  await started({ keys: [], notices: [{ kind: 'erased' }] })
  expect(screen.getByText(/Everything was erased from this computer/)).toBeVisible()
})
