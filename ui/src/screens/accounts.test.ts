import { screen, within } from '@testing-library/svelte'
import { expect, it, vi } from 'vitest'
import type { AppState } from '../host/bindings/AppState'
import { FakeHost } from '../host/fake'
import { calls, expectAccessible, open } from '../testing/open'

async function accounts(state: Partial<AppState> = {}) {
  const host = new FakeHost(state)
  const { user } = open(host)
  await user.click(await screen.findByRole('button', { name: 'Settings' }))
  const section = screen.getByRole('region', { name: 'Accounts' })
  const of = (name: string) => within(section).getByText(name, { selector: 'strong bdi' }).closest('li')!
  return { host, user, section, of }
}

const said = () => document.querySelector('div.visually-hidden[role=status]')

it('lists the accounts with what is known of their sessions, and what to do', async () => {
  const { section, of } = await accounts()
  expect(of('Mira Rose')).toHaveTextContent('Session works')
  expect(of('Luna Vale')).toHaveTextContent('Session not checked yet')
  expect(of('Noor')).toHaveTextContent('Session ended')
  expect(of('Noor')).toHaveTextContent('Connect the account again in the apifansly.com console, then refresh')
  expect(of('Mira Rose')).not.toHaveTextContent('Connect the account again')
  expect(section).toHaveTextContent('Checking one uses 1 credit')
  expect(section).toHaveTextContent('What was done for it stays in the log.')
  await expectAccessible()
})

it('renames an account by keyboard, and an empty name is the listed one again', async () => {
  const { host, user, of } = await accounts()
  screen.getByRole('button', { name: 'Rename Luna Vale' }).focus()
  await user.keyboard('{Enter}')
  const field = await screen.findByRole('textbox', { name: 'What you call it' })
  await vi.waitFor(() => { expect(field).toHaveFocus() })
  await user.keyboard('Moon{Enter}')
  expect(calls(host, 'setAccount')).toEqual([['fansly_luna', 'Moon', 4]])
  await vi.waitFor(() => { expect(of('Moon')).toHaveTextContent('Listed as Luna Vale') })
  await vi.waitFor(() => { expect(screen.getByRole('button', { name: 'Rename Moon' })).toHaveFocus() })
  await user.keyboard('{Enter}')
  await user.clear(await screen.findByRole('textbox', { name: 'What you call it' }))
  await user.keyboard('{Enter}')
  expect(calls(host, 'setAccount')[1]).toEqual(['fansly_luna', '', 4])
  await vi.waitFor(() => { expect(of('Luna Vale')).not.toHaveTextContent('Listed as') })
})

it('keeps the name that could not be saved, and says why', async () => {
  const { host, user, of } = await accounts()
  host.refuse('setAccount', 'ledger_full', { path: '/data' })
  await user.click(screen.getByRole('button', { name: 'Rename Mira Rose' }))
  await user.keyboard('M{Enter}')
  await vi.waitFor(() => { expect(of('Mira Rose')).toHaveTextContent('The disk is full') })
  expect(screen.getByRole('textbox', { name: 'What you call it' })).toHaveValue('M')
})

it('gives an account another colour, by its name, at once', async () => {
  const { host, user } = await accounts()
  await user.click(screen.getByRole('button', { name: 'Color of Luna Vale' }))
  const colours = screen.getByRole('group', { name: 'Color of Luna Vale' })
  const names = within(colours).getAllByRole('radio').map((radio) => radio.closest('label')?.textContent.trim())
  expect(names).toEqual(['Blue', 'Purple', 'Green', 'Brown', 'Pink', 'Indigo', 'Olive', 'Gray'])
  expect(within(colours).getByRole('radio', { name: 'Pink' })).toBeChecked()
  await expectAccessible()
  await user.click(within(colours).getByRole('radio', { name: 'Olive' }))
  expect(calls(host, 'setAccount')).toEqual([['fansly_luna', '', 6]])
  await vi.waitFor(() => { expect(within(colours).getByRole('radio', { name: 'Olive' })).toBeChecked() })
})

it('shows the colour before when the other was refused, and says why', async () => {
  const { host, user, of } = await accounts()
  host.refuse('setAccount', 'ledger_full', { path: '/data' })
  await user.click(screen.getByRole('button', { name: 'Color of Luna Vale' }))
  await user.click(screen.getByRole('radio', { name: 'Olive' }))
  await vi.waitFor(() => { expect(of('Luna Vale')).toHaveTextContent('The disk is full') })
  expect(screen.getByRole('radio', { name: 'Pink' })).toBeChecked()
})

it('takes back neither name nor colour when the one is changed before the other is saved', async () => {
  const { host, user } = await accounts()
  let save: () => void = () => undefined
  host.answers.set('setAccount', () => new Promise((resolve) => {
    save = () => {
      const saved = host.state.accounts.map((one) => (one.id === 'fansly_luna' ? { ...one, colour: 6 } : one))
      host.state = { ...host.state, accounts: saved, revision: host.state.revision + 1 }
      resolve(host.state)
    }
  }))
  await user.click(screen.getByRole('button', { name: 'Color of Luna Vale' }))
  await user.click(screen.getByRole('radio', { name: 'Olive' }))
  await user.click(screen.getByRole('button', { name: 'Rename Luna Vale' }))
  await user.keyboard('Moon{Enter}')
  expect(calls(host, 'setAccount').length).toBe(1)
  host.answers.clear()
  save()
  await vi.waitFor(() => { expect(calls(host, 'setAccount')[1]).toEqual(['fansly_luna', 'Moon', 6]) })
})

it('checks a session when asked, and says how it stands', async () => {
  const { host, user, of } = await accounts()
  await user.click(screen.getByRole('button', { name: 'Check session of Luna Vale' }))
  expect(calls(host, 'checkSession')).toEqual([['fansly_luna']])
  await vi.waitFor(() => { expect(of('Luna Vale')).toHaveTextContent('Session works') })
  expect(said()).toHaveTextContent('Luna Vale: Session works.')
  host.refuse('checkSession', 'no_connection')
  await user.click(screen.getByRole('button', { name: 'Check session of Mira Rose' }))
  await vi.waitFor(() => { expect(of('Mira Rose')).toHaveTextContent('The service could not be reached.') })
})

it('checks one session once at a time', async () => {
  const { host, user, of } = await accounts()
  host.answers.set('checkSession', () => new Promise(() => undefined))
  await user.click(screen.getByRole('button', { name: 'Check session of Luna Vale' }))
  await user.click(within(of('Luna Vale')).getByRole('button', { name: 'Checking…' }))
  expect(calls(host, 'checkSession').length).toBe(1)
})

it('refreshes the accounts', async () => {
  const { host, user, section } = await accounts()
  await user.click(within(section).getByRole('button', { name: 'Refresh accounts' }))
  expect(calls(host, 'refreshAccounts').length).toBe(1)
})

it('says why the accounts could not be read, and names no costs in practice', async () => {
  const problem = { code: 'no_connection', params: {} } as const
  const { section } = await accounts({ mode: 'practice', accounts_problem: problem })
  expect(section).toHaveTextContent('may be out of date. The service could not be reached.')
  expect(section).not.toHaveTextContent('credit')
})
