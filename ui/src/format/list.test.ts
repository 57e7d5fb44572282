import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { RowReason } from '../backend/bindings/RowReason'
import { fakeGroup, fakeList } from '../backend/fake/list'
import { languages, m } from './messages.svelte'
import { many } from '../testing/said'
import { columnChoice, columnName, linesOf, titleOf, titleOfGroup, wordsOfReason } from './list'

// Every reason, as Rust names them.
const binding = readFileSync('src/backend/bindings/RowReason.ts', 'utf8')
const kinds = [...binding.matchAll(/"kind": "([a-z_]+)"/g)].map((found) => found[1] as RowReason['kind'])

function reason(kind: RowReason['kind']): RowReason {
  return { kind, first: 7, count: 2, digits: 4 } as RowReason
}

function plain(text: string | undefined): string {
  return (text ?? '').replace(/[\u2068\u2069]/g, '')
}

it('finds the reasons', () => {
  expect(kinds.length).toBeGreaterThan(14)
})

describe.each(languages)('%s', (language) => {
  const words = JSON.parse(readFileSync(`messages/${language}.json`, 'utf8')) as Record<string, unknown>

  it.each(kinds)('has words for %s', (kind) => {
    expect(words[`reason_${kind}`]).toBeTruthy()
  })
})

it.each(kinds)('says why a row is not ready: %s', (kind) => {
  expect(wordsOfReason(reason(kind))).toMatch(/^\S.*\S$/)
  expect(wordsOfReason(reason(kind))).not.toMatch(/[{}]|undefined/)
})

it('fills in the numbers of a row', () => {
  expect(wordsOfReason({ kind: 'duplicate', first: 1234 })).toBe(m.reason_duplicate({ row: '1,234' }))
  expect(wordsOfReason({ kind: 'too_short', digits: 1 })).toBe(m.reason_too_short({ digits: 1 }))
  expect(wordsOfReason({ kind: 'too_long', digits: 24 })).toBe(m.reason_too_long({ digits: 24 }))
})

it('leaves out numbers that belong to one row only when there are many rows', () => {
  const group = fakeGroup('not_a_fan', 9, [{ reason: { kind: 'too_short', digits: 4 }, count: 9 }])
  expect(linesOf(group, fakeList(), undefined)).toEqual([
    m.list_reason_counted({ ...many(9), reason: m.reason_too_short_some() }),
  ])
})

it('names the first rows, and says how many more there are', () => {
  const list = fakeList()
  expect(linesOf(fakeGroup('duplicate', 2), list, undefined).map(plain)).toEqual([
    m.list_duplicate_text({ count: 2, rows: '31, 33' }),
  ])
  expect(linesOf(fakeGroup('damaged', 37), list, undefined).map(plain)).toEqual([
    m.list_reason_line({
      reason: m.reason_rounded_by_excel(),
      examples: m.list_example_bare({ count: 37, rows: m.list_example_more({ ...many(34), examples: '14, 16, 18' }) }),
    }),
    m.list_damaged_advice(),
  ])
  // Even when only one of them is known.
  const one = { ...fakeGroup('duplicate', 12), examples: fakeGroup('duplicate', 12).examples.slice(0, 1) }
  expect(linesOf(one, list, undefined).map(plain)).toEqual([
    m.list_duplicate_text({ count: 12, rows: m.list_example_more({ ...many(11), examples: '31' }) }),
  ])
  const quoted = [m.list_example({ row: '230', text: 'n/a' }), m.list_example({ row: '232', text: '12 %' })].join(', ')
  expect(linesOf(fakeGroup('not_a_fan', 3), list, undefined).map(plain)).toEqual([
    m.list_reason_line({ reason: m.reason_letters(), examples: quoted }),
    m.list_reason_line({ reason: m.reason_empty(), examples: m.list_example_bare({ count: 1, rows: '234' }) }),
  ])
})

it('isolates text from the file, so that it does not reorder the sentence', () => {
  const [line] = linesOf(fakeGroup('not_a_fan', 3), fakeList(), undefined)
  expect(line).toContain('\u2068n/a\u2069')
  expect(titleOf(fakeList())).toBe('\u2068Black Friday buyers.xlsx\u2069')
})

it('names a column without a title by its letter, and shows its content', () => {
  const list = fakeList({ columns: [{ place: 27, name: null, examples: ['Zoë'], ids: 0 }] })
  expect(columnName(list, 27)).toBe(m.list_column({ letter: 'AB' }))
  expect(plain(columnChoice(list, list.columns[0]!))).toBe(
    m.list_column_like({ column: m.list_column({ letter: 'AB' }), example: 'Zoë' }),
  )
})

it('names what will be done', () => {
  expect(titleOfGroup(fakeGroup('ready', 1), 'add')).toBe(m.list_ready_add())
  expect(titleOfGroup(fakeGroup('ready', 1), 'remove')).toBe(m.list_ready_remove())
})
