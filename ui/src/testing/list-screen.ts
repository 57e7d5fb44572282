import { screen } from '@testing-library/svelte'
import { expect, vi } from 'vitest'
import type { ListView } from '../backend/bindings/ListView'
import { FakeBackend } from '../backend/fake/fake'
import { fakeList } from '../backend/fake/list'
import { m } from '../format/messages.svelte'
import { open } from './open'
import { beginning } from './said'

/** A row of a list as it is quoted. */
export const quote = (row: string, text: string) => m.list_example({ row, text })

/** Opens the check of a list. */
export async function checked(list: Partial<ListView> = {}, backend = new FakeBackend()) {
  backend.state.list = fakeList(list)
  const { user } = open(backend)
  await user.click(await screen.findByRole('button', { name: beginning(m.nav_lists()) }))
  await vi.waitFor(() => {
    expect(document.querySelector('.summary')).not.toBeNull()
  })
  const group = (kind: string) => document.querySelector<HTMLElement>(`[data-kind=${kind}]`)!
  const summary = () => document.querySelector<HTMLElement>('.summary')!
  return { backend, user, group, summary }
}
