import { screen, within } from '@testing-library/svelte'
import { expect, it, vi } from 'vitest'
import type { AppState } from '../../backend/bindings/AppState'
import { FakeBackend } from '../../backend/fake/fake'
import { fakeAccount, fakeKey, fakeState, fakeTwoKeys } from '../../backend/fake/state'
import { m } from '../../format/messages.svelte'
import * as es from '../../paraglide/messages/es.js'
import { calls, expectAccessible, open } from '../../testing/open'
import { having, oneOf, saying } from '../../testing/said'

const refused = { code: 'key_refused', params: {} } as const
const unread = { state: { kind: 'unread', because: 'locked' } } as const

async function settings(state: Partial<AppState> = fakeTwoKeys()) {
  const backend = new FakeBackend(state)
  const { user } = open(backend)
  await user.click(await screen.findByRole('button', { name: m.nav_settings() }))
  const section = screen.getByRole('region', { name: oneOf(m.settings_key(), m.settings_keys()) })
  const line = (number: number) => within(section).getAllByRole('heading', { level: 4 })[number - 1]!.closest('li')!
  return { backend, user, section, line }
}

const button = (name: string) => screen.getByRole('button', { name })
const called = (number: number, names: string) => m.key_called_accounts({ number, names })
const fields = () => document.querySelectorAll('#key').length

it('adds a second key, and shows both apart from then on', async () => {
  const { backend, user, section } = await settings({})
  expect(within(section).queryByRole('list')).toBeNull()
  await user.click(button(m.key_add()))
  expect(section).toHaveTextContent(m.keys_apart())
  await expectAccessible()
  await user.type(screen.getByLabelText(m.key_label()), 'second-key{Enter}')
  expect(calls(backend, 'saveKey')).toEqual([['second-key']])
  expect(calls(backend, 'replaceKey')).toEqual([])
  expect(await screen.findByText(m.key_added({ number: 2 }))).toBeVisible()
  const names = within(section)
    .getAllByRole('heading', { level: 4 })
    .map((one) => one.textContent)
  expect(names).toEqual([
    m.key_title_accounts({ number: 1, names: 'Mira Rose, Luna Vale, Noor' }),
    m.key_title_accounts({ number: 2, names: 'Sol' }),
  ])
  expect(section).toHaveTextContent(m.keys_apart())
  await vi.waitFor(() => {
    expect(button(m.key_add())).toHaveFocus()
  })
  expect(document.body.outerHTML).not.toContain('second-key')
})

it('does not call a known key new', async () => {
  const { backend, user } = await settings()
  backend.answers.set('saveKey', () => Promise.resolve({ ...backend.state, revision: backend.state.revision + 1 }))
  await user.click(button(m.key_add()))
  await user.type(screen.getByLabelText(m.key_label()), 'first-key{Enter}')
  expect(await screen.findByText(m.key_known())).toBeVisible()
})

it.each([
  ['keys_too_many', { limit: '9' }, `${m.problem_keys_too_many({ limit: '9' })} ${m.advice_keys_too_many()}`],
  ['key_refused', {}, m.problem_key_refused()],
] as const)('keeps the form and what is in it when another key meets %s', async (code, params, sentence) => {
  const { backend, user, section } = await settings()
  backend.refuse('saveKey', code, params)
  await user.click(button(m.key_add()))
  const field = screen.getByLabelText(m.key_label())
  await user.type(field, 'one-more{Enter}')
  await vi.waitFor(() => {
    expect(document.getElementById('key-problem')).toHaveTextContent(sentence)
  })
  expect(field).toHaveFocus()
  expect(field).toHaveValue('one-more')
  expect(within(section).getAllByRole('listitem').length).toBe(2)
  await expectAccessible()
})

it('leaves the form unchanged, and returns the focus to its button', async () => {
  const { backend, user } = await settings()
  await user.click(button(m.key_add()))
  await user.click(button(m.cancel()))
  await vi.waitFor(() => {
    expect(button(m.key_add())).toHaveFocus()
  })
  await user.click(button(m.key_replace_label({ number: 2 })))
  await user.click(button(m.cancel()))
  await vi.waitFor(() => {
    expect(button(m.key_replace_label({ number: 2 }))).toHaveFocus()
  })
  expect([...calls(backend, 'saveKey'), ...calls(backend, 'replaceKey')]).toEqual([])
})

it('replaces the selected key, with one form at a time', async () => {
  const { backend, user, line } = await settings()
  await user.click(button(m.key_replace_label({ number: 2 })))
  expect(within(line(2)).getByLabelText(m.key_label())).toHaveFocus()
  expect(fields()).toBe(1)
  expect(screen.queryByRole('button', { name: m.key_replace_label({ number: 1 }) })).toBeNull()
  expect(screen.queryByRole('button', { name: m.key_add() })).toBeNull()
  await user.keyboard('new-key{Enter}')
  expect(calls(backend, 'replaceKey')).toEqual([[2, 'new-key']])
  expect(calls(backend, 'saveKey')).toEqual([])
  expect(await screen.findByText(m.key_replaced({ number: 2 }))).toBeVisible()
  await vi.waitFor(() => {
    expect(button(m.key_replace_label({ number: 2 }))).toHaveFocus()
  })
})

it('keeps the form of a key that could not be replaced', async () => {
  const { backend, user, line } = await settings()
  backend.refuse('replaceKey', 'no_connection')
  await user.click(button(m.key_replace_label({ number: 1 })))
  await user.keyboard('new-key{Enter}')
  await vi.waitFor(() => {
    expect(line(1)).toHaveTextContent(m.problem_no_connection())
  })
  expect(within(line(1)).getByLabelText(m.key_label())).toHaveValue('new-key')
})

it('ignores an answer that comes after its form was closed', async () => {
  const { backend, user, line } = await settings()
  let answer: () => void = () => undefined
  backend.answers.set(
    'replaceKey',
    () =>
      new Promise((resolve) => {
        answer = () => {
          resolve(backend.state)
        }
      }),
  )
  await user.click(button(m.key_replace_label({ number: 1 })))
  await user.keyboard('new-key{Enter}')
  await user.click(button(m.cancel()))
  await user.click(button(m.key_replace_label({ number: 2 })))
  answer()
  expect(await screen.findByText(m.key_replaced({ number: 1 }))).toBeVisible()
  expect(within(line(2)).getByLabelText(m.key_label())).toBeVisible()
})

it('removes the selected key after naming its accounts and what stays', async () => {
  const { backend, user, section } = await settings()
  await user.click(button(m.key_remove_label({ number: 1 })))
  const question = await screen.findByRole('alertdialog', { name: m.remove_key_one_title({ number: 1 }) })
  const names = within(question)
    .getAllByRole('listitem')
    .map((one) => one.textContent)
  expect(names).toEqual(['Mira Rose', 'Luna Vale', 'Noor'])
  expect(question).toHaveTextContent(m.remove_key_one_saved({ keychain: m.keychain_name_secret_service() }))
  expect(question).toHaveTextContent(m.remove_key_one_stays())
  expect(question).not.toHaveTextContent('Sol')
  expect(calls(backend, 'removeKey')).toEqual([])
  await user.click(within(question).getByRole('button', { name: m.remove_key_confirm() }))
  expect(calls(backend, 'removeKey')).toEqual([[1]])
  expect(await screen.findByText(m.key_removed({ number: 1 }))).toBeVisible()
  // The remaining key looks like an only key.
  expect(within(section).queryByRole('list')).toBeNull()
  await user.click(button(m.settings_key_remove()))
  await user.click(within(await screen.findByRole('alertdialog')).getByRole('button', { name: m.remove_key_confirm() }))
  expect(calls(backend, 'removeKey')).toEqual([[1], [2]])
  expect(await screen.findByText(m.settings_key_removed())).toBeVisible()
})

it('replaces the only key by its own number', async () => {
  const { backend, user } = await settings({ accounts: [fakeAccount()], keys: [fakeKey({ id: 2, accounts: ['Sol'] })] })
  await user.click(button(m.settings_key_replace()))
  await user.keyboard('new-key{Enter}')
  expect(calls(backend, 'replaceKey')).toEqual([[2, 'new-key']])
})

it('keeps the dialog open and says why a key could not be removed', async () => {
  const { backend, user } = await settings()
  backend.refuse('removeKey', 'keychain_refused')
  await user.click(button(m.key_remove_label({ number: 2 })))
  const question = await screen.findByRole('alertdialog')
  await user.click(within(question).getByRole('button', { name: m.remove_key_confirm() }))
  await vi.waitFor(() => {
    expect(question).toHaveTextContent(m.problem_keychain_refused())
  })
})

it('works with the other keys when one is unread, and says what to do about it', async () => {
  const { backend, user, section, line } = await settings(fakeTwoKeys(unread))
  expect(line(1)).toHaveTextContent(m.key_saved({ keychain: m.keychain_name_secret_service() }))
  expect(line(2)).toHaveTextContent(m.key_unread())
  expect(line(2)).toHaveTextContent(m.key_unread_locked({ keychain: m.keychain_name_secret_service() }))
  // A new key would replace the unread one.
  expect(screen.queryByRole('button', { name: m.key_add() })).toBeNull()
  expect(section).toHaveTextContent(m.key_add_waits())
  await expectAccessible()
  await user.click(button(m.key_paste_label({ number: 2 })))
  await user.keyboard('the-key{Enter}')
  expect(calls(backend, 'replaceKey')).toEqual([[2, 'the-key']])
  expect(await screen.findByRole('button', { name: m.key_add() })).toBeVisible()
})

it('reads the keychain again for all keys', async () => {
  const { backend, user, section } = await settings(fakeTwoKeys(unread))
  await user.click(button(m.keychain_check_again()))
  expect(calls(backend, 'readKeychainAgain').length).toBe(1)
  expect(await screen.findByText(m.keys_saved({ keychain: m.keychain_name_secret_service() }))).toBeInTheDocument()
  expect(section).not.toHaveTextContent(m.key_unread())
})

it('begins with the field for a key when no key can be read', async () => {
  const two = fakeTwoKeys(unread)
  open(new FakeBackend({ ...two, keys: two.keys.map((key) => ({ ...key, ...unread })) }))
  expect(await screen.findByLabelText(m.key_label())).toBeVisible()
  expect(screen.getByText(m.keychain_locked_title())).toBeVisible()
})

it('says above every screen which keys are unread, and which are kept only until the app closes', async () => {
  const { accounts, keys } = fakeTwoKeys(unread)
  const run = fakeKey({ id: 3, accounts: ['Ana'], state: { kind: 'session_only', because: 'missing' } })
  open(
    new FakeBackend({
      accounts: [...accounts, fakeAccount({ id: 'fansly_ana', name: 'Ana', key: 3 })],
      keys: [...keys, run],
    }),
  )
  const why = m.key_unread_locked({ keychain: m.keychain_name_secret_service() })
  expect(await screen.findByText(saying(`${m.keys_unread({ keys: called(2, 'Sol') })} ${why}`))).toBeVisible()
  expect(screen.getByText(saying(m.keys_session_only({ keys: called(3, 'Ana') })))).toBeVisible()
  expect(button(m.keychain_check_again())).toBeVisible()
  await expectAccessible()
})

it('says which key’s accounts may be out of date, and the credits for refreshing all of them', async () => {
  const { section, line } = await settings({ ...fakeTwoKeys({ problem: refused }), accounts_problem: refused })
  expect(line(2)).toHaveTextContent(`${m.problem_key_refused()} ${m.advice_key_refused()}`)
  expect(line(1)).not.toHaveTextContent(m.problem_key_refused())
  expect(section).not.toHaveTextContent(m.key_no_accounts())
  const accounts = screen.getByRole('region', { name: m.account_menu() })
  expect(accounts).toHaveTextContent(`${m.accounts_stale_of({ keys: called(2, 'Sol') })} ${m.problem_key_refused()}`)
  expect(accounts).toHaveTextContent(m.account_refresh_credits({ count: 2 }))
  const sol = within(accounts).getByText('Sol', { selector: 'strong bdi' }).closest('li')
  expect(sol).toHaveTextContent(`Sol ${m.key_title({ number: 2 })}`)
})

it('counts the accounts of a key that has many, and says when there are none', async () => {
  const names = ['Ana', 'Bea', 'Cleo', 'Dora', 'Eva']
  const its = names.map((name) => fakeAccount({ id: `fansly_${name}`, name }))
  const keys = [fakeKey({ accounts: [] }), fakeKey({ id: 2, accounts: names })]
  const { user, line } = await settings({ accounts: its, keys })
  expect(within(line(2)).getByRole('heading')).toHaveTextContent(
    m.key_title_accounts({ number: 2, names: m.key_names_more({ names: 'Ana, Bea, Cleo', count: 2 }) }),
  )
  expect([...line(2).querySelectorAll('h4 bdi')].map((one) => one.textContent)).toEqual(['Ana', 'Bea', 'Cleo'])
  expect(line(1)).toHaveTextContent(m.key_no_accounts())
  await user.click(button(m.key_remove_label({ number: 2 })))
  expect(within(await screen.findByRole('alertdialog')).getAllByRole('listitem').length).toBe(5)
})

it('only shows the keys in practice mode, without the practice accounts’ names', async () => {
  const { section, line } = await settings({ ...fakeTwoKeys(), accounts: fakeState().accounts, mode: 'practice' })
  expect(section).toHaveTextContent(m.settings_practice_key())
  expect(line(1).querySelector('h4')!.textContent).toBe(m.key_title({ number: 1 }))
  expect(within(section).queryAllByRole('button')).toEqual([])
  await expectAccessible()
})

it('says how many keys are erased', async () => {
  const { user } = await settings()
  await user.click(button(m.settings_erase_button()))
  expect(await screen.findByRole('alertdialog')).toHaveTextContent(
    m.erase_key({ count: 2, keychain: m.keychain_name_secret_service() }),
  )
})

it('speaks Spanish', async () => {
  const { user } = open(
    new FakeBackend({ ...fakeTwoKeys(unread), preferences: { ...fakeState().preferences, language: 'es' } }),
  )
  const banner = await screen.findByText(
    having(es.key_unread_locked({ keychain: es.keychain_name_secret_service({}) })),
  )
  expect(banner).toHaveTextContent(es.keys_unread({ keys: es.key_called_accounts({ number: 2, names: 'Sol' }) }))
  await user.click(screen.getByRole('button', { name: es.nav_settings({}) }))
  const section = screen.getByRole('region', { name: es.settings_keys({}) })
  expect(section).toHaveTextContent(es.key_title_accounts({ number: 1, names: 'Mira Rose, Luna Vale, Noor' }))
  expect(
    within(section)
      .getByRole('button', { name: es.key_remove_label({ number: 1 }) })
      .textContent.trim(),
  ).toBe(es.key_remove({}))
})
