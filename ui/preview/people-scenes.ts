import type { PeopleSource } from '../src/backend/bindings/PeopleSource'
import type { PeopleView } from '../src/backend/bindings/PeopleView'
import type { Person } from '../src/backend/bindings/Person'
import { FakeBackend } from '../src/backend/fake/fake'
import { fakeSamples } from '../src/backend/fake/state'
import { fakePeopleView, fakePerson, fakeRead } from '../src/backend/fake/people'
import { m } from '../src/format/messages.svelte'
import { sources } from '../src/format/people'
import { goTo, never, present, press, type Scene, some, type } from './steps'

const names = [
  'Jamie K.',
  'Zoë',
  null,
  'night owl',
  'Théo',
  'Ødgar',
  'ليلى',
  'A name that is so long that nobody can have meant it',
  'Sam',
  null,
]
const usernames = ['jamie_k', 'zoe.in.blue', 'quiet_fan_77', null, 'theo', 'odgar', 'layla', 'longname', 'sam', null]
const tiers = ['Backstage', 'Front row']

function person(place: number, change: (place: number) => Partial<Person>): Person {
  return fakePerson({
    fan: `${400_000_000 + ((place * 7919) % 500_000_000)}${100_000_000 + ((place * 104_729) % 900_000_000)}`,
    name: names[place % names.length] ?? null,
    username: usernames[(place * 3) % usernames.length] ?? null,
    note: place % 13 === 2 ? 'Asked for it in the chat' : null,
    since: Date.now() - place * 7 * 3_600_000,
    ...change(place),
  })
}

function people(wanted: number, change: (place: number) => Partial<Person> = () => ({})): Person[] {
  return Array.from({ length: wanted }, (_, i) => person(i, change))
}

const vips: PeopleSource = { kind: 'vips' }
const supporters: PeopleSource = { kind: 'supporters', days: 90, most: 25 }
const subscribers: PeopleSource = { kind: 'subscribers', status: 'active', tier: null }
const lapsed: PeopleSource = { kind: 'lapsed' }

/** Some are VIP; the others were never seen on the list. */
const mixed = (place: number): Partial<Person> => (place % 4 === 1 ? {} : { vip: 'not_seen', since: null, came: null })
const ranked = (place: number): Partial<Person> => ({ ...mixed(place), rank: place + 1 })
const subscribed = (place: number): Partial<Person> => ({
  ...mixed(place),
  subscription: place % 11 === 7 ? 'unclear' : 'active',
  tiers: place % 5 === 4 ? tiers : [tiers[place % 2] ?? ''],
})
const ended = (place: number): Partial<Person> => ({
  subscription: 'expired',
  note: place === 1 ? 'On holiday until May' : null,
})
const changed = (place: number): Partial<Person> => {
  if (place === 2 || place === 4) return { came: 'outside', changed: true }
  if (place === 5) return { vip: 'left', left: 'outside', changed: true }
  if (place === 6) return { vip: 'missed' }
  return place === 8 ? { came: 'app' } : {}
}

interface Setting {
  source?: PeopleSource
  /** The people on the list. Without it, the list was never loaded. */
  on?: Person[]
  view?: Partial<PeopleView>
  state?: Partial<FakeBackend['state']>
  then?: Scene['then']
}

function scene({ source = vips, on, view, state, then }: Setting): Scene {
  return {
    backend: () => {
      const backend = new FakeBackend(state)
      backend.putPeople(source, on ?? [])
      const unread = fakePeopleView({ source })
      backend.showPeople({ ...(on ? { ...fakeRead(unread, on), read: Date.now() - 3 * 3_600_000 } : unread), ...view })
      return backend
    },
    then: async (backend) => {
      await goTo('vips')
      if (source.kind !== 'vips') await choose(source.kind)
      // Lists of possible VIPs do not show people who are VIP already.
      const some = on?.some((one) => source.kind === 'vips' || source.kind === 'lapsed' || one.vip !== 'vip')
      if (some) await present('[role=row][data-item]')
      await then?.(backend)
    },
  }
}

/** Chooses a kind of list: by its button, or in a narrow window from a menu. */
async function choose(value: string) {
  await present('.sources')
  const pill = document.querySelector<HTMLElement>(`.sources [role=radio][data-value="${value}"]`)
  if (pill) {
    pill.click()
    return
  }
  const field = await present<HTMLSelectElement>('.sources select')
  field.selectedIndex = sources.findIndex(({ kind }) => kind === value)
  field.dispatchEvent(new Event('change', { bubbles: true }))
}

async function mark(...places: number[]) {
  for (const place of places) (await present(`[role=row][data-index="${place}"][data-item] .check`)).click()
}

const rules = [
  { id: 1, name: 'Thank you of the month', source: supporters },
  {
    id: 2,
    name: 'مشترو الجمعة السوداء',
    source: { kind: 'subscribers', status: 'active', tier: 'Front row' } as const,
  },
  { id: 3, name: 'Everybody who ever asked for it, and those who did not yet', source: { kind: 'followers' } as const },
]

const practice: Partial<FakeBackend['state']> = { mode: 'practice', key: { kind: 'none' }, samples: fakeSamples }

export const peopleScenes: Record<string, Scene> = {
  vips: scene({ on: people(1204) }),
  'vips-unread': scene({}),
  'vips-unread-practice': scene({ state: practice }),
  'vips-first': scene({ view: { reading: { step: 'list', pages: 3, people: 150 } } }),
  'vips-reading': scene({ on: people(1204), view: { reading: { step: 'again', pages: 27, people: 1204 } } }),
  'vips-part': scene({ on: people(340), view: { known: 'part', nameless: 2 } }),
  'vips-sure': scene({ on: people(340), view: { known: 'sure' } }),
  'vips-stopped': scene({
    on: people(340),
    view: { known: 'unread', read: null, credits: null, stopped: { code: 'no_connection', params: {} } },
  }),
  'vips-stopped-first': scene({ view: { stopped: { code: 'credits_spent', params: {} } } }),
  'vips-changed': scene({ on: people(1204, changed), then: () => choosing('changed') }),
  'vips-chosen': scene({ on: people(1204), then: () => mark(1, 2, 5) }),
  'vips-question': scene({
    on: people(1204, changed),
    then: async () => {
      await mark(1, 2, 5)
      await press(m.list_action_remove(), '.pane')
    },
  }),
  'vips-search': scene({ on: people(1204), then: () => type('search input', 'night', false) }),
  'vips-none': scene({ on: people(1204), then: () => type('search input', 'nobody at all', false) }),
  'vips-empty': scene({ on: [] }),
  'vips-many': scene({
    on: people(10_000),
    then: async () => {
      const grid = await present('[role=grid]')
      grid.scrollTop = grid.scrollHeight / 2
    },
  }),
  'vips-export': scene({
    on: people(1204),
    then: async () => {
      await mark(1, 2)
      await press(m.export_open(), '.pane')
    },
  }),
  'vips-refused': scene({
    on: people(40),
    then: async (backend) => {
      backend.refuse('refreshPeople', 'people_busy')
      await press(m.people_refresh())
    },
  }),
  'vips-expired': scene({ state: { chosen: 'fansly_noor' } }),
  'vips-no-account': scene({ state: { chosen: null } }),
  'suggest-supporters': scene({ source: supporters, on: people(25, ranked) }),
  'suggest-subscribers': scene({ source: subscribers, on: people(812, subscribed), view: { tiers } }),
  'suggest-unread': scene({ source: supporters }),
  'suggest-vips-unread': scene({
    source: subscribers,
    on: people(60, (place) => ({ ...subscribed(place), vip: 'unknown', since: null, came: null })),
    view: { tiers, vips_read: null, not_vip: null },
  }),
  'suggest-all-vip': scene({ source: subscribers, on: people(9, () => ({ subscription: 'active' })) }),
  'suggest-rules': scene({ source: supporters, on: people(25, ranked), state: { rules } }),
  'suggest-save': scene({ source: supporters, on: people(25, ranked), then: () => press(m.people_save()) }),
  'suggest-question': scene({
    source: supporters,
    on: people(25, ranked),
    then: async () => {
      await choosing('all')
      await present('[role=grid][aria-rowcount="26"]')
      await mark(0, 1, 2, 3)
      await press(m.list_action_add(), '.pane')
    },
  }),
  'suggest-started': scene({
    source: supporters,
    on: people(25, ranked),
    then: async () => {
      await mark(0, 2, 3)
      await press(m.list_action_add(), '.pane')
      await press(m.start_button_add(some), '[role=alertdialog]')
    },
  }),
  'suggest-starting': scene({
    source: supporters,
    then: async (backend) => {
      backend.answers.set('refreshPeople', () => never)
      await press(m.people_load())
    },
  }),
  lapsed: scene({ source: lapsed, on: people(37, ended) }),
  'lapsed-unread': scene({ source: lapsed }),
}

async function choosing(show: string) {
  ;(await present(`.bar [role=radio][data-value="${show}"]`)).click()
}
