import { screen, within } from '@testing-library/svelte'
import { expect, it, vi } from 'vitest'
import type { ListView } from '../host/bindings/ListView'
import { FakeHost } from '../host/fake'
import { fakeGroup, fakeList, fakeListRow } from '../host/fake-list'
import type { Host } from '../host/host'
import { calls, expectAccessible, open } from '../testing/open'

async function checked(list: Partial<ListView> = {}, host = new FakeHost()) {
  host.state.list = fakeList(list)
  const { user } = open(host)
  await user.click(await screen.findByRole('button', { name: /^Lists/ }))
  await screen.findByRole('heading', { level: 2, name: 'What the check found' })
  const group = (kind: string) => document.querySelector<HTMLElement>(`[data-kind=${kind}]`)!
  const summary = () => document.querySelector<HTMLElement>('.summary')!
  return { host, user, group, summary }
}

async function choose(user: ReturnType<typeof open>['user'], name: string) {
  screen.getByRole('button', { name: /^Account:/ }).focus()
  await user.keyboard('{Enter}')
  // Without a layout the menu is never placed, and so counts as hidden.
  const choices = await screen.findAllByRole('menuitemradio', { hidden: true })
  await user.click(choices.find((choice) => choice.textContent.includes(name))!)
  await vi.waitFor(() => { expect(screen.getByRole('button', { name: /^Account:/ })).toHaveFocus() })
}

it('shows each group with its count, what it means and what can be done', async () => {
  const { group } = await checked()
  expect(group('ready')).toHaveTextContent('412 Ready to add 412 different fans, from column “User ID” Look')
  expect(group('added_before')).toHaveTextContent('put on Mira Rose’s VIP list before. Left out, they cost nothing.')
  expect(group('double')).toHaveTextContent('Rows 31, 33, 35 and 2 more stand further up already.')
  expect(group('damaged')).toHaveTextContent('as Excel keeps only 15 digits: rows 14, 16, 18 and 34 more')
  expect(within(group('damaged')).getByRole('button', { name: /^Show how/ })).toBeVisible()
  expect(group('not_a_fan')).toHaveTextContent('Not only digits: row 230 “n/a”, row 232 “12 %”')
  expect(group('not_a_fan')).toHaveTextContent('Empty: row 234')
  expect(screen.getByText('45 rows are left out.')).toBeVisible()
  await expectAccessible()
})

it('says before the start for whom, how many, what it costs, how long, and that it can be taken back', async () => {
  const { summary } = await checked()
  expect(summary()).toHaveTextContent('Add 412 fans to Mira Rose’s VIP list')
  expect(summary()).toHaveTextContent('412 credits, one for each fan · about 3 minutes at this pace')
  expect(summary()).toHaveTextContent('Reading the list and repeated tries come on top.')
  expect(summary()).toHaveTextContent('You can pause or stop at any time, and undo it later.')
})

it('starts just what was shown, and goes to its batch', async () => {
  const { host, user } = await checked({ revision: 17 })
  await user.click(screen.getByRole('button', { name: 'Add 412 fans' }))
  expect(calls(host, 'startList')).toEqual([[{ revision: 17, pace: 'steady', again: false, look_first: true }]])
  expect(await screen.findByRole('heading', { level: 1, name: /Black Friday buyers/ })).toBeVisible()
  expect(screen.queryByRole('heading', { name: 'What the check found' })).toBeNull()
})

it('starts with what was chosen', async () => {
  const { host, user, summary } = await checked({ revision: 17 })
  await user.click(screen.getByRole('radio', { name: /^Fast/ }))
  expect(summary()).toHaveTextContent('less than a minute at this pace')
  await user.click(screen.getByRole('switch', { name: /^Leave alone who is VIP already/ }))
  expect(summary()).not.toHaveTextContent('Reading the list')
  await user.click(screen.getByRole('switch', { name: 'Send to them again' }))
  expect(summary()).toHaveTextContent('Add 430 fans to Mira Rose’s VIP list')
  expect(summary()).toHaveTextContent('430 credits')
  await user.click(screen.getByRole('button', { name: 'Add 430 fans' }))
  expect(calls(host, 'startList')).toEqual([[{ revision: 17, pace: 'fast', again: true, look_first: false }]])
})

it('starts once, however often the button is pressed', async () => {
  const host = new FakeHost()
  host.answers.set('startList', () => new Promise(() => undefined))
  const { user } = await checked({}, host)
  await user.dblClick(screen.getByRole('button', { name: 'Add 412 fans' }))
  expect(calls(host, 'startList')).toHaveLength(1)
  expect(screen.getByRole('button', { name: 'Starting…' })).toHaveAttribute('aria-disabled', 'true')
})

it('says why it could not be started, and keeps the list', async () => {
  const host = new FakeHost()
  host.refuse('startList', 'ledger_full', { path: '/home/mira/ledger.sqlite3' })
  const { user } = await checked({}, host)
  await user.click(screen.getByRole('button', { name: 'Add 412 fans' }))
  expect(await screen.findByText(/The disk is full/)).toBeVisible()
  expect(screen.getByRole('button', { name: 'Add 412 fans' })).toBeVisible()
})

it('needs no more for a few', async () => {
  const { host, user } = await checked({ groups: [fakeGroup('ready', 1)] })
  await user.click(screen.getByRole('button', { name: 'Add 1 fan' }))
  expect(calls(host, 'startList')).toHaveLength(1)
})

it('says in words why there is nothing to start', async () => {
  const { host, user, summary } = await checked({ groups: [fakeGroup('added_before', 18), fakeGroup('damaged', 3)] })
  const button = screen.getByRole('button', { name: 'Add fans' })
  expect(button).toHaveAttribute('aria-disabled', 'true')
  expect(button).toHaveAccessibleDescription(/added before\. Turn on “Send to them again”/)
  await user.click(button)
  expect(calls(host, 'startList')).toEqual([])
  await user.click(screen.getByRole('switch', { name: 'Send to them again' }))
  expect(summary()).toHaveTextContent('Add 18 fans to Mira Rose’s VIP list')
  await user.click(screen.getByRole('button', { name: 'Add 18 fans' }))
  expect(calls(host, 'startList')).toHaveLength(1)
})

it('says that no row can be sent when none can', async () => {
  const { summary } = await checked({ groups: [fakeGroup('not_a_fan', 3)] })
  expect(summary()).toHaveTextContent('No row holds a fan ID that can be sent.')
  await expectAccessible()
})

it('asks for an account first', async () => {
  const { host, user } = await checked({ account: '' }, new FakeHost({ chosen: null }))
  await user.click(screen.getByRole('button', { name: 'Add 412 fans' }))
  expect(calls(host, 'startList')).toEqual([])
  expect(screen.getAllByText('Choose an account first.').length).toBeGreaterThan(0)
})

it('judges the list anew for another account, and sends nothing to it before', async () => {
  const host = new FakeHost()
  let answer: () => void = () => undefined
  const { user, summary } = await checked({}, host)
  await user.click(screen.getByRole('switch', { name: 'Send to them again' }))
  host.answers.set('checkList', () => new Promise((resolve) => {
    answer = () => { resolve(host.openedList({ account: 'fansly_luna', groups: [fakeGroup('ready', 400), fakeGroup('added_before', 30)] })) }
  }))
  await choose(user, 'Luna Vale')
  await vi.waitFor(() => { expect(calls(host, 'checkList')).toEqual([['fansly_luna', 'add']]) })
  expect(summary()).toHaveTextContent('Checking the list for Luna Vale…')
  await user.click(within(summary()).getAllByRole('button')[1]!)
  expect(calls(host, 'startList')).toEqual([])
  answer()
  await vi.waitFor(() => { expect(summary()).toHaveTextContent('Add 400 fans to Luna Vale’s VIP list') })
  // What was chosen for the other account does not hold for this one.
  expect(screen.getByRole('switch', { name: 'Send to them again' })).not.toBeChecked()
})

it('does not start for an account that the check was refused for, and offers to try again', async () => {
  const host = new FakeHost()
  host.refuse('checkList', 'account_unknown')
  const { user, summary } = await checked({}, host)
  await choose(user, 'Luna Vale')
  const again = await screen.findByRole('button', { name: 'Try again' })
  expect(calls(host, 'checkList')).toHaveLength(1)
  expect(summary()).toHaveTextContent('The list could not be checked for Luna Vale.')
  await user.click(within(summary()).getAllByRole('button')[1]!)
  expect(calls(host, 'startList')).toEqual([])
  host.answers.clear()
  await user.click(again)
  await vi.waitFor(() => { expect(summary()).toHaveTextContent('Luna Vale’s VIP list') })
})

it('removes instead, on request', async () => {
  const { host, user } = await checked({ revision: 5 })
  await user.selectOptions(screen.getByRole('combobox', { name: 'What to do' }), 'Remove from VIP')
  expect(calls(host, 'checkList')).toEqual([['fansly_mira', 'remove']])
  await user.click(await screen.findByRole('button', { name: 'Remove 412 fans' }))
  expect(calls(host, 'startList')[0]?.[0]).toMatchObject({ look_first: false })
})

it('takes ids and names from other columns', async () => {
  const { host, user } = await checked()
  const ids = screen.getByRole('combobox', { name: 'IDs from column' })
  const names = screen.getByRole('combobox', { name: 'Names from' })
  await user.selectOptions(names, within(names).getByRole('option', { name: 'no column' }))
  await user.selectOptions(names, within(names).getByRole('option', { name: /Column C, like/ }))
  await user.selectOptions(ids, within(ids).getByRole('option', { name: /Column C, like/ }))
  // A column cannot be both.
  expect(calls(host, 'chooseColumns')).toEqual([[0, null], [0, 2], [2, null]])
})

it.each<[string, keyof Host, string, RegExp]>([
  ['columns', 'chooseColumns', 'IDs from column', /Column C, like/],
  ['a sheet', 'chooseSheet', 'Sheet', /Old/],
])('shows how far the reading for %s is, and cancels it', async (_, command, pick, option) => {
  const host = new FakeHost()
  host.answers.set(command, () => new Promise(() => undefined))
  const { user } = await checked({ sheet: 'Buyers', sheets: ['Buyers', 'Old'] }, host)
  const choice = screen.getByRole('combobox', { name: pick })
  await user.selectOptions(choice, within(choice).getByRole('option', { name: option }))
  await screen.findByRole('progressbar', { name: 'Reading the list…' })
  host.heard?.listProgress({ done: 3_000_000, total: 48_000_000, rows: 21_000 })
  await vi.waitFor(() => { expect(screen.getByRole('progressbar')).toHaveValue(3_000_000) })
  await user.click(screen.getByRole('button', { name: 'Cancel' }))
  expect(calls(host, 'closeList')).toHaveLength(1)
})

it('keeps the column when the other one was refused', async () => {
  const host = new FakeHost()
  host.refuse('chooseColumns', 'list_no_ids')
  const { user } = await checked({}, host)
  const ids = screen.getByRole<HTMLSelectElement>('combobox', { name: 'IDs from column' })
  await user.selectOptions(ids, within(ids).getByRole('option', { name: /Name/ }))
  expect(await screen.findByText(/No fan was found/)).toBeVisible()
  expect(ids.selectedIndex).toBe(0)
})

it('asks for no column where there is only one', async () => {
  await checked({ columns: [{ place: 0, name: null, examples: [], ids: 3 }], label_column: null, groups: [fakeGroup('ready', 3)] })
  expect(screen.queryByRole('combobox', { name: 'IDs from column' })).toBeNull()
  expect(screen.queryByRole('combobox', { name: 'Sheet' })).toBeNull()
  expect(screen.getByText('3 different fans')).toBeVisible()
})

it('reads another sheet', async () => {
  const { host, user } = await checked({ sheet: 'Buyers', sheets: ['Buyers', 'Old'] })
  const sheet = screen.getByRole<HTMLSelectElement>('combobox', { name: 'Sheet' })
  expect(sheet.selectedIndex).toBe(0)
  await user.selectOptions(sheet, 'Old')
  expect(calls(host, 'chooseSheet')).toEqual([['Old']])
  await vi.waitFor(() => { expect(sheet.selectedIndex).toBe(1) })
})

it('gives a gentle hint about numbers that look rounded', async () => {
  const { group, user } = await checked({ hints: 3 }, (() => {
    const host = new FakeHost()
    host.listRow = (kind, place) => ({ ...fakeListRow(kind, place), hint: place === 1 })
    return host
  })())
  expect(group('ready')).toHaveTextContent('3 of them look a little like rounded numbers.')
  await user.click(within(group('ready')).getByRole('button', { name: 'Look: Ready to add' }))
  const rows = await within(await screen.findByRole('dialog')).findAllByRole('row')
  expect(rows[2]).toHaveTextContent('Looks a little rounded')
  expect(rows[1]).not.toHaveTextContent('rounded')
})

it('shows the rows of a group, a page at a time', async () => {
  const { host, user, group } = await checked({ groups: [fakeGroup('ready', 998_400)] })
  await user.click(within(group('ready')).getByRole('button', { name: 'Look: Ready to add' }))
  const dialog = await screen.findByRole('dialog', { name: 'Ready to add' })
  const table = await within(dialog).findByRole('table')
  expect(table).toHaveAttribute('aria-rowcount', '998401')
  expect(within(table).getAllByRole('row')).toHaveLength(51)
  expect(within(dialog).getByText('1–50 of 998,400')).toBeVisible()
  await expectAccessible()
  await user.click(within(dialog).getByRole('button', { name: 'Later' }))
  expect(await within(dialog).findByText('51–100 of 998,400')).toBeVisible()
  await user.click(within(dialog).getByRole('button', { name: 'Last' }))
  expect(await within(dialog).findByText('998,351–998,400 of 998,400')).toBeVisible()
  await user.click(within(dialog).getByRole('button', { name: 'Later' }))
  expect(calls(host, 'listRows')).toEqual([
    ['ready', 0, 50],
    ['ready', 50, 50],
    ['ready', 998_350, 50],
  ])
  await user.keyboard('{Escape}')
  await vi.waitFor(() => { expect(within(group('ready')).getByRole('button', { name: 'Look: Ready to add' })).toHaveFocus() })
})

it('shows ids in groups of three, names and reasons, and what is no id as it stands', async () => {
  const { user, group } = await checked()
  await user.click(within(group('damaged')).getByRole('button', { name: /^Look/ }))
  const rows = await within(await screen.findByRole('dialog')).findAllByRole('row')
  expect([...rows[1]!.querySelectorAll('.id span')].map((one) => one.textContent)).toEqual(['843', '584', '256', '474', '116', '000'])
  expect(rows[2]).toHaveTextContent('Jamie K.')
  expect(rows[1]).toHaveTextContent('Ends in zeros, as Excel keeps only 15 digits')
  await user.click(screen.getByRole('button', { name: 'Close' }))
  await user.click(within(group('not_a_fan')).getByRole('button', { name: /^Look/ }))
  const others = await within(await screen.findByRole('dialog')).findAllByRole('row')
  expect(within(others[1]!).getByText('n/a', { selector: 'bdi' })).toBeVisible()
  expect(others[3]).toHaveTextContent('empty')
})

it('says when rows could not be read, and tries again', async () => {
  const host = new FakeHost()
  host.refuse('listRows', 'internal')
  const { user, group } = await checked({}, host)
  await user.click(within(group('ready')).getByRole('button', { name: /^Look/ }))
  const dialog = await screen.findByRole('dialog')
  const again = await within(dialog).findByRole('button', { name: 'Try again' })
  host.answers.clear()
  await user.click(again)
  expect(await within(dialog).findByRole('table')).toBeVisible()
})

it('shows how to keep all the digits', async () => {
  const { user } = await checked()
  await user.click(screen.getByRole('button', { name: 'Show how to export IDs as text' }))
  const dialog = await screen.findByRole('dialog', { name: 'How to keep all the digits' })
  expect(within(dialog).getAllByRole('heading', { level: 3 }).map((one) => one.textContent)).toEqual([
    'Best: leave the spreadsheet out', 'Excel', 'Google Sheets', 'LibreOffice',
  ])
  await expectAccessible()
})

it('saves what is left out, and says where', async () => {
  const { host, user } = await checked()
  await user.click(screen.getByRole('button', { name: 'Save as file…' }))
  expect(await screen.findByText(/^Saved as/)).toHaveTextContent('Saved as left out.csv.')
  host.refuse('saveLeftOut', 'list_not_saved', { file: 'left out.csv' })
  await user.click(screen.getByRole('button', { name: 'Save as file…' }))
  expect(await screen.findByText(/Choose another folder/)).toBeVisible()
})

it('names no costs in practice', async () => {
  const { summary } = await checked({}, new FakeHost({ mode: 'practice' }))
  expect(summary()).toHaveTextContent('Practice uses no credits')
  expect(document.querySelector('main')).not.toHaveTextContent(/\d credit|one credit/)
})

it('says that it has to wait for the list that runs', async () => {
  const host = new FakeHost()
  host.begin({ name: 'Others' })
  const { summary } = await checked({}, host)
  expect(summary()).toHaveTextContent('It begins when the list that runs now is done.')
})

it('forgets the list on request', async () => {
  const { host, user } = await checked()
  await user.click(screen.getByRole('button', { name: 'Cancel' }))
  expect(calls(host, 'closeList')).toHaveLength(1)
  expect(await screen.findByRole('button', { name: 'Open a file…' })).toBeVisible()
})

it('forgets what was chosen for a list when another one is dropped', async () => {
  const { host, user } = await checked()
  await user.click(screen.getByRole('switch', { name: 'Send to them again' }))
  host.heard?.list(fakeList({ revision: 50, file: 'other.csv' }))
  await screen.findByRole('heading', { level: 1, name: /other\.csv/ })
  expect(screen.getByRole('switch', { name: 'Send to them again' })).not.toBeChecked()
})

const withNames = { groups: [fakeGroup('ready', 2), fakeGroup('name', 3), fakeGroup('not_a_fan', 1)] }

it('offers to look names up, with what that costs, and sends them only once they are found', async () => {
  const { host, user, group, summary } = await checked({ ...withNames, revision: 17 })
  expect(group('name')).toHaveTextContent('3 Names to look up')
  expect(group('name')).toHaveTextContent('row 3 “@night_owl”, row 5 “Zoë”, row 7 “@kay”')
  expect(group('name')).toHaveTextContent('Uses about 6 credits · less than a minute. Nobody is added until you start.')
  expect(summary()).toHaveTextContent('Add 2 fans')
  await expectAccessible()
  await user.click(screen.getByRole('button', { name: 'Look up 3 names' }))
  expect(calls(host, 'lookUpNames')).toEqual([[17]])
  expect(calls(host, 'startList')).toEqual([])
  await vi.waitFor(() => { expect(group('by_name')).toHaveTextContent('3 Found by name') })
  expect(summary()).toHaveTextContent('Add 5 fans')
  await user.click(within(group('by_name')).getByRole('button', { name: 'Look: Found by name' }))
  const row = (await screen.findAllByRole('row', { hidden: true })).find((one) => one.textContent.includes('@night_owl'))!
  expect(row).toHaveTextContent('Zoë')
  expect(row).toHaveTextContent('737318930569244672')
})

it('shows how far the look-up is, and stops it', async () => {
  const host = new FakeHost()
  let answer: () => void = () => undefined
  host.answers.set('lookUpNames', () => new Promise((resolve) => {
    answer = () => { resolve(host.openedList({ groups: [fakeGroup('ready', 2), fakeGroup('by_name', 1), fakeGroup('name', 2)] })) }
  }))
  const { user, group } = await checked(withNames, host)
  await user.click(screen.getByRole('button', { name: 'Look up 3 names' }))
  host.heard?.listProgress({ done: 1, total: 3, rows: 1 })
  await vi.waitFor(() => { expect(group('name')).toHaveTextContent('1 of 3 · 1 found') })
  expect(screen.getByRole('progressbar', { name: 'Looking up names…' })).toHaveValue(1)
  await vi.waitFor(() => { expect(screen.getByRole('button', { name: 'Stop' })).toHaveFocus() })
  await user.keyboard('{Enter}')
  expect(calls(host, 'stopLookUp')).toHaveLength(1)
  answer()
  expect(await screen.findByRole('button', { name: 'Look up 2 names' })).toBeVisible()
  expect(group('by_name')).toHaveTextContent('1 Found by name')
})

it('says why a look-up ended, and that whoever was found is kept', async () => {
  const host = new FakeHost()
  host.answers.set('lookUpNames', () => Promise.resolve(host.openedList({
    ...withNames,
    names: { count: 3, credits: 6, seconds: null, stopped: { code: 'credits_spent', params: {} } },
  })))
  const { user, group } = await checked(withNames, host)
  await user.click(screen.getByRole('button', { name: 'Look up 3 names' }))
  await vi.waitFor(() => { expect(within(group('name')).getByRole('alert')).toHaveTextContent(/credits.*Who was found so far is kept\./) })
  expect(group('name')).toHaveTextContent('Uses about 6 credits. Nobody')
})

it('says that names come first when nobody can be sent', async () => {
  const { summary } = await checked({ groups: [fakeGroup('name', 3)] })
  expect(summary()).toHaveTextContent('Look up the names above first.')
})

it('looks nobody up in practice for credits', async () => {
  const { group } = await checked(withNames, new FakeHost({ mode: 'practice' }))
  expect(group('name')).toHaveTextContent('Practice uses no credits.')
})

it('says of names that were looked up in vain that they are no ids', async () => {
  const { group } = await checked({
    groups: [fakeGroup('ready', 2), fakeGroup('not_a_fan', 2, [
      { reason: { kind: 'name_unknown' }, count: 1 },
      { reason: { kind: 'name_unclear' }, count: 1 },
    ])],
  })
  expect(group('not_a_fan')).toHaveTextContent('No fan found')
  expect(group('not_a_fan')).toHaveTextContent('Nobody found who is called exactly so: 1 row')
})
