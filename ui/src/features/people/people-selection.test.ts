import { screen, within } from '@testing-library/svelte'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { fakePeopleView, fakePerson, fakeRead } from '../../backend/fake/people'
import { m } from '../../format/messages.svelte'
import { calls, expectAccessible } from '../../testing/open'
import {
  asked,
  entered,
  backend,
  lapsed,
  notVip,
  people,
  shown,
  subscribers,
  supporters,
  vips,
} from '../../testing/people-screen'
import { beginning, having, many, saying } from '../../testing/said'
import { sourceName } from '../../format/people'

afterEach(() => {
  vi.restoreAllMocks()
})

describe('the choice of people', () => {
  it('filters by period, number, subscription, and tier', async () => {
    const tiers = ['Backstage', 'Front row']
    const made = backend(
      subscribers,
      people(4, () => notVip),
      { tiers },
    )
    const { user } = await shown(made, m.people_source_subscribers())
    await user.selectOptions(screen.getByLabelText(m.people_tier()), 'Front row')
    await vi.waitFor(() => {
      expect(asked(made).source).toEqual({ ...subscribers, tier: 'Front row' })
    })
    await user.selectOptions(screen.getByLabelText(m.people_status()), m.people_status_expired())
    await vi.waitFor(() => {
      expect(asked(made).source).toEqual({ kind: 'subscribers', status: 'expired', tier: 'Front row' })
    })
    await user.click(screen.getByRole('radio', { name: m.people_source_supporters() }))
    await user.selectOptions(screen.getByLabelText(m.people_period()), m.people_days_ever())
    await user.selectOptions(screen.getByLabelText(m.people_most()), m.people_most_all())
    await vi.waitFor(() => {
      expect(asked(made).source).toEqual({ kind: 'supporters', days: null, most: null })
    })
    expect(calls(made, 'people').at(-1)).toEqual(['fansly_mira', { kind: 'supporters', days: null, most: null }])
    expect(calls(made, 'refreshPeople')).toEqual([])
  })

  it('saves a view, chooses it, deletes it, and restores it', async () => {
    const made = backend(
      supporters,
      people(4, () => notVip),
    )
    const { user } = await shown(made, m.people_source_supporters())
    await user.click(screen.getByRole('button', { name: m.people_save() }))
    const question = await screen.findByRole('alertdialog', { name: m.people_save_title() })
    const field = within(question).getByLabelText(m.people_save_field())
    expect(field).toHaveFocus()
    expect(field).toHaveValue(sourceName(supporters))
    await expectAccessible()
    made.refuse('saveView', 'rule_name_taken', { name: 'Thanks' })
    await user.clear(field)
    await user.type(field, ' Thanks {Enter}')
    expect(await within(question).findByText('Thanks', { selector: '[role=alert] bdi' })).toBeVisible()
    made.answers.clear()
    await user.click(within(question).getByRole('button', { name: m.save() }))
    expect(calls(made, 'saveView').at(-1)).toEqual(['Thanks', supporters])
    expect(await screen.findByRole('radio', { name: 'Thanks' })).toBeInTheDocument()

    await user.click(screen.getByRole('radio', { name: m.people_source_followers() }))
    await user.click(screen.getByRole('radio', { name: 'Thanks' }))
    expect(screen.getByRole('radio', { name: 'Thanks' })).toBeChecked()
    await vi.waitFor(() => {
      expect(asked(made).source).toEqual(supporters)
    })

    await user.click(screen.getByRole('button', { name: m.people_view_delete_label({ name: 'Thanks' }) }))
    expect(calls(made, 'deleteView')).toHaveLength(1)
    expect(screen.queryByRole('radio', { name: 'Thanks' })).toBeNull()
    const undo = await screen.findByRole('button', { name: m.undo() })
    await vi.waitFor(() => {
      expect(undo).toHaveFocus()
    })
    await user.click(undo)
    expect(await screen.findByRole('radio', { name: 'Thanks' })).toBeInTheDocument()
    expect(calls(made, 'saveView').at(-1)).toEqual(['Thanks', supporters])
  })
})

describe('the table', () => {
  it('draws a few of ten thousand, says how many there are, and passes axe', async () => {
    const made = backend(vips, people(10_000))
    const { grid } = await shown(made)
    expect(grid).toHaveAttribute('aria-rowcount', '10001')
    expect(screen.getByText(m.people_total(many(10_000)))).toBeVisible()
    expect(within(grid).getAllByRole('row').length).toBeLessThan(50)
    expect(calls(made, 'peopleRows').every(([, , limit]) => (limit as number) <= 200)).toBe(true)
    await expectAccessible()
  })

  it('shows name, username, ID, VIP, what else is known, and since when', async () => {
    const one = fakePerson({
      fan: '12345678',
      name: 'Zoë',
      username: 'zoe',
      rank: 3,
      subscription: 'active',
      tiers: ['Backstage'],
      note: 'kind',
      since: Date.now(),
      came: 'app',
    })
    const { row } = await shown(backend(vips, [one]))
    const cells = within(row(0))
      .getAllByRole('gridcell')
      .map((cell) => cell.textContent.replace(/\s+/g, ' ').trim())
    expect(cells[1]).toBe('Zoë @zoe 12345678')
    expect(cells[2]).toBe(`${m.people_vip()} ${m.people_came_app()}`)
    expect(cells[3]).toBe(
      `${m.people_rank({ rank: '3' })}${m.people_subscribed_tiers({ tiers: 'Backstage' })} ${m.note_of({ note: 'kind' })}`,
    )
    expect(cells[4]).toBe(m.when_now())
    expect(within(row(0)).getByText('Zoë').tagName).toBe('BDI')
  })

  it('moves by key, selects with Space, Shift, and Ctrl+A, and copies', async () => {
    const made = backend(vips, people(1_000))
    const { user, row, selected } = await shown(made)
    row(0).focus()
    for (const [key, index] of [
      ['ArrowDown', 1],
      ['PageDown', 14],
      ['End', 999],
      ['Home', 0],
    ] as const) {
      await user.keyboard(`{${key}}`)
      await vi.waitFor(() => {
        expect(row(index)).toHaveFocus()
      })
    }
    await user.keyboard(' {Shift>}{ArrowDown}{/Shift}')
    await vi.waitFor(() => {
      expect(selected()).toEqual([0, 1])
    })
    row(1).dispatchEvent(new Event('copy', { bubbles: true, cancelable: true }))
    await vi.waitFor(() => {
      expect(calls(made, 'copyPeople')).toEqual([[expect.objectContaining({ ranges: [[0, 2]] })]])
    })
    await user.keyboard('{Control>}a{/Control}')
    const bar = await screen.findByRole('group', { name: m.selected(many(1_000)) })
    await user.click(within(bar).getByRole('button', { name: m.copy_ids() }))
    expect(await within(bar).findByText(m.copied(many(1_000)))).toBeVisible()
    expect(calls(made, 'copyPeople')[1]).toEqual([expect.objectContaining({ ranges: [[0, 1_000]] })])
    row(0).focus()
    await user.keyboard('{Escape}')
    expect(screen.queryByText(m.selected(many(1_000)))).toBeNull()
  })

  it('searches for what is typed, sorts, and says when no one matches', async () => {
    const made = backend(
      vips,
      people(40, (i) => (i === 7 ? { name: 'Zoë' } : {})),
    )
    const { user, row, search } = await shown(made)
    row(0).focus()
    await user.keyboard('zoe')
    expect(search).toHaveFocus()
    expect(await screen.findByText(m.people_of({ count: 40, found: '1', all: '40' }))).toBeVisible()
    expect(asked(made)).toMatchObject({ account: 'fansly_mira', source: vips, text: 'zoe', show: 'all' })
    await user.type(search, ' nobody')
    expect(await screen.findByText(m.people_none())).toBeVisible()
    await user.click(screen.getAllByRole('button', { name: m.table_search_clear() }).at(-1)!)
    expect(await screen.findByText(m.people_total(many(40)))).toBeVisible()
    await user.selectOptions(screen.getByLabelText(m.table_sort_by()), m.table_column_id())
    await vi.waitFor(() => {
      expect(asked(made)).toMatchObject({ sort: 'fan', descending: false })
    })
    await user.selectOptions(screen.getByLabelText(m.table_sort_by()), m.people_column_since())
    await vi.waitFor(() => {
      expect(asked(made)).toMatchObject({ sort: 'since', descending: true })
    })
    await user.click(screen.getByRole('button', { name: m.table_reverse() }))
    await vi.waitFor(() => {
      expect(asked(made)).toMatchObject({ sort: 'since', descending: false })
    })
  })

  it('shows at once who was found by a refresh', async () => {
    const made = backend(vips, people(2))
    const { user, grid } = await shown(made)
    made.putPeople(vips, people(5))
    await user.click(screen.getByRole('button', { name: m.people_refresh() }))
    await vi.waitFor(() => {
      expect(grid).toHaveAttribute('aria-rowcount', '6')
    })
    expect(screen.getByRole('heading', { name: m.people_count_vips(many(5)) })).toBeVisible()
  })

  it('says who could be added to an empty list, and that everyone here is on it', async () => {
    const made = backend(vips, [])
    made.putPeople(subscribers, people(2))
    made.showPeople(fakeRead(fakePeopleView({ source: subscribers }), people(2)))
    const user = await entered(made)
    expect(await screen.findByText(m.people_empty_vips_title())).toBeVisible()
    await user.click(screen.getByRole('radio', { name: m.people_source_subscribers() }))
    expect(await screen.findByText(m.people_all_vip_title())).toBeVisible()
    await user.click(screen.getByRole('button', { name: m.people_show_everybody() }))
    expect(await screen.findByText(m.people_total(many(2)))).toBeVisible()
  })
})

describe('actions', () => {
  it('asks before it adds: account, number, credits, time, who is skipped; then leads to the new batch', async () => {
    const made = backend(
      supporters,
      people(6, (i) => (i === 1 ? {} : notVip)),
      { vips_read: Date.now() },
    )
    const { user, pick } = await shown(made, m.people_source_supporters())
    await user.click(screen.getByRole('radio', { name: m.people_show_all() }))
    await screen.findByText(m.people_total(many(6)))
    await pick(0, 1, 2)
    await user.click(
      within(screen.getByRole('group', { name: m.selected(many(3)) })).getByRole('button', {
        name: m.list_action_add(),
      }),
    )
    const question = await screen.findByRole('alertdialog', {
      name: m.people_ask_add({ ...many(2), account: 'Mira Rose' }),
    })
    expect(calls(made, 'startPeople')).toEqual([])
    expect(calls(made, 'offerPeople')).toEqual([[expect.objectContaining({ ranges: [[0, 3]] }), 'add']])
    expect(question).toHaveTextContent(m.start_credits(many(2)))
    expect(question).toHaveTextContent(m.people_ask_skipped_add(many(1)))
    expect(
      within(question).getByRole('radio', {
        name: beginning(`${m.speed_steady()}${m.between()}${m.batch_takes_moment()}`),
      }),
    ).toBeChecked()
    await expectAccessible()
    await user.click(within(question).getByRole('radio', { name: beginning(m.speed_fast()) }))
    await user.click(within(question).getByRole('button', { name: m.start_button_add(many(2)) }))
    expect(calls(made, 'startPeople')).toEqual([
      [
        {
          selection: expect.objectContaining({ ranges: [[0, 3]] }),
          action: 'add',
          speed: 'fast',
          name: sourceName(supporters),
        },
      ],
    ])
    expect(await screen.findByText(saying(m.started_add({ ...many(2), account: 'Mira Rose' })))).toBeVisible()
    expect(screen.queryByText(m.selected(many(3)))).toBeNull()
    await user.click(screen.getByRole('button', { name: m.started_show_label({ account: 'Mira Rose' }) }))
    expect(await screen.findByRole('heading', { name: sourceName(supporters) })).toBeVisible()
  })

  it('removes VIPs, and shows why that failed', async () => {
    const made = backend(
      lapsed,
      people(3, () => ({ subscription: 'expired' })),
    )
    made.refuse('startPeople', 'session_expired')
    const { user, pick } = await shown(made, m.people_source_lapsed())
    await pick(2)
    await user.click(screen.getByRole('button', { name: m.list_action_remove() }))
    const question = await screen.findByRole('alertdialog', {
      name: m.people_ask_remove({ ...many(1), account: 'Mira Rose' }),
    })
    await user.click(within(question).getByRole('button', { name: m.start_button_remove(many(1)) }))
    expect(await within(question).findByText(having(m.problem_session_expired()))).toBeVisible()
    expect(calls(made, 'startPeople')[0]![0]).toMatchObject({
      action: 'remove',
      name: m.people_source_lapsed(),
      speed: 'steady',
    })
    await user.click(within(question).getByRole('button', { name: m.cancel() }))
    expect(screen.getByText(m.selected(many(1)), { selector: 'strong' })).toBeVisible()
  })

  it('says when there is no one to add', async () => {
    const made = backend(
      supporters,
      people(3, (i) => (i === 0 ? notVip : {})),
      { vips_read: Date.now() },
    )
    const { user, pick } = await shown(made, m.people_source_supporters())
    await user.click(screen.getByRole('radio', { name: m.people_show_all() }))
    await screen.findByText(m.people_total(many(3)))
    await pick(1, 2)
    await user.click(screen.getByRole('button', { name: m.list_action_add() }))
    const question = await screen.findByRole('alertdialog', { name: m.people_ask_none_add() })
    expect(
      within(question)
        .getAllByRole('button')
        .map((one) => one.textContent.trim()),
    ).toEqual([m.understood()])
    expect(within(question).queryByRole('radio')).toBeNull()
  })

  it('names the batch after the view, and says that it cannot skip fans who are VIP', async () => {
    const rules = [{ id: 4, name: 'Thanks', source: supporters }]
    const made = backend(
      supporters,
      people(3, () => ({ ...notVip, vip: 'unknown' })),
      { not_vip: null, vips_read: null },
      { rules },
    )
    const { user, pick } = await shown(made, 'Thanks')
    await pick(0)
    await user.click(screen.getByRole('button', { name: m.list_action_add() }))
    const question = await screen.findByRole('alertdialog')
    expect(question).toHaveTextContent(m.people_ask_unknown())
    await user.click(within(question).getByRole('button', { name: m.start_button_add(many(1)) }))
    expect(calls(made, 'startPeople')[0]![0]).toMatchObject({ name: 'Thanks' })
  })

  it('exports the selected people, with texts in the window’s language', async () => {
    const made = backend(vips, people(5))
    const { user, pick } = await shown(made)
    await pick(1, 2)
    await user.click(
      within(screen.getByRole('group', { name: m.selected(many(2)) })).getByRole('button', { name: m.export_open() }),
    )
    const sheet = await screen.findByRole('dialog', { name: m.export_title() })
    await user.click(within(sheet).getByRole('radio', { name: beginning(m.export_json()) }))
    await user.click(within(sheet).getByRole('button', { name: m.list_save() }))
    await vi.waitFor(() => {
      expect(calls(made, 'exportPeople')).toHaveLength(1)
    })
    const [selection, format, words] = calls(made, 'exportPeople')[0] as [
      { ranges: unknown },
      string,
      { name: string; headings: object; words: object },
    ]
    expect([selection.ranges, format]).toEqual([[[1, 3]], 'json_lines'])
    expect(Object.keys(words.headings)).toEqual([
      'fan',
      'username',
      'name',
      'vip',
      'since',
      'rank',
      'subscription',
      'tiers',
      'note',
    ])
    expect(Object.keys(words.words)).toEqual([
      'vip',
      'missed',
      'left',
      'not_seen',
      'unknown',
      'active',
      'expired',
      'unclear',
    ])
    expect(words.name).toBe(m.people_export_name()) // The name of the file does not tell what it is for.
    expect(await within(sheet).findByText(having(`${m.people_export_name()}.jsonl`))).toBeVisible()
  })
})
