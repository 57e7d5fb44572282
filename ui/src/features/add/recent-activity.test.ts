import { screen, within } from '@testing-library/svelte'
import { expect, it, vi } from 'vitest'
import type { LogRow } from '../../backend/bindings/LogRow'
import { FakeBackend } from '../../backend/fake/fake'
import { fakeRow } from '../../backend/fake/state'
import { m } from '../../format/messages.svelte'
import { calls, expectAccessible, open } from '../../testing/open'
import { having, many, spoken } from '../../testing/said'
import { moment } from '../../format/time'

const { fan } = fakeRow()
const called = spoken(fan)

function rows(wanted: number, change: (i: number) => Partial<LogRow> = () => ({})): LogRow[] {
  return Array.from({ length: wanted }, (_, i) => fakeRow({ item: wanted - i, can_undo: true, ...change(i) }))
}

async function shown(backend: FakeBackend) {
  const { user } = open(backend)
  const grid = await screen.findByRole('grid', { name: m.log_title() })
  const row = (index: number) => grid.querySelector<HTMLElement>(`[aria-rowindex="${index + 2}"]`)!
  await vi.waitFor(() => {
    expect(row(0).dataset.item).toBeDefined()
  })
  return { user, grid, row }
}

it('draws a few of ten thousand rows, and says how many there are', async () => {
  const { grid } = await shown(new FakeBackend({}, rows(10_000)))
  expect(grid).toHaveAttribute('aria-rowcount', '10001')
  expect(screen.getByText(m.log_total(many(10_000)))).toBeVisible()
  expect(within(grid).getAllByRole('row').length).toBeLessThan(50)
  await expectAccessible()
})

it('draws a few of a million rows, however far down the user scrolls', async () => {
  const backend = new FakeBackend({}, [])
  backend.state.log = { total: 1_000_000, revision: 1 }
  // Rows out of sight need not be loaded.
  backend.answers.set('logSlice', () => {
    const [, offset, limit] = backend.asked.at(-1) as [string, number, number]
    return Promise.resolve({
      mark: backend.state.log,
      offset,
      rows: Array.from({ length: limit }, (_, i) => fakeRow({ item: 1_000_000 - offset - i })),
    })
  })
  const { user, grid, row } = await shown(backend)
  row(0).focus()
  await user.keyboard('{End}')
  await vi.waitFor(() => {
    expect(row(999_999)).toHaveFocus()
    expect(row(999_999).dataset.item).toBe('1')
  })
  expect(within(grid).getAllByRole('row').length).toBeLessThan(50)
})

it('is one Tab stop, and moves with the arrows, Page, Home, and End', async () => {
  const { user, grid, row } = await shown(new FakeBackend({}, rows(1_000)))
  const stops = [...grid.querySelectorAll('[tabindex="0"]')]
  expect(stops.every((stop) => row(0).contains(stop))).toBe(true)
  row(0).focus()
  await user.keyboard('{ArrowDown}')
  await vi.waitFor(() => {
    expect(row(1)).toHaveFocus()
  })
  await user.keyboard('{ArrowRight}')
  expect(within(row(1)).getByRole('button', { name: m.undo_label({ fan: called }) })).toHaveFocus()
  await user.keyboard('{ArrowRight}')
  expect(within(row(1)).getByRole('button', { name: m.details_label({ fan: called }) })).toHaveFocus()
  await user.keyboard('{ArrowLeft}{ArrowLeft}')
  expect(row(1)).toHaveFocus()
  await user.keyboard('{PageDown}')
  await vi.waitFor(() => {
    expect(row(14)).toHaveFocus()
  })
  await user.keyboard('{End}')
  await vi.waitFor(() => {
    expect(row(999)).toHaveFocus()
  })
  await user.keyboard('{Home}')
  await vi.waitFor(() => {
    expect(row(0)).toHaveFocus()
  })
  await user.tab()
  expect(grid).not.toContainElement(document.activeElement as HTMLElement)
})

it('shows each outcome with its own icon and word', async () => {
  const ends: Partial<LogRow>[] = [
    { outcome: null, phase: 'sending', ended: null },
    { outcome: null, phase: 'waiting', ended: null },
    {},
    { outcome: 'removed', action: 'remove' },
    { outcome: 'already' },
    { outcome: 'failed', cause: 'forbidden' },
    { outcome: 'unconfirmed', cause: 'no_reply' },
    { outcome: 'stopped' },
  ]
  const { row } = await shown(
    new FakeBackend(
      {},
      rows(8, (i) => ends[i] ?? {}),
    ),
  )
  const cells = ends.map((_, i) => row(i).querySelector('.outcome')!)
  expect(cells.map((cell) => cell.textContent.trim())).toEqual([
    m.outcome_sending_add(),
    m.outcome_waiting(),
    m.outcome_added(),
    m.outcome_removed(),
    m.outcome_already(),
    m.outcome_failed_add(),
    m.outcome_unconfirmed(),
    m.outcome_stopped(),
  ])
  expect(new Set(cells.map((cell) => new XMLSerializer().serializeToString(cell.querySelector('svg')!))).size).toBe(8)
})

it('shows IDs in groups of three that are copied without gaps', async () => {
  const { row } = await shown(
    new FakeBackend(
      {},
      rows(1, () => ({ fan: '12345678' })),
    ),
  )
  const id = row(0).querySelector('.fan .id .id')!
  expect(id.textContent).toBe('12345678')
  expect([...id.children].map((group) => group.textContent)).toEqual(['12', '345', '678'])
})

it('explains on request, and offers to try again', async () => {
  const backend = new FakeBackend(
    {},
    rows(1, () => ({ outcome: 'failed', cause: 'no_such_fan', can_undo: false })),
  )
  const { user, row } = await shown(backend)
  expect(row(0)).toHaveTextContent(m.problem_no_such_fan())
  const details = within(row(0)).getByRole('button', { name: m.details_label({ fan: called }) })
  await user.click(details)
  const dialog = within(await screen.findByRole('dialog', { name: m.details() }))
  expect(dialog.getByText(having(m.advice_no_such_fan()))).toBeVisible()
  await expectAccessible()
  await user.click(dialog.getByRole('button', { name: m.try_again_label({ fan: called }) }))
  expect(calls(backend, 'again')).toEqual([[1]])
})

it('shows what a check could not find without being asked', async () => {
  const backend = new FakeBackend(
    {},
    rows(1, () => ({ outcome: 'unconfirmed', cause: 'no_reply', can_undo: false, can_check: true })),
  )
  const checked = Date.now()
  backend.answers.set('check', () => Promise.resolve(backend.change(1, { checked })))
  const { user, row } = await shown(backend)
  await user.click(within(row(0)).getByRole('button', { name: m.check_label({ fan: called }) }))
  const dialog = await screen.findByRole('dialog', { name: m.details() })
  await vi.waitFor(() => {
    expect(dialog).toHaveTextContent(m.why_unconfirmed_checked_add({ when: moment(checked).replace(/\s/g, ' ') }))
  })
  expect(screen.getByText(m.said_checked_unconfirmed({ fan: called }).replace(/\s/g, ' '))).toBeInTheDocument()
})

it('marks an entry that was undone', async () => {
  const { user, row } = await shown(new FakeBackend({}, rows(1)))
  await user.click(within(row(0)).getByRole('button', { name: m.undo_label({ fan: called }) }))
  // After an undo, the user is still at the same entry and wants to see the new one.
  await vi.waitFor(() => {
    expect(row(0)).toHaveTextContent(m.outcome_removed())
    expect(row(1)).toHaveTextContent(m.outcome_undone())
    expect(row(1)).toHaveFocus()
  })
})

it('does not move the rows while the focus is in the table: new entries wait', async () => {
  const backend = new FakeBackend({}, rows(100))
  const { user, row } = await shown(backend)
  row(3).focus()
  const { item } = row(3).dataset
  backend.append({ item: 101, fan: '227317562784874496' })
  const more = await screen.findByRole('button', { name: m.table_new(many(1)) })
  expect(row(3).dataset.item).toBe(item)
  expect(row(3)).toHaveFocus()
  await user.click(more)
  await vi.waitFor(() => {
    expect(row(0).dataset.item).toBe('101')
  })
})

it('leaves the focus where the user put it when new entries come', async () => {
  const backend = new FakeBackend({}, rows(5))
  const { user, row } = await shown(backend)
  await user.click(row(2))
  await user.click(document.body)
  await user.keyboard('{Escape}')
  await vi.waitFor(() => {
    expect(screen.queryByRole('dialog')).toBeNull()
  })
  ;(document.activeElement as HTMLElement).blur()
  backend.append({ item: 6 })
  await vi.waitFor(() => {
    expect(row(0).dataset.item).toBe('6')
  })
  expect(document.body).toHaveFocus()
})

it('shows new entries at once while no one uses the table', async () => {
  const backend = new FakeBackend({}, rows(5))
  const { row } = await shown(backend)
  backend.append({ item: 6 })
  await vi.waitFor(() => {
    expect(row(0).dataset.item).toBe('6')
  })
  expect(screen.queryByRole('button', { name: m.table_new(many(1)) })).toBeNull()
})

it('waits while the pointer is over a row, but not for a pointer that has not moved', async () => {
  const backend = new FakeBackend({}, rows(5))
  const { grid, row } = await shown(backend)
  const point = (movementX: number) => {
    grid.dispatchEvent(Object.assign(new Event('pointermove', { bubbles: true }), { movementX, movementY: 0 }))
  }
  ;(document.activeElement as HTMLElement).blur()
  point(0)
  backend.append({ item: 6 })
  await vi.waitFor(() => {
    expect(row(0).dataset.item).toBe('6')
  })
  point(3)
  backend.append({ item: 7 })
  await screen.findByRole('button', { name: m.table_new(many(1)) })
  grid.dispatchEvent(new Event('pointerleave'))
  await vi.waitFor(() => {
    expect(screen.queryByRole('button', { name: m.table_new(many(1)) })).toBeNull()
  })
  expect(row(0).dataset.item).toBe('7')
  expect(grid.scrollTop).toBe(0)
})

it('says when there is nothing yet', async () => {
  open(new FakeBackend())
  expect(await screen.findByText(m.log_empty_title())).toBeVisible()
})

it('keeps the focus on the row when its button goes away', async () => {
  const backend = new FakeBackend(
    {},
    rows(3, () => ({ outcome: 'unconfirmed', cause: 'no_reply', can_undo: false, can_check: true })),
  )
  const { user, row } = await shown(backend)
  await user.click(within(row(1)).getByRole('button', { name: m.check_label({ fan: called }) }))
  await vi.waitFor(() => {
    expect(row(1)).toHaveTextContent(m.outcome_added())
  })
  await vi.waitFor(() => {
    expect(row(1)).toHaveFocus()
  })
})

it('says why an action failed, and shows it with what helps', async () => {
  const backend = new FakeBackend({}, rows(1))
  backend.refuse('undo', 'session_expired')
  const { user, row } = await shown(backend)
  await user.click(within(row(0)).getByRole('button', { name: m.undo_label({ fan: called }) }))
  await vi.waitFor(() => {
    expect(screen.getAllByText(having(m.problem_session_expired())).length).toBe(3)
  })
  expect(row(0)).toHaveTextContent(m.problem_session_expired())
  const dialog = await screen.findByRole('dialog', { name: m.details() })
  expect(within(dialog).getByRole('button', { name: m.account_refresh() })).toBeVisible()
  expect(dialog).toHaveTextContent(m.account_refresh_credits({ count: 1 }))
})

it('offers what helps on a failed row', async () => {
  const { user, row } = await shown(
    new FakeBackend(
      {},
      rows(1, () => ({ outcome: 'failed', cause: 'key_refused' })),
    ),
  )
  await user.click(within(row(0)).getByRole('button', { name: m.details_label({ fan: called }) }))
  await user.click(within(screen.getByRole('dialog')).getByRole('button', { name: m.nav_settings() }))
  expect(screen.getByRole('heading', { level: 1, name: m.settings_title() })).toBeVisible()
})
