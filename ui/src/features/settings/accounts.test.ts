import { screen, within } from '@testing-library/svelte'
import { expect, it, vi } from 'vitest'
import type { AppState } from '../../backend/bindings/AppState'
import { FakeBackend } from '../../backend/fake/fake'
import { m } from '../../format/messages.svelte'
import { calls, expectAccessible, open } from '../../testing/open'
import { problem } from '../../format/failure'

async function accounts(state: Partial<AppState> = {}) {
  const backend = new FakeBackend(state)
  const { user } = open(backend)
  await user.click(await screen.findByRole('button', { name: m.nav_settings() }))
  const section = screen.getByRole('region', { name: m.account_menu() })
  const of = (name: string) => within(section).getByText(name, { selector: 'strong bdi' }).closest('li')!
  return { backend, user, section, of }
}

const said = () => document.querySelector('div.visually-hidden[role=status]')

it('lists the accounts with the state of their sessions, and says what to do', async () => {
  const { section, of } = await accounts()
  expect(of('Mira Rose')).toHaveTextContent(m.session_active())
  expect(of('Luna Vale')).toHaveTextContent(m.session_unknown())
  expect(of('Noor')).toHaveTextContent(m.account_expired())
  expect(of('Noor')).toHaveTextContent(m.advice_session_expired())
  expect(of('Mira Rose')).not.toHaveTextContent(m.advice_session_expired())
  expect(section).toHaveTextContent(m.session_credits())
  expect(section).toHaveTextContent(m.accounts_gone())
  await expectAccessible()
})

it('renames an account by keyboard, and an empty name restores the listed one', async () => {
  const { backend, user, of } = await accounts()
  screen.getByRole('button', { name: m.account_rename_label({ name: 'Luna Vale' }) }).focus()
  await user.keyboard('{Enter}')
  const field = await screen.findByRole('textbox', { name: m.account_nickname() })
  await vi.waitFor(() => {
    expect(field).toHaveFocus()
  })
  await user.keyboard('Moon{Enter}')
  expect(calls(backend, 'setAccount')).toEqual([['fansly_luna', 'Moon', 4]])
  await vi.waitFor(() => {
    expect(of('Moon')).toHaveTextContent(m.account_listed({ name: 'Luna Vale' }))
  })
  await vi.waitFor(() => {
    expect(screen.getByRole('button', { name: m.account_rename_label({ name: 'Moon' }) })).toHaveFocus()
  })
  await user.keyboard('{Enter}')
  await user.clear(await screen.findByRole('textbox', { name: m.account_nickname() }))
  await user.keyboard('{Enter}')
  expect(calls(backend, 'setAccount')[1]).toEqual(['fansly_luna', '', 4])
  await vi.waitFor(() => {
    expect(of('Luna Vale')).not.toHaveTextContent(m.account_listed({ name: 'Luna Vale' }))
  })
})

it('keeps a name that could not be saved, and says why', async () => {
  const { backend, user, of } = await accounts()
  backend.refuse('setAccount', 'ledger_full', { path: '/data' })
  await user.click(screen.getByRole('button', { name: m.account_rename_label({ name: 'Mira Rose' }) }))
  await user.keyboard('M{Enter}')
  await vi.waitFor(() => {
    expect(of('Mira Rose')).toHaveTextContent(problem({ code: 'ledger_full', params: { path: '/data' } }))
  })
  expect(screen.getByRole('textbox', { name: m.account_nickname() })).toHaveValue('M')
})

it('gives an account another color, by its name, at once', async () => {
  const { backend, user } = await accounts()
  await user.click(screen.getByRole('button', { name: m.account_colour_label({ name: 'Luna Vale' }) }))
  const colours = screen.getByRole('radiogroup', { name: m.account_colour_label({ name: 'Luna Vale' }) })
  const names = within(colours)
    .getAllByRole('radio')
    .map((radio) => radio.textContent.trim())
  expect(names).toEqual([
    m.colour_0(),
    m.colour_1(),
    m.colour_2(),
    m.colour_3(),
    m.colour_4(),
    m.colour_5(),
    m.colour_6(),
    m.colour_7(),
  ])
  expect(within(colours).getByRole('radio', { name: m.colour_4() })).toBeChecked()
  await expectAccessible()
  await user.click(within(colours).getByRole('radio', { name: m.colour_6() }))
  expect(calls(backend, 'setAccount')).toEqual([['fansly_luna', '', 6]])
  await vi.waitFor(() => {
    expect(within(colours).getByRole('radio', { name: m.colour_6() })).toBeChecked()
  })
})

it('restores the color before when the other one could not be saved, and says why', async () => {
  const { backend, user, of } = await accounts()
  backend.refuse('setAccount', 'ledger_full', { path: '/data' })
  await user.click(screen.getByRole('button', { name: m.account_colour_label({ name: 'Luna Vale' }) }))
  await user.click(screen.getByRole('radio', { name: m.colour_6() }))
  await vi.waitFor(() => {
    expect(of('Luna Vale')).toHaveTextContent(problem({ code: 'ledger_full', params: { path: '/data' } }))
  })
  expect(screen.getByRole('radio', { name: m.colour_4() })).toBeChecked()
})

it('reverts neither name nor color when one changes before the other is saved', async () => {
  const { backend, user } = await accounts()
  let save: () => void = () => undefined
  backend.answers.set(
    'setAccount',
    () =>
      new Promise((resolve) => {
        save = () => {
          const saved = backend.state.accounts.map((one) => (one.id === 'fansly_luna' ? { ...one, colour: 6 } : one))
          backend.state = { ...backend.state, accounts: saved, revision: backend.state.revision + 1 }
          resolve(backend.state)
        }
      }),
  )
  await user.click(screen.getByRole('button', { name: m.account_colour_label({ name: 'Luna Vale' }) }))
  await user.click(screen.getByRole('radio', { name: m.colour_6() }))
  await user.click(screen.getByRole('button', { name: m.account_rename_label({ name: 'Luna Vale' }) }))
  await user.keyboard('Moon{Enter}')
  expect(calls(backend, 'setAccount').length).toBe(1)
  backend.answers.clear()
  save()
  await vi.waitFor(() => {
    expect(calls(backend, 'setAccount')[1]).toEqual(['fansly_luna', 'Moon', 6])
  })
})

it('checks a session on request, and says its state', async () => {
  const { backend, user, of } = await accounts()
  await user.click(screen.getByRole('button', { name: m.session_check_label({ name: 'Luna Vale' }) }))
  expect(calls(backend, 'checkSession')).toEqual([['fansly_luna']])
  await vi.waitFor(() => {
    expect(of('Luna Vale')).toHaveTextContent(m.session_active())
  })
  expect(said()).toHaveTextContent(`Luna Vale: ${m.session_active()}.`)
  backend.refuse('checkSession', 'no_connection')
  await user.click(screen.getByRole('button', { name: m.session_check_label({ name: 'Mira Rose' }) }))
  await vi.waitFor(() => {
    expect(of('Mira Rose')).toHaveTextContent(m.problem_no_connection())
  })
})

it('checks a session only once at a time', async () => {
  const { backend, user, of } = await accounts()
  backend.answers.set('checkSession', () => new Promise(() => undefined))
  await user.click(screen.getByRole('button', { name: m.session_check_label({ name: 'Luna Vale' }) }))
  await user.click(within(of('Luna Vale')).getByRole('button', { name: m.session_checking() }))
  expect(calls(backend, 'checkSession').length).toBe(1)
})

it('refreshes the accounts', async () => {
  const { backend, user, section } = await accounts()
  await user.click(within(section).getByRole('button', { name: m.account_refresh() }))
  expect(calls(backend, 'refreshAccounts').length).toBe(1)
})

it('says why the accounts could not be refreshed, and mentions no credits in practice mode', async () => {
  const problem = { code: 'no_connection', params: {} } as const
  const { section } = await accounts({ mode: 'practice', accounts_problem: problem })
  expect(section).toHaveTextContent(`${m.accounts_stale()} ${m.problem_no_connection()}`)
  expect(section).not.toHaveTextContent('credit')
})
