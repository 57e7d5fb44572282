import type { ListView } from '../src/backend/bindings/ListView'
import { FakeBackend } from '../src/backend/fake/fake'
import { fakeSamples } from '../src/backend/fake/state'
import { fakeGroup, fakeList } from '../src/backend/fake/list'
import { m } from '../src/format/messages.svelte'
import { goTo, never, present, press, type Scene, some } from './steps'

/** The screen of lists, with or without an open list. */
function lists(
  list: Partial<ListView> | undefined,
  then?: Scene['then'],
  state: FakeBackend['state'] | object = {},
): Scene {
  return {
    backend: () => new FakeBackend({ ...state, ...(list && { list: fakeList(list) }) }),
    then: async (backend) => {
      await goTo('lists')
      await then?.(backend)
    },
  }
}

/** Scenes with a dropped file. */
function dropped(then: (backend: FakeBackend) => void): Scene {
  return lists(undefined, async (backend) => {
    await present('#paste')
    backend.events?.dragging(true)
    then(backend)
  })
}

/** A list that was started, and that can be run for other accounts. */
const again = lists({ ready: 412, groups: [fakeGroup('ready', 412), fakeGroup('duplicate', 5)] }, async () => {
  await press(m.start_button_add(some))
  await present('.also')
})

const everything: Partial<ListView> = {
  file: 'مشتركون Black Friday.xlsx',
  sheet: 'Buyers',
  sheets: ['Buyers', 'Subscribers 2025', 'Old'],
  ready: 12_408,
  hints: 3,
  groups: [
    fakeGroup('ready', 12_408),
    fakeGroup('added_before', 1),
    fakeGroup('duplicate', 5),
    fakeGroup('damaged', 37, [
      { reason: { kind: 'rounded_by_excel' }, count: 30 },
      { reason: { kind: 'scientific' }, count: 6 },
      { reason: { kind: 'rounded_by_script' }, count: 1 },
    ]),
    fakeGroup('not_a_fan', 14, [
      { reason: { kind: 'letters' }, count: 9 },
      { reason: { kind: 'empty' }, count: 3 },
      { reason: { kind: 'too_short', digits: 4 }, count: 1 },
      { reason: { kind: 'creator' }, count: 1 },
    ]),
  ],
}

const million: Partial<ListView> = {
  file: 'everybody.csv',
  ready: 998_400,
  groups: [fakeGroup('ready', 998_400), fakeGroup('duplicate', 1_200), fakeGroup('damaged', 400)],
}

const few: Partial<ListView> = {
  file: null,
  name: '',
  header: false,
  columns: [{ place: 0, name: null, examples: ['843584256474116096'], ids: 3 }],
  label_column: null,
  groups: [fakeGroup('ready', 3)],
}

const withNames: Partial<ListView> = {
  groups: [fakeGroup('ready', 364), fakeGroup('name', 48), fakeGroup('duplicate', 5), fakeGroup('not_a_fan', 3)],
}

const found: Partial<ListView> = {
  groups: [
    fakeGroup('ready', 364),
    fakeGroup('by_name', 41),
    fakeGroup('duplicate', 5),
    fakeGroup('not_a_fan', 10, [
      { reason: { kind: 'name_unknown' }, count: 5 },
      { reason: { kind: 'letters' }, count: 3 },
      { reason: { kind: 'name_unclear' }, count: 2 },
    ]),
  ],
}

/** A damaged list before it was matched, with IDs that were left in the file. */
const damaged: Partial<ListView> = {
  file: 'Black Friday buyers.xlsx',
  ready: 212,
  groups: [fakeGroup('ready', 212), fakeGroup('damaged', 36), fakeGroup('unlikely', 3)],
  hidden_rows: 2,
  other_columns: 6,
  inside_text: 3,
  matching: {
    matched: false,
    fans: 4738,
    unread: [{ kind: 'vips' }, { kind: 'subscribers', status: 'active', tier: null }],
  },
}

const matchedList: Partial<ListView> = {
  ...damaged,
  hidden_rows: 0,
  other_columns: 0,
  inside_text: 0,
  ready: 230,
  groups: [
    fakeGroup('ready', 212),
    fakeGroup('matched', 18),
    fakeGroup('matched_by_id', 6),
    fakeGroup('ambiguous', 6),
    fakeGroup('damaged', 6),
    fakeGroup('unlikely', 3),
  ],
  matching: { matched: true, fans: 4738, unread: [{ kind: 'subscribers', status: 'active', tier: null }] },
}

const unclear: Partial<ListView> = {
  asks: 'column',
  ready: 0,
  groups: [],
  names: null,
  ids: null,
  columns: ['843584256474116096', '227317562784874496'].map((id, place) => ({
    place,
    name: ['ID 1', 'ID 2'][place] ?? null,
    examples: [id],
    ids: 40,
  })),
}

export const listScenes: Record<string, Scene> = {
  lists: lists(undefined),
  'list-also': again,
  'lists-practice': lists(undefined, undefined, {
    mode: 'practice',
    key: { kind: 'none' },
    samples: fakeSamples,
  }),
  'lists-dragging': dropped(() => undefined),
  'lists-reading': dropped((backend) => {
    backend.events?.dragging(false)
    backend.events?.dragging(true)
    backend.events?.listProgress({ done: 12_400_000, total: 48_000_000, rows: 214_000 })
    backend.events?.dragging(false)
  }),
  'lists-refused': dropped((backend) => {
    backend.events?.dragging(false)
    backend.events?.listRefused({ code: 'list_locked', params: { file: 'Black Friday buyers.xlsx' } })
  }),
  'list-check': lists({}),
  'list-check-several': dropped((backend) => {
    backend.events?.dragging(false)
    backend.events?.dropped({ file: 'Black Friday buyers.xlsx', count: 3 })
    backend.events?.list(fakeList({ revision: 9 }))
  }),
  'list-check-everything': lists(everything),
  'list-check-again': lists({}, async () => {
    ;(await present('[data-kind=added_before] [role=switch]')).click()
  }),
  'list-check-remove': lists({ action: 'remove', groups: [fakeGroup('ready', 412), fakeGroup('not_a_fan', 3)] }),
  'list-check-few': lists(few),
  'list-check-million': lists(million),
  'list-check-nobody': lists({ groups: [fakeGroup('added_before', 18), fakeGroup('damaged', 37)] }),
  'list-check-practice': lists({}, undefined, { mode: 'practice', key: { kind: 'none' }, samples: fakeSamples }),
  'list-check-saved': lists({}, () => press(m.list_save())),
  'list-check-refused': lists({}, async (backend) => {
    backend.refuse('startList', 'ledger_full', { path: '/home/mira/.local/share/velvet-rope/ledger.sqlite3' })
    await press(m.start_button_add(some))
  }),
  'list-check-reading': lists({ sheet: 'Buyers', sheets: ['Buyers', 'Old'] }, async (backend) => {
    backend.answers.set('chooseSheet', () => never)
    const select = (await present<HTMLSelectElement>('select option[value^=Old]')).closest('select')
    if (!select) return
    select.selectedIndex = 1
    select.dispatchEvent(new Event('change', { bubbles: true }))
    backend.events?.listProgress({ done: 3_000_000, total: 48_000_000, rows: 21_000 })
  }),
  'list-check-names': lists(withNames),
  'list-check-looking': lists(withNames, async (backend) => {
    backend.answers.set('lookUpNames', () => never)
    await press(m.list_names_look_up(some))
    backend.events?.listProgress({ done: 19, total: 48, rows: 16 })
  }),
  'list-check-look-stopped': lists({
    ...withNames,
    names: { count: 29, credits: 58, seconds: 20, stopped: { code: 'credits_spent', params: {} } },
  }),
  'list-check-found': lists(found),
  'list-look-found': lists(found, () => press(m.list_view_label({ group: m.list_by_name() }))),
  'list-look': lists({}, () => press(m.list_view_label({ group: m.list_damaged() }))),
  'list-look-not-a-fan': lists({}, () => press(m.list_view_label({ group: m.list_not_a_fan() }))),
  'list-look-million': lists(million, () => press(m.list_view_label({ group: m.list_ready_add() }))),
  'list-check-damaged': lists(damaged),
  'list-check-matched': lists({ ...matchedList, names: { count: 5, credits: 8, seconds: 4, stopped: null } }),
  'list-check-column': lists(unclear),
  'list-look-matched': lists(matchedList, () => press(m.list_view_label({ group: m.list_matched() }))),
  'list-look-matched-by-id': lists(matchedList, () => press(m.list_view_label({ group: m.list_matched_by_id() }))),
  'list-look-ambiguous': lists(matchedList, () => press(m.list_view_label({ group: m.list_ambiguous() }))),
  'list-look-unlikely': lists(matchedList, () => press(m.list_view_label({ group: m.list_unlikely() }))),
  'list-how': lists(everything, () => press(m.list_how_label())),
}
