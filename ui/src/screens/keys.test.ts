import { screen, within } from '@testing-library/svelte'
import { expect, it, vi } from 'vitest'
import type { AppState } from '../host/bindings/AppState'
import { FakeHost } from '../host/fake'
import { fakeAccount, fakeKey, fakeState, fakeTwoKeys } from '../host/fake-state'
import { calls, expectAccessible, open } from '../testing/open'

const refused = { code: 'key_refused', params: {} } as const
const unread = { state: { kind: 'unread', because: 'locked' } } as const

async function settings(state: Partial<AppState> = fakeTwoKeys()) {
  const host = new FakeHost(state)
  const { user } = open(host)
  await user.click(await screen.findByRole('button', { name: 'Settings' }))
  const section = screen.getByRole('region', { name: /^API keys?$/ })
  const line = (number: number) => within(section).getByRole('heading', { name: new RegExp(`^Key ${number}\\b`) }).closest('li')!
  return { host, user, section, line }
}

const button = (name: string) => screen.getByRole('button', { name })
const fields = () => document.querySelectorAll('#key').length

it('adds another key beside the one that is there, and keeps them apart from then on', async () => {
  const { host, user, section } = await settings({})
  expect(within(section).queryByRole('list')).toBeNull()
  await user.click(button('Add another key'))
  expect(section).toHaveTextContent('Each key is used for its own accounts only.')
  await expectAccessible()
  await user.type(screen.getByLabelText('Your API key'), 'second-key{Enter}')
  expect(calls(host, 'saveKey')).toEqual([['second-key']])
  expect(calls(host, 'replaceKey')).toEqual([])
  expect(await screen.findByText('Key 2 was checked and added.')).toBeVisible()
  const names = within(section).getAllByRole('heading', { level: 3 }).map((one) => one.textContent)
  expect(names).toEqual(['Key 1 · Mira Rose, Luna Vale, Noor', 'Key 2 · Sol'])
  expect(section).toHaveTextContent('Each key is used for its own accounts only.')
  await vi.waitFor(() => { expect(button('Add another key')).toHaveFocus() })
  expect(document.body.outerHTML).not.toContain('second-key')
})

it('does not call a key new that was there already', async () => {
  const { host, user } = await settings()
  host.answers.set('saveKey', () => Promise.resolve({ ...host.state, revision: host.state.revision + 1 }))
  await user.click(button('Add another key'))
  await user.type(screen.getByLabelText('Your API key'), 'first-key{Enter}')
  expect(await screen.findByText('That key was here already. Its accounts were read once more.')).toBeVisible()
})

it.each([
  ['keys_too_many', { limit: '9' }, 'There are 9 keys already. Nothing was saved. Forget one that is no longer used.'],
  ['key_refused', {}, 'The service does not accept this API key.'],
] as const)('keeps the form and what is in it when another key meets %s', async (code, params, sentence) => {
  const { host, user, section } = await settings()
  host.refuse('saveKey', code, params)
  await user.click(button('Add another key'))
  const field = screen.getByLabelText('Your API key')
  await user.type(field, 'one-more{Enter}')
  await vi.waitFor(() => { expect(document.getElementById('key-problem')).toHaveTextContent(sentence) })
  expect(field).toHaveFocus()
  expect(field).toHaveValue('one-more')
  expect(within(section).getAllByRole('listitem').length).toBe(2)
  await expectAccessible()
})

it('leaves the form as it was, with the focus where it came from', async () => {
  const { host, user } = await settings()
  await user.click(button('Add another key'))
  await user.click(button('Cancel'))
  await vi.waitFor(() => { expect(button('Add another key')).toHaveFocus() })
  await user.click(button('Replace key 2'))
  await user.click(button('Keep the old one'))
  await vi.waitFor(() => { expect(button('Replace key 2')).toHaveFocus() })
  expect([...calls(host, 'saveKey'), ...calls(host, 'replaceKey')]).toEqual([])
})

it('replaces the one that was meant, with one form at a time', async () => {
  const { host, user, line } = await settings()
  await user.click(button('Replace key 2'))
  expect(within(line(2)).getByLabelText('Your API key')).toHaveFocus()
  expect(fields()).toBe(1)
  expect(screen.queryByRole('button', { name: 'Replace key 1' })).toBeNull()
  expect(screen.queryByRole('button', { name: 'Add another key' })).toBeNull()
  await user.keyboard('new-key{Enter}')
  expect(calls(host, 'replaceKey')).toEqual([[2, 'new-key']])
  expect(calls(host, 'saveKey')).toEqual([])
  expect(await screen.findByText('Key 2 was replaced: the new one was checked and is in use.')).toBeVisible()
  await vi.waitFor(() => { expect(button('Replace key 2')).toHaveFocus() })
})

it('keeps the form of the key that could not be replaced', async () => {
  const { host, user, line } = await settings()
  host.refuse('replaceKey', 'no_connection')
  await user.click(button('Replace key 1'))
  await user.keyboard('new-key{Enter}')
  await vi.waitFor(() => { expect(line(1)).toHaveTextContent('could not be reached') })
  expect(within(line(1)).getByLabelText('Your API key')).toHaveValue('new-key')
})

it('is not led astray by an answer that comes after its form was left', async () => {
  const { host, user, line } = await settings()
  let answer: () => void = () => undefined
  host.answers.set('replaceKey', () => new Promise((resolve) => { answer = () => { resolve(host.state) } }))
  await user.click(button('Replace key 1'))
  await user.keyboard('new-key{Enter}')
  await user.click(button('Keep the old one'))
  await user.click(button('Replace key 2'))
  answer()
  expect(await screen.findByText('Key 1 was replaced: the new one was checked and is in use.')).toBeVisible()
  expect(within(line(2)).getByLabelText('Your API key')).toBeVisible()
})

it('forgets the one that was meant, after naming its accounts and what stays', async () => {
  const { host, user, section } = await settings()
  await user.click(button('Forget key 1'))
  const question = await screen.findByRole('alertdialog', { name: 'Forget key 1?' })
  const names = within(question).getAllByRole('listitem').map((one) => one.textContent)
  expect(names).toEqual(['Mira Rose', 'Luna Vale', 'Noor'])
  expect(question).toHaveTextContent('deleted from this computer’s keychain (Secret Service)')
  expect(question).toHaveTextContent('Their history stays in the log')
  expect(question).toHaveTextContent('Your other keys are not touched.')
  expect(question).not.toHaveTextContent('Sol')
  expect(calls(host, 'forgetKey')).toEqual([])
  await user.click(within(question).getByRole('button', { name: 'Forget it' }))
  expect(calls(host, 'forgetKey')).toEqual([[1]])
  expect(await screen.findByText('Key 1 was forgotten.')).toBeVisible()
  // The one that is left is as simple as one always was.
  expect(within(section).queryByRole('list')).toBeNull()
  await user.click(button('Forget the key'))
  await user.click(within(await screen.findByRole('alertdialog')).getByRole('button', { name: 'Forget it' }))
  expect(calls(host, 'forgetKey')).toEqual([[1], [2]])
  expect(await screen.findByLabelText('Your API key')).toBeVisible()
})

it('replaces the only key by its own number', async () => {
  const { host, user } = await settings({ accounts: [fakeAccount()], keys: [fakeKey({ id: 2, accounts: ['Sol'] })] })
  await user.click(button('Replace the key'))
  await user.keyboard('new-key{Enter}')
  expect(calls(host, 'replaceKey')).toEqual([[2, 'new-key']])
})

it('keeps the question open and says why a key could not be forgotten', async () => {
  const { host, user } = await settings()
  host.refuse('forgetKey', 'keychain_refused')
  await user.click(button('Forget key 2'))
  const question = await screen.findByRole('alertdialog')
  await user.click(within(question).getByRole('button', { name: 'Forget it' }))
  await vi.waitFor(() => { expect(question).toHaveTextContent('The keychain did not do what was asked.') })
})

it('works on with the others when one cannot be read, and says what to do about it', async () => {
  const { host, user, section, line } = await settings(fakeTwoKeys(unread))
  expect(line(1)).toHaveTextContent('Kept in this computer’s keychain')
  expect(line(2)).toHaveTextContent('This key could not be read, so nothing can be done for its accounts for now.')
  expect(line(2)).toHaveTextContent('Unlock it, then read it again.')
  // A new key would take the place of the one that is not read.
  expect(screen.queryByRole('button', { name: 'Add another key' })).toBeNull()
  expect(section).toHaveTextContent('You can add another key once all of them can be read.')
  await expectAccessible()
  await user.click(button('Paste again: key 2'))
  await user.keyboard('the-key{Enter}')
  expect(calls(host, 'replaceKey')).toEqual([[2, 'the-key']])
  expect(await screen.findByRole('button', { name: 'Add another key' })).toBeVisible()
})

it('reads the keychain again for all of them', async () => {
  const { host, user, section } = await settings(fakeTwoKeys(unread))
  await user.click(button('Read the keychain again'))
  expect(calls(host, 'readKeychainAgain').length).toBe(1)
  expect(await screen.findByText('Your keys are kept in this computer’s keychain (Secret Service).')).toBeInTheDocument()
  expect(section).not.toHaveTextContent('could not be read')
})

it('starts with the field for a key when none can be read', async () => {
  const two = fakeTwoKeys(unread)
  open(new FakeHost({ ...two, keys: two.keys.map((key) => ({ ...key, ...unread })) }))
  expect(await screen.findByLabelText('Your API key')).toBeVisible()
  expect(screen.getByText('The keychain is locked')).toBeVisible()
})

it('says above the work which keys are not read, and which are not kept', async () => {
  const { accounts, keys } = fakeTwoKeys(unread)
  const run = fakeKey({ id: 3, accounts: ['Ana'], state: { kind: 'this_run_only', because: 'missing' } })
  open(new FakeHost({ accounts: [...accounts, fakeAccount({ id: 'fansly_ana', name: 'Ana', key: 3 })], keys: [...keys, run] }))
  expect(await screen.findByText(/The app could not read key 2/)).toHaveTextContent('key 2 (Sol), so nothing can be done for these accounts')
  expect(screen.getByText(/Kept for this run only/)).toHaveTextContent('key 3 (Ana).')
  expect(button('Read the keychain again')).toBeVisible()
  await expectAccessible()
})

it('says of which key the accounts may be out of date, and what reading all of them costs', async () => {
  const { section, line } = await settings({ ...fakeTwoKeys({ problem: refused }), accounts_problem: refused })
  expect(line(2)).toHaveTextContent('The service does not accept this API key. Check the key')
  expect(line(1)).not.toHaveTextContent('does not accept')
  expect(section).not.toHaveTextContent('No Fansly account')
  const accounts = screen.getByRole('region', { name: 'Accounts' })
  expect(accounts).toHaveTextContent('What is shown of key 2 (Sol) may be out of date. The service does not accept')
  expect(accounts).toHaveTextContent('Uses 2 credits, one for each key')
  const sol = within(accounts).getByText('Sol', { selector: 'strong bdi' }).closest('li')
  expect(sol).toHaveTextContent('Sol Key 2')
})

it('counts the accounts of a key with many, and says when there are none', async () => {
  const names = ['Ana', 'Bea', 'Cleo', 'Dora', 'Eva']
  const its = names.map((name) => fakeAccount({ id: `fansly_${name}`, name }))
  const keys = [fakeKey({ accounts: [] }), fakeKey({ id: 2, accounts: names })]
  const { user, line } = await settings({ accounts: its, keys })
  expect(within(line(2)).getByRole('heading')).toHaveTextContent('Key 2 · Ana, Bea, Cleo and 2 more')
  expect([...line(2).querySelectorAll('h3 bdi')].map((one) => one.textContent)).toEqual(['Ana', 'Bea', 'Cleo'])
  expect(line(1)).toHaveTextContent('No Fansly account is connected to it.')
  await user.click(button('Forget key 2'))
  expect(within(await screen.findByRole('alertdialog')).getAllByRole('listitem').length).toBe(5)
})

it('only shows the keys in practice, and gives none the names of practice', async () => {
  const { section, line } = await settings({ ...fakeTwoKeys(), accounts: fakeState().accounts, mode: 'practice' })
  expect(section).toHaveTextContent('You are in practice, which needs no key.')
  expect(line(1).querySelector('h3')).toHaveTextContent(/^Key 1$/)
  expect(within(section).queryAllByRole('button')).toEqual([])
  await expectAccessible()
})

it('names how many keys are erased', async () => {
  const { user } = await settings()
  await user.click(button('Erase everything…'))
  expect(await screen.findByRole('alertdialog')).toHaveTextContent('your 2 API keys in this computer’s keychain')
})

it('speaks Spanish', async () => {
  const { user } = open(new FakeHost({ ...fakeTwoKeys(unread), preferences: { appearance: 'system', language: 'es' } }))
  expect(await screen.findByText(/No se ha podido leer|no ha podido leer/)).toHaveTextContent('la clave 2 (Sol)')
  await user.click(screen.getByRole('button', { name: 'Ajustes' }))
  const section = screen.getByRole('region', { name: 'Claves de API' })
  expect(section).toHaveTextContent('Clave 1 · Mira Rose, Luna Vale, Noor')
  expect(within(section).getByRole('button', { name: 'Olvidar la clave 1' })).toHaveTextContent(/^Olvidar$/)
})
