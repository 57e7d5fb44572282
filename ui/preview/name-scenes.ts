import type { LogRow } from '../src/backend/bindings/LogRow'
import type { Person } from '../src/backend/bindings/Person'
import { FakeBackend } from '../src/backend/fake/fake'
import { fakeBatch, fakeCounts } from '../src/backend/fake/batch'
import { fakePeopleView, fakePerson, fakeRead } from '../src/backend/fake/people'
import { fakeRow } from '../src/backend/fake/state'
import { m } from '../src/format/messages.svelte'
import { beginning, goTo, never, present, press, type Scene, type } from './steps'

const HOUR = 3_600_000
const long = 'Maximiliane Alexandra von und zu Hohenstein-Wittgenstein (@maximiliane_of_the_long_winding_road)'
const names = ['Jamie K. (@jamie_k)', 'Zoë (@zoe.in.blue)', '@quiet_fan_77', long, 'ليلى (@layla)', 'Sam']
const luna = { account: 'fansly_luna', account_name: 'Luna Vale' }
const vips = { kind: 'vips' } as const

/** One fan on two accounts, and others. */
function rows(label: (place: number) => string | null): LogRow[] {
  const jamie: Partial<LogRow>[] = [
    { action: 'remove', outcome: 'removed', note: 'Asked for it in the chat', can_undo: true },
    { ...luna, other_marks: true, can_undo: true },
    { undone: true },
  ]
  return Array.from({ length: 24 }, (_, i) =>
    fakeRow({
      ...(jamie[i] ?? { fan: `${400_000_000 + i * 7919}${100_000_000 + i * 104_729}`, can_undo: i % 3 === 0 }),
      ...(i % 5 === 4 && luna),
      label: label(i),
      item: 24 - i,
      began: Date.now() - i * i * HOUR,
      ended: Date.now() - i * i * HOUR,
    }),
  )
}

const named = (place: number) => (place < 3 ? (names[0] ?? null) : (names[place % names.length] ?? null))
const some = (place: number) => (place % 2 === 0 ? named(place) : null)

const people: Person[] = names.map((name, i) =>
  fakePerson({
    ...(i > 0 && { fan: `${400_000_000 + i * 7919}${100_000_000 + i * 104_729}` }),
    name: i === 2 ? null : (name.split(' (')[0] ?? null),
    username: /@([^)]+)/.exec(name)?.[1] ?? null,
    since: null,
    created: Date.UTC(2024, 2, 9),
  }),
)

function backend(label: typeof named): FakeBackend {
  const made = new FakeBackend({}, rows(label))
  made.credits = 312
  made.putPeople(vips, people)
  const unread = fakePeopleView({ source: vips })
  made.showPeople({ ...fakeRead(unread, people), read: Date.now() - 3 * HOUR, credits: 4 })
  return made
}

/** Fans with names, or without: in recent activity, in batches, and among people. */
export const nameScenes: Record<string, Scene> = {
  names: { backend: () => backend(named) },
  'names-details': {
    backend: () => backend(named),
    then: async () => {
      await press(m.details_label({ fan: names[0] ?? '' }), '[role=row][data-index="1"]')
      await present('.facts h3')
    },
  },
  'names-details-long': {
    backend: () => backend(named),
    then: async () => {
      await press(m.details_label({ fan: long }), '[role=row][data-index="3"]')
      await present('.facts h3')
    },
  },
  'names-missing': { backend: () => backend(some) },
  'names-offer': { backend: () => backend(some), then: () => press(m.names_show()) },
  'names-loading': {
    backend: () => backend(some),
    then: async (made) => {
      made.answers.set('refreshPeople', () => never)
      await press(m.names_show())
      await press(m.people_load_vips(), '[role=alertdialog]')
      made.showPeople(fakePeopleView({ source: vips, reading: { step: 'list', pages: 3, people: 150 } }))
    },
  },
  'names-batch': {
    backend: () => {
      const made = backend(named)
      const batch = fakeBatch({ state: { kind: 'ended' }, counts: fakeCounts({ total: 24, added: 24 }), can_undo: 24 })
      made.history = [batch]
      made.batchItem = (_, __, place) => ({ ...(made.rows[place] ?? fakeRow()), label: some(place), row: place + 2 })
      return made
    },
    then: async () => {
      await goTo('lists')
      ;(await present('[aria-labelledby=history-title] li button')).click()
      await present('[role=row][data-item]')
    },
  },
  'names-vips': {
    backend: () => backend(named),
    then: async () => {
      await goTo('vips')
      await present('[role=row][data-item]')
    },
  },
  'names-vip-details': {
    backend: () => backend(named),
    then: async () => {
      await goTo('vips')
      await press(m.details_label({ fan: beginning('Jamie') }), '[role=row][data-item]')
      await present('.facts h3')
    },
  },
  'names-log': {
    backend: () => backend(some),
    then: async () => {
      await goTo('log')
      await present('[role=row][data-item]')
    },
  },
}

const batches = ['VIP night', 'Chargebacks of November, second part.xlsx', 'مشترو الجمعة السوداء', 'Followers of Luna']

function history(): FakeBackend {
  const made = new FakeBackend()
  made.history = Array.from({ length: 44 }, (_, i) =>
    fakeBatch({
      id: 44 - i,
      name: batches[i % batches.length] ?? '',
      ...(i % 3 === 0 && luna),
      action: i % 4 === 1 ? 'remove' : 'add',
      state: { kind: 'ended' },
      counts: fakeCounts({ total: 31, ...(i % 4 === 1 ? { removed: 31 } : { added: 29, failed: 2 }) }),
      can_retry: i % 4 === 1 ? 0 : 2,
      began: Date.now() - i * 20 * HOUR,
    }),
  )
  return made
}

async function find(text: string) {
  await goTo('lists')
  const title = await present('#history-title')
  await present('[aria-labelledby=history-title] li')
  if (text) await type('[aria-labelledby=history-title] search input', text, false)
  title.scrollIntoView()
}

/** The search and the filters of the batches. */
export const batchSearchScenes: Record<string, Scene> = {
  'batches-search': { backend: history, then: () => find('night') },
  'batches-filters': { backend: history, then: () => find('') },
  'batches-none': { backend: history, then: () => find('nobody at all') },
}
