import { screen, within } from '@testing-library/svelte'
import { expect, it, vi } from 'vitest'
import type { LogRow } from '../host/bindings/LogRow'
import { FakeHost, fakeRow, fakeSamples } from '../host/fake'
import { calls, expectAccessible, open } from '../testing/open'

const FAN = '843584256474116096'
const OTHER = '227317562784874496'

async function ready(host = new FakeHost()) {
  const { user } = open(host)
  const field = await screen.findByLabelText<HTMLInputElement>('Fan ID')
  const result = () => document.getElementById('result')!
  const add = async (text: string) => user.type(field, `${text}{Enter}`)
  return { host, user, field, result, add }
}

/** The next add waits until it is told how to end. */
function held(host: FakeHost): ((row: Partial<LogRow>) => void)[] {
  const ends: ((row: Partial<LogRow>) => void)[] = []
  host.answers.set(
    'addVip',
    () => new Promise((resolve) => ends.push((row) => { resolve(host.append(row)) })),
  )
  return ends
}

it('adds with Enter, says so naming fan and account, clears the field and keeps the focus', async () => {
  const { host, field, result, add } = await ready()
  expect(field).toHaveFocus()
  await add(FAN)
  await vi.waitFor(() => { expect(result()).toHaveTextContent(`${FAN} is on Mira Rose’s VIP list.`) })
  expect(calls(host, 'addVip')).toEqual([['fansly_mira', FAN]])
  expect(field).toHaveValue('')
  expect(field).toHaveFocus()
  await expectAccessible()
})

it('hands over the text as it is, digit for digit', async () => {
  const { host, user, field } = await ready()
  await user.click(field)
  await user.paste(' ‘00843584256474116097\n')
  await user.keyboard('{Enter}')
  expect(calls(host, 'addVip')[0]?.[1]).toContain('00843584256474116097')
})

it('takes several in quick succession and never touches what is being typed', async () => {
  const host = new FakeHost()
  const { field, result, add, user } = await ready(host)
  const ends = held(host)
  await add(FAN)
  expect(result()).toHaveTextContent('Adding')
  // What was sent is selected, so typing replaces it.
  await user.keyboard(`${OTHER}{Enter}`)
  expect(calls(host, 'addVip').map(([, fan]) => fan)).toEqual([FAN, OTHER])
  await user.keyboard('99')
  ends[1]?.({ fan: OTHER })
  ends[0]?.({ fan: FAN })
  await vi.waitFor(() => { expect(result()).toHaveTextContent(`${OTHER} is on`) })
  expect(field).toHaveValue('99')
})

it('sends the same text once while it is on its way', async () => {
  const host = new FakeHost()
  const { add, user } = await ready(host)
  held(host)
  await add(FAN)
  await user.keyboard('{Enter}')
  expect(calls(host, 'addVip').length).toBe(1)
})

it('keeps a refused text for correction, and says why and what to do', async () => {
  const host = new FakeHost()
  host.refuse('addVip', 'fan_letters', { found: 'mira' })
  const { field, add } = await ready(host)
  await add('mira')
  const alert = await screen.findByText(/“mira” does not belong in a fan ID/)
  expect(alert.closest('[role=alert]')).toHaveTextContent('only digits')
  expect(field).toHaveValue('mira')
  expect(field).toHaveFocus()
  expect(field).toHaveAttribute('aria-invalid', 'true')
  expect(field.getAttribute('aria-describedby')).toContain('result')
  await expectAccessible()
})

it('undoes from the form, on the account it was for', async () => {
  const host = new FakeHost()
  const { user, result, add } = await ready(host)
  await add(FAN)
  await user.click(await within(result()).findByRole('button', { name: `Undo for ${FAN}` }))
  await vi.waitFor(() => { expect(result()).toHaveTextContent(`${FAN} is no longer on Mira Rose’s VIP list.`) })
  expect(calls(host, 'undo')).toEqual([[1]])
})

it('offers Check when it is not sure, and Add again when the check found nothing', async () => {
  const host = new FakeHost()
  host.answers.set('addVip', () => Promise.resolve(host.append({ outcome: 'unsure', cause: 'no_reply', can_check: true })))
  host.answers.set('check', () => Promise.resolve(host.change(1, { checked: Date.now() })))
  const { user, result, add } = await ready(host)
  await add(FAN)
  await vi.waitFor(() => { expect(result()).toHaveTextContent('Not sure yet whether') })
  expect(result()).toHaveTextContent('uses a few credits')
  expect(within(result()).queryByRole('button', { name: /^Add again/ })).toBeNull()
  await user.click(within(result()).getByRole('button', { name: `Check ${FAN}` }))
  await vi.waitFor(() => { expect(result()).toHaveTextContent('A VIP without a chat may be missing there') })
  await user.click(within(result()).getByRole('button', { name: `Add again: ${FAN}` }))
  await vi.waitFor(() => { expect(result()).toHaveTextContent(`${FAN} is on`) })
})

it('counts down while the service wants a pause, and can be stopped', async () => {
  const host = new FakeHost()
  const { user, result, add } = await ready(host)
  const ends = held(host)
  await add(FAN)
  const row = host.append({ phase: 'waiting', outcome: null, ended: null, fan: FAN })
  host.heard?.resting({ item: row.item, fan: FAN, until: Date.now() + 12_000 })
  await vi.waitFor(() => { expect(result()).toHaveTextContent('wait 12 seconds') })
  await user.click(within(result()).getByRole('button', { name: `Stop waiting for ${FAN}` }))
  expect(calls(host, 'stopWaiting')).toEqual([[row.item]])
  ends[0]?.({ outcome: 'stopped', fan: FAN })
  await vi.waitFor(() => { expect(result()).toHaveTextContent('Nothing was sent') })
})

it('fills the field from a fan to try, in practice', async () => {
  const { user, field } = await ready(new FakeHost({ mode: 'practice', samples: fakeSamples }))
  expect(screen.getByText('Practice – nothing here is real')).toBeVisible()
  await user.click(screen.getByRole('button', { name: /Zoë/ }))
  expect(field).toHaveValue('618592888766341120')
  expect(field).toHaveFocus()
  await expectAccessible()
})

it('sends nothing without an account', async () => {
  const { host, add, result } = await ready(new FakeHost({ chosen: null }))
  await add(FAN)
  expect(result()).toHaveTextContent('Choose an account first')
  expect(calls(host, 'addVip')).toEqual([])
})

it('shows the chosen account and marks an ended session with a word', async () => {
  const { host, user } = await ready(new FakeHost({}, [fakeRow()]))
  const chooser = screen.getByRole('button', { name: 'Account: Mira Rose' })
  chooser.focus()
  await user.keyboard('{Enter}')
  // Without a layout the menu is never placed, and so counts as hidden.
  const choices = await screen.findAllByRole('menuitemradio', { hidden: true })
  const noor = choices.find((choice) => choice.textContent.includes('Noor'))!
  expect(noor).toHaveTextContent('Session ended')
  await user.click(noor)
  expect(calls(host, 'chooseAccount')).toEqual([['fansly_noor']])
  expect(await screen.findByRole('button', { name: /^Account: Noor/ })).toBeVisible()
  expect(screen.getByText(/Noor’s Fansly session has ended/)).toBeVisible()
})

it('explains what to do when no account is connected', async () => {
  const host = new FakeHost({ accounts: [], chosen: null })
  const { user } = open(host)
  expect(await screen.findByText('No account is connected yet')).toBeVisible()
  await user.click(screen.getByRole('button', { name: 'Refresh accounts' }))
  expect(calls(host, 'refreshAccounts').length).toBe(1)
  await expectAccessible()
})
