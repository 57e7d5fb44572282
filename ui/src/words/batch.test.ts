import { readFileSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { PauseReason } from '../host/bindings/PauseReason'
import type { WaitReason } from '../host/bindings/WaitReason'
import { fakeBatch, fakeCounts } from '../host/fake-batch'
import { speak } from '../state/language.svelte'
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
import { shownPath } from './isolated'
import { stepWords, waitSaid, waitWords } from './progress'

function variants(file: string): string[] {
  const text = readFileSync(`src/host/bindings/${file}.ts`, 'utf8')
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
const whole = fakeCounts({ total: 28, waiting: 3, sending: 1, added: 5, already: 4, failed: 6, unsure: 2, stopped: 7 })

it('knows the kinds that Rust writes', () => {
  const text = readFileSync('src/host/bindings/PauseReason.ts', 'utf8')
  const kinds = [...text.matchAll(/"kind": "([a-z_]+)"/g)].map((found) => found[1])
  expect(new Set(reasons.map((one) => one.kind))).toEqual(new Set(kinds))
  expect(waits).toHaveLength(4)
  expect(causes.length).toBeGreaterThan(20)
})

describe.each(['en', 'es'] as const)('in %s', (language) => {
  beforeEach(() => {
    speak(language)
  })
  afterEach(() => {
    speak('en')
  })

  it.each(reasons)('says why it is paused: $kind $cause $code', (why) => {
    const said = pauseWords(why)
    expect(said).toMatch(/\p{L}.*[.”»]$/u)
    // Neither a code nor a value that nobody filled in.
    expect(said).not.toMatch(/undefined|[{}]|[a-z]_[a-z]/)
  })

  it.each(waits)('says why it waits, with the time and without: %s', (why) => {
    expect(waitWords(why, 12_000, 0)).toContain('12 s')
    expect(waitWords(why, 600_000, 0)).toContain('10 min')
    expect(waitSaid(why)).toMatch(/\p{L}.*\.$/u)
    expect(waitSaid(why)).not.toMatch(/\d/)
  })

  it('has a word of its own for every outcome, and for every state', () => {
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

  it('tells steps with the account, the page, and how many are not sure', () => {
    const batch = fakeBatch({ counts: fakeCounts({ total: 9, unsure: 3 }) })
    expect(stepWords({ kind: 'sending' }, batch)).toBe('')
    expect(stepWords({ kind: 'looking', pages: 3 }, batch)).toMatch(/Mira Rose.*3$/)
    expect(stepWords({ kind: 'looking', pages: 0 }, batch)).not.toMatch(/\d/)
    expect(stepWords({ kind: 'checking', pages: 4 }, batch)).toMatch(/3 fans.*Mira Rose.*4$/)
  })

  it('tells a bystander nothing but two numbers', () => {
    const said = [
      noticeWords(fakeBatch({ state: { kind: 'ended' }, counts: fakeCounts({ total: 412, added: 412 }) })),
      noticeWords(fakeBatch({ state: { kind: 'paused', why: { kind: 'no_key' } }, counts: fakeCounts({ total: 412, added: 268, waiting: 144 }) })),
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
  expect(summary({ action: 'add', counts })).toBe('407 added, 2 were VIP already, 3 failed.')
  expect(summary({ action: 'add', counts: fakeCounts({ total: 1, already: 1 }) })).toBe('1 was VIP already.')
  expect(summary({ action: 'remove', counts: fakeCounts() })).toBe('Nothing was changed.')
})

it('says what stopping now would mean', () => {
  const counts = fakeCounts({ total: 412, added: 268, waiting: 143, sending: 1 })
  expect(stopWords({ counts })).toBe('268 are done and stay as they are; 144 are not sent.')
  expect(stopWords({ counts: fakeCounts({ total: 2, added: 1, waiting: 1 }) })).toBe(
    '1 is done and stays as it is; 1 is not sent.',
  )
})

it('names the place of the log as long as the app knows that it is the trouble', () => {
  const path = '/home/mira/ledger.sqlite3'
  expect(pauseWords({ kind: 'ledger', code: 'ledger_full', path })).toBe(
    `The app could not write its log (${shownPath(path)}), so it paused before sending any more. Free up some disk space first.`,
  )
  expect(pauseWords({ kind: 'ledger', code: 'ledger_full', path: null })).not.toContain('(')
})

it('says who stays VIP only when it is known', () => {
  expect(undoWords(fakeBatch({ looked: true }))).toContain('Whoever was VIP before stays VIP.')
  const unread = undoWords(fakeBatch({ looked: false }))
  expect(unread).toContain('who were VIP before cannot be told apart and are taken off too.')
  expect(unread).not.toContain('stays')
  expect(undoWords(fakeBatch({ action: 'remove', looked: false }))).toContain('back on')
})

it('says what it costs, but not in practice', () => {
  expect(costWords(407, 204, 'live')).toBe('It uses 407 credits and takes about 3 minutes.')
  expect(costWords(407, 41, 'practice')).toBe('It takes less than a minute. Practice uses no credits.')
})

it('says nothing of the time when it is not known', () => {
  expect(costWords(1, null, 'live')).toBe('It uses 1 credit.')
  expect(costWords(407, null, 'live')).toBe('It uses 407 credits.')
  expect(costWords(407, null, 'practice')).toBe('Practice uses no credits.')
})

it('names what was pasted', () => {
  expect(batchName({ name: '' })).toBe('Pasted list')
})

it('keeps a name that is written from right to left in its place', () => {
  const said = endWords(fakeBatch({ name: 'ليلى', state: { kind: 'ended' }, counts: fakeCounts({ total: 1, added: 1 }) }))
  expect(said).toBe('\u2068ليلى\u2069: 1 added.')
})
