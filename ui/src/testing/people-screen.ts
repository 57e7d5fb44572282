// Setup for the tests of the people screen.
import { screen } from '@testing-library/svelte'
import { expect, vi } from 'vitest'
import type { PeopleQuery } from '../backend/bindings/PeopleQuery'
import type { PeopleSource } from '../backend/bindings/PeopleSource'
import type { PeopleView } from '../backend/bindings/PeopleView'
import type { Person } from '../backend/bindings/Person'
import { FakeBackend } from '../backend/fake/fake'
import { fakePeopleView, fakePerson, fakeRead } from '../backend/fake/people'
import { m } from '../format/messages.svelte'
import { calls, open } from './open'

export const vips: PeopleSource = { kind: 'vips' }
export const supporters: PeopleSource = { kind: 'supporters', days: 90, most: 25 }
export const subscribers: PeopleSource = { kind: 'subscribers', status: 'active', tier: null }
export const lapsed: PeopleSource = { kind: 'lapsed' }

export function people(wanted: number, change: (i: number) => Partial<Person> = () => ({})): Person[] {
  return Array.from({ length: wanted }, (_, i) =>
    fakePerson({ fan: `${700_000_000 + i}000000000`, name: `Fan ${i}`, username: `fan_${i}`, ...change(i) }),
  )
}

export const notVip = { vip: 'not_seen', since: null, came: null } as const

/** A backend with these people on a loaded list. */
export function backend(
  source: PeopleSource,
  on: Person[],
  view: Partial<PeopleView> = {},
  state: Partial<FakeBackend['state']> = {},
) {
  const made = new FakeBackend(state)
  made.putPeople(source, on)
  made.showPeople({ ...fakeRead(fakePeopleView({ source }), on), ...view })
  return made
}

export async function entered(of: FakeBackend, kind?: string) {
  const { user } = open(of)
  await user.click(await screen.findByRole('button', { name: m.nav_vips() }))
  await vi.waitFor(() => {
    expect(calls(of, 'people').length).toBeGreaterThan(0)
  })
  if (kind) await user.click(await screen.findByRole('radio', { name: kind }))
  return user
}

export async function shown(of: FakeBackend, kind?: string) {
  const user = await entered(of, kind)
  const grid = await screen.findByRole('grid', { name: m.nav_vips() })
  const row = (index: number) => grid.querySelector<HTMLElement>(`[aria-rowindex="${index + 2}"]`)!
  await vi.waitFor(() => {
    expect(row(0).dataset.item).toBeDefined()
  })
  const search = screen.getByRole('textbox', { name: m.people_search() })
  const selected = () =>
    [...grid.querySelectorAll<HTMLElement>('[aria-selected=true]')].map((one) => +one.dataset.index!)
  const pick = async (...places: number[]) => {
    for (const place of places) await user.click(row(place).querySelector('.check')!)
  }
  return { user, grid, row, search, selected, pick }
}

export async function chooseAccount(
  user: ReturnType<typeof open>['user'],
  opener: string | ((name: string) => boolean),
  name: string,
) {
  screen.getByRole('button', { name: opener }).focus()
  await user.keyboard('{Enter}')
  // Without a layout, the menu is never positioned and so counts as hidden.
  const choices = await screen.findAllByRole('menuitemradio', { hidden: true })
  const choice = choices.find((one) => one.textContent.includes(name))!
  choice.focus()
  await user.keyboard('{Enter}')
}

export function asked(of: FakeBackend): PeopleQuery {
  return calls(of, 'findPeople').at(-1)![0] as PeopleQuery
}
