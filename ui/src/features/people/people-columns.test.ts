import { within } from '@testing-library/svelte'
import { expect, it, vi } from 'vitest'
import { FakeBackend } from '../../backend/fake/fake'
import { m } from '../../format/messages.svelte'
import { rows, shown as logShown } from '../../testing/log-screen'
import { backend, people, shown, vips } from '../../testing/people-screen'

const heads = (grid: HTMLElement) =>
  within(grid)
    .getAllByRole('columnheader')
    .map((head) => head.textContent.trim())

it('leaves out columns that have no value in the whole list', async () => {
  const { grid, row } = await shown(
    backend(
      vips,
      people(3, () => ({ since: null })),
    ),
  )
  expect(heads(grid)).not.toContain(m.people_column_about())
  expect(heads(grid)).not.toContain(m.people_column_since())
  // A cell for each column.
  expect(within(row(0)).getAllByRole('gridcell')).toHaveLength(within(grid).getAllByRole('columnheader').length)
})

it('keeps a column while somebody searches, though nobody found has a value in it', async () => {
  const noted = (i: number) => ({ since: i === 2 ? 1 : null, note: i === 2 ? 'kind' : null })
  const { user, grid, row, search } = await shown(backend(vips, people(3, noted)))
  expect(heads(grid)).toEqual(expect.arrayContaining([m.people_column_about(), m.people_column_since()]))
  expect(within(row(0)).getAllByRole('gridcell')).toHaveLength(within(grid).getAllByRole('columnheader').length)
  await user.type(search, 'fan_0')
  await vi.waitFor(() => {
    expect(grid).toHaveAttribute('aria-rowcount', '2')
  })
  expect(heads(grid)).toEqual(expect.arrayContaining([m.people_column_about(), m.people_column_since()]))
})

it('has a column for batches in the log only if an entry found is from one', async () => {
  const backend = new FakeBackend(
    {},
    rows(3, (i) => ({ batch: i === 2 ? 1 : null, label: i === 2 ? 'Zoë' : 'Sam' })),
  )
  const { user, grid, search } = await logShown(backend)
  expect(heads(grid)).toContain(m.log_column_batch())
  await user.type(search, 'Sam')
  await vi.waitFor(() => {
    expect(heads(grid)).not.toContain(m.log_column_batch())
  })
})
