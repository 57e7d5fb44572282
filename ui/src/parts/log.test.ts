import { screen, within } from '@testing-library/svelte'
import { expect, it, vi } from 'vitest'
import type { LogRow } from '../host/bindings/LogRow'
import { FakeHost } from '../host/fake'
import { fakeRow } from '../host/fake-state'
import { calls, expectAccessible, open } from '../testing/open'

function rows(wanted: number, change: (i: number) => Partial<LogRow> = () => ({})): LogRow[] {
  return Array.from({ length: wanted }, (_, i) => fakeRow({ item: wanted - i, can_undo: true, ...change(i) }))
}

async function shown(host: FakeHost) {
  const { user } = open(host)
  const grid = await screen.findByRole('grid', { name: 'Log of results' })
  const row = (index: number) => grid.querySelector<HTMLElement>(`[aria-rowindex="${index + 2}"]`)!
  await vi.waitFor(() => { expect(row(0).dataset.item).toBeDefined() })
  return { user, grid, row }
}

it('draws a few of ten thousand rows, and says how many there are', async () => {
  const { grid } = await shown(new FakeHost({}, rows(10_000)))
  expect(grid).toHaveAttribute('aria-rowcount', '10001')
  expect(screen.getByText('10,000 results')).toBeVisible()
  expect(within(grid).getAllByRole('row').length).toBeLessThan(50)
  await expectAccessible()
})

it('holds as many rows as a window can, and says where the others are', async () => {
  const host = new FakeHost({}, [])
  // Rows that nobody looks at need not be there.
  host.state.log = { total: 800_000, revision: 1 }
  open(host)
  const grid = await screen.findByRole('grid', { name: 'Log of results' })
  expect(grid).toHaveAttribute('aria-rowcount', '500001')
  const all = Number.parseFloat((grid.querySelector('.all') as HTMLElement).style.height)
  expect(all).toBe(500_000 * 45)
  await expectAccessible()
  expect(screen.getByText('These are the newest 500,000. All of them are in the log.')).toBeVisible()
})

it('is one stop for Tab, and moves with the arrows, Page, Home and End', async () => {
  const { user, grid, row } = await shown(new FakeHost({}, rows(1_000)))
  const stops = [...grid.querySelectorAll('[tabindex="0"]')]
  expect(stops.every((stop) => row(0).contains(stop))).toBe(true)
  row(0).focus()
  await user.keyboard('{ArrowDown}')
  await vi.waitFor(() => { expect(row(1)).toHaveFocus() })
  await user.keyboard('{ArrowRight}')
  expect(within(row(1)).getByRole('button', { name: /^Undo/ })).toHaveFocus()
  await user.keyboard('{ArrowLeft}')
  expect(row(1)).toHaveFocus()
  await user.keyboard('{PageDown}')
  await vi.waitFor(() => { expect(row(14)).toHaveFocus() })
  await user.keyboard('{End}')
  await vi.waitFor(() => { expect(row(999)).toHaveFocus() })
  await user.keyboard('{Home}')
  await vi.waitFor(() => { expect(row(0)).toHaveFocus() })
})

it('shows each ending with its own sign and word', async () => {
  const ends: Partial<LogRow>[] = [
    { outcome: null, phase: 'sending', ended: null },
    { outcome: null, phase: 'waiting', ended: null },
    {},
    { outcome: 'removed', action: 'remove' },
    { outcome: 'already' },
    { outcome: 'failed', cause: 'forbidden' },
    { outcome: 'unsure', cause: 'no_reply' },
    { outcome: 'stopped' },
  ]
  const { row } = await shown(new FakeHost({}, rows(8, (i) => ends[i] ?? {})))
  const cells = ends.map((_, i) => row(i).querySelector('.outcome')!)
  expect(cells.map((cell) => cell.textContent.trim())).toEqual([
    'Adding…', 'Waiting', 'Added', 'Removed', 'Already VIP', 'Not added', 'Not sure yet', 'Stopped',
  ])
  expect(new Set(cells.map((cell) => cell.querySelector('path')?.getAttribute('d'))).size).toBe(8)
})

it('shows ids in groups of three that are copied without gaps', async () => {
  const { row } = await shown(new FakeHost({}, rows(1, () => ({ fan: '12345678' }))))
  const id = row(0).querySelector('.fan .id')!
  expect(id.textContent).toBe('12345678')
  expect([...id.children].map((group) => group.textContent)).toEqual(['12', '345', '678'])
})

it('explains on request, and offers to try again', async () => {
  const host = new FakeHost({}, rows(1, () => ({ outcome: 'failed', cause: 'no_such_fan', can_undo: false })))
  const { user, row } = await shown(host)
  const why = within(row(0)).getByRole('button', { name: /^Why\?/ })
  expect(why).toHaveAttribute('aria-expanded', 'false')
  await user.click(why)
  expect(row(0)).toHaveTextContent('The service found nobody with this ID.')
  await expectAccessible()
  await user.click(within(row(0)).getByRole('button', { name: /^Try again: / }))
  expect(calls(host, 'again')).toEqual([[1]])
})

it('shows what a check could not find without being asked', async () => {
  const host = new FakeHost({}, rows(1, () => ({ outcome: 'unsure', cause: 'no_reply', can_undo: false, can_check: true })))
  host.answers.set('check', () => Promise.resolve(host.change(1, { checked: Date.now() })))
  const { user, row } = await shown(host)
  await user.click(within(row(0)).getByRole('button', { name: /^Check/ }))
  await vi.waitFor(() => { expect(row(0)).toHaveTextContent('not seen on the VIP list') })
  expect(screen.getByText(/^Checked: still not sure/)).toBeInTheDocument()
})

it('marks a row that was taken back', async () => {
  const { user, row } = await shown(new FakeHost({}, rows(1)))
  await user.click(within(row(0)).getByRole('button', { name: /^Undo/ }))
  await vi.waitFor(() => { expect(row(1)).toHaveTextContent('taken back') })
  expect(row(0)).toHaveTextContent('Removed')
})

it('does not move what is read: new results wait above while the focus is in the list', async () => {
  const host = new FakeHost({}, rows(100))
  const { user, grid, row } = await shown(host)
  row(3).focus()
  const item = row(3).dataset.item
  host.append({ item: 101, fan: '227317562784874496' })
  const more = await screen.findByRole('button', { name: '1 new result' })
  await vi.waitFor(() => { expect(grid.scrollTop).toBe(45) })
  expect((document.activeElement as HTMLElement).dataset.item).toBe(item)
  await user.click(more)
  expect(grid.scrollTop).toBe(0)
})

it('shows new results at once when nobody is in the list', async () => {
  const host = new FakeHost({}, rows(5))
  const { row } = await shown(host)
  host.append({ item: 6 })
  await vi.waitFor(() => { expect(row(0).dataset.item).toBe('6') })
  expect(screen.queryByRole('button', { name: /new result/ })).toBeNull()
})

it('waits for whoever points at a row, not for a pointer that was left lying there', async () => {
  const host = new FakeHost({}, rows(5))
  const { grid, row } = await shown(host)
  const point = (movementX: number) => {
    grid.dispatchEvent(Object.assign(new Event('pointermove', { bubbles: true }), { movementX, movementY: 0 }))
  }
  ;(document.activeElement as HTMLElement).blur()
  point(0)
  host.append({ item: 6 })
  await vi.waitFor(() => { expect(row(0).dataset.item).toBe('6') })
  point(3)
  host.append({ item: 7 })
  await screen.findByRole('button', { name: '1 new result' })
  grid.dispatchEvent(new Event('pointerleave'))
  await vi.waitFor(() => { expect(screen.queryByRole('button', { name: /new result/ })).toBeNull() })
  expect(row(0).dataset.item).toBe('7')
  expect(grid.scrollTop).toBe(0)
})

it('says when there is nothing yet', async () => {
  open(new FakeHost())
  expect(await screen.findByText('Nothing here yet')).toBeVisible()
})

it('keeps the focus on the row when its button has done its work', async () => {
  const host = new FakeHost({}, rows(3, () => ({ outcome: 'unsure', cause: 'no_reply', can_undo: false, can_check: true })))
  const { user, row } = await shown(host)
  await user.click(within(row(1)).getByRole('button', { name: /^Check/ }))
  await vi.waitFor(() => { expect(row(1)).toHaveTextContent('Added') })
  await vi.waitFor(() => { expect(row(1)).toHaveFocus() })
})

it('says why an action was refused, and shows it with what helps', async () => {
  const host = new FakeHost({}, rows(1))
  host.refuse('undo', 'session_expired')
  const { user, row } = await shown(host)
  await user.click(within(row(0)).getByRole('button', { name: /^Undo/ }))
  await vi.waitFor(() => { expect(screen.getAllByText(/Fansly session has ended/).length).toBe(2) })
  expect(within(row(0)).getByRole('button', { name: 'Refresh accounts' })).toBeVisible()
  expect(row(0)).toHaveTextContent('Uses 1 credit')
})

it('offers what helps on a failed row', async () => {
  const { user, row } = await shown(new FakeHost({}, rows(1, () => ({ outcome: 'failed', cause: 'key_refused' }))))
  await user.click(within(row(0)).getByRole('button', { name: /^Why\?/ }))
  await user.click(within(row(0)).getByRole('button', { name: 'Settings' }))
  expect(screen.getByRole('heading', { level: 1, name: 'Settings' })).toBeVisible()
})
