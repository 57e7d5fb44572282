import { fireEvent, screen, within } from '@testing-library/svelte'
import { describe, expect, it, vi } from 'vitest'
import type { AppState } from '../../backend/bindings/AppState'
import { FakeBackend } from '../../backend/fake/fake'
import { fakeBatch } from '../../backend/fake/batch'
import { fakeRow, fakeState } from '../../backend/fake/state'
import { languageName } from '../../format/language'
import { m } from '../../format/messages.svelte'
import project from '../../../project.inlang/settings.json'
import * as es from '../../paraglide/messages/es.js'
import { calls, expectAccessible, open } from '../../testing/open'
import { having, many } from '../../testing/said'
import { problem } from '../../format/failure'

async function settings(state: Partial<AppState> = {}) {
  const backend = new FakeBackend(state)
  const { user } = open(backend)
  await user.click(await screen.findByRole('button', { name: m.nav_settings() }))
  expect(screen.getByRole('heading', { level: 1, name: m.settings_title() })).toBeVisible()
  return { backend, user }
}

it('says where the key is, and passes axe', async () => {
  await settings()
  expect(screen.getByText(m.settings_key_saved({ keychain: m.keychain_name_secret_service() }))).toBeVisible()
  await expectAccessible()
})

it('removes the key after saying what that does', async () => {
  const { backend, user } = await settings()
  await user.click(screen.getByRole('button', { name: m.settings_key_remove() }))
  const dialog = await screen.findByRole('alertdialog')
  expect(dialog).toHaveTextContent(m.remove_key_body_saved({ keychain: m.keychain_name_secret_service() }))
  await user.click(within(dialog).getByRole('button', { name: m.remove_key_confirm() }))
  expect(calls(backend, 'removeKey').length).toBe(1)
  expect(await screen.findByText(m.settings_key_removed())).toBeVisible()
})

it('erases everything after one confirmation that names all of it', async () => {
  const { backend, user } = await settings()
  const opener = screen.getByRole('button', { name: m.settings_erase_button() })
  await user.click(opener)
  const dialog = await screen.findByRole('alertdialog')
  const key = m.erase_key({ count: 1, keychain: m.keychain_name_secret_service() })
  for (const part of [m.erase_log(), m.erase_preferences(), key, m.erase_intro()])
    expect(dialog).toHaveTextContent(part)
  await user.click(within(dialog).getByRole('button', { name: m.cancel() }))
  expect(calls(backend, 'eraseEverything').length).toBe(0)
  await vi.waitFor(() => {
    expect(opener).toHaveFocus()
  })
  await user.click(opener)
  await user.click(within(await screen.findByRole('alertdialog')).getByRole('button', { name: m.erase_confirm() }))
  expect(calls(backend, 'eraseEverything').length).toBe(1)
  expect(await screen.findByLabelText(m.key_label())).toBeVisible()
})

it('keeps the dialog open and says what is left when not everything could be erased', async () => {
  const { backend, user } = await settings()
  backend.refuse('eraseEverything', 'erase_incomplete', { path: '/data/ledger.sqlite3' })
  await user.click(screen.getByRole('button', { name: m.settings_erase_button() }))
  const dialog = await screen.findByRole('alertdialog')
  await user.click(within(dialog).getByRole('button', { name: m.erase_confirm() }))
  await vi.waitFor(() => {
    expect(dialog).toHaveTextContent('/data/ledger.sqlite3')
  })
})

it('changes the language at once, and marks the page with it', async () => {
  const { backend, user } = await settings()
  await user.click(screen.getByRole('radio', { name: languageName('es') }))
  expect(await screen.findByRole('heading', { level: 1, name: es.settings_title({}) })).toBeVisible()
  expect(document.documentElement.lang).toBe('es')
  expect(calls(backend, 'setPreferences')).toEqual([[{ ...fakeState().preferences, language: 'es' }]])
})

it('offers every language under its own name, and no pseudo-language outside development', async () => {
  await settings()
  const choices = within(screen.getByRole('radiogroup', { name: m.settings_language() })).getAllByRole('radio')
  expect(choices.map((one) => one.getAttribute('data-value')).sort()).toEqual(['system', ...project.locales].sort())
  expect(choices.map((one) => one.textContent.trim())).toEqual(
    expect.arrayContaining(['Deutsch', 'English', 'Español', 'Français', 'Italiano', 'Português (Brasil)']),
  )
})

it('applies the chosen appearance', async () => {
  const { user } = await settings()
  expect(document.documentElement).not.toHaveAttribute('data-appearance')
  await user.click(screen.getByRole('radio', { name: m.appearance_dark() }))
  await vi.waitFor(() => {
    expect(document.documentElement).toHaveAttribute('data-appearance', 'dark')
  })
})

it('replaces the key and returns the focus', async () => {
  const { backend, user } = await settings()
  await user.click(screen.getByRole('button', { name: m.settings_key_replace() }))
  await user.type(screen.getByLabelText(m.key_label()), 'another-key{Enter}')
  expect(calls(backend, 'replaceKey')).toEqual([[1, 'another-key']])
  expect(calls(backend, 'saveKey')).toEqual([])
  expect(await screen.findByText(m.settings_key_replaced())).toBeVisible()
  await vi.waitFor(() => {
    expect(screen.getByRole('button', { name: m.settings_key_replace() })).toHaveFocus()
  })
})

it('leaves practice mode', async () => {
  const { backend, user } = await settings({ mode: 'practice' })
  await user.click(screen.getAllByRole('button', { name: m.practice_exit() })[0]!)
  expect(calls(backend, 'setMode')).toEqual([['live']])
  expect(screen.queryByText(m.practice_banner())).toBeNull()
})

it('reports a damaged log, its place, and how to go on', async () => {
  const backend = new FakeBackend({
    ledger: { kind: 'unavailable', failure: { code: 'ledger_full', params: { path: '/data/ledger.sqlite3' } } },
    notices: [
      { kind: 'ledger_set_aside', path: '/data/old.sqlite3' },
      { kind: 'ledger_log_left_out', path: '/data/other.sqlite3-wal' },
      { kind: 'interrupted', count: 1 },
    ],
  })
  const { user } = open(backend)
  expect(
    await screen.findByText(problem({ code: 'ledger_full', params: { path: '/data/ledger.sqlite3' } })),
  ).toBeVisible()
  expect(screen.getByText(/\/data\/old\.sqlite3/)).toBeVisible()
  expect(screen.getByText(having(m.notice_ledger_log_skipped()))).toHaveTextContent('/data/other.sqlite3-wal')
  expect(screen.getByText(m.notice_interrupted({ count: 1 }))).toBeVisible()
  await expectAccessible()
  await user.click(screen.getByRole('button', { name: m.understood() }))
  expect(screen.queryByText('/data/old.sqlite3')).toBeNull()
  await user.click(screen.getByRole('button', { name: m.try_again() }))
  expect(calls(backend, 'openLedgerAgain').length).toBe(1)
})

it('keeps the old key and returns the focus', async () => {
  const { user } = await settings()
  await user.click(screen.getByRole('button', { name: m.settings_key_replace() }))
  await user.click(screen.getByRole('button', { name: m.cancel() }))
  await vi.waitFor(() => {
    expect(screen.getByRole('button', { name: m.settings_key_replace() })).toHaveFocus()
  })
})

it('saves a key to the keychain on request that was kept only until the app closes', async () => {
  const { backend, user } = await settings({ key: { kind: 'session_only', because: 'missing' } })
  await user.click(screen.getByRole('button', { name: m.keychain_check_again() }))
  expect(calls(backend, 'readKeychainAgain').length).toBe(1)
  expect(
    (await screen.findAllByText(m.settings_key_saved({ keychain: m.keychain_name_secret_service() }))).length,
  ).toBe(2)
  expect(screen.getByRole('main')).toHaveFocus()
})

it('reverts no preference when two changes follow each other quickly', async () => {
  const { backend } = await settings()
  screen.getByRole<HTMLInputElement>('radio', { name: m.appearance_dark() }).click()
  screen.getByRole<HTMLInputElement>('radio', { name: languageName('es') }).click()
  await vi.waitFor(() => {
    expect(backend.state.preferences).toEqual({ ...fakeState().preferences, appearance: 'dark', language: 'es' })
  })
})

describe('the log', () => {
  it('saves a backup, and names the file', async () => {
    const { backend, user } = await settings()
    await user.click(screen.getByRole('button', { name: m.backup_save() }))
    expect(await screen.findByText(/Velvet Rope 2026-11-24\.backup/)).toBeVisible()
    await user.click(screen.getByRole('button', { name: m.show_in_folder() }))
    expect(calls(backend, 'showSaved')).toHaveLength(1)
    backend.refuse('saveBackup', 'ledger_full', { path: '/data' })
    await user.click(screen.getByRole('button', { name: m.backup_save() }))
    expect(await screen.findByText(having(problem({ code: 'ledger_full', params: { path: '/data' } })))).toBeVisible()
  })

  it('restores a backup only after it has said what happens to the present log', async () => {
    const { backend, user } = await settings()
    await user.click(screen.getByRole('button', { name: m.backup_restore() }))
    const question = await screen.findByRole('alertdialog', { name: m.backup_restore_title() })
    expect(question).toHaveTextContent(m.backup_restore_stays())
    expect(calls(backend, 'restoreBackup')).toEqual([])
    backend.refuse('restoreBackup', 'ledger_newer', { path: 'log.backup' })
    await user.click(within(question).getByRole('button', { name: m.backup_choose() }))
    await vi.waitFor(() => {
      expect(question).toHaveTextContent(problem({ code: 'ledger_newer', params: { path: 'log.backup' } }))
    })
    backend.answers.clear()
    await user.click(within(question).getByRole('button', { name: m.backup_choose() }))
    expect(await screen.findByText(m.backup_restored(many(0)))).toBeVisible()
  })

  it('is trimmed by date: says what is deleted, what stays, and what is forgotten, and offers an export first', async () => {
    const old = new Date(2026, 0, 5, 12).getTime()
    const backend = new FakeBackend({}, [fakeRow({ item: 2 }), fakeRow({ item: 1, began: old, ended: old })])
    const { user } = open(backend)
    await user.click(await screen.findByRole('button', { name: m.nav_settings() }))
    await fireEvent.input(screen.getByLabelText(m.trim_label()), { target: { value: '2026-01-06' } })
    await user.click(screen.getByRole('button', { name: m.trim_preview() }))
    const question = await screen.findByRole('alertdialog', { name: m.trim_title({ ...many(1), day: 'Jan 6, 2026' }) })
    expect(calls(backend, 'trimOffer')).toEqual([[new Date(2026, 0, 6).getTime()]])
    expect(question).toHaveTextContent(m.trim_left(many(1)))
    expect(question).toHaveTextContent(m.trim_consequence())
    await user.click(within(question).getByRole('button', { name: m.trim_export_button() }))
    await vi.waitFor(() => {
      expect(question).toHaveTextContent(m.list_saved({ file: `${m.export_name()}.csv` }))
    })
    expect(calls(backend, 'exportLog')[0]!.slice(0, 2)).toEqual([{ found: 1, ranges: [[0, 1]] }, 'csv'])
    expect(calls(backend, 'trimLog')).toEqual([])
    await user.click(within(question).getByRole('button', { name: m.trim_confirm() }))
    expect(await screen.findByText(m.trim_done(many(1)))).toBeVisible()
    expect(backend.rows.map((row) => row.item)).toEqual([2])
  })
})

it('says before erasing that a batch runs, and what is erased and what stays', async () => {
  const paused = fakeBatch({ id: 2, state: { kind: 'paused', why: { kind: 'user' } } })
  const { user } = await settings({ batches: [fakeBatch(), paused] })
  await user.click(screen.getByRole('button', { name: m.settings_erase_button() }))
  const question = await screen.findByRole('alertdialog')
  expect(question).toHaveTextContent(m.erase_running(many(1)))
  expect(question).toHaveTextContent(m.erase_own_logs())
  expect(question).toHaveTextContent(m.erase_leaves())
  await expectAccessible()
})

describe('the sections', () => {
  it('have headings in order, with the erasing last', async () => {
    await settings()
    const sections = [
      m.settings_accounts(),
      m.settings_look(),
      m.settings_sending(),
      m.settings_privacy(),
      m.settings_data(),
      m.settings_about(),
      m.settings_erase(),
    ]
    expect(screen.getAllByRole('heading', { level: 2 }).map((heading) => heading.textContent)).toEqual(sections)
    const list = screen.getByRole('navigation', { name: m.settings_sections(), hidden: true })
    expect([...list.querySelectorAll('button')].map((button) => button.textContent)).toEqual(sections)
    await expectAccessible()
  })

  it('are reached from the list of sections', async () => {
    const { user } = await settings()
    const list = screen.getByRole('navigation', { name: m.settings_sections(), hidden: true })
    await user.click(within(list).getByRole('button', { name: m.settings_data(), hidden: true }))
    expect(screen.getByRole('heading', { level: 2, name: m.settings_data() })).toHaveFocus()
  })

  it('set the speed, notifications, and the question before links', async () => {
    const { backend, user } = await settings({
      preferences: { ...fakeState().preferences, opens_profiles: true },
    })
    await user.click(screen.getByRole('radio', { name: new RegExp(m.speed_fast()) }))
    await user.click(screen.getByRole('switch', { name: m.settings_notifications() }))
    const profiles = screen.getByRole('switch', { name: m.settings_ask({ site: 'fansly.com' }) })
    expect(profiles).not.toBeChecked()
    await user.click(profiles)
    await vi.waitFor(() => {
      expect(backend.state.preferences).toEqual({
        ...fakeState().preferences,
        speed: 'fast',
        notifications_off: true,
        opens_profiles: false,
      })
    })
  })
})
