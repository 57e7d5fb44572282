import { screen, within } from '@testing-library/svelte'
import { expect, it, vi } from 'vitest'
import { FakeBackend } from '../../backend/fake/fake'
import { fakePeopleView } from '../../backend/fake/people'
import { fakeRow } from '../../backend/fake/state'
import { problem } from '../../format/failure'
import { m } from '../../format/messages.svelte'
import { calls, expectAccessible, open } from '../../testing/open'
import { having, many } from '../../testing/said'
import { vips } from '../../testing/people-screen'

function backend(label: string | null): FakeBackend {
  const made = new FakeBackend({}, [
    fakeRow({ item: 3, label, account: 'fansly_luna', account_name: 'Luna Vale' }),
    fakeRow({ item: 2, label, account: 'fansly_luna', account_name: 'Luna Vale' }),
    fakeRow({ item: 1, label }),
  ])
  made.showPeople(fakePeopleView({ source: vips, account: 'fansly_luna', credits: 4, read: Date.now() }))
  return made
}

async function asked(made: FakeBackend) {
  const { user } = open(made)
  await user.click(await screen.findByRole('button', { name: m.names_show() }))
  const question = await screen.findByRole('alertdialog', { name: m.names_title({ account: 'Luna Vale' }) })
  return { user, question }
}

it('offers to load the names that are missing, with the credits, for the account that lacks most', async () => {
  const made = backend(null)
  made.credits = 31
  const { user, question } = await asked(made)
  expect(await within(question).findByText(having(m.people_credits(many(4))))).toBeVisible()
  expect(await within(question).findByText(m.credits_used(many(31)))).toBeVisible()
  expect(calls(made, 'refreshPeople')).toEqual([])
  await expectAccessible()
  await user.click(within(question).getByRole('button', { name: m.people_load_vips() }))
  expect(calls(made, 'refreshPeople')).toEqual([['fansly_luna', vips, false]])
  expect(await screen.findByText(having(m.names_loaded()))).toBeInTheDocument()
  // The log says that names changed, and the rows are read again.
  made.rows = made.rows.map((row) => ({ ...row, label: 'Jamie K.' }))
  made.append({ item: 4, label: 'Zoë' })
  await vi.waitFor(() => {
    expect(screen.queryByRole('button', { name: m.names_show() })).toBeNull()
  })
})

it('offers nothing where every fan has a name', async () => {
  open(backend('Jamie K.'))
  expect(await screen.findByRole('grid', { name: m.log_title() })).toBeVisible()
  expect(screen.queryByRole('button', { name: m.names_show() })).toBeNull()
})

it('shows while it loads, can be stopped, and says why it failed', async () => {
  const made = backend(null)
  let end: (value: unknown) => void = () => undefined
  made.answers.set('refreshPeople', () => new Promise((resolve) => (end = resolve)))
  const { user, question } = await asked(made)
  await user.click(within(question).getByRole('button', { name: m.people_load_vips() }))
  expect(await screen.findByText(having(m.names_loading()))).toBeVisible()
  await user.click(screen.getByRole('button', { name: m.stop() }))
  expect(calls(made, 'stopRefresh')).toHaveLength(1)
  const failure = { code: 'people_stopped', params: {} } as const
  end(fakePeopleView({ source: vips, account: 'fansly_luna', revision: 9_999, stopped: failure }))
  const again = await screen.findByRole('alertdialog', { name: m.names_title({ account: 'Luna Vale' }) })
  expect(await within(again).findByText(having(problem(failure)))).toBeVisible()
})
