import { screen, within } from '@testing-library/svelte'
import { expect, it, vi } from 'vitest'
import type { LogRow } from '../../backend/bindings/LogRow'
import { FakeBackend } from '../../backend/fake/fake'
import { fakeRow, fakeSamples } from '../../backend/fake/state'
import { m } from '../../format/messages.svelte'
import { calls, expectAccessible, open } from '../../testing/open'
import { beginning, having, saying, spoken } from '../../testing/said'
import { moment } from '../../format/time'

const FAN = '843584256474116096'
const OTHER = '227317562784874496'

async function ready(backend = new FakeBackend()) {
  const { user } = open(backend)
  const field = await screen.findByRole<HTMLInputElement>('textbox', { name: m.fan_label() })
  const result = () => document.getElementById('result')!
  const add = async (text: string) => user.type(field, `${text}{Enter}`)
  return { backend, user, field, result, add }
}

/** Chooses an account with the keyboard. */
async function choose(user: ReturnType<typeof open>['user'], name: string) {
  screen.getByRole('button', { name: beginning(m.account_prefix()) }).focus()
  await user.keyboard('{Enter}')
  // Without a layout, the menu is never positioned and so counts as hidden.
  const choices = await screen.findAllByRole('menuitemradio', { hidden: true })
  await user.click(choices.find((choice) => choice.textContent.includes(name))!)
  await vi.waitFor(() => {
    expect(screen.getByRole('button', { name: beginning(m.account_prefix()) })).toHaveFocus()
  })
  screen.getByRole('textbox', { name: m.fan_label() }).focus()
}

/** Holds the next adds until the test says how they end. */
function held(backend: FakeBackend): ((row: Partial<LogRow>) => void)[] {
  const ends: ((row: Partial<LogRow>) => void)[] = []
  backend.answers.set(
    'addVip',
    () =>
      new Promise((resolve) =>
        ends.push((row) => {
          resolve(backend.append(row))
        }),
      ),
  )
  return ends
}

it('adds with Enter, announces the fan and the account, clears the field, and keeps the focus', async () => {
  const { backend, field, result, add } = await ready()
  expect(field).toHaveFocus()
  await add(FAN)
  await vi.waitFor(() => {
    expect(result()).toHaveTextContent(m.result_added({ fan: FAN, account: 'Mira Rose' }))
  })
  expect(calls(backend, 'addVip')).toEqual([['fansly_mira', FAN]])
  expect(field).toHaveValue('')
  expect(field).toHaveFocus()
  await expectAccessible()
})

it('passes on the text unchanged, digit for digit', async () => {
  const { backend, user, field } = await ready()
  backend.answers.set('understand', () => Promise.resolve({ kind: 'fan' }))
  await user.click(field)
  await user.paste(' ‘00843584256474116097\n')
  await user.keyboard('{Enter}')
  expect(calls(backend, 'addVip')[0]?.[1]).toContain('00843584256474116097')
})

it('accepts several in quick succession and never touches what is being typed', async () => {
  const backend = new FakeBackend()
  const { field, result, add, user } = await ready(backend)
  const ends = held(backend)
  await add(FAN)
  expect(result()).toHaveTextContent(m.result_sending_add({ fan: FAN, account: 'Mira Rose' }))
  // The text that was sent is selected, so typing replaces it.
  await user.keyboard(`${OTHER}{Enter}`)
  expect(calls(backend, 'addVip').map(([, fan]) => fan)).toEqual([FAN, OTHER])
  await user.keyboard('99')
  ends[1]?.({ fan: OTHER })
  ends[0]?.({ fan: FAN })
  await vi.waitFor(() => {
    expect(result()).toHaveTextContent(m.result_added({ fan: OTHER, account: 'Mira Rose' }))
  })
  expect(field).toHaveValue('99')
})

it('sends the same text only once at a time', async () => {
  const backend = new FakeBackend()
  const { add, user } = await ready(backend)
  held(backend)
  await add(FAN)
  await user.keyboard('{Enter}')
  expect(calls(backend, 'addVip').length).toBe(1)
})

it('keeps a rejected text for correction, and says why and what to do', async () => {
  const backend = new FakeBackend()
  const failure = { code: 'fan_letters', params: { found: 'mira 843' } }
  backend.answers.set('understand', () => Promise.resolve({ kind: 'invalid', failure }))
  const { field, add } = await ready(backend)
  await add('mira 843')
  const alert = (await screen.findByText('mira 843', { selector: 'bdi' })).closest('[role=alert]')
  expect(alert).toHaveTextContent(m.problem_fan_letters({ found: 'mira 843' }))
  expect(alert).toHaveTextContent(m.advice_fan_letters())
  expect(field).toHaveValue('mira 843')
  expect(field).toHaveFocus()
  expect(field).toHaveAttribute('aria-invalid', 'true')
  expect(field.getAttribute('aria-describedby')).toContain('result')
  expect([...calls(backend, 'addVip'), ...calls(backend, 'lookUp')]).toEqual([])
  await expectAccessible()
})

it('adds a fan whose ID is probably a typo only after a second press', async () => {
  const backend = new FakeBackend()
  backend.refuse('addVip', 'fan_unlikely_long')
  const { user, field, result, add } = await ready(backend)
  const typo = `${FAN}7`
  await add(typo)
  const anyway = await within(result()).findByRole('button', { name: m.fan_add_anyway() })
  expect(result()).toHaveTextContent(m.problem_fan_unlikely_long())
  expect(result()).toHaveTextContent(m.advice_fan_unlikely_long())
  expect(field).toHaveValue(typo)
  expect(field).toHaveAttribute('aria-invalid', 'true')
  await expectAccessible()
  backend.answers.delete('addVip')
  await user.click(anyway)
  await vi.waitFor(() => {
    expect(result()).toHaveTextContent(m.result_added({ fan: typo, account: 'Mira Rose' }))
  })
  expect(calls(backend, 'addVip')).toEqual([
    ['fansly_mira', typo],
    ['fansly_mira', typo, true],
  ])
})

it('undoes from the form, on the account that the fan was added for', async () => {
  const backend = new FakeBackend()
  const { user, result, add } = await ready(backend)
  await add(FAN)
  await user.click(await within(result()).findByRole('button', { name: m.undo_label({ fan: spoken(FAN) }) }))
  await vi.waitFor(() => {
    expect(result()).toHaveTextContent(m.result_removed({ fan: FAN, account: 'Mira Rose' }))
  })
  expect(calls(backend, 'undo')).toEqual([[1]])
})

it('offers Check when it is not confirmed, and Add again when the check found nothing', async () => {
  const backend = new FakeBackend()
  backend.answers.set('addVip', () =>
    Promise.resolve(backend.append({ outcome: 'unconfirmed', cause: 'no_reply', can_check: true })),
  )
  const checked = Date.now()
  backend.answers.set('check', () => Promise.resolve(backend.change(1, { checked })))
  const { user, result, add } = await ready(backend)
  await add(FAN)
  await vi.waitFor(() => {
    expect(result()).toHaveTextContent(m.result_unconfirmed_add({ fan: FAN, account: 'Mira Rose' }))
  })
  expect(result()).toHaveTextContent(m.why_unconfirmed())
  expect(within(result()).queryByRole('button', { name: m.again_add_label({ fan: spoken(FAN) }) })).toBeNull()
  await user.click(within(result()).getByRole('button', { name: m.check_label({ fan: spoken(FAN) }) }))
  await vi.waitFor(() => {
    expect(result()).toHaveTextContent(m.why_unconfirmed_checked_add({ when: moment(checked).replace(/\s/g, ' ') }))
  })
  await user.click(within(result()).getByRole('button', { name: m.again_add_label({ fan: spoken(FAN) }) }))
  await vi.waitFor(() => {
    expect(result()).toHaveTextContent(m.result_added({ fan: FAN, account: 'Mira Rose' }))
  })
})

it('counts down while the server asks for a pause, and can be stopped', async () => {
  const backend = new FakeBackend()
  const { user, result, add } = await ready(backend)
  const ends = held(backend)
  await add(FAN)
  const row = backend.append({ phase: 'waiting', outcome: null, ended: null, fan: FAN })
  backend.events?.resting({ item: row.item, account: row.account, fan: FAN, until: Date.now() + 12_000 })
  await vi.waitFor(() => {
    expect(result()).toHaveTextContent(m.result_resting({ seconds: 12 }))
  })
  await user.click(within(result()).getByRole('button', { name: m.stop_label({ fan: spoken(FAN) }) }))
  expect(calls(backend, 'stopWaiting')).toEqual([[row.item]])
  ends[0]?.({ outcome: 'stopped', fan: FAN })
  await vi.waitFor(() => {
    expect(result()).toHaveTextContent(m.result_stopped({ fan: FAN, account: 'Mira Rose' }))
  })
})

it('fills the field from a sample fan in practice mode', async () => {
  const { user, field } = await ready(new FakeBackend({ mode: 'practice', samples: fakeSamples }))
  expect(screen.getByText(m.practice_banner())).toBeVisible()
  await user.click(screen.getByRole('button', { name: /Zoë/ }))
  expect(field).toHaveValue('618592888766341120')
  expect(field).toHaveFocus()
  await expectAccessible()
})

it('sends nothing without an account', async () => {
  const { backend, add, result } = await ready(new FakeBackend({ chosen: null }))
  await add(FAN)
  expect(result()).toHaveTextContent(m.result_account_missing())
  expect(calls(backend, 'addVip')).toEqual([])
})

it('shows the chosen account, and names an expired session', async () => {
  const { backend, user } = await ready(new FakeBackend({}, [fakeRow()]))
  const chooser = screen.getByRole('button', { name: `${m.account_prefix()} Mira Rose` })
  chooser.focus()
  await user.keyboard('{Enter}')
  // Without a layout, the menu is never positioned and so counts as hidden.
  const choices = await screen.findAllByRole('menuitemradio', { hidden: true })
  const noor = choices.find((choice) => choice.textContent.includes('Noor'))!
  expect(noor).toHaveTextContent(m.account_expired())
  await user.click(noor)
  expect(calls(backend, 'chooseAccount')).toEqual([['fansly_noor']])
  expect(await screen.findByRole('button', { name: beginning(`${m.account_prefix()} Noor`) })).toBeVisible()
  expect(screen.getByText(saying(m.account_expired_banner({ name: 'Noor' })))).toBeVisible()
})

it('explains what to do when no account is connected', async () => {
  const backend = new FakeBackend({ accounts: [], chosen: null })
  const { user } = open(backend)
  expect(await screen.findByText(m.accounts_empty_title())).toBeVisible()
  await user.click(screen.getByRole('button', { name: m.account_refresh() }))
  expect(calls(backend, 'refreshAccounts').length).toBe(1)
  await expectAccessible()
})

it('chooses at once, so that Enter never adds to the account before', async () => {
  const backend = new FakeBackend()
  backend.answers.set('chooseAccount', () => new Promise(() => undefined))
  const { user, add } = await ready(backend)
  await choose(user, 'Luna')
  expect(screen.getByRole('button', { name: `${m.account_prefix()} Luna Vale` })).toBeVisible()
  await add(FAN)
  expect(calls(backend, 'addVip')).toEqual([['fansly_luna', FAN]])
})

it('shows and announces that an account could not be chosen', async () => {
  const backend = new FakeBackend()
  backend.refuse('chooseAccount', 'account_unknown')
  const { user } = await ready(backend)
  await choose(user, 'Luna')
  expect((await screen.findAllByText(having(m.problem_account_unknown()))).length).toBe(2)
  expect(screen.getByRole('button', { name: `${m.account_prefix()} Mira Rose` })).toBeVisible()
})

it('stops asking for an account once one is chosen', async () => {
  const backend = new FakeBackend({ chosen: null })
  const { add, result } = await ready(backend)
  await add(FAN)
  expect(result()).toHaveTextContent(m.result_account_missing())
  backend.events?.state({ ...backend.state, chosen: 'fansly_luna', revision: 2 })
  await vi.waitFor(() => {
    expect(result()).not.toHaveTextContent(m.result_account_missing())
  })
})

it('keeps a superseded error until it is dismissed, and announces it', async () => {
  const backend = new FakeBackend()
  const refuse: ((failure: unknown) => void)[] = []
  backend.answers.set('addVip', () => new Promise((_, reject) => refuse.push(reject)))
  const { user, add, field, result } = await ready(backend)
  await add(FAN)
  await user.keyboard(`${OTHER}{Enter}`)
  refuse[0]?.({ code: 'key_missing', params: {} })
  const list = await screen.findByRole('list', { name: m.refused_earlier() })
  expect(list).toHaveTextContent(FAN)
  expect(list).toHaveTextContent(m.problem_key_missing())
  expect(screen.getByText(beginning(`${FAN}: ${m.problem_key_missing()}`)).closest('[role=status]')).not.toBeNull()
  expect(result()).toHaveTextContent(m.result_sending_add({ fan: OTHER, account: 'Mira Rose' }))
  await expectAccessible()
  await user.click(screen.getByRole('button', { name: m.dismiss_label({ entry: FAN }) }))
  expect(screen.queryByRole('list', { name: m.refused_earlier() })).toBeNull()
  expect(field).toHaveFocus()
})

it('shows a pending add again when the same text is entered', async () => {
  const backend = new FakeBackend()
  const { user, add, result } = await ready(backend)
  held(backend)
  await add(FAN)
  await user.keyboard(`${OTHER}{Enter}`)
  expect(result()).toHaveTextContent(m.result_sending_add({ fan: OTHER, account: 'Mira Rose' }))
  await user.keyboard(`${FAN}{Enter}`)
  expect(result()).toHaveTextContent(m.result_sending_add({ fan: FAN, account: 'Mira Rose' }))
  expect(calls(backend, 'addVip').length).toBe(2)
})

it('reads waiting items from the snapshot, by account, and counts long waits in minutes', async () => {
  const backend = new FakeBackend()
  const { add, result } = await ready(backend)
  held(backend)
  await add(FAN)
  const until = Date.now() + 600_000
  backend.events?.state({
    ...backend.state,
    revision: 2,
    resting: [{ item: 7, account: 'fansly_luna', fan: FAN, until }],
  })
  await Promise.resolve()
  expect(result()).toHaveTextContent(m.result_sending_add({ fan: FAN, account: 'Mira Rose' }))
  backend.events?.state({
    ...backend.state,
    revision: 3,
    resting: [{ item: 8, account: 'fansly_mira', fan: FAN, until }],
  })
  await vi.waitFor(() => {
    expect(result()).toHaveTextContent(m.result_resting_minutes({ minutes: 10 }))
  })
  backend.events?.state({ ...backend.state, revision: 2, resting: [] })
  await Promise.resolve()
  expect(result()).toHaveTextContent(m.result_resting_minutes({ minutes: 10 }))
})

it('drops an answer that belongs to another log', async () => {
  const backend = new FakeBackend({ mode: 'practice' })
  const { user, add, result } = await ready(backend)
  const ends = held(backend)
  await add(FAN)
  await user.click(screen.getByRole('button', { name: m.practice_exit() }))
  ends[0]?.({ fan: FAN })
  await new Promise((resolve) => setTimeout(resolve, 20))
  expect(result()).not.toHaveTextContent(FAN)
  expect(screen.getByRole('main')).toHaveFocus()
})

it('says only that the fan is still not confirmed when a check fails, and offers what helps', async () => {
  const backend = new FakeBackend()
  backend.answers.set('addVip', () =>
    Promise.resolve(backend.append({ outcome: 'unconfirmed', cause: 'no_reply', can_check: true })),
  )
  backend.refuse('check', 'key_refused')
  const { user, result, add } = await ready(backend)
  await add(FAN)
  await user.click(await within(result()).findByRole('button', { name: m.check_label({ fan: spoken(FAN) }) }))
  expect(
    await within(result()).findByText(
      saying(`${m.check_failed()} ${m.problem_key_refused()} ${m.advice_key_refused()}`),
    ),
  ).toBeVisible()
  await user.click(within(result()).getByRole('button', { name: m.nav_settings() }))
  expect(screen.getByRole('heading', { level: 1, name: m.settings_title() })).toHaveFocus()
})

it('mentions no credits in practice mode', async () => {
  const backend = new FakeBackend({ mode: 'practice' })
  backend.answers.set('addVip', () =>
    Promise.resolve(backend.append({ outcome: 'unconfirmed', cause: 'no_reply', can_check: true })),
  )
  const { result, add } = await ready(backend)
  await add(FAN)
  await vi.waitFor(() => {
    expect(result()).toHaveTextContent(m.why_unconfirmed_practice())
  })
  expect(result()).not.toHaveTextContent(m.why_unconfirmed())
})

it('does not call accounts up to date that could not be refreshed', async () => {
  const problem = { code: 'no_connection', params: {} } as const
  const backend = new FakeBackend({ accounts_problem: problem })
  backend.answers.set('refreshAccounts', () => Promise.resolve({ ...backend.state, accounts_problem: problem }))
  const { user } = await ready(backend)
  await user.click(screen.getByRole('button', { name: m.account_refresh() }))
  const said = () => document.querySelector('.visually-hidden[role=status]')
  await vi.waitFor(() => {
    expect(said()).toHaveTextContent(m.problem_no_connection())
  })
  backend.answers.clear()
  await user.click(screen.getByRole('button', { name: m.account_refresh() }))
  await vi.waitFor(() => {
    expect(said()).toHaveTextContent(m.account_refreshed())
  })
  expect(screen.getByRole('main')).toHaveFocus()
})
