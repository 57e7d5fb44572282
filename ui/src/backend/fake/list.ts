import type { Candidate } from '../bindings/Candidate'
import type { ListExtra } from '../bindings/ListExtra'
import type { ListGroup } from '../bindings/ListGroup'
import type { ListGroupKind } from '../bindings/ListGroupKind'
import type { ListRow } from '../bindings/ListRow'
import type { ListView } from '../bindings/ListView'
import type { ReasonCount } from '../bindings/ReasonCount'
import type { RowReason } from '../bindings/RowReason'

/** A checked workbook with every kind of group, changed by `list`. */
export function fakeList(list: Partial<ListView> = {}): ListView {
  const groups = list.groups ?? [
    fakeGroup('ready', 412),
    fakeGroup('added_before', 18),
    fakeGroup('duplicate', 5),
    fakeGroup('damaged', 37),
    fakeGroup('not_a_fan', 3),
  ]
  const counted = (kind: ListGroupKind) => groups.find((one) => one.kind === kind)?.count ?? 0
  const ready = list.ready ?? counted('ready') + counted('by_name')
  const named = counted('name')
  return {
    revision: 1,
    file: 'Black Friday buyers.xlsx',
    name: 'Black Friday buyers',
    rows: groups.reduce((sum, one) => sum + one.count, 0),
    header: true,
    columns: [
      { place: 0, name: 'User ID', examples: ['843584256474116096', '227317562784874496'], ids: 472 },
      { place: 1, name: 'Name', examples: ['Jamie K.', 'Zoë'], ids: 0 },
      { place: 2, name: null, examples: ['29.11.2025', '30.11.2025'], ids: 0 },
    ],
    id_column: 0,
    label_column: 1,
    sheet: null,
    sheets: [],
    account: 'fansly_mira',
    action: 'add',
    ready,
    hints: 0,
    other_columns: 0,
    inside_text: 0,
    hidden_rows: 0,
    hidden_included: false,
    several: 0,
    swallowed_rows: 0,
    rounded_everywhere: false,
    matching: null,
    asks: null,
    vips: null,
    ids: null,
    names: named > 0 ? { count: named, credits: 2 * named, seconds: named, stopped: null } : null,
    offers: [
      { speed: 'steady', seconds: Math.ceil(ready / 2) },
      { speed: 'fast', seconds: Math.ceil(ready / 10) },
    ],
    ...list,
    groups,
  }
}

const reasons: Record<ListGroupKind, RowReason[]> = {
  ready: [],
  by_name: [],
  name: [{ kind: 'name' }],
  vip: [{ kind: 'vip' }],
  added_before: [{ kind: 'added_before' }],
  duplicate: [{ kind: 'duplicate', first: 7 }],
  damaged: [{ kind: 'rounded_by_excel' }],
  matched: [],
  matched_by_id: [{ kind: 'matched_by_id' }],
  ambiguous: [{ kind: 'ambiguous' }],
  unlikely: [{ kind: 'digit_too_many' }, { kind: 'not_an_account' }, { kind: 'from_the_future' }],
  not_a_fan: [{ kind: 'letters' }, { kind: 'letters' }, { kind: 'empty' }],
}

const texts: Record<ListGroupKind, string[]> = {
  ready: ['843584256474116096', '227317562784874496', '618592888766341121'],
  by_name: ['@night_owl', 'Zoë', '@kay'],
  name: ['@night_owl', 'Zoë', '@kay'],
  vip: ['291827364554637281', '661827364554637299'],
  added_before: ['374708676486770688', '737318930569244672'],
  duplicate: ['843584256474116096'],
  matched: ['227317562784874000'],
  matched_by_id: ['310482957103849000'],
  ambiguous: ['2.27318E+17'],
  unlikely: ['8435842564741160961', '843584256474120196', '987654321098765312'],
  damaged: ['843584256474116000', '227317562784874000', '618592888766341000'],
  not_a_fan: ['n/a', '12 %', ''],
}

const first: Record<ListGroupKind, number> = {
  ready: 2,
  by_name: 3,
  name: 3,
  vip: 5,
  added_before: 9,
  duplicate: 31,
  damaged: 14,
  unlikely: 21,
  matched: 24,
  matched_by_id: 27,
  ambiguous: 30,
  not_a_fan: 230,
}

function fanOf(kind: ListGroupKind, text: string): string | null {
  if (kind === 'by_name') return '737318930569244672'
  return ['not_a_fan', 'damaged', 'name'].includes(kind) ? null : text
}

/** The changes to a list when all its names were found. */
export function foundNames(list: ListView): Partial<ListView> {
  const names = list.names?.count ?? 0
  const others = list.groups.filter((one) => one.kind !== 'name' && one.kind !== 'ready')
  const ready = list.groups.filter((one) => one.kind === 'ready')
  return { groups: [...ready, fakeGroup('by_name', names), ...others], ready: list.ready + names, names: null }
}

const candidates: Candidate[] = [
  { fan: '227317562784874496', called: { username: 'zoe', name: 'Zoë' } },
  { fan: '227317562784874497', called: { username: 'kim_k', name: null } },
]

function candidatesOf(kind: ListGroupKind): Candidate[] {
  return kind === 'ambiguous' ? candidates : kind === 'matched_by_id' ? candidates.slice(0, 1) : []
}

/** The list once IDs that were left in its source are taken. */
export function withoutExtra(extra: ListExtra): Partial<ListView> {
  return { [extra]: 0 }
}

/** The list once its damaged IDs are matched: half by name, and the others in equal parts. */
export function matched(list: ListView): Partial<ListView> {
  const damaged = list.groups.find((one) => one.kind === 'damaged')?.count ?? 0
  const [half, part] = [Math.floor(damaged / 2), Math.floor(damaged / 6)]
  const counts = { matched: half, matched_by_id: part, ambiguous: part, damaged: damaged - half - 2 * part } as const
  const kinds = ['matched', 'matched_by_id', 'ambiguous', 'damaged'] as const
  const others = list.groups.filter((one) => one.kind !== 'damaged')
  return {
    ready: list.ready + half,
    matching: list.matching && { ...list.matching, matched: true },
    groups: [...others, ...kinds.map((kind) => fakeGroup(kind, counts[kind])).filter((one) => one.count > 0)],
  }
}

/** A row of a group. */
export function fakeListRow(kind: ListGroupKind, place: number): ListRow {
  const text = texts[kind][place % texts[kind].length] ?? ''
  return {
    row: place * 2 + first[kind],
    text,
    fan: fanOf(kind, text),
    created: null,
    called: ['by_name', 'matched', 'matched_by_id'].includes(kind)
      ? { username: text.replace('@', '').toLowerCase(), name: 'Zoë' }
      : null,
    label: [null, 'Jamie K.', 'Zoë', 'ليلى'][place % 4] ?? null,
    reason: reasons[kind][place % reasons[kind].length] ?? null,
    hint: false,
    candidates: candidatesOf(kind),
    chosen: kind === 'matched' && place % 3 === 2,
  }
}

/** A group, with the usual reasons of its kind unless others are given. */
export function fakeGroup(kind: ListGroupKind, count: number, why?: ReasonCount[]): ListGroup {
  const examples = Array.from({ length: Math.min(count, 5) }, (_, i) => fakeListRow(kind, i))
  return { kind, count, examples, reasons: why ?? usual(kind, count) }
}

function usual(kind: ListGroupKind, count: number): ReasonCount[] {
  if (kind === 'not_a_fan' && count > 1)
    return [
      { reason: { kind: 'letters' }, count: count - 1 },
      { reason: { kind: 'empty' }, count: 1 },
    ]
  return reasons[kind].slice(0, 1).map((reason) => ({ reason, count }))
}
