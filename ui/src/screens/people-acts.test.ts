import { screen, within } from '@testing-library/svelte'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { fakePeopleView, fakePerson, fakeRead } from '../host/fake-people'
import { calls, expectAccessible } from '../testing/open'
import { asked, entered, host, lapsed, notVip, people, shown, subscribers, supporters, vips } from '../testing/people-screen'

afterEach(() => {
  vi.restoreAllMocks()
  Reflect.deleteProperty(globalThis, 'ClipboardItem')
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
