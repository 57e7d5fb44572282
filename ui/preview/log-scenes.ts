import type { Cause } from '../src/backend/bindings/Cause'
import type { LogRow } from '../src/backend/bindings/LogRow'
import type { Outcome } from '../src/backend/bindings/Outcome'
import { FakeBackend } from '../src/backend/fake/fake'
import { fakeRow, fakeSamples } from '../src/backend/fake/state'
import { fakeBatch, fakeCounts } from '../src/backend/fake/batch'
import { fanName } from '../src/format/fan'
import { m } from '../src/format/messages.svelte'
import { frame, goTo, never, present, press, type Scene, some, type } from './steps'

const MINUTE = 60_000
const names = [
  'Jamie K.',
  null,
  'Zoë',
  'night owl',
  'Théo',
  'Ødgar',
  'ليلى',
  'A name that is so long that nobody can have meant it',
  null,
]
const lists = ['Black Friday buyers', 'VIP night', 'مشترو الجمعة السوداء', 'Chargebacks of November, second part.xlsx']
const accounts = [
  ['fansly_mira', 'Mira Rose'],
  ['fansly_luna', 'Luna Vale'],
  ['fansly_noor', 'Noor'],
] as const
const outcomes: Outcome[] = [
  'added',
  'added',
  'added',
  'already',
  'unconfirmed',
  'added',
  'failed',
  'added',
  'removed',
  'stopped',
]
const causes: Cause[] = ['no_such_fan', 'session_expired', 'connection_lost', 'reply_unreadable']

function made(place: number, wanted: number): LogRow {
  const outcome = outcomes[(place * 7 + (place >> 3)) % outcomes.length] ?? 'added'
  const [account, account_name] = accounts[(place >> 2) % 3] ?? accounts[0]
  const batch = place % 11 < 3 ? null : ((place >> 4) % lists.length) + 1
  const at = Date.now() - 20_000 - place * 7 * MINUTE
  return fakeRow({
    item: wanted - place,
    account,
    account_name,
    fan: `${400_000_000 + ((place * 7919) % 500_000_000)}${100_000_000 + ((place * 104_729) % 900_000_000)}`,
    label: names[place % names.length] ?? null,
    batch,
    batch_name: batch === null ? null : (lists[batch - 1] ?? null),
    note: place % 13 === 2 ? 'Asked for it in the chat' : null,
    row: batch === null ? null : place + 2,
    action: outcome === 'removed' || (outcome === 'failed' && place % 3 === 0) ? 'remove' : 'add',
    outcome,
    cause: outcome === 'failed' || outcome === 'unconfirmed' ? (causes[place % causes.length] ?? null) : null,
    can_check: outcome === 'unconfirmed',
    can_undo: outcome === 'added',
    undone: place % 19 === 5 && outcome === 'added',
    began: at - 900,
    ended: at,
  })
}

function log(wanted: number, then?: Scene['then'], state: Partial<FakeBackend['state']> = {}): Scene {
  return {
    backend: () => {
      const backend = new FakeBackend(
        state,
        Array.from({ length: wanted }, (_, i) => made(i, wanted)),
      )
      backend.history = lists.map((name, i) =>
        fakeBatch({ id: i + 1, name, state: { kind: 'ended' }, counts: fakeCounts({ total: 40, added: 40 }) }),
      )
      return backend
    },
    then: async (backend) => {
      await goTo('log')
      if (wanted > 0) await present('[role=row][data-item]')
      await then?.(backend)
    },
  }
}

async function row(place: number): Promise<HTMLElement> {
  return present(`[role=row][data-index="${place}"][data-item]`)
}

async function choose(...places: number[]) {
  for (const place of places) (await present(`[role=row][data-index="${place}"] .check`)).click()
}

/** The fan of an entry, as in the names of its buttons. */
const fanOf = (backend: FakeBackend, place: number) => {
  const row = backend.rows[place]
  return { fan: row ? fanName(row) : '' }
}

const month = () => press(m.days_title())

export const logScenes: Record<string, Scene> = {
  'log-room': log(9_831),
  'log-empty': log(0),
  'log-none': log(400, () => type('search input', 'nobody at all', false)),
  'log-search': log(9_831, () => type('search input', 'night zoe', false)),
  'log-filters': log(9_831, async () => {
    await press(m.log_filters())
    await press(m.log_failed())
    await press(m.outcome_unconfirmed())
  }),
  'log-filtered': log(9_831, async (backend) => {
    await press(m.log_filters())
    await press(m.log_failed())
    await press(m.log_filters())
    await frame()
    await press(m.details_label(fanOf(backend, 6)))
    await present('.facts')
    await press(m.log_show_batch())
  }),
  'log-fan': log(4_000, async (backend) => {
    await press(m.details_label(fanOf(backend, 2)))
    await present('.facts')
    await press(m.log_show_fan())
  }),
  'log-selected': log(9_831, () => choose(1, 2, 3, 7)),
  'log-all': log(1_000_000, () => press(m.log_select_all(some))),
  'log-undo': log(400, async (backend) => {
    backend.answers.set('offerRows', () =>
      Promise.resolve({
        rows: 31,
        undo: [
          { account: 'a', account_name: 'Mira Rose', action: 'remove', count: 26, seconds: 13, unconfirmed_before: 4 },
          { account: 'b', account_name: 'Luna Vale', action: 'add', count: 2, seconds: 1, unconfirmed_before: 0 },
        ],
        retry: [],
      }),
    )
    await choose(0, 1, 2)
    await press(m.undo(), '.bar')
  }),
  'log-undo-none': log(400, async () => {
    await choose(3)
    await press(m.try_again(), '.bar')
  }),
  'log-started': log(400, async () => {
    await choose(0, 1, 2)
    await press(m.undo(), '.bar')
    await present('[role=alertdialog]')
    await press(m.batch_undo_confirm(), '[role=alertdialog]')
  }),
  'log-notes': log(400, async () => {
    await choose(0, 1, 2)
    await press(m.note_open(), '.bar')
  }),
  'log-export': log(9_831, async () => {
    await choose(0, 1, 2)
    await press(m.export_open(), '.bar')
  }),
  'log-exporting': log(9_831, async (backend) => {
    backend.answers.set('exportLog', () => never)
    await press(m.export_open())
    await press(m.list_save())
    backend.events?.exportProgress({ done: 61_000, total: 9_831 })
  }),
  'log-exported': log(400, async () => {
    await press(m.export_open())
    await press(m.list_save())
  }),
  'log-detail': log(9_831, async (backend) => {
    await press(m.details_label(fanOf(backend, 6)))
  }),
  'log-detail-note': log(400, async (backend) => {
    await press(m.details_label(fanOf(backend, 2)))
    await press(m.note_edit_label(fanOf(backend, 2)))
  }),
  'log-days': log(9_831, month),
  'log-days-table': log(9_831, async () => {
    await month()
    await press(m.chart_table())
  }),
  'log-new': log(400, async (backend) => {
    ;(await row(4)).focus()
    for (let i = 0; i < 12; i += 1) backend.append({ fan: '843584256474116096' })
  }),
  'log-unread': log(0, async (backend) => {
    backend.refuse('findLog', 'ledger_unreadable')
    backend.append()
    await Promise.resolve()
  }),
  'log-million': log(1_000_000, async () => {
    const grid = await present('[role=grid]')
    grid.scrollTop = grid.scrollHeight / 2
  }),
  'log-million-end': log(1_000_000, async () => {
    ;(await row(0)).focus()
    document.activeElement?.dispatchEvent(new KeyboardEvent('keydown', { key: 'End', bubbles: true }))
  }),
  'log-practice': log(300, undefined, { mode: 'practice', key: { kind: 'none' }, samples: fakeSamples }),
  'log-trim': log(400, async () => {
    await goTo('settings')
    const field = await present<HTMLInputElement>('input[type=date]')
    field.value = new Date(Date.now() - 26 * 60 * MINUTE).toISOString().slice(0, 10)
    field.dispatchEvent(new Event('input', { bubbles: true }))
    await press(m.trim_preview())
  }),
  'log-copy': log(400, async () => {
    await goTo('settings')
    await press(m.backup_restore())
  }),
}
