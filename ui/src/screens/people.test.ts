import { screen, within } from '@testing-library/svelte'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { PeopleQuery } from '../host/bindings/PeopleQuery'
import type { PeopleSource } from '../host/bindings/PeopleSource'
import type { PeopleView } from '../host/bindings/PeopleView'
import type { Person } from '../host/bindings/Person'
import { FakeHost } from '../host/fake'
import { fakePeopleView, fakePerson, fakeRead } from '../host/fake-people'
import { calls, expectAccessible, open } from '../testing/open'

const vips: PeopleSource = { kind: 'vips' }
const supporters: PeopleSource = { kind: 'supporters', days: 90, most: 25 }
const subscribers: PeopleSource = { kind: 'subscribers', status: 'active', tier: null }
const lapsed: PeopleSource = { kind: 'lapsed' }

afterEach(() => {
  vi.restoreAllMocks()
  Reflect.deleteProperty(globalThis, 'ClipboardItem')
})

function people(wanted: number, change: (i: number) => Partial<Person> = () => ({})): Person[] {
  return Array.from({ length: wanted }, (_, i) =>
    fakePerson({ fan: `${700_000_000 + i}000000000`, name: `Fan ${i}`, username: `fan_${i}`, ...change(i) }),
  )
}

const notVip = { vip: 'not_seen', since: null, came: null } as const

/** A host on which these people are on a list that was read. */
function host(source: PeopleSource, on: Person[], view: Partial<PeopleView> = {}, state: Partial<FakeHost['state']> = {}) {
  const made = new FakeHost(state)
  made.putPeople(source, on)
  made.showPeople({ ...fakeRead(fakePeopleView({ source }), on), ...view })
  return made
}

async function entered(of: FakeHost, kind?: string) {
  const { user } = open(of)
  await user.click(await screen.findByRole('button', { name: 'VIPs' }))
  await vi.waitFor(() => { expect(calls(of, 'people').length).toBeGreaterThan(0) })
  if (kind) await user.click(await screen.findByRole('radio', { name: kind }))
  return user
}

async function shown(of: FakeHost, kind?: string) {
  const user = await entered(of, kind)
  const grid = await screen.findByRole('grid', { name: 'VIPs' })
  const row = (index: number) => grid.querySelector<HTMLElement>(`[aria-rowindex="${index + 2}"]`)!
  await vi.waitFor(() => { expect(row(0).dataset.item).toBeDefined() })
  const search = screen.getByRole('textbox', { name: 'Search these people' })
  const picked = () => [...grid.querySelectorAll<HTMLElement>('[aria-selected=true]')].map((one) => +one.dataset.index!)
  const pick = async (...places: number[]) => {
    for (const place of places) await user.click(row(place).querySelector('.check')!)
  }
  return { user, grid, row, search, picked, pick }
}

async function chooseAccount(user: ReturnType<typeof open>['user'], opener: RegExp, name: string) {
  screen.getByRole('button', { name: opener }).focus()
  await user.keyboard('{Enter}')
  // Without a layout the menu is never placed, and so counts as hidden.
  const choices = await screen.findAllByRole('menuitemradio', { hidden: true })
  const choice = choices.find((one) => one.textContent.includes(name))!
  choice.focus()
  await user.keyboard('{Enter}')
}

function asked(of: FakeHost): PeopleQuery {
  return calls(of, 'findPeople').at(-1)![0] as PeopleQuery
}

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
    made.heard?.state({ ...made.state, revision: made.state.revision + 1, accounts: made.state.accounts.map((one) => ({ ...one })) })
    await new Promise((resolve) => setTimeout(resolve, 50))
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
    expect(await screen.findByText(/The log file cannot be read/)).toBeVisible()
    made.answers.clear()
    await user.click(screen.getByRole('button', { name: 'Try again' }))
    expect(await screen.findByRole('heading', { name: '2 VIPs' })).toBeVisible()
    expect(screen.queryByText(/The log file cannot be read/)).toBeNull()
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

describe('which people', () => {
  it('are chosen by period, number, subscription and tier', async () => {
    const tiers = ['Backstage', 'Front row']
    const made = host(subscribers, people(4, () => notVip), { tiers })
    const { user } = await shown(made, 'Subscribers')
    await user.selectOptions(screen.getByLabelText('Tier'), 'Front row')
    await vi.waitFor(() => { expect(asked(made).source).toEqual({ ...subscribers, tier: 'Front row' }) })
    await user.selectOptions(screen.getByLabelText('Subscription'), 'ended')
    await vi.waitFor(() => { expect(asked(made).source).toEqual({ kind: 'subscribers', status: 'expired', tier: 'Front row' }) })
    await user.click(screen.getByRole('radio', { name: 'Top supporters' }))
    await user.selectOptions(screen.getByLabelText('Period'), 'ever')
    await user.selectOptions(screen.getByLabelText('How many'), 'all')
    await vi.waitFor(() => { expect(asked(made).source).toEqual({ kind: 'supporters', days: null, most: null }) })
    expect(calls(made, 'people').at(-1)).toEqual(['fansly_mira', { kind: 'supporters', days: null, most: null }])
    expect(calls(made, 'readPeople')).toEqual([])
  })

  it('are kept as a suggestion, chosen from it, deleted and brought back', async () => {
    const made = host(supporters, people(4, () => notVip))
    const { user } = await shown(made, 'Top supporters')
    await user.click(screen.getByRole('button', { name: 'Save as suggestion…' }))
    const question = await screen.findByRole('alertdialog', { name: 'Save this as a suggestion' })
    const field = within(question).getByLabelText('Name')
    expect(field).toHaveFocus()
    expect(field).toHaveValue('Top 25 supporters, last 90 days')
    await expectAccessible()
    made.refuse('saveRule', 'rule_name_taken', { name: 'Thanks' })
    await user.clear(field)
    await user.type(field, ' Thanks {Enter}')
    expect(await within(question).findByText(/There is a suggestion called .*Thanks.* already/)).toBeVisible()
    made.answers.clear()
    await user.click(within(question).getByRole('button', { name: 'Save' }))
    expect(calls(made, 'saveRule').at(-1)).toEqual(['Thanks', supporters])
    expect(await screen.findByRole('radio', { name: 'Thanks' })).toBeInTheDocument()

    await user.click(screen.getByRole('radio', { name: 'Followers' }))
    await user.click(screen.getByRole('radio', { name: 'Thanks' }))
    expect(screen.getByRole('radio', { name: 'Thanks' })).toBeChecked()
    await vi.waitFor(() => { expect(asked(made).source).toEqual(supporters) })

    await user.click(screen.getByRole('button', { name: 'Delete the suggestion Thanks' }))
    expect(calls(made, 'deleteRule')).toHaveLength(1)
    expect(screen.queryByRole('radio', { name: 'Thanks' })).toBeNull()
    const undo = await screen.findByRole('button', { name: 'Undo' })
    await vi.waitFor(() => { expect(undo).toHaveFocus() })
    await user.click(undo)
    expect(await screen.findByRole('radio', { name: 'Thanks' })).toBeInTheDocument()
    expect(calls(made, 'saveRule').at(-1)).toEqual(['Thanks', supporters])
  })
})

describe('the table', () => {
  it('draws a few of ten thousand, says how many there are, and breaks no rule', async () => {
    const made = host(vips, people(10_000))
    const { grid } = await shown(made)
    expect(grid).toHaveAttribute('aria-rowcount', '10001')
    expect(screen.getByText('10,000 people')).toBeVisible()
    expect(within(grid).getAllByRole('row').length).toBeLessThan(50)
    expect(calls(made, 'peopleRows').every(([, , limit]) => (limit as number) <= 200)).toBe(true)
    await expectAccessible()
  })

  it('shows name, username, ID, VIP, what else is known, and since when', async () => {
    const one = fakePerson({ fan: '12345678', name: 'Zoë', username: 'zoe', rank: 3, subscription: 'active', tiers: ['Backstage'], note: 'kind', since: Date.now(), came: 'app' })
    const { row } = await shown(host(vips, [one]))
    const cells = within(row(0)).getAllByRole('gridcell').map((cell) => cell.textContent.replace(/\s+/g, ' ').trim())
    expect(cells[1]).toBe('Zoë @zoe 12345678')
    expect(cells[2]).toBe('VIP added by this app')
    expect(cells[3]).toMatch(/^Supporter no\. 3\s*Subscribed: Backstage\s*Note:\s*kind$/)
    expect(cells[4]).toBe('just now')
    expect(within(row(0)).getByText('Zoë').tagName).toBe('BDI')
  })

  it('moves by key, chooses with Space, Shift and Ctrl+A, and copies', async () => {
    const made = host(vips, people(1_000))
    const { user, row, picked } = await shown(made)
    row(0).focus()
    for (const [key, index] of [['ArrowDown', 1], ['PageDown', 14], ['End', 999], ['Home', 0]] as const) {
      await user.keyboard(`{${key}}`)
      await vi.waitFor(() => { expect(row(index)).toHaveFocus() })
    }
    await user.keyboard(' {Shift>}{ArrowDown}{/Shift}')
    await vi.waitFor(() => { expect(picked()).toEqual([0, 1]) })
    const setData = vi.fn()
    row(1).dispatchEvent(Object.assign(new Event('copy', { bubbles: true, cancelable: true }), { clipboardData: { setData } }))
    expect(setData).toHaveBeenCalledWith('text/plain', '700000000000000000\n700000001000000000')
    expect(calls(made, 'idsOfPeople')).toEqual([])
    await user.keyboard('{Control>}a{/Control}')
    await screen.findByRole('group', { name: '1,000 chosen' })
    await vi.waitFor(() => { expect(calls(made, 'idsOfPeople')).toHaveLength(1) })
    expect(calls(made, 'idsOfPeople')[0]).toEqual([expect.objectContaining({ ranges: [[0, 1_000]] })])
    await user.keyboard('{Escape}')
    expect(screen.queryByText(/ chosen$/)).toBeNull()
  })

  it('looks for what is typed, sorts, and says when nobody fits', async () => {
    const made = host(vips, people(40, (i) => (i === 7 ? { name: 'Zoë' } : {})))
    const { user, row, search } = await shown(made)
    row(0).focus()
    await user.keyboard('zoe')
    expect(search).toHaveFocus()
    expect(await screen.findByText('1 of 40 people')).toBeVisible()
    expect(asked(made)).toMatchObject({ account: 'fansly_mira', source: vips, text: 'zoe', show: 'all' })
    await user.type(search, ' nobody')
    expect(await screen.findByText('Nobody fits the search.')).toBeVisible()
    await user.click(screen.getAllByRole('button', { name: 'Clear the search' }).at(-1)!)
    expect(await screen.findByText('40 people')).toBeVisible()
    await user.click(screen.getByRole('button', { name: 'Sort by: ID' }))
    await vi.waitFor(() => { expect(asked(made)).toMatchObject({ sort: 'fan', descending: false }) })
    await user.selectOptions(screen.getByLabelText('Sort by'), 'First seen')
    await vi.waitFor(() => { expect(asked(made)).toMatchObject({ sort: 'since', descending: true }) })
    await user.click(screen.getByRole('button', { name: 'Turn the order around' }))
    await vi.waitFor(() => { expect(asked(made)).toMatchObject({ sort: 'since', descending: false }) })
  })

  it('finds what a reading brought, at once', async () => {
    const made = host(vips, people(2))
    const { user, grid } = await shown(made)
    made.putPeople(vips, people(5))
    await user.click(screen.getByRole('button', { name: 'Read again' }))
    await vi.waitFor(() => { expect(grid).toHaveAttribute('aria-rowcount', '6') })
    expect(screen.getByRole('heading', { name: '5 VIPs' })).toBeVisible()
  })

  it('says who could be put on an empty list, and that everybody here is on it', async () => {
    const made = host(vips, [])
    made.putPeople(subscribers, people(2))
    made.showPeople(fakeRead(fakePeopleView({ source: subscribers }), people(2)))
    const user = await entered(made)
    expect(await screen.findByText('Nobody is on the VIP list')).toBeVisible()
    await user.click(screen.getByRole('radio', { name: 'Subscribers' }))
    expect(await screen.findByText('Everybody here is VIP already')).toBeVisible()
    await user.click(screen.getByRole('button', { name: 'Show all' }))
    expect(await screen.findByText('2 people')).toBeVisible()
  })
})

describe('acting', () => {
  it('asks before it adds: account, number, credits, time, who is left out; then leads to what it started', async () => {
    const made = host(supporters, people(6, (i) => (i === 1 ? {} : notVip)), { vips_read: Date.now() })
    const { user, pick } = await shown(made, 'Top supporters')
    await user.click(screen.getByRole('radio', { name: 'All' }))
    await screen.findByText('6 people')
    await pick(0, 1, 2)
    await user.click(within(screen.getByRole('group', { name: '3 chosen' })).getByRole('button', { name: 'Add to VIP' }))
    const question = await screen.findByRole('alertdialog', { name: /^Add 2 fans to .*Mira Rose.*’s VIP list\?$/ })
    expect(calls(made, 'startPeople')).toEqual([])
    expect(calls(made, 'offerPeople')).toEqual([[expect.objectContaining({ ranges: [[0, 3]] }), 'add']])
    expect(question).toHaveTextContent('2 credits, one for each fan')
    expect(question).toHaveTextContent('1 of those chosen is VIP already and is left out.')
    expect(within(question).getByRole('radio', { name: /Steady.*less than a minute/ })).toBeChecked()
    await expectAccessible()
    await user.click(within(question).getByRole('radio', { name: /Fast/ }))
    await user.click(within(question).getByRole('button', { name: 'Add 2 fans' }))
    expect(calls(made, 'startPeople')).toEqual([
      [{ selection: expect.objectContaining({ ranges: [[0, 3]] }), action: 'add', pace: 'fast', name: 'Top 25 supporters, last 90 days' }],
    ])
    expect(await screen.findByText(/^Started: putting/)).toBeVisible()
    expect(screen.queryByText('3 chosen')).toBeNull()
    await user.click(screen.getByRole('button', { name: /^Show the list for/ }))
    expect(await screen.findByRole('heading', { name: /Top 25 supporters/ })).toBeVisible()
  })

  it('removes VIPs, and shows why it was refused', async () => {
    const made = host(lapsed, people(3, () => ({ subscription: 'expired' })))
    made.refuse('startPeople', 'session_expired')
    const { user, pick } = await shown(made, 'VIPs without a subscription')
    await pick(2)
    await user.click(screen.getByRole('button', { name: 'Remove from VIP' }))
    const question = await screen.findByRole('alertdialog', { name: /^Remove 1 fan from/ })
    await user.click(within(question).getByRole('button', { name: 'Remove 1 fan' }))
    expect(await within(question).findByText(/Fansly session has ended/)).toBeVisible()
    expect(calls(made, 'startPeople')[0]![0]).toMatchObject({ action: 'remove', name: 'VIPs without a subscription', pace: 'steady' })
    await user.click(within(question).getByRole('button', { name: 'Cancel' }))
    expect(screen.getByText('1 chosen', { selector: 'strong' })).toBeVisible()
  })

  it('says when there is nobody to add', async () => {
    const made = host(supporters, people(3, (i) => (i === 0 ? notVip : {})), { vips_read: Date.now() })
    const { user, pick } = await shown(made, 'Top supporters')
    await user.click(screen.getByRole('radio', { name: 'All' }))
    await screen.findByText('3 people')
    await pick(1, 2)
    await user.click(screen.getByRole('button', { name: 'Add to VIP' }))
    const question = await screen.findByRole('alertdialog', { name: 'Nobody to add' })
    expect(within(question).getAllByRole('button').map((one) => one.textContent.trim())).toEqual(['Got it'])
    expect(within(question).queryByRole('radio')).toBeNull()
  })

  it('names the batch as the suggestion is called, and says that it cannot leave out who is VIP', async () => {
    const rules = [{ id: 4, name: 'Thanks', source: supporters }]
    const made = host(supporters, people(3, () => ({ ...notVip, vip: 'unknown' })), { not_vip: null, vips_read: null }, { rules })
    const { user, pick } = await shown(made, 'Thanks')
    await pick(0)
    await user.click(screen.getByRole('button', { name: 'Add to VIP' }))
    const question = await screen.findByRole('alertdialog')
    expect(question).toHaveTextContent(/Your VIP list was never read here.*That does no harm\./)
    await user.click(within(question).getByRole('button', { name: 'Add 1 fan' }))
    expect(calls(made, 'startPeople')[0]![0]).toMatchObject({ name: 'Thanks' })
  })

  it('exports who was chosen, with its words', async () => {
    const made = host(vips, people(5))
    const { user, pick } = await shown(made)
    await pick(1, 2)
    await user.click(within(screen.getByRole('group', { name: '2 chosen' })).getByRole('button', { name: 'Export…' }))
    const sheet = await screen.findByRole('dialog', { name: 'Export' })
    await user.click(within(sheet).getByRole('radio', { name: /JSON/ }))
    await user.click(within(sheet).getByRole('button', { name: 'Save as file…' }))
    await vi.waitFor(() => { expect(calls(made, 'exportPeople')).toHaveLength(1) })
    const [selection, format, words] = calls(made, 'exportPeople')[0] as [{ ranges: unknown }, string, { name: string; headings: object; words: object }]
    expect([selection.ranges, format]).toEqual([[[1, 3]], 'json_lines'])
    expect(Object.keys(words.headings)).toEqual(['fan', 'username', 'name', 'vip', 'since', 'rank', 'subscription', 'tiers', 'note'])
    expect(Object.keys(words.words)).toEqual(['vip', 'missed', 'left', 'not_seen', 'unknown', 'active', 'expired', 'unclear'])
    expect(words.name).toBe('people') // Nothing in a file’s name tells what it is for.
    expect(await within(sheet).findByText(/people\.jsonl/)).toBeVisible()
  })
})
