import { readFileSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { PauseReason } from '../backend/bindings/PauseReason'
import type { WaitReason } from '../backend/bindings/WaitReason'
import { fakeBatch, fakeCounts } from '../backend/fake/batch'
import { languages, m, setLocale } from './messages.svelte'
import { many } from '../testing/said'
import {
  batchName,
  costWords,
  doneOf,
  endWords,
  noticeWords,
  outcomes,
  pauseWords,
  portions,
  portionWord,
  stateWord,
  stopWords,
  summary,
  undoWords,
} from './batch'
import { isolated, shownPath } from './isolated'
import { stepWords, waitAnnouncement, waitWords } from './progress'

function variants(file: string): string[] {
  const text = readFileSync(`src/backend/bindings/${file}.ts`, 'utf8')
  return [...text.matchAll(/"([a-z_]+)"(?= \||;)/g)].map((found) => found[1]!)
}

const causes = variants('Cause')
const reasons: PauseReason[] = [
  { kind: 'user' },
  { kind: 'interrupted' },
  { kind: 'no_key' },
  ...causes.map((cause) => ({ kind: 'service', cause, words: null }) as PauseReason),
  ...causes.map((cause) => ({ kind: 'refused', cause, words: null, times: 5 }) as PauseReason),
  { kind: 'service', cause: 'session_expired', words: 'Please reconnect' },
  { kind: 'refused', cause: 'forbidden', words: 'Not in your plan', times: 20 },
  { kind: 'unproven', proven: 1, of: 4 },
  ...variants('ErrorCode')
    .filter((code) => code.startsWith('ledger_'))
    .map((code) => ({ kind: 'ledger', code, path: null }) as PauseReason),
]
const waits = variants('WaitReason') as WaitReason[]
const whole = fakeCounts({
  total: 28,
  waiting: 3,
  sending: 1,
  added: 5,
  already: 4,
  failed: 6,
  unconfirmed: 2,
  stopped: 7,
})

it('knows the kinds that Rust writes', () => {
  const text = readFileSync('src/backend/bindings/PauseReason.ts', 'utf8')
  const kinds = [...text.matchAll(/"kind": "([a-z_]+)"/g)].map((found) => found[1])
  expect(new Set(reasons.map((one) => one.kind))).toEqual(new Set(kinds))
  expect(waits).toHaveLength(4)
  expect(causes.length).toBeGreaterThan(20)
})

describe.each(languages)('in %s', (language) => {
  beforeEach(async () => {
    await setLocale(language)
  })
  afterEach(async () => {
    await setLocale('en')
  })

  it.each(reasons)('says why it is paused: $kind $cause $code', (why) => {
    const said = pauseWords(why)
    expect(said).toMatch(/\p{L}.*[.”»“]$/u)
    // No code, and no placeholder without a value.
    expect(said).not.toMatch(/undefined|[{}]|[a-z]_[a-z]/)
  })

  it.each(waits)('says why it waits, with the time and without: %s', (why) => {
    expect(waitWords(why, 12_000, 0)).toContain(m.progress_seconds({ count: 12 }))
    expect(waitWords(why, 600_000, 0)).toContain(m.progress_minutes({ count: 10 }))
    expect(waitAnnouncement(why)).toMatch(/\p{L}.*\.$/u)
    expect(waitAnnouncement(why)).not.toMatch(/\d/)
  })

  it('has a word of its own for every outcome and every state', () => {
    for (const action of ['add', 'remove'] as const) {
      const words = portions({ action, counts: whole }).map((one) => portionWord(one.kind, action))
      expect(new Set(words).size).toBe(6)
      expect(outcomes({ action, counts: whole }).match(/\d+/g)).toEqual(['5', '4', '2', '6', '7'])
    }
    const states = [
      { kind: 'queued', ahead: 1 },
      { kind: 'running', step: { kind: 'sending' } },
      { kind: 'pausing' },
      { kind: 'paused', why: { kind: 'user' } },
      { kind: 'paused', why: { kind: 'interrupted' } },
      { kind: 'stopping' },
      { kind: 'ended' },
    ] as const
    expect(new Set(states.map((state) => stateWord({ state }))).size).toBe(states.length)
  })

  it('names the account, the page, and the number of unconfirmed fans in the steps', () => {
    const batch = fakeBatch({ counts: fakeCounts({ total: 9, unconfirmed: 3 }) })
    expect(stepWords({ kind: 'sending' }, batch)).toBe('')
    const account = isolated('Mira Rose')
    expect(stepWords({ kind: 'looking', pages: 3 }, batch)).toBe(m.progress_loading_page({ account, page: '3' }))
    expect(stepWords({ kind: 'looking', pages: 0 }, batch)).toBe(m.progress_loading({ account }))
    expect(stepWords({ kind: 'checking', pages: 4 }, batch)).toBe(
      m.progress_checking_page({ ...many(3), account, page: '4' }),
    )
  })

  it('shows only two numbers in a notification', () => {
    const said = [
      noticeWords(fakeBatch({ state: { kind: 'ended' }, counts: fakeCounts({ total: 412, added: 412 }) })),
      noticeWords(
        fakeBatch({
          state: { kind: 'paused', why: { kind: 'no_key' } },
          counts: fakeCounts({ total: 412, added: 268, waiting: 144 }),
        }),
      ),
    ]
    for (const notice of said) {
      expect(notice).not.toMatch(/fan|vip|add|añad|remove|quit|list|mira|rose|friday|velvet/i)
      expect(notice).toContain('412')
    }
    expect(said[1]).toContain('268')
  })
})

it('counts every item exactly once', () => {
  const sum = portions({ action: 'add', counts: whole }).reduce((total, one) => total + one.count, 0)
  expect(sum).toBe(28)
  expect(doneOf(whole)).toBe(17)
})

it('sums up in one sentence', () => {
  const counts = fakeCounts({ total: 412, added: 407, already: 2, failed: 3 })
  expect(summary({ action: 'add', counts })).toBe(
    m.batch_ended({
      parts: `${m.batch_part_added(many(407))}, ${m.batch_part_already(many(2))}, ${m.batch_part_failed(many(3))}`,
    }),
  )
  expect(summary({ action: 'add', counts: fakeCounts({ total: 1, already: 1 }) })).toBe(
    m.batch_ended({ parts: m.batch_part_already(many(1)) }),
  )
  expect(summary({ action: 'remove', counts: fakeCounts() })).toBe(m.batch_ended_nothing())
})

it('says what stopping now would mean', () => {
  const counts = fakeCounts({ total: 412, added: 268, waiting: 143, sending: 1 })
  expect(stopWords({ counts })).toBe(
    m.batch_stop_body({ done: m.batch_stop_done(many(268)), left: m.batch_stop_left(many(144)) }),
  )
  expect(stopWords({ counts: fakeCounts({ total: 2, added: 1, waiting: 1 }) })).toBe(
    m.batch_stop_body({ done: m.batch_stop_done(many(1)), left: m.batch_stop_left(many(1)) }),
  )
})

it('names the place of the log as long as the app knows that it is the cause', () => {
  const path = '/home/mira/ledger.sqlite3'
  expect(pauseWords({ kind: 'ledger', code: 'ledger_full', path })).toBe(
    `${m.batch_paused_ledger_at({ path: shownPath(path) })} ${m.advice_ledger_full()}`,
  )
  expect(pauseWords({ kind: 'ledger', code: 'ledger_full', path: null })).toBe(
    `${m.batch_paused_ledger()} ${m.advice_ledger_full()}`,
  )
})

it('says who stays VIP only when it is known', () => {
  const account = isolated('Mira Rose')
  expect(undoWords(fakeBatch({ looked: true }))).toBe(m.batch_undo_add_body({ account }))
  expect(undoWords(fakeBatch({ looked: false }))).toBe(m.batch_undo_add_body_not_loaded({ account }))
  expect(undoWords(fakeBatch({ action: 'remove', looked: false }))).toBe(m.batch_undo_remove_body({ account }))
})

it('says the credits, but not in practice mode', () => {
  expect(costWords(407, 204, 'live')).toBe(
    m.batch_credits_time({ ...many(407), time: m.batch_takes_minutes({ count: 3 }) }),
  )
  expect(costWords(407, 41, 'practice')).toBe(m.batch_time_practice({ time: m.batch_takes_moment() }))
})

it('says nothing about an unknown time', () => {
  expect(costWords(1, null, 'live')).toBe(m.batch_credits(many(1)))
  expect(costWords(407, null, 'live')).toBe(m.batch_credits(many(407)))
  expect(costWords(407, null, 'practice')).toBe(m.batch_practice())
})

it('names what was pasted', () => {
  expect(batchName({ name: '' })).toBe(m.batch_pasted())
})

it('isolates a name that is written from right to left', () => {
  const said = endWords(
    fakeBatch({ name: 'ليلى', state: { kind: 'ended' }, counts: fakeCounts({ total: 1, added: 1 }) }),
  )
  expect(said).toBe(
    m.batch_said({ name: '\u2068ليلى\u2069', words: m.batch_ended({ parts: m.batch_part_added(many(1)) }) }),
  )
})
