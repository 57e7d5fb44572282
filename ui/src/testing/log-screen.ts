// Setup for the tests of the log screen.
import { screen } from '@testing-library/svelte'
import { expect, vi } from 'vitest'
import type { LogQuery } from '../backend/bindings/LogQuery'
import type { LogRow } from '../backend/bindings/LogRow'
import type { FakeBackend } from '../backend/fake/fake'
import { fakeRow } from '../backend/fake/state'
import { m } from '../format/messages.svelte'
import { calls, open } from './open'

export function rows(wanted: number, change: (i: number) => Partial<LogRow> = () => ({})): LogRow[] {
  return Array.from({ length: wanted }, (_, i) =>
    fakeRow({ item: wanted - i, fan: `${700_000_000 + i}000000000`, can_undo: true, ...change(i) }),
  )
}

export async function shown(backend: FakeBackend) {
  const { user } = open(backend)
  await user.click(await screen.findByRole('button', { name: m.nav_log() }))
  const grid = await screen.findByRole('grid', { name: m.nav_log() })
  const row = (index: number) => grid.querySelector<HTMLElement>(`[aria-rowindex="${index + 2}"]`)!
  await vi.waitFor(() => {
    expect(row(0).dataset.item).toBeDefined()
  })
  const search = screen.getByRole('textbox', { name: m.log_search() })
  const selected = () =>
    [...grid.querySelectorAll<HTMLElement>('[aria-selected=true]')].map((one) => +one.dataset.index!)
  return { user, grid, row, search, selected }
}

export function asked(backend: FakeBackend): LogQuery {
  return calls(backend, 'findLog').at(-1)![0] as LogQuery
}
