import { screen, waitFor, within } from '@testing-library/svelte'
import { expect, it, vi } from 'vitest'
import { FakeBackend } from '../../backend/fake/fake'
import { fakePerson } from '../../backend/fake/people'
import { fakeRow } from '../../backend/fake/state'
import { m } from '../../format/messages.svelte'
import { problem } from '../../format/failure'
import { calls, expectAccessible, open } from '../../testing/open'
import { backend as peopleBackend, shown as peopleShown, vips } from '../../testing/people-screen'
import { having } from '../../testing/said'

const { fan } = fakeRow()

/** A fan who was added on one account, and removed on another. */
function twice(): FakeBackend {
  return new FakeBackend({}, [
    fakeRow({
      item: 2,
      label: 'Jamie K.',
      action: 'remove',
      outcome: 'removed',
      account: 'fansly_luna',
      account_name: 'Luna Vale',
    }),
    fakeRow({ item: 1, label: 'Jamie K.', other_marks: true }),
  ])
}

async function details(backend: FakeBackend) {
  const { user } = open(backend)
  const buttons = await screen.findAllByRole('button', { name: m.details_label({ fan: 'Jamie K.' }) })
  await user.click(buttons[1]!)
  return { user, dialog: await screen.findByRole('dialog', { name: m.details() }) }
}

it('shows a fan’s history and flags on all accounts beside recent activity', async () => {
  const backend = twice()
  const { dialog } = await details(backend)
  const accounts = await within(dialog).findByRole('region', { name: m.fan_on_accounts() })
  const [mira, luna] = within(accounts).getAllByRole('listitem')
  expect(mira).toHaveTextContent('Mira Rose')
  expect(mira).toHaveTextContent(m.people_vip())
  expect(mira).toHaveTextContent(m.fan_other_marks())
  expect(luna).toHaveTextContent('Luna Vale')
  expect(luna).not.toHaveTextContent(m.fan_other_marks())
  const history = within(within(dialog).getByRole('region', { name: m.fan_history() })).getAllByRole('listitem')
  expect(history.map((line) => line.textContent.includes('Luna Vale'))).toEqual([true, false])
  expect(history[0]).toHaveTextContent(m.outcome_removed())
  await expectAccessible()
  // What happens meanwhile shows at once.
  backend.append({ item: 3, label: 'Jamie K.', outcome: 'already' })
  await vi.waitFor(() => {
    expect(within(within(dialog).getByRole('region', { name: m.fan_history() })).getAllByRole('listitem')).toHaveLength(
      3,
    )
  })
})

it('shows the latest of many entries, and says how many there are', async () => {
  const rows = Array.from({ length: 12 }, (_, i) => fakeRow({ item: 12 - i, label: 'Jamie K.' }))
  const { dialog } = await details(new FakeBackend({}, rows))
  expect(await within(dialog).findByText(m.fan_history_latest({ shown: '5', total: '12' }))).toBeVisible()
})

it('says when a history could not be loaded, and tries again on request', async () => {
  const backend = twice()
  backend.refuse('fanRecord', 'ledger_unreadable')
  const { user, dialog } = await details(backend)
  expect(await within(dialog).findByText(having(m.fan_history_not_loaded()))).toBeVisible()
  backend.answers.clear()
  await user.click(within(dialog).getByRole('button', { name: m.try_again() }))
  expect(await within(dialog).findByRole('region', { name: m.fan_history() })).toBeVisible()
})

it('copies the ID from a row and from the details, and says so', async () => {
  const backend = twice()
  const { user, dialog } = await details(backend)
  await user.click(within(dialog).getByRole('button', { name: m.copy_id_of({ fan: 'Jamie K.' }) }))
  expect(calls(backend, 'copyFan')).toEqual([[fan]])
  expect(await screen.findByText(having(m.about_report_copied()))).toBeInTheDocument()
  await user.keyboard('{Escape}')
  await waitFor(() => {
    expect(screen.queryByRole('dialog')).toBeNull()
  })
  const row = (await screen.findAllByRole('row'))[1]!
  await user.click(within(row).getByRole('button', { name: m.copy_id_of({ fan: 'Jamie K.' }) }))
  expect(calls(backend, 'copyFan')).toEqual([[fan], [fan]])
  expect(screen.queryByRole('dialog')).toBeNull()
})

it('says when the clipboard takes nothing', async () => {
  const backend = twice()
  backend.refuse('copyFan', 'clipboard_refused')
  const { user, dialog } = await details(backend)
  await user.click(within(dialog).getByRole('button', { name: m.copy_id_of({ fan: 'Jamie K.' }) }))
  expect(await screen.findByText(having(problem({ code: 'clipboard_refused', params: {} })))).toBeInTheDocument()
})

it('opens the same details from the VIP list, and copies the username', async () => {
  const made = peopleBackend(vips, [fakePerson({ fan, since: Date.UTC(2026, 3, 5), came: 'outside' })])
  made.rows = [fakeRow({ label: 'Jamie K.', account: 'fansly_luna', account_name: 'Luna Vale' })]
  const { user, row } = await peopleShown(made)
  await user.click(within(row(0)).getByRole('button', { name: m.copy_username_of({ username: 'jamie_k' }) }))
  expect(calls(made, 'copyUsername')).toEqual([['jamie_k']])
  await user.click(within(row(0)).getByRole('button', { name: m.details_label({ fan: 'Jamie K.' }) }))
  const dialog = await screen.findByRole('dialog', { name: m.details() })
  const accounts = await within(dialog).findByRole('region', { name: m.fan_on_accounts() })
  expect(within(accounts).getAllByRole('listitem')[0]).toHaveTextContent(m.people_came_outside())
  expect(within(dialog).getByRole('region', { name: m.fan_history() })).toHaveTextContent('Luna Vale')
  expect(within(dialog).getByRole('button', { name: m.note_add_label({ fan: 'Jamie K.' }) })).toBeVisible()
  await expectAccessible()
})
