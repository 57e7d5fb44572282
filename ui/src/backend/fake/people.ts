import type { AccountView } from '../bindings/AccountView'
import type { FanRecord } from '../bindings/FanRecord'
import type { LogRow } from '../bindings/LogRow'
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

/** Which columns of a list have values. */
export function fakePeopleColumns(people: Person[]): { about: boolean; since: boolean } {
  return {
    about: people.some((one) => one.rank !== null || one.subscription !== null || one.note !== null),
    since: people.some((one) => one.since !== null),
  }
}

/** What the log and the VIP lists say about a fan. */
export function fakeRecord(
  fan: string,
  accounts: AccountView[],
  rows: LogRow[],
  vipsOf: (account: string) => Person[],
): FanRecord {
  const entries = rows.filter((row) => row.fan === fan)
  const standings = accounts.map(({ id, name }) => {
    const vip = vipsOf(id).find((one) => one.fan === fan)
    const last = entries.find((row) => row.account === id)
    return {
      account: id,
      account_name: name,
      vip: vip?.vip ?? (last?.outcome === 'added' ? ('vip' as const) : ('unknown' as const)),
      came: vip?.came ?? null,
      left: vip?.left ?? null,
      since: vip?.since ?? null,
      other_marks: last?.other_marks ?? false,
    }
  })
  const known = accounts.flatMap(({ id }) => vipsOf(id)).find((one) => one.fan === fan)
  return {
    fan,
    created: known?.created ?? entries[0]?.created ?? null,
    username: known?.username ?? null,
    name: known?.name ?? null,
    note: known?.note ?? entries[0]?.note ?? null,
    standings,
    entries: entries.slice(0, 20),
    total: entries.length,
  }
}
