import type { PeopleQuery } from '../bindings/PeopleQuery'
import type { PeopleSource } from '../bindings/PeopleSource'
import type { PeopleView } from '../bindings/PeopleView'
import type { Person } from '../bindings/Person'

/** A VIP with both names, changed by `person`. */
export function fakePerson(person: Partial<Person> = {}): Person {
  return {
    fan: '843584256474116096',
    username: 'jamie_k',
    name: 'Jamie K.',
    note: null,
    vip: 'vip',
    since: Date.now() - 86_400_000,
    came: 'before',
    left: null,
    rank: null,
    created: null,
    subscription: null,
    tiers: [],
    changed: false,
    ...person,
  }
}

/** A list that was never loaded, changed by `view`. */
export function fakePeopleView(view: Partial<PeopleView> & { source: PeopleSource }): PeopleView {
  return {
    revision: 1,
    account: 'fansly_mira',
    reading: null,
    read: null,
    known: 'unread',
    people: 0,
    not_vip: null,
    came_outside: 0,
    left_outside: 0,
    missed: 0,
    nameless: 0,
    tiers: [],
    credits: null,
    stopped: null,
    vips_read: null,
    ...view,
  }
}

/** The view of the list after it was loaded just now with these people. */
export function fakeRead(view: PeopleView, people: Person[]): PeopleView {
  const vips = view.source.kind === 'vips'
  return {
    ...view,
    revision: view.revision + 1,
    read: Date.now(),
    known: 'once',
    people: people.filter((one) => !vips || one.vip !== 'left').length,
    not_vip: vips ? null : people.filter((one) => one.vip !== 'vip').length,
    came_outside: vips ? people.filter((one) => one.changed && one.came === 'outside' && one.vip !== 'left').length : 0,
    left_outside: vips ? people.filter((one) => one.changed && one.left === 'outside').length : 0,
    missed: vips ? people.filter((one) => one.vip === 'missed').length : 0,
    tiers: [...new Set(people.flatMap((one) => one.tiers))].toSorted(),
    credits: Math.ceil(people.length / 50),
    stopped: null,
    vips_read: Date.now(),
  }
}

/** The people who match a query. */
export function fakeFoundPeople(people: Person[], query: PeopleQuery): Person[] {
  const words = folded(query.text).split(/\s+/).filter(Boolean)
  const vips = query.source.kind === 'vips'
  const changed = (one: Person) => one.changed || one.vip === 'missed'
  const found = people.filter((one) => {
    const where = folded([one.fan, one.username, one.name, one.note].join('\n'))
    const shown = {
      all: !vips || one.vip !== 'left',
      not_vip: one.vip !== 'vip',
      changed: changed(one),
    }[query.show]
    return shown && words.every((word) => where.includes(word))
  })
  if (query.sort === 'listed') return query.descending ? found.toReversed() : found
  const key = {
    name: (one: Person) => one.name ?? one.username ?? '',
    fan: (one: Person) => one.fan,
    since: (one: Person) => String(one.since ?? ''),
  }[query.sort]
  const sign = query.descending ? -1 : 1
  return found.toSorted((a, b) => sign * key(a).localeCompare(key(b)))
}

function folded(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
}
