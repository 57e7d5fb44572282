import { screen, within } from '@testing-library/svelte'
import { describe, expect, it, vi } from 'vitest'
import { FakeBackend } from '../../backend/fake/fake'
import { fakeGroup, fakeList, fakeListRow } from '../../backend/fake/list'
import type { Backend } from '../../backend/backend'
import { m } from '../../format/messages.svelte'
import { checked, quote } from '../../testing/list-screen'
import { calls, expectAccessible, open } from '../../testing/open'
import { beginning, having, many, saying } from '../../testing/said'
import { columnChoice } from '../../format/list'
import { sourceName } from '../../format/people'

const columnC = columnChoice(fakeList(), fakeList().columns[2]!)

async function choose(user: ReturnType<typeof open>['user'], name: string) {
  screen.getByRole('button', { name: beginning(m.account_prefix()) }).focus()
  await user.keyboard('{Enter}')
  // Without a layout, the menu is never positioned and so counts as hidden.
  const choices = await screen.findAllByRole('menuitemradio', { hidden: true })
  await user.click(choices.find((choice) => choice.textContent.includes(name))!)
  await vi.waitFor(() => {
    expect(screen.getByRole('button', { name: beginning(m.account_prefix()) })).toHaveFocus()
  })
}

it('shows each group with its count, its meaning, and what the user can do', async () => {
  const { group } = await checked()
  expect(group('ready')).toHaveTextContent(
    `412 ${m.list_ready_add()} ${m.list_ready_text({ ...many(412), column: 'User ID' })} ${m.list_view()}`,
  )
  expect(group('added_before')).toHaveTextContent(m.list_added_before_text({ ...many(18), account: 'Mira Rose' }))
  expect(group('duplicate')).toHaveTextContent(
    m.list_duplicate_text({ count: 5, rows: m.list_example_more({ ...many(2), examples: '31, 33, 35' }) }),
  )
  expect(group('damaged')).toHaveTextContent(
    m.list_reason_line({
      reason: m.reason_rounded_by_excel(),
      examples: m.list_example_bare({ count: 37, rows: m.list_example_more({ ...many(34), examples: '14, 16, 18' }) }),
    }),
  )
  expect(within(group('damaged')).getByRole('button', { name: m.list_how_label() })).toBeVisible()
  expect(group('not_a_fan')).toHaveTextContent(
    m.list_reason_line({ reason: m.reason_letters(), examples: `${quote('230', 'n/a')}, ${quote('232', '12 %')}` }),
  )
  expect(group('not_a_fan')).toHaveTextContent(
    m.list_reason_line({ reason: m.reason_empty(), examples: m.list_example_bare({ count: 1, rows: '234' }) }),
  )
  expect(screen.getByText(m.list_skipped(many(45)))).toBeVisible()
  await expectAccessible()
})

it('says before the start for whom, how many, the credits, the time, and that it can be undone', async () => {
  const { summary } = await checked()
  expect(summary()).toHaveTextContent(m.start_add({ ...many(412), account: 'Mira Rose' }))
  expect(summary()).toHaveTextContent(
    `${m.start_credits(many(412))}${m.between()}${m.start_time({ time: m.batch_takes_minutes({ count: 3 }) })}`,
  )
  expect(summary()).toHaveTextContent(m.start_extra_refresh())
  expect(summary()).toHaveTextContent(m.start_freedom())
})

it('starts exactly what was shown, and opens its batch', async () => {
  const { backend, user } = await checked({ revision: 17 })
  await user.click(screen.getByRole('button', { name: m.start_button_add(many(412)) }))
  expect(calls(backend, 'startList')).toEqual([[{ revision: 17, speed: 'steady', include: [], look_first: true }]])
  expect(await screen.findByRole('heading', { level: 1, name: /Black Friday buyers/ })).toBeVisible()
  expect(screen.queryByRole('heading', { name: m.list_groups() })).toBeNull()
})

it('starts with the options that were chosen', async () => {
  const { backend, user, summary } = await checked({ revision: 17 })
  await user.click(screen.getByRole('radio', { name: beginning(m.speed_fast()) }))
  expect(summary()).toHaveTextContent(m.start_time({ time: m.batch_takes_moment() }))
  await user.click(screen.getByRole('switch', { name: m.skip_vips() }))
  expect(summary()).not.toHaveTextContent(m.start_extra_refresh())
  await user.click(screen.getByRole('switch', { name: m.list_add_anyway() }))
  expect(summary()).toHaveTextContent(m.start_add({ ...many(430), account: 'Mira Rose' }))
  expect(summary()).toHaveTextContent(m.start_credits(many(430)))
  await user.click(screen.getByRole('button', { name: m.start_button_add(many(430)) }))
  expect(calls(backend, 'startList')).toEqual([
    [{ revision: 17, speed: 'fast', include: ['added_before'], look_first: false }],
  ])
})

it('starts unlikely IDs only if they are included', async () => {
  const groups = [fakeGroup('ready', 421), fakeGroup('unlikely', 3)]
  const { backend, user, summary } = await checked({ revision: 17, groups })
  const group = screen.getByRole('heading', { name: m.list_unlikely() }).closest('li')
  expect(group).toHaveTextContent(m.reason_digit_too_many())
  expect(group).toHaveTextContent(m.list_unlikely_advice())
  expect(summary()).toHaveTextContent(m.start_add({ ...many(421), account: 'Mira Rose' }))
  await user.click(screen.getByRole('switch', { name: m.list_add_anyway() }))
  await user.click(screen.getByRole('button', { name: m.start_button_add(many(424)) }))
  expect(calls(backend, 'startList')[0]?.[0]).toMatchObject({ include: ['unlikely'] })
})

describe('what is not in the list', () => {
  it.each([
    ['other_columns', 6, m.list_other_columns, m.list_extra_add()],
    ['inside_text', 3, m.list_inside_text, m.list_extra_add()],
    ['several', 2, m.list_shared_cells, m.list_extra_add()],
    ['swallowed_rows', 12, m.list_swallowed_rows, m.list_swallowed_read()],
  ] as const)('is said and taken with one press: %s', async (extra, number, text, button) => {
    const { backend, user } = await checked({ [extra]: number })
    expect(screen.getByText(text(many(number)))).toBeVisible()
    await user.click(screen.getByRole('button', { name: button }))
    expect(calls(backend, 'takeExtra')).toEqual([[extra]])
    await vi.waitFor(() => {
      expect(screen.queryByText(text(many(number)))).toBeNull()
    })
    await expectAccessible()
  })

  it('includes hidden rows, and skips them again', async () => {
    const { backend, user } = await checked({ hidden_rows: 2 })
    expect(screen.getByText(m.list_hidden(many(2)))).toBeVisible()
    await user.click(screen.getByRole('button', { name: m.list_hidden_include() }))
    await user.click(await screen.findByRole('button', { name: m.list_hidden_skip() }))
    expect(calls(backend, 'includeHidden')).toEqual([[true], [false]])
  })

  it('asks which column has the fans before anything can be started', async () => {
    const columns = ['843584256474116096', '227317562784874496'].map((id, place) => ({
      place,
      name: null,
      examples: [id],
      ids: 40,
    }))
    const { backend, user, summary } = await checked({
      asks: 'column',
      groups: [],
      ready: 0,
      columns,
      names: null,
      ids: null,
    })
    expect(screen.getByText(m.list_asks_column())).toBeVisible()
    expect(summary()).toHaveTextContent(m.start_asks_column())
    await user.click(screen.getByRole('button', { name: /227317562784874496/ }))
    expect(calls(backend, 'chooseColumns')[0]?.[0]).toBe(1)
    await expectAccessible()
  })
})

describe('damaged IDs', () => {
  const matching = { matched: false, fans: 1240, unread: [{ kind: 'followers' as const }] }
  const groups = [fakeGroup('ready', 421), fakeGroup('damaged', 12)]

  it('are matched with known fans, and those without a name only on request', async () => {
    const { backend, user, summary } = await checked({ groups, matching, ready: 421 })
    expect(screen.getByText(beginning(m.list_match_text({ ...many(1240), account: '' }).slice(0, 30)))).toBeVisible()
    await user.click(screen.getByRole('button', { name: m.list_match() }))
    expect(await screen.findByRole('heading', { name: m.list_matched() })).toBeVisible()
    expect(summary()).toHaveTextContent(m.start_add({ ...many(427), account: 'Mira Rose' }))
    await user.click(screen.getByRole('switch', { name: m.list_add_anyway() }))
    await user.click(screen.getByRole('button', { name: m.start_button_add(many(429)) }))
    expect(calls(backend, 'startList')[0]?.[0]).toMatchObject({ include: ['matched_by_id'] })
    await expectAccessible()
  })

  it('are matched with more fans once another list is loaded', async () => {
    const { backend, user } = await checked({ groups, matching: { ...matching, matched: true } })
    await user.click(
      screen.getByRole('button', { name: m.list_match_load({ list: sourceName({ kind: 'followers' }) }) }),
    )
    await vi.waitFor(() => {
      expect(calls(backend, 'matchFans')).toHaveLength(1)
    })
    expect(calls(backend, 'refreshPeople')).toEqual([['fansly_mira', { kind: 'followers' }, false]])
  })

  it('are matched with fans who are looked up by the names beside them', async () => {
    const names = { count: 5, credits: 8, seconds: 4, stopped: null }
    const { backend, user } = await checked({ revision: 17, groups, names, matching: { ...matching, matched: true } })
    expect(screen.getByText(m.list_match_names())).toBeVisible()
    await user.click(screen.getByRole('button', { name: m.list_names_look_up(many(5)) }))
    expect(calls(backend, 'lookUpNames')).toEqual([[17]])
  })

  it('are matched by hand where several fans fit', async () => {
    const { backend, user } = await checked({
      groups: [fakeGroup('ambiguous', 2)],
      matching: { ...matching, matched: true },
    })
    await user.click(screen.getByRole('button', { name: m.list_view_label({ group: m.list_ambiguous() }) }))
    const [choice] = await screen.findAllByRole('combobox', { name: beginning(m.list_match_choices({ text: '' })) })
    await user.selectOptions(choice!, '227317562784874497')
    expect(calls(backend, 'chooseMatch')).toEqual([[30, '227317562784874497']])
  })
})

it('starts once, however often the button is pressed', async () => {
  const backend = new FakeBackend()
  backend.answers.set('startList', () => new Promise(() => undefined))
  const { user } = await checked({}, backend)
  await user.dblClick(screen.getByRole('button', { name: m.start_button_add(many(412)) }))
  expect(calls(backend, 'startList')).toHaveLength(1)
  expect(screen.getByRole('button', { name: m.start_starting() })).toHaveAttribute('aria-disabled', 'true')
})

it('says why it could not be started, and keeps the list', async () => {
  const backend = new FakeBackend()
  backend.refuse('startList', 'ledger_full', { path: '/home/mira/ledger.sqlite3' })
  const { user } = await checked({}, backend)
  await user.click(screen.getByRole('button', { name: m.start_button_add(many(412)) }))
  const alert = (await screen.findByText(having('/home/mira/ledger.sqlite3'))).closest('[role=alert]')
  expect(alert).toHaveTextContent(m.advice_ledger_full())
  expect(screen.getByRole('button', { name: m.start_button_add(many(412)) })).toBeVisible()
})

it('asks for no speed when there are only a few', async () => {
  const { backend, user } = await checked({ groups: [fakeGroup('ready', 1)] })
  await user.click(screen.getByRole('button', { name: m.start_button_add(many(1)) }))
  expect(calls(backend, 'startList')).toHaveLength(1)
})

it('says why there is nothing to start', async () => {
  const { backend, user, summary } = await checked({ groups: [fakeGroup('added_before', 18), fakeGroup('damaged', 3)] })
  const button = screen.getByRole('button', { name: m.start_button_none_add() })
  expect(button).toHaveAttribute('aria-disabled', 'true')
  expect(button).toHaveAccessibleDescription(m.start_nobody_again())
  await user.click(button)
  expect(calls(backend, 'startList')).toEqual([])
  await user.click(screen.getByRole('switch', { name: m.list_add_anyway() }))
  expect(summary()).toHaveTextContent(m.start_add({ ...many(18), account: 'Mira Rose' }))
  await user.click(screen.getByRole('button', { name: m.start_button_add(many(18)) }))
  expect(calls(backend, 'startList')).toHaveLength(1)
})

it('says that no row can be added when none can', async () => {
  const { summary } = await checked({ groups: [fakeGroup('not_a_fan', 3)] })
  expect(summary()).toHaveTextContent(m.start_nobody())
  await expectAccessible()
})

it('asks for an account first', async () => {
  const { backend, user } = await checked({ account: '' }, new FakeBackend({ chosen: null }))
  await user.click(screen.getByRole('button', { name: m.start_button_add(many(412)) }))
  expect(calls(backend, 'startList')).toEqual([])
  expect(screen.getAllByText(m.start_no_account()).length).toBeGreaterThan(0)
})

it('checks the list again for another account, and starts nothing for it before', async () => {
  const backend = new FakeBackend()
  let answer: () => void = () => undefined
  const { user, summary } = await checked({}, backend)
  await user.click(screen.getByRole('switch', { name: m.list_add_anyway() }))
  backend.answers.set(
    'checkList',
    () =>
      new Promise((resolve) => {
        answer = () => {
          resolve(
            backend.openedList({
              account: 'fansly_luna',
              groups: [fakeGroup('ready', 400), fakeGroup('added_before', 30)],
            }),
          )
        }
      }),
  )
  await choose(user, 'Luna Vale')
  await vi.waitFor(() => {
    expect(calls(backend, 'checkList')).toEqual([['fansly_luna', 'add']])
  })
  expect(summary()).toHaveTextContent(m.start_checking({ account: 'Luna Vale' }))
  await user.click(within(summary()).getAllByRole('button')[1]!)
  expect(calls(backend, 'startList')).toEqual([])
  answer()
  await vi.waitFor(() => {
    expect(summary()).toHaveTextContent(m.start_add({ ...many(400), account: 'Luna Vale' }))
  })
  // A choice made for the other account does not hold for this one.
  expect(screen.getByRole('switch', { name: m.list_add_anyway() })).not.toBeChecked()
})

it('does not start for an account whose check failed, and offers to try again', async () => {
  const backend = new FakeBackend()
  backend.refuse('checkList', 'account_unknown')
  const { user, summary } = await checked({}, backend)
  await choose(user, 'Luna Vale')
  const again = await screen.findByRole('button', { name: m.try_again() })
  expect(calls(backend, 'checkList')).toHaveLength(1)
  expect(summary()).toHaveTextContent(m.start_unchecked({ account: 'Luna Vale' }))
  await user.click(within(summary()).getAllByRole('button')[1]!)
  expect(calls(backend, 'startList')).toEqual([])
  backend.answers.clear()
  await user.click(again)
  await vi.waitFor(() => {
    expect(summary()).toHaveTextContent(m.start_add({ ...many(412), account: 'Luna Vale' }))
  })
})

it('removes instead of adding, on request', async () => {
  const { backend, user } = await checked({ revision: 5 })
  await user.selectOptions(screen.getByRole('combobox', { name: m.list_action() }), m.list_action_remove())
  expect(calls(backend, 'checkList')).toEqual([['fansly_mira', 'remove']])
  await user.click(await screen.findByRole('button', { name: m.start_button_remove(many(412)) }))
  expect(calls(backend, 'startList')[0]?.[0]).toMatchObject({ look_first: false })
})

it('reads IDs and names from other columns', async () => {
  const { backend, user } = await checked()
  const ids = screen.getByRole('combobox', { name: m.list_ids_from() })
  const names = screen.getByRole('combobox', { name: m.list_names_from() })
  await user.selectOptions(names, within(names).getByRole('option', { name: m.list_names_none() }))
  await user.selectOptions(names, within(names).getByRole('option', { name: columnC }))
  await user.selectOptions(ids, within(ids).getByRole('option', { name: columnC }))
  // A column cannot be both.
  expect(calls(backend, 'chooseColumns')).toEqual([
    [0, null],
    [0, 2],
    [2, null],
  ])
})

it.each<[string, keyof Backend, string, string]>([
  ['columns', 'chooseColumns', m.list_ids_from(), columnC],
  ['a sheet', 'chooseSheet', m.list_sheet(), 'Old'],
])('shows the progress of reading %s, and cancels it', async (_, command, pick, option) => {
  const backend = new FakeBackend()
  backend.answers.set(command, () => new Promise(() => undefined))
  const { user } = await checked({ sheet: 'Buyers', sheets: ['Buyers', 'Old'] }, backend)
  const choice = screen.getByRole('combobox', { name: pick })
  await user.selectOptions(choice, within(choice).getByRole('option', { name: option }))
  await screen.findByRole('progressbar', { name: m.list_reading() })
  backend.events?.listProgress({ done: 3_000_000, total: 48_000_000, rows: 21_000 })
  await vi.waitFor(() => {
    expect(screen.getByRole('progressbar')).toHaveValue(3_000_000)
  })
  await user.click(screen.getByRole('button', { name: m.cancel() }))
  expect(calls(backend, 'closeList')).toHaveLength(1)
})

it('keeps the column when the other one failed', async () => {
  const backend = new FakeBackend()
  backend.refuse('chooseColumns', 'list_no_ids')
  const { user } = await checked({}, backend)
  const ids = screen.getByRole<HTMLSelectElement>('combobox', { name: m.list_ids_from() })
  await user.selectOptions(ids, within(ids).getByRole('option', { name: /Name/ }))
  expect(await screen.findByText(having(m.problem_list_no_ids()))).toBeVisible()
  expect(ids.selectedIndex).toBe(0)
})

it('asks for no column where there is only one', async () => {
  await checked({
    columns: [{ place: 0, name: null, examples: [], ids: 3 }],
    label_column: null,
    groups: [fakeGroup('ready', 3)],
  })
  expect(screen.queryByRole('combobox', { name: m.list_ids_from() })).toBeNull()
  expect(screen.queryByRole('combobox', { name: m.list_sheet() })).toBeNull()
  expect(screen.getByText(m.list_ready_text_plain(many(3)))).toBeVisible()
})

it('reads another sheet', async () => {
  const { backend, user } = await checked({ sheet: 'Buyers', sheets: ['Buyers', 'Old'] })
  const sheet = screen.getByRole<HTMLSelectElement>('combobox', { name: m.list_sheet() })
  expect(sheet.selectedIndex).toBe(0)
  await user.selectOptions(sheet, 'Old')
  expect(calls(backend, 'chooseSheet')).toEqual([['Old']])
  await vi.waitFor(() => {
    expect(sheet.selectedIndex).toBe(1)
  })
})

it('gives a hint about numbers that look rounded', async () => {
  const { group, user } = await checked(
    { hints: 3 },
    (() => {
      const backend = new FakeBackend()
      backend.listRow = (kind, place) => ({ ...fakeListRow(kind, place), hint: place === 1 })
      return backend
    })(),
  )
  expect(group('ready')).toHaveTextContent(m.list_hints(many(3)))
  await user.click(
    within(group('ready')).getByRole('button', { name: m.list_view_label({ group: m.list_ready_add() }) }),
  )
  const rows = await within(await screen.findByRole('dialog')).findAllByRole('row')
  expect(rows[2]).toHaveTextContent(m.list_hint())
  expect(rows[1]).not.toHaveTextContent('rounded')
})

it('loads the rows of a group in pages, however many there are', async () => {
  const { backend, user, group } = await checked({ groups: [fakeGroup('ready', 998_400)] })
  await user.click(
    within(group('ready')).getByRole('button', { name: m.list_view_label({ group: m.list_ready_add() }) }),
  )
  const dialog = await screen.findByRole('dialog', { name: m.list_ready_add() })
  const table = await within(dialog).findByRole('grid')
  expect(table).toHaveAttribute('aria-rowcount', '998401')
  expect(within(table).getAllByRole('row').length).toBeLessThan(50)
  await expectAccessible()
  table.querySelector<HTMLElement>('[data-index="0"]')!.focus()
  await user.keyboard('{End}')
  await vi.waitFor(() => {
    expect(table.querySelector('[aria-rowindex="998401"]')).toHaveFocus()
  })
  await vi.waitFor(() => {
    expect(calls(backend, 'listRows').at(-1)).toEqual(['ready', 998_300, 100])
  })
  await user.keyboard('{Escape}')
  await vi.waitFor(() => {
    expect(
      within(group('ready')).getByRole('button', { name: m.list_view_label({ group: m.list_ready_add() }) }),
    ).toHaveFocus()
  })
})

it('shows IDs in groups of three, names and reasons, and text that is no ID unchanged', async () => {
  const { user, group } = await checked()
  await user.click(
    within(group('damaged')).getByRole('button', { name: m.list_view_label({ group: m.list_damaged() }) }),
  )
  const rows = await within(await screen.findByRole('dialog')).findAllByRole('row')
  expect([...rows[1]!.querySelectorAll('bdi.id span')].map((one) => one.textContent)).toEqual([
    '843',
    '584',
    '256',
    '474',
    '116',
    '000',
  ])
  expect(rows[2]).toHaveTextContent('Jamie K.')
  expect(rows[1]).toHaveTextContent(m.reason_rounded_by_excel())
  await user.click(screen.getByRole('button', { name: m.close() }))
  await user.click(
    within(group('not_a_fan')).getByRole('button', { name: m.list_view_label({ group: m.list_not_a_fan() }) }),
  )
  const others = await within(await screen.findByRole('dialog')).findAllByRole('row')
  expect(within(others[1]!).getByText('n/a', { selector: 'bdi' })).toBeVisible()
  expect(others[3]).toHaveTextContent(m.list_empty_cell())
})

it('says when rows could not be loaded, and tries again', async () => {
  const backend = new FakeBackend()
  backend.refuse('listRows', 'internal')
  const { user, group } = await checked({}, backend)
  await user.click(
    within(group('ready')).getByRole('button', { name: m.list_view_label({ group: m.list_ready_add() }) }),
  )
  const dialog = await screen.findByRole('dialog')
  const again = await within(dialog).findByRole('button', { name: m.try_again() })
  backend.answers.clear()
  await user.click(again)
  expect(await within(dialog).findByRole('grid')).toBeVisible()
})

it('shows how to keep all the digits', async () => {
  const { user } = await checked()
  await user.click(screen.getByRole('button', { name: m.list_how_label() }))
  const dialog = await screen.findByRole('dialog', { name: m.how_title() })
  expect(
    within(dialog)
      .getAllByRole('heading', { level: 3 })
      .map((one) => one.textContent),
  ).toEqual([m.how_best_title(), m.how_excel_title(), m.how_sheets_title(), m.how_libre_title()])
  await expectAccessible()
})

it('saves the skipped rows, and says where', async () => {
  const { backend, user } = await checked()
  await user.click(screen.getByRole('button', { name: m.list_save() }))
  expect(await screen.findByText(saying(m.list_saved({ file: 'left out.csv' })))).toBeVisible()
  backend.refuse('saveRejectedRows', 'list_not_saved', { file: 'left out.csv' })
  await user.click(screen.getByRole('button', { name: m.list_save() }))
  expect(await screen.findByText(having(m.advice_list_not_saved()))).toBeVisible()
})

it('mentions no credits in practice mode', async () => {
  const { summary } = await checked({}, new FakeBackend({ mode: 'practice' }))
  expect(summary()).toHaveTextContent(m.start_practice_free())
  const main = document.querySelector('main')
  for (const cost of [m.start_credits(many(412)), m.skip_vips_hint(), m.start_extra_refresh()])
    expect(main).not.toHaveTextContent(cost)
})

it('says that the list has to wait for the batch that runs', async () => {
  const backend = new FakeBackend()
  backend.begin({ name: 'Others' })
  const { summary } = await checked({}, backend)
  expect(summary()).toHaveTextContent(m.start_queued())
})

it('closes the list on request', async () => {
  const { backend, user } = await checked()
  await user.click(screen.getByRole('button', { name: m.cancel() }))
  expect(calls(backend, 'closeList')).toHaveLength(1)
  expect(await screen.findByRole('button', { name: m.list_open() })).toBeVisible()
})

it('forgets the choices for a list when another one is dropped', async () => {
  const { backend, user } = await checked()
  await user.click(screen.getByRole('switch', { name: m.list_add_anyway() }))
  backend.events?.list(fakeList({ revision: 50, file: 'other.csv' }))
  await screen.findByRole('heading', { level: 1, name: /other\.csv/ })
  expect(screen.getByRole('switch', { name: m.list_add_anyway() })).not.toBeChecked()
})
