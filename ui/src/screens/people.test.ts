import { screen, within } from '@testing-library/svelte'
import { describe, expect, it, vi } from 'vitest'
import type { PeopleView } from '../host/bindings/PeopleView'
import type { Person } from '../host/bindings/Person'
import { FakeHost } from '../host/fake'
import { calls, expectAccessible, open } from '../testing/open'
import { asked, chooseAccount, entered, host, notVip, people, shown, supporters, vips } from '../testing/people-screen'

describe('a list that was never read', () => {
  it('is not read by itself: a button reads it, with its cost said first', async () => {
    const made = new FakeHost()
    made.putPeople(vips, people(3))
    const user = await entered(made)
    expect(await screen.findByRole('heading', { name: 'Mira Rose’s VIP list was not read yet' })).toBeVisible()
    expect(screen.getByText('A VIP who has no chat with', { exact: false })).toBeVisible()
    const read = screen.getByRole('button', { name: 'Read the VIP list' })
    expect(read).toHaveAccessibleDescription('Costs 1 credit for each page. How many pages there are is not known before.')
    for (const kind of ['Top supporters', 'Subscribers', 'Followers', 'VIPs without a subscription', 'VIP list']) {
      await user.click(screen.getByRole('radio', { name: kind }))
    }
    await expectAccessible()
    expect(calls(made, 'readPeople')).toEqual([])
    await user.click(await screen.findByRole('button', { name: 'Read the VIP list' }))
    expect(await screen.findByRole('heading', { name: '3 VIPs' })).toBeVisible()
    expect(calls(made, 'readPeople')).toEqual([['fansly_mira', vips, false]])
    await vi.waitFor(() => { expect(screen.getByRole('status')).toHaveTextContent('3 VIPs') })
    expect(await screen.findByRole('grid', { name: 'VIPs' })).toBeVisible()
  })

  it('costs nothing in practice', async () => {
    await entered(new FakeHost({ mode: 'practice', key: { kind: 'none' } }))
    expect(await screen.findByRole('button', { name: 'Read the VIP list' })).toHaveAccessibleDescription('Practice uses no credits.')
  })

  it('asks for an account first, when none is chosen, and follows the one that is chosen then', async () => {
    const made = host(vips, people(2), {}, { chosen: null })
    const { user } = open(made)
    await user.click(await screen.findByRole('button', { name: 'VIPs' }))
    expect(await screen.findByText(/^Each account has a VIP list of its own/)).toBeVisible()
    expect(calls(made, 'people')).toEqual([])
    expect(calls(made, 'findPeople')).toEqual([])
    await chooseAccount(user, /^Choose an account$/, 'Mira Rose')
    expect(await screen.findByRole('heading', { name: '2 VIPs' })).toBeVisible()
    await chooseAccount(user, /^Account:/, 'Luna Vale')
    expect(await screen.findByRole('heading', { name: 'Luna Vale’s VIP list was not read yet' })).toBeVisible()
    expect(screen.queryByRole('grid')).toBeNull()
  })

  it('keeps what is on screen when a new state comes', async () => {
    const made = host(supporters, people(3, () => notVip), { vips_read: Date.now() })
    const { user, pick } = await shown(made, 'Top supporters')
    await pick(0)
    await user.click(screen.getByRole('button', { name: 'Add to VIP' }))
    await user.click(within(await screen.findByRole('alertdialog')).getByRole('button', { name: 'Add 1 fan' }))
    expect(await screen.findByText(/^Started: putting/)).toBeVisible()
    const before = calls(made, 'people').length
    const accounts = made.state.accounts.map((one) => ({ ...one, session: 'expired' as const }))
    made.heard?.state({ ...made.state, revision: made.state.revision + 1, accounts })
    // The state has come through to the screen.
    expect((await screen.findAllByText(/session has ended/i)).length).toBeGreaterThan(0)
    expect(screen.getByText(/^Started: putting/)).toBeVisible()
    expect(calls(made, 'people')).toHaveLength(before)
  })

  it('asks anew how it stands when something was added or removed', async () => {
    const made = host(vips, people(2))
    await shown(made)
    const before = calls(made, 'people').length
    const found = calls(made, 'findPeople').length
    for (let i = 0; i < 20; i += 1) made.append()
    await vi.waitFor(() => { expect(calls(made, 'people')).toHaveLength(before + 1) }, { timeout: 3000 })
    expect(calls(made, 'findPeople').length).toBeGreaterThan(found)
    expect(calls(made, 'findPeople').length).toBeLessThanOrEqual(found + 4)
  })

  it('says why it cannot be said how it stands, and asks again', async () => {
    const made = host(vips, people(2))
    made.refuse('people', 'ledger_unreadable', { path: '/here' })
    const user = await entered(made)
    expect(await screen.findByText(/The log file can't be read/)).toBeVisible()
    made.answers.clear()
    await user.click(screen.getByRole('button', { name: 'Try again' }))
    expect(await screen.findByRole('heading', { name: '2 VIPs' })).toBeVisible()
    expect(screen.queryByText(/The log file can't be read/)).toBeNull()
  })
})

describe('reading', () => {
  it('tells how far it is, and can be stopped', async () => {
    const made = host(vips, people(120), { read: Date.now() - 60_000 })
    let end: (view: PeopleView) => void = () => undefined
    made.answers.set('readPeople', () => new Promise((resolve) => { end = resolve }))
    const { user } = await shown(made)
    await user.click(screen.getByRole('button', { name: 'Read again' }))
    const bar = await screen.findByRole('progressbar', { name: 'Reading the VIP list…' })
    expect(bar).not.toHaveAttribute('value')
    const stop = screen.getByRole('button', { name: 'Stop reading' })
    expect(stop).toHaveFocus()
    const view = made.views.values().next().value!
    made.showPeople({ ...view, reading: { step: 'list', pages: 2, people: 100 } })
    expect(await screen.findByText('100 people · 2 pages, about as many credits')).toBeVisible()
    made.showPeople({ ...view, reading: { step: 'again', pages: 4, people: 120 } })
    expect(await screen.findByText('Reading once more, to be certain…', { selector: '.title' })).toBeVisible()
    await expectAccessible()
    await user.click(stop)
    expect(calls(made, 'stopReading')).toHaveLength(1)
    expect(screen.getByRole('button', { name: 'Stopping…' })).toBeVisible()
    end(made.showPeople({ ...view, reading: null, stopped: { code: 'people_stopped', params: {} } }))
    expect(await screen.findByText('The reading was stopped. What was read is kept. Read on whenever you like.')).toBeVisible()
    // What had the focus is gone: the screen has it.
    await vi.waitFor(() => { expect(screen.getByRole('main')).toHaveFocus() })
    made.answers.clear()
    await user.click(screen.getByRole('button', { name: 'Read on' }))
    await vi.waitFor(() => { expect(calls(made, 'readPeople')).toHaveLength(2) })
    expect(await screen.findByRole('button', { name: 'Read again' })).toBeVisible()
  })

  it('says why it stopped in the middle, and reads on from there', async () => {
    const made = host(vips, people(60), { known: 'unread', read: null, stopped: { code: 'no_connection', params: {} } })
    const { user } = await shown(made)
    expect(screen.getByText(/The reading stopped in the middle/).closest('[role=alert]')).toHaveTextContent(
      'The service could not be reached. Check your internet connection, then try again.',
    )
    expect(screen.getByText(/Not read to its end yet/)).toBeVisible()
    await user.click(screen.getByRole('button', { name: 'Read on' }))
    expect(calls(made, 'readPeople')).toEqual([['fansly_mira', vips, false]])
    expect(await screen.findByText(/Read once\./)).toBeVisible()
  })

  it('shows a refusal, and leaves what is known', async () => {
    const made = host(vips, people(3))
    made.refuse('readPeople', 'people_busy')
    const { user } = await shown(made)
    await user.click(screen.getByRole('button', { name: 'Read again' }))
    expect(await screen.findByText('Another list is being read. Nothing was sent. Wait until it is there, or stop reading it.')).toBeVisible()
    expect(screen.getByRole('heading', { name: '3 VIPs' })).toBeVisible()
  })

  it('goes on while another list is looked at', async () => {
    const made = host(vips, people(3))
    made.answers.set('readPeople', () => new Promise(() => undefined))
    const { user } = await shown(made)
    await user.click(screen.getByRole('button', { name: 'Read again' }))
    await screen.findByRole('progressbar')
    await user.click(screen.getByRole('radio', { name: 'Followers' }))
    expect(await screen.findByRole('button', { name: 'Read now' })).toBeVisible()
    expect(screen.queryByRole('progressbar')).toBeNull()
    await user.click(screen.getByRole('radio', { name: 'VIP list' }))
    expect(await screen.findByRole('progressbar')).toBeVisible()
    expect(calls(made, 'stopReading')).toEqual([])
  })
})

describe('how much is known', () => {
  it('once: reading twice makes it certain, and says what each reading costs', async () => {
    const made = host(vips, people(60))
    const { user } = await shown(made)
    expect(screen.getByText(/Last read: just now.*Read once\. To be certain that nobody is missing, read it twice\./)).toBeVisible()
    const twice = screen.getByRole('button', { name: 'Read it twice' })
    expect(twice).toHaveAccessibleDescription('Each reading costs about 2 credits.')
    await user.click(twice)
    expect(calls(made, 'readPeople')).toEqual([['fansly_mira', vips, true]])
    expect(await screen.findByText(/Read twice, with the same people both times\./)).toBeVisible()
    expect(screen.queryByRole('button', { name: 'Read it twice' })).toBeNull()
    expect(screen.getByRole('button', { name: 'Read again' })).toHaveAccessibleDescription('Costs about 2 credits.')
  })

  it('once, of another list than the VIP list: a second reading would prove no more', async () => {
    await shown(host({ kind: 'followers' }, people(3, () => ({ vip: 'not_seen' }))), 'Followers')
    expect(await screen.findByText(/Read once\.$/)).toBeVisible()
    expect(screen.queryByRole('button', { name: 'Read it twice' })).toBeNull()
  })

  it('in part: there may be more, and some cannot be shown', async () => {
    await shown(host(vips, people(60), { known: 'part', nameless: 1 }))
    expect(screen.getByText(/There may be more: the list ended oddly/)).toBeVisible()
    expect(screen.getByText('1 entry of the service names nobody who can be shown.')).toBeVisible()
  })

  it('of the VIP list: who came, left or was missed, and shows them', async () => {
    const change = (i: number): Partial<Person> => {
      if (i < 2) return { came: 'outside', changed: true }
      return i === 2 ? { vip: 'left', left: 'outside', changed: true } : i === 3 ? { vip: 'missed', changed: true } : {}
    }
    const made = host(vips, people(20, change))
    const { user, row } = await shown(made)
    expect(screen.getByText('2 came outside this app. 1 left outside this app. 1 was not seen the last time, which alone proves nothing.')).toBeVisible()
    await user.click(screen.getByRole('radio', { name: 'Changed' }))
    expect(await screen.findByText('4 of 20 people')).toBeVisible()
    expect(asked(made)).toMatchObject({ source: vips, show: 'changed' })
    const words = [0, 2, 3].map((place) => within(row(place)).getAllByRole('gridcell')[2]!.textContent.trim())
    expect(words[0]).toMatch(/^VIP\s*came outside this app$/)
    expect(words[1]).toMatch(/^Left the list\s*outside this app$/)
    expect(words[2]).toBe('Not seen last time')
  })

  it('of others: how many are not VIP yet, and when the VIP list was read', async () => {
    const made = host(supporters, people(8, (i) => (i < 6 ? notVip : {})), { vips_read: Date.now() })
    const { user } = await shown(made, 'Top supporters')
    expect(screen.getByRole('heading', { name: '8 supporters · 6 not VIP yet' })).toBeVisible()
    expect(screen.getByText(/VIP list last read: just now\./)).toBeVisible()
    expect(asked(made)).toMatchObject({ source: supporters, show: 'not_vip' })
    expect(screen.getByText('6 of 8 people')).toBeVisible()
    await user.click(screen.getByRole('radio', { name: 'All' }))
    expect(await screen.findByText('8 people')).toBeVisible()
  })

  it('of others, when the VIP list was never read: nobody is known to be VIP', async () => {
    const made = host(supporters, people(4, () => ({ ...notVip, vip: 'unknown' })), { not_vip: null, vips_read: null })
    const { user, row } = await shown(made, 'Top supporters')
    expect(screen.getByText(/Your VIP list was never read here/)).toBeVisible()
    expect(within(row(0)).getByText('Not known')).toBeVisible()
    await user.click(screen.getByRole('button', { name: 'Show the VIP list' }))
    expect(await screen.findByRole('button', { name: 'Read the VIP list' })).toBeVisible()
  })
})
