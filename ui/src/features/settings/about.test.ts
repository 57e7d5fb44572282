import { screen, within } from '@testing-library/svelte'
import { expect, it, vi } from 'vitest'
import { FakeBackend } from '../../backend/fake/fake'
import { m } from '../../format/messages.svelte'
import { calls, expectAccessible, open } from '../../testing/open'
import { having, many } from '../../testing/said'

async function settings(backend = new FakeBackend()) {
  const { user } = open(backend)
  await user.click(await screen.findByRole('button', { name: m.nav_settings() }))
  return { backend, user }
}

it('shows the whole report before it is copied, and copies exactly that', async () => {
  const { backend, user } = await settings()
  const written: string[] = []
  vi.spyOn(navigator.clipboard, 'writeText').mockImplementation((text) => {
    written.push(text)
    return Promise.resolve()
  })
  await user.click(screen.getByRole('button', { name: m.about_report() }))
  const sheet = await screen.findByRole('dialog', { name: m.about_report_title() })
  const shown = await within(sheet).findByText(/session_expired/)
  expect(written).toEqual([])
  await expectAccessible()
  await user.click(within(sheet).getByRole('button', { name: m.about_report_copy() }))
  expect(written).toEqual([shown.textContent])
  expect(await within(sheet).findByText(m.about_report_copied())).toBeVisible()
  // The report is created again each time.
  await user.click(within(sheet).getByRole('button', { name: m.close() }))
  await user.click(screen.getByRole('button', { name: m.about_report() }))
  expect(calls(backend, 'report')).toHaveLength(2)
})

it('says how to copy a report when the clipboard does not accept it', async () => {
  const { user } = await settings()
  vi.spyOn(navigator.clipboard, 'writeText').mockRejectedValue(new Error('no'))
  await user.click(screen.getByRole('button', { name: m.about_report() }))
  await screen.findByText(/session_expired/)
  await user.click(screen.getByRole('button', { name: m.about_report_copy() }))
  expect(await screen.findByText(m.about_report_not_copied())).toBeVisible()
})

it('says that a report could not be created, and tries again', async () => {
  const { backend, user } = await settings()
  backend.refuse('report', 'internal')
  await user.click(screen.getByRole('button', { name: m.about_report() }))
  expect(await screen.findByText(m.about_report_not_created())).toBeVisible()
  backend.answers.delete('report')
  await user.click(screen.getByRole('button', { name: m.try_again() }))
  expect(await screen.findByText(/session_expired/)).toBeVisible()
})

it('lists the licenses with their parts, and shows a text on request', async () => {
  const { backend, user } = await settings()
  await user.click(screen.getByRole('button', { name: m.about_licences() }))
  const sheet = await screen.findByRole('dialog', { name: m.about_licences_title() })
  expect(await within(sheet).findByText('tauri 2.12.0, svelte 5.57.3')).toBeVisible()
  expect(within(sheet).getByText(having(m.about_parts_more(many(3))))).toBeVisible()
  expect(within(sheet).queryByText('Permission is hereby granted …')).toBeNull()
  await expectAccessible()
  await user.click(within(sheet).getByRole('button', { name: m.about_licence_text_label({ licence: 'MIT License' }) }))
  expect(within(sheet).getByText('Permission is hereby granted …')).toBeVisible()
  await user.click(within(sheet).getByRole('button', { name: m.close() }))
  await user.click(screen.getByRole('button', { name: m.about_licences() }))
  expect(calls(backend, 'thirdParty')).toHaveLength(1)
})

it('saves the report that is shown, and shows the file in its folder', async () => {
  const { backend, user } = await settings()
  await user.click(screen.getByRole('button', { name: m.about_report() }))
  const sheet = await screen.findByRole('dialog', { name: m.about_report_title() })
  await within(sheet).findByText(/session_expired/)
  await user.click(within(sheet).getByRole('button', { name: m.about_report_save() }))
  await user.click(await within(sheet).findByRole('button', { name: m.show_in_folder() }))
  expect(calls(backend, 'report')).toHaveLength(1)
  const handle = calls(backend, 'showSaved')[0]
  expect(handle).toEqual([expect.any(Number)])
  backend.refuse('showSaved', 'file_not_shown', { file: 'Velvet Rope report.txt' })
  await user.click(within(sheet).getByRole('button', { name: m.show_in_folder() }))
  expect(await within(sheet).findByText(new RegExp(m.advice_file_not_shown()))).toBeVisible()
})
