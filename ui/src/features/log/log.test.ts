import { fireEvent, screen, within } from '@testing-library/svelte'
import { tick } from 'svelte'
import { describe, expect, it, vi } from 'vitest'
import { FakeBackend } from '../../backend/fake/fake'
import { fakeRow } from '../../backend/fake/state'
import { m } from '../../format/messages.svelte'
import { asked, rows, shown } from '../../testing/log-screen'
import { calls, expectAccessible, open } from '../../testing/open'
import { beginning, many, oneOf } from '../../testing/said'

describe('the table', () => {
  it('passes axe', async () => {
    await shown(new FakeBackend({}, rows(4)))
    await expectAccessible()
  })

  it('draws a few of many rows, and says how many there are', async () => {
    const backend = new FakeBackend({}, rows(5_000))
    const { grid } = await shown(backend)
    expect(grid).toHaveAttribute('aria-rowcount', '5001')
    expect(grid).toHaveAttribute('aria-multiselectable', 'true')
    expect(screen.getByText(m.log_total(many(5_000)))).toBeVisible()
    expect(within(grid).getAllByRole('row').length).toBeLessThan(50)
    expect(calls(backend, 'foundRows').every(([, , limit]) => (limit as number) <= 200)).toBe(true)
  })

  it('shows the fan, the outcome and its cause, the account, the batch, and the time', async () => {
    const { row } = await shown(
      new FakeBackend(
        {},
        rows(1, () => ({
          fan: '12345678',
          label: 'Zoë',
          outcome: 'failed',
          cause: 'no_such_fan',
          batch: 7,
          batch_name: 'VIP night',
          note: 'kind',
        })),
      ),
    )
    const cells = within(row(0))
      .getAllByRole('gridcell')
      .map((cell) => cell.textContent.trim().replace(/\s+/g, ' '))
    expect(cells[1]).toBe(`Zoë 12345678 ${m.note_of({ note: 'kind' })}`)
    expect(cells[2]).toBe(`${m.outcome_failed_add()} ${m.problem_no_such_fan()}`)
    expect(cells[3]).toContain('Mira Rose')
    expect(cells[4]).toBe('VIP night')
    expect(cells[5]).toContain(m.when_now())
    // Text that does not fit in two lines has a tooltip.
    expect(within(row(0)).getByTitle(m.problem_no_such_fan())).toBeInTheDocument()
    expect(within(row(0)).getByTitle('VIP night')).toBeInTheDocument()
  })

  it('moves with the arrows, Page, Home, and End, and is one Tab stop', async () => {
    const { user, grid, row } = await shown(new FakeBackend({}, rows(1_000)))
    const stops = [...grid.querySelectorAll('.all [tabindex="0"]')]
    expect(stops.length).toBeGreaterThan(0)
    expect(stops.every((stop) => row(0).contains(stop))).toBe(true)
    row(0).focus()
    for (const [key, index] of [
      ['ArrowDown', 1],
      ['PageDown', 14],
      ['PageUp', 1],
      ['End', 999],
      ['ArrowUp', 998],
      ['Home', 0],
    ] as const) {
      await user.keyboard(`{${key}}`)
      await vi.waitFor(() => {
        expect(row(index)).toHaveFocus()
      })
    }
  })

  it('goes through a million rows one by one, in a scroller no taller than an element can be', async () => {
    const backend = new FakeBackend({}, rows(1))
    backend.answers.set('findLog', () => Promise.resolve({ found: 1, total: 1_000_000, all: 1_000_000, revision: 1 }))
    backend.answers.set('foundRows', () => {
      const [, , offset, limit] = backend.asked.at(-1) as [string, number, number, number]
      return Promise.resolve({
        found: 1,
        offset,
        revision: 1,
        rows: Array.from({ length: limit }, (_, i) => fakeRow({ item: offset + i })),
      })
    })
    const { user, grid, row } = await shown(backend)
    const height = () => parseInt(grid.querySelector<HTMLElement>('.all')!.style.height)
    expect(height()).toBeLessThan(17_000_000)
    row(0).focus()
    await user.keyboard('{End}')
    await vi.waitFor(() => {
      expect(row(999_999)).toHaveFocus()
    })
    expect(grid.scrollTop).toBe(height() - 630)
    for (let index = 999_998; index > 999_980; index -= 1) {
      await user.keyboard('{ArrowUp}')
      await vi.waitFor(() => {
        expect(row(index)).toHaveFocus()
      })
    }
  })

  it('keeps rows in sight while the scroll bar is dragged, and shows the rows at the new place as soon as they load', async () => {
    const backend = new FakeBackend({}, rows(1))
    backend.answers.set('findLog', () => Promise.resolve({ found: 1, total: 9_000, all: 9_000, revision: 1 }))
    const late: (() => void)[] = []
    let slow = false
    backend.answers.set('foundRows', async () => {
      const [, , offset, limit] = backend.asked.at(-1) as [string, number, number, number]
      if (slow) await new Promise<void>((go) => late.push(go))
      return {
        found: 1,
        offset,
        revision: 1,
        rows: Array.from({ length: limit }, (_, i) => fakeRow({ item: offset + i + 1 })),
      }
    })
    const { grid } = await shown(backend)
    /** The text at the upper end of the visible part. */
    const firstVisible = () => {
      const inSight = [...grid.querySelectorAll<HTMLElement>('[role=row][data-index]')].filter((one) => {
        const at = Number(/translateY\((.*)px\)/.exec(one.style.transform)?.[1])
        return at > grid.scrollTop - 45 && at <= grid.scrollTop
      })
      return inSight.map((one) => one.dataset.item)
    }
    const drag = async (index: number) => {
      grid.scrollTop = index * 45
      grid.dispatchEvent(new Event('scroll'))
      await tick()
    }
    expect(firstVisible()).toEqual(['1'])
    slow = true
    await drag(1_020)
    expect(firstVisible()).toEqual(['1'])
    await drag(1_530)
    expect(firstVisible()).toEqual(['1'])
    // The page that was requested first loads while the rest is pending.
    await vi.waitFor(() => {
      expect(late).toHaveLength(1)
    })
    late.shift()?.()
    await vi.waitFor(() => {
      expect(Number(firstVisible()[0])).toBeGreaterThan(1_000)
    })
    expect(Number(firstVisible()[0])).toBeLessThan(1_100)
    await vi.waitFor(() => {
      expect(late).toHaveLength(1)
    })
    late.shift()?.()
    await vi.waitFor(() => {
      expect(firstVisible()).toEqual(['1531'])
    })
    // The page that was requested last always loads, even when the visible rows are on two pages and only one is loaded.
    for (const index of [
      2_000, 2_410, 2_895, 3_000, 4_000, 5_000, 6_000, 7_000, 8_000, 8_100, 8_200, 8_300, 8_400, 8_500, 8_600,
    ]) {
      const before = Number(firstVisible()[0])
      await drag(index)
      await vi.waitFor(() => {
        late.shift()?.()
        expect(Number(firstVisible()[0])).toBeGreaterThan(before)
      })
    }
  })

  it('has a word for each icon that replaces it in a narrow window', async () => {
    const { user, row } = await shown(new FakeBackend({}, rows(3)))
    await user.click(row(0).querySelector('.check')!)
    const bar = screen.getByRole('group', { name: m.selected(many(1)) })
    const pressed = [
      ...[m.log_filters(), m.export_open(), m.days_title()].map((name) => screen.getAllByRole('button', { name })[0]!),
      ...[m.copy_ids(), m.export_open(), m.note_open()].map((name) => within(bar).getByRole('button', { name })),
    ]
    for (const button of pressed) {
      expect(button.querySelector('[aria-hidden] svg')).not.toBeNull()
      expect(button.querySelector<HTMLElement>('[aria-hidden]')!.title).toBe(button.textContent.trim())
    }
  })

  it('sorts by any column, and says so', async () => {
    const backend = new FakeBackend(
      {},
      rows(3, (i) => ({ label: ['b', 'c', 'a'][i]!, batch: 1 })),
    )
    const { user, grid, row } = await shown(backend)
    const head = (column: string) => within(grid).getByRole('columnheader', { name: beginning(column) })
    expect(head(m.log_column_when())).toHaveAttribute('aria-sort', 'descending')
    await user.click(screen.getByRole('button', { name: m.table_sort({ column: m.log_column_fan() }) }))
    await vi.waitFor(() => {
      expect(within(row(0)).getByText('a')).toBeVisible()
    })
    expect(head(m.log_column_fan())).toHaveAttribute('aria-sort', 'ascending')
    expect(head(m.log_column_when())).not.toHaveAttribute('aria-sort')
    for (const by of [
      m.log_column_fan(),
      m.log_column_account(),
      m.log_column_result(),
      m.log_column_batch(),
      m.log_column_when(),
    ]) {
      await user.click(screen.getByRole('button', { name: m.table_sort({ column: by }) }))
    }
    for (const by of [m.table_column_id(), m.log_column_action(), m.log_column_cause(), m.log_column_when()]) {
      await user.selectOptions(screen.getByLabelText(m.table_sort_by()), by)
    }
    await vi.waitFor(() => {
      expect(asked(backend).sort).toEqual({ by: 'when', descending: true })
    })
  })
})

describe('search and filters', () => {
  it('searches for what is typed, wherever the focus is, and clears it with Escape', async () => {
    const backend = new FakeBackend(
      {},
      rows(40, (i) => ({ label: i === 7 ? 'Zoë' : null })),
    )
    const { user, row, search } = await shown(backend)
    row(0).focus()
    await user.keyboard('zoe')
    expect(search).toHaveFocus()
    expect(search).toHaveValue('zoe')
    expect(await screen.findByText(m.log_of({ count: 40, found: '1', all: '40' }))).toBeVisible()
    await user.keyboard('{Escape}')
    expect(search).toHaveValue('')
    expect(await screen.findByText(m.log_total(many(40)))).toBeVisible()
  })

  it.each(['{Control>}f{/Control}', '{Meta>}f{/Meta}'])('moves to the search with %s', async (keys) => {
    const { user, search } = await shown(new FakeBackend({}, rows(3)))
    await user.keyboard(keys)
    expect(search).toHaveFocus()
    expect(search).toHaveValue('')
  })

  it('moves to the search with a slash from the table only', async () => {
    const { user, row, search } = await shown(new FakeBackend({}, rows(3)))
    screen.getByRole('button', { name: m.log_filters() }).focus()
    await user.keyboard('/')
    expect(search).not.toHaveFocus()
    row(0).focus()
    await user.keyboard('/')
    expect(search).toHaveFocus()
    expect(search).toHaveValue('')
  })

  it('moves from the search to the results', async () => {
    const { user, row, search } = await shown(new FakeBackend({}, rows(3)))
    await user.type(search, '7{ArrowDown}')
    await vi.waitFor(() => {
      expect(row(0)).toHaveFocus()
    })
  })

  it('filters by result, action, account, and days, shows each filter as a chip, and clears all at once', async () => {
    const backend = new FakeBackend(
      {},
      rows(20, (i) =>
        i < 5 ? { outcome: 'failed', cause: 'refused', account: 'fansly_luna', account_name: 'Luna Vale' } : {},
      ),
    )
    const { user } = await shown(backend)
    await user.click(screen.getByRole('button', { name: m.log_filters() }))
    const filters = screen.getByRole('group', { name: m.log_filters() })
    await user.click(within(filters).getByRole('button', { name: m.log_failed() }))
    expect(await screen.findByText(m.log_of({ count: 20, found: '5', all: '20' }))).toBeVisible()
    await user.selectOptions(within(filters).getByLabelText(m.log_column_account()), 'Luna Vale')
    await user.selectOptions(within(filters).getByLabelText(m.log_column_action()), m.log_adds())
    await fireEvent.change(within(filters).getByLabelText(m.log_from()), { target: { value: '2026-03-29' } })
    await fireEvent.change(within(filters).getByLabelText(m.log_until()), { target: { value: '2026-03-29' } })
    await vi.waitFor(() => {
      expect(asked(backend)).toMatchObject({
        standings: ['failed'],
        account: 'fansly_luna',
        action: 'add',
        from: new Date(2026, 2, 29).getTime(),
        until: new Date(2026, 2, 30).getTime(),
      })
    })
    expect(await screen.findByText(m.log_none_title())).toBeVisible()
    await expectAccessible()
    await user.click(
      screen.getByRole('button', { name: m.log_remove_filter({ filter: m.log_to({ day: 'Mar 29, 2026' }) }) }),
    )
    await vi.waitFor(() => {
      expect(asked(backend).until).toBeNull()
    })
    await user.click(screen.getAllByRole('button', { name: m.log_clear_filters() })[0]!)
    expect(await screen.findByText(m.log_total(many(20)))).toBeVisible()
    expect(screen.getByRole('textbox', { name: m.log_search() })).toHaveFocus()
  })

  it('names what it clears: the search, the filters, or both', async () => {
    const { user, search } = await shown(
      new FakeBackend(
        {},
        rows(20, (i) => ({ label: i === 7 ? 'Zoë' : null })),
      ),
    )
    const name = oneOf(m.table_search_clear(), m.log_clear_filters(), m.log_clear_both())
    const named = () => screen.queryAllByRole('button', { name }).filter((one) => one.closest('search') === null)
    const names = () => named().map((one) => one.textContent.trim())
    await user.type(search, 'zoe')
    await screen.findByText(m.log_of({ count: 20, found: '1', all: '20' }))
    expect(names()).toEqual([m.table_search_clear()])
    await user.click(screen.getByRole('button', { name: m.log_filters() }))
    await user.click(screen.getByRole('button', { name: m.log_failed() }))
    await screen.findByText(m.log_none_title())
    // One is above the table, and one in its place.
    expect(names()).toEqual([m.log_clear_both(), m.log_clear_both()])
    await user.clear(search)
    await vi.waitFor(() => {
      expect(new Set(names())).toEqual(new Set([m.log_clear_filters()]))
    })
    await user.click(named()[0]!)
    await screen.findByText(m.log_total(many(20)))
    expect(names()).toEqual([])
  })

  it('says that there is nothing yet, without a word about filters', async () => {
    const { user } = open(new FakeBackend())
    await user.click(await screen.findByRole('button', { name: m.nav_log() }))
    expect(await screen.findByText(m.log_empty_title())).toBeVisible()
    expect(screen.queryByRole('textbox')).toBeNull()
  })

  it('says when the log could not be loaded, and tries again', async () => {
    const backend = new FakeBackend({}, rows(3))
    backend.refuse('findLog', 'ledger_unreadable')
    const { user } = open(backend)
    await user.click(await screen.findByRole('button', { name: m.nav_log() }))
    expect(await screen.findByText(m.log_not_loaded())).toBeVisible()
    backend.answers.clear()
    await user.click(screen.getByRole('button', { name: m.try_again() }))
    expect(await screen.findByRole('grid', { name: m.nav_log() })).toBeVisible()
  })
})

describe('while a batch runs', () => {
  it('shows new entries at once while no one uses the table', async () => {
    const backend = new FakeBackend({}, rows(3))
    const { row } = await shown(backend)
    backend.append({ item: 4 })
    await vi.waitFor(() => {
      expect(row(0).dataset.item).toBe('4')
    })
  })

  it('does not move rows that are in use: a button says how many entries are new', async () => {
    const backend = new FakeBackend({}, rows(100))
    const { user, grid, row } = await shown(backend)
    row(3).focus()
    backend.append({ item: 101 })
    backend.change(97, { outcome: 'unconfirmed' })
    const more = await screen.findByRole('button', { name: m.table_new(many(1)) })
    expect(row(3).dataset.item).toBe('97')
    await vi.waitFor(() => {
      expect(row(3)).toHaveTextContent(m.outcome_unconfirmed())
    })
    expect(row(3)).toHaveFocus()
    expect(grid).toHaveAttribute('aria-rowcount', '101')
    await user.click(more)
    await vi.waitFor(() => {
      expect(row(0).dataset.item).toBe('101')
    })
    expect(grid).toHaveAttribute('aria-rowcount', '102')
    expect(grid.scrollTop).toBe(0)
  })

  it('keeps the button while it has the focus, and leads from it to the newest entry', async () => {
    const backend = new FakeBackend({}, rows(3))
    const { user, row } = await shown(backend)
    row(1).focus()
    backend.append({ item: 4 })
    const more = await screen.findByRole('button', { name: m.table_new(many(1)) })
    more.focus()
    await new Promise(requestAnimationFrame)
    await new Promise(requestAnimationFrame)
    expect(more).toHaveFocus()
    await user.keyboard('{Enter}')
    await vi.waitFor(() => {
      expect(row(0)).toHaveFocus()
    })
    expect(row(0).dataset.item).toBe('4')
  })

  it('keeps the selection as it is', async () => {
    const backend = new FakeBackend({}, rows(10))
    const { user, row, selected } = await shown(backend)
    await user.click(row(2).querySelector('.check')!)
    row(2).blur()
    backend.append({ item: 11 })
    await screen.findByRole('button', { name: m.table_new(many(1)) })
    expect(selected()).toEqual([2])
    expect(row(2).dataset.item).toBe('8')
    await user.click(screen.getByRole('button', { name: m.selected_clear() }))
    row(2).blur()
    await vi.waitFor(() => {
      expect(row(0).dataset.item).toBe('11')
    })
  })

  it('searches again when the results were dropped', async () => {
    const backend = new FakeBackend({}, rows(500))
    const { user, row } = await shown(backend)
    backend.answers.set('foundRows', () => {
      backend.answers.clear()
      return Promise.reject(Object.assign(new Error(), { code: 'batch_not_possible', params: {} }))
    })
    row(0).focus()
    await user.keyboard('{End}')
    await vi.waitFor(() => {
      expect(calls(backend, 'findLog')).toHaveLength(2)
    })
    await vi.waitFor(() => {
      expect(row(0).dataset.item).toBe('500')
    })
    expect(screen.queryByText(m.log_not_loaded())).toBeNull()
  })
})

describe('the chart', () => {
  it('has a table too, in local days or months', async () => {
    const backend = new FakeBackend({}, rows(3))
    backend.days = (bounds) => bounds.slice(1).map((_, i) => ({ added: i, removed: 2 * i }))
    const { user } = await shown(backend)
    expect(calls(backend, 'logDays')).toEqual([])
    await user.click(screen.getByRole('button', { name: m.days_title() }))
    const table = await screen.findByRole('table', { name: m.days_title() })
    expect(within(table).getAllByRole('row')).toHaveLength(31)
    expect(within(table).getAllByRole('row').at(-1)).toHaveTextContent(/29\s*58$/)
    await expectAccessible()
    await user.click(screen.getByRole('radio', { name: m.days_12() }))
    await vi.waitFor(() => {
      expect(within(screen.getByRole('table')).getAllByRole('row')).toHaveLength(13)
    })
    const bounds = calls(backend, 'logDays').at(-1)![1] as number[]
    expect(bounds.every((bound) => new Date(bound).getDate() === 1)).toBe(true)
    await user.click(screen.getByRole('button', { name: m.chart_table(), pressed: false }))
    expect(screen.getByRole('region', { name: m.days_title() })).toBeVisible()
    await expectAccessible()
  })
})

it('opens from the recent activity on the first screen', async () => {
  const { user } = open(new FakeBackend({}, rows(3)))
  await user.click(await screen.findByRole('button', { name: m.log_whole() }))
  expect(await screen.findByRole('heading', { level: 1, name: m.nav_log() })).toBeVisible()
})
