import { fireEvent, screen, within } from '@testing-library/svelte'
import { describe, expect, it, vi } from 'vitest'
import type { AppState } from '../host/bindings/AppState'
import { FakeHost } from '../host/fake'
import { fakeBatch } from '../host/fake-batch'
import { fakeRow } from '../host/fake-state'
import { calls, expectAccessible, open } from '../testing/open'

async function settings(state: Partial<AppState> = {}) {
  const host = new FakeHost(state)
  const { user } = open(host)
  await user.click(await screen.findByRole('button', { name: 'Settings' }))
  expect(screen.getByRole('heading', { level: 1, name: 'Settings' })).toBeVisible()
  return { host, user }
}

it('says where the key is, and breaks no rule', async () => {
  await settings()
  expect(screen.getByText('Your key is kept in this computer’s keychain (Secret Service).')).toBeVisible()
  await expectAccessible()
})

it('forgets the key after saying what follows', async () => {
  const { host, user } = await settings()
  await user.click(screen.getByRole('button', { name: 'Forget the key' }))
  const dialog = await screen.findByRole('alertdialog')
  expect(dialog).toHaveTextContent('Your log and your VIP lists stay as they are.')
  await user.click(within(dialog).getByRole('button', { name: 'Forget it' }))
  expect(calls(host, 'forgetKey').length).toBe(1)
  expect(await screen.findByLabelText('Your API key')).toBeVisible()
})

it('erases after one confirmation that names everything that goes', async () => {
  const { host, user } = await settings()
  const opener = screen.getByRole('button', { name: 'Erase everything…' })
  await user.click(opener)
  const dialog = await screen.findByRole('alertdialog')
  for (const part of ['log of results', 'preferences', 'API key', 'cannot be undone']) expect(dialog).toHaveTextContent(part)
  await user.click(within(dialog).getByRole('button', { name: 'Keep everything' }))
  expect(calls(host, 'eraseEverything').length).toBe(0)
  await vi.waitFor(() => { expect(opener).toHaveFocus() })
  await user.click(opener)
  await user.click(within(await screen.findByRole('alertdialog')).getByRole('button', { name: 'Erase everything' }))
  expect(calls(host, 'eraseEverything').length).toBe(1)
  expect(await screen.findByLabelText('Your API key')).toBeVisible()
})

it('keeps the dialog open and says what is left when not all could be erased', async () => {
  const { host, user } = await settings()
  host.refuse('eraseEverything', 'erase_incomplete', { path: '/data/ledger.sqlite3' })
  await user.click(screen.getByRole('button', { name: 'Erase everything…' }))
  const dialog = await screen.findByRole('alertdialog')
  await user.click(within(dialog).getByRole('button', { name: 'Erase everything' }))
  await vi.waitFor(() => { expect(dialog).toHaveTextContent('/data/ledger.sqlite3') })
})

it('changes the language at once, and marks the page', async () => {
  const { host, user } = await settings()
  await user.click(screen.getByRole('radio', { name: 'Español' }))
  expect(await screen.findByRole('heading', { level: 1, name: 'Ajustes' })).toBeVisible()
  expect(document.documentElement.lang).toBe('es')
  expect(calls(host, 'setPreferences')).toEqual([[{ appearance: 'system', language: 'es' }]])
})

it('offers no pseudo-language outside development', async () => {
  await settings()
  const names = screen.getAllByRole('radio').map((radio) => radio.getAttribute('value'))
  expect(names).toEqual(['system', 'light', 'dark', 'system', 'en', 'es'])
})

it('wears the chosen appearance', async () => {
  const { user } = await settings()
  expect(document.documentElement).not.toHaveAttribute('data-appearance')
  await user.click(screen.getByRole('radio', { name: 'Dark' }))
  await vi.waitFor(() => { expect(document.documentElement).toHaveAttribute('data-appearance', 'dark') })
})

it('replaces the key and puts the focus back', async () => {
  const { host, user } = await settings()
  await user.click(screen.getByRole('button', { name: 'Replace the key' }))
  await user.type(screen.getByLabelText('Your API key'), 'another-key{Enter}')
  expect(calls(host, 'replaceKey')).toEqual([[1, 'another-key']])
  expect(calls(host, 'saveKey')).toEqual([])
  expect(await screen.findByText('The new key was checked and is in use.')).toBeVisible()
  await vi.waitFor(() => { expect(screen.getByRole('button', { name: 'Replace the key' })).toHaveFocus() })
})

it('leaves practice', async () => {
  const { host, user } = await settings({ mode: 'practice' })
  await user.click(screen.getAllByRole('button', { name: 'Leave practice' })[0]!)
  expect(calls(host, 'setMode')).toEqual([['live']])
  expect(screen.queryByText('Practice – nothing here is real')).toBeNull()
})

it('tells a damaged log, its place, and the way out', async () => {
  const host = new FakeHost({
    ledger: { kind: 'unavailable', failure: { code: 'ledger_full', params: { path: '/data/ledger.sqlite3' } } },
    notices: [
      { kind: 'ledger_set_aside', path: '/data/old.sqlite3' },
      { kind: 'ledger_log_left_out', path: '/data/other.sqlite3-wal' },
      { kind: 'interrupted', count: 1 },
    ],
  })
  const { user } = open(host)
  expect(await screen.findByText(/disk is full/)).toHaveTextContent('/data/ledger.sqlite3')
  expect(screen.getByText(/\/data\/old\.sqlite3/)).toBeVisible()
  expect(screen.getByText(/belongs to another log/)).toHaveTextContent('/data/other.sqlite3-wal')
  expect(screen.getByText(/while 1 fan was on the way/)).toBeVisible()
  await expectAccessible()
  await user.click(screen.getByRole('button', { name: 'Got it' }))
  expect(screen.queryByText('/data/old.sqlite3')).toBeNull()
  await user.click(screen.getByRole('button', { name: 'Try again' }))
  expect(calls(host, 'openLedgerAgain').length).toBe(1)
})

it('keeps the old key and puts the focus back', async () => {
  const { user } = await settings()
  await user.click(screen.getByRole('button', { name: 'Replace the key' }))
  await user.click(screen.getByRole('button', { name: 'Keep the old one' }))
  await vi.waitFor(() => { expect(screen.getByRole('button', { name: 'Replace the key' })).toHaveFocus() })
})

it('puts a key that is kept for this run only into the keychain on request', async () => {
  const { host, user } = await settings({ key: { kind: 'this_run_only', because: 'missing' } })
  await user.click(screen.getByRole('button', { name: 'Read the keychain again' }))
  expect(calls(host, 'readKeychainAgain').length).toBe(1)
  expect((await screen.findAllByText(/^Your key is kept in this computer’s keychain/)).length).toBe(2)
  expect(screen.getByRole('main')).toHaveFocus()
})

it('takes back no preference when two follow each other quickly', async () => {
  const { host } = await settings()
  screen.getByRole<HTMLInputElement>('radio', { name: 'Dark' }).click()
  screen.getByRole<HTMLInputElement>('radio', { name: 'Español' }).click()
  await vi.waitFor(() => { expect(host.state.preferences).toEqual({ appearance: 'dark', language: 'es' }) })
})

describe('the log', () => {
  it('is saved as a copy, and the file is named', async () => {
    const { host, user } = await settings()
    await user.click(screen.getByRole('button', { name: 'Save a copy…' }))
    expect(await screen.findByText(/Velvet Rope 2026-11-24\.backup/)).toBeVisible()
    host.refuse('saveBackup', 'ledger_full', { path: '/data' })
    await user.click(screen.getByRole('button', { name: 'Save a copy…' }))
    expect(await screen.findByText(/The disk is full/)).toBeVisible()
  })

  it('gives way to a copy only after it was said what becomes of the present one', async () => {
    const { host, user } = await settings()
    await user.click(screen.getByRole('button', { name: 'Open a copy…' }))
    const question = await screen.findByRole('alertdialog', { name: 'Open a copy of a log?' })
    expect(question).toHaveTextContent('The present log is not deleted')
    expect(calls(host, 'restoreBackup')).toEqual([])
    host.refuse('restoreBackup', 'ledger_newer', { path: 'log.backup' })
    await user.click(within(question).getByRole('button', { name: 'Choose the copy…' }))
    await vi.waitFor(() => { expect(question).toHaveTextContent('written by a newer version') })
    host.answers.clear()
    await user.click(within(question).getByRole('button', { name: 'Choose the copy…' }))
    expect(await screen.findByText('The copy is open: 0 results.')).toBeVisible()
  })

  it('is trimmed by date, with what goes, what stays and what is forgotten, and an export offered first', async () => {
    const old = new Date(2026, 0, 5, 12).getTime()
    const host = new FakeHost({}, [fakeRow({ item: 2 }), fakeRow({ item: 1, began: old, ended: old })])
    const { user } = open(host)
    await user.click(await screen.findByRole('button', { name: 'Settings' }))
    await fireEvent.input(screen.getByLabelText('Remove what ended before'), { target: { value: '2026-01-06' } })
    await user.click(screen.getByRole('button', { name: 'See what would go…' }))
    const question = await screen.findByRole('alertdialog', { name: 'Remove 1 result from before Jan 6, 2026?' })
    expect(calls(host, 'trimOffer')).toEqual([[new Date(2026, 0, 6).getTime()]])
    expect(question).toHaveTextContent('1 newer result stays.')
    expect(question).toHaveTextContent('no longer knows whom these lists added')
    await user.click(within(question).getByRole('button', { name: 'Save them as a file…' }))
    await vi.waitFor(() => { expect(question).toHaveTextContent(/Saved as .*log\.csv/) })
    expect(calls(host, 'exportLog')[0]!.slice(0, 2)).toEqual([{ found: 1, ranges: [[0, 1]] }, 'csv'])
    expect(calls(host, 'trimLog')).toEqual([])
    await user.click(within(question).getByRole('button', { name: 'Remove them' }))
    expect(await screen.findByText('1 result was removed.')).toBeVisible()
    expect(host.rows.map((row) => row.item)).toEqual([2])
  })
})

it('says before erasing that a batch runs, and what is erased and what stays', async () => {
  const paused = fakeBatch({ id: 2, state: { kind: 'paused', why: { kind: 'user' } } })
  const { user } = await settings({ batches: [fakeBatch(), paused] })
  await user.click(screen.getByRole('button', { name: 'Erase everything…' }))
  const question = await screen.findByRole('alertdialog')
  expect(question).toHaveTextContent('A batch is running or waiting. It is stopped first')
  expect(question).toHaveTextContent('the app’s own log files')
  expect(question).toHaveTextContent('What stays on this computer: an empty log')
  await expectAccessible()
})
