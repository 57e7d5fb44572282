import type { AccountView } from '../backend/bindings/AccountView'
import type { Action } from '../backend/bindings/Action'
import type { RejectedRowsWords } from '../backend/bindings/RejectedRowsWords'
import type { ListColumn } from '../backend/bindings/ListColumn'
import type { ListExtra } from '../backend/bindings/ListExtra'
import type { ListGroup } from '../backend/bindings/ListGroup'
import type { ListRow } from '../backend/bindings/ListRow'
import type { ListView } from '../backend/bindings/ListView'
import type { ReasonCount } from '../backend/bindings/ReasonCount'
import type { RowReason } from '../backend/bindings/RowReason'
import { m } from './messages.svelte'
import { isolated } from './isolated'
import { enumerated } from './joined'
import { count } from './time'

/** The title of a list: its file's name, isolated. */
export function titleOf(list: ListView): string {
  return list.file === null ? m.list_pasted() : isolated(list.file)
}

/** Why a row is not ready. */
export function wordsOfReason(reason: RowReason): string {
  switch (reason.kind) {
    case 'duplicate':
      return m.reason_duplicate({ row: count(reason.first) })
    case 'several':
      return m.reason_several({ count: count(reason.count) })
    case 'too_short':
      return m.reason_too_short({ digits: reason.digits })
    case 'too_long':
      return m.reason_too_long({ digits: reason.digits })
    default:
      return m[`reason_${reason.kind}`]()
  }
}

/** The texts in the file of skipped rows. The core fills in the numbers of each row. */
export function skippedRowsWords(): RejectedRowsWords {
  const plain = [
    'added_before',
    'vip',
    'name',
    'name_unknown',
    'name_unclear',
    'matched_by_id',
    'ambiguous',
    'scientific',
    'rounded_by_excel',
    'rounded_by_script',
    'stored_as_number',
    'digit_too_many',
    'from_the_future',
    'older_than_fansly',
    'not_an_account',
    'not_found',
    'counts_up',
    'empty',
    'decimal',
    'sign',
    'letters',
    'account',
    'creator',
  ] as const
  const reasons: Record<string, string> = {
    duplicate: m.reason_duplicate({ row: '{first}' }),
    several: m.reason_several_some(),
    too_short: m.reason_too_short_some(),
    too_long: m.reason_too_long_some(),
  }
  for (const kind of plain) reasons[kind] = m[`reason_${kind}`]()
  return { name: m.list_skipped_name(), reasons }
}

/** Why several rows are not ready, without the numbers that belong to one row only. */
function wordsOfReasons(reason: RowReason): string {
  switch (reason.kind) {
    case 'duplicate':
      return m.list_duplicate()
    case 'several':
      return m.reason_several_some()
    case 'too_short':
      return m.reason_too_short_some()
    case 'too_long':
      return m.reason_too_long_some()
    default:
      return wordsOfReason(reason)
  }
}

export function titleOfGroup({ kind, reasons }: ListGroup, action: Action): string {
  switch (kind) {
    case 'ready':
      return action === 'add' ? m.list_ready_add() : m.list_ready_remove()
    case 'name':
      return m.list_names()
    case 'not_a_fan':
      return reasons.some(({ reason }) => names.has(reason.kind)) ? m.list_no_fan() : m.list_not_a_fan()
    default:
      return m[`list_${kind}`]()
  }
}

/** Reasons of names whose look-up found no one. */
const names = new Set<RowReason['kind']>(['name_unknown', 'name_unclear'])

/** The lines that explain a group. */
export function linesOf(group: ListGroup, list: ListView, account: AccountView | undefined): string[] {
  const many = { count: group.count, shown: count(group.count) }
  switch (group.kind) {
    case 'ready':
      return [
        list.columns.length > 1
          ? m.list_ready_text({ ...many, column: columnName(list, list.id_column) })
          : m.list_ready_text_plain(many),
        ...(list.hints > 0 ? [m.list_hints({ count: list.hints, shown: count(list.hints) })] : []),
      ]
    case 'by_name':
      return [m.list_by_name_text(many)]
    case 'name': {
      const examples = group.examples.slice(0, 3)
      return [
        m.list_names_text({
          ...many,
          examples: andMore(enumerated(examples.map(quote)), group.count - examples.length),
        }),
      ]
    }
    case 'added_before':
      return [m.list_added_before_text({ ...many, account: isolated(account?.name ?? '') })]
    case 'vip':
      return [m.list_vip_text({ ...many, account: isolated(account?.name ?? '') })]
    case 'duplicate':
      return [m.list_duplicate_text({ count: group.count, rows: firstRows(group.examples.slice(0, 3), group.count) })]
    case 'damaged':
      return [...group.reasons.slice(0, 3).map((one) => reasonLine(one, group)), m.list_damaged_advice()]
    case 'matched':
      return [m.list_matched_text(many)]
    case 'matched_by_id':
      return [m.list_matched_by_id_text(many)]
    case 'ambiguous':
      return [m.list_ambiguous_text(many)]
    case 'unlikely':
      return [...group.reasons.slice(0, 4).map((one) => reasonLine(one, group)), m.list_unlikely_advice()]
    case 'not_a_fan':
      return group.reasons.slice(0, 4).map((one) => reasonLine(one, group))
  }
}

/** Something of the source that is not in the list, and the button to take it. */
interface Notice {
  key: string
  text: string
  button: string
  /** Undefined for the hidden rows. */
  extra?: ListExtra
}

export function noticesOf(list: ListView): Notice[] {
  const many = (count_: number) => ({ count: count_, shown: count(count_) })
  const hidden = list.hidden_included
    ? [{ key: 'hidden', text: m.list_hidden_included(), button: m.list_hidden_skip() }]
    : list.hidden_rows > 0
      ? [{ key: 'hidden', text: m.list_hidden(many(list.hidden_rows)), button: m.list_hidden_include() }]
      : []
  const extras = (
    [
      ['other_columns', list.other_columns, m.list_other_columns, m.list_extra_add],
      ['inside_text', list.inside_text, m.list_inside_text, m.list_extra_add],
      ['several', list.several, m.list_shared_cells, m.list_extra_add],
      ['swallowed_rows', list.swallowed_rows, m.list_swallowed_rows, m.list_swallowed_read],
    ] as const
  ).filter(([, number]) => number > 0)
  return [
    ...hidden,
    ...extras.map(([extra, number, text, button]) => ({
      key: extra,
      text: text(many(number)),
      button: button(),
      extra,
    })),
    ...(list.rounded_everywhere ? [{ key: 'rounded', text: m.list_rounded_everywhere(), button: '' }] : []),
  ]
}

/** “Not only digits: row 230 “n/a””, with the first few of the example rows. */
function reasonLine({ reason, count: rows }: ReasonCount, group: ListGroup): string {
  const words = wordsOfReasons(reason)
  const like = group.examples.filter((row) => row.reason?.kind === reason.kind).slice(0, 3)
  if (like.length === 0) return m.list_reason_counted({ reason: words, count: rows, shown: count(rows) })
  const quoted = group.kind === 'not_a_fan' && like.every((row) => row.text !== '')
  const examples = quoted
    ? andMore(enumerated(like.map(quote)), rows - like.length)
    : m.list_example_bare({ count: rows, rows: firstRows(like, rows) })
  return m.list_reason_line({ reason: words, examples })
}

/** “14, 15, 22 and 4 more”, of `all` rows. */
function firstRows(rows: ListRow[], all: number): string {
  return andMore(enumerated(rows.map((row) => count(row.row))), all - rows.length)
}

function andMore(examples: string, more: number): string {
  return more > 0 ? m.list_example_more({ examples, count: more, shown: count(more) }) : examples
}

function quote(row: ListRow): string {
  return m.list_example({ row: count(row.row), text: isolated(row.text) })
}

/** The name of a column, or its letter as in a spreadsheet. Isolated. */
export function columnName(list: ListView, place: number): string {
  const column = list.columns.find((one) => one.place === place)
  return column?.name ? isolated(column.name) : m.list_column({ letter: letters(place) })
}

/** The text of a column in a menu. A column without a name shows its content. */
export function columnChoice(list: ListView, column: ListColumn): string {
  return column.name ? columnName(list, column.place) : columnLike(list, column)
}

/** The name of a column, and its first value. */
export function columnLike(list: ListView, column: ListColumn): string {
  const name = columnName(list, column.place)
  const [example] = column.examples
  return example ? m.list_column_like({ column: name, example: isolated(example) }) : name
}

/** 0 becomes A, 25 Z, and 26 AA. */
function letters(place: number): string {
  const last = String.fromCharCode(65 + (place % 26))
  return place < 26 ? last : letters(Math.floor(place / 26) - 1) + last
}
