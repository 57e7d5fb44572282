import { expect, it } from 'vitest'
import { problem } from './failure'
import { shownPath } from './isolated'

const inside = (path: string) => /^\u2066(.*)\u2069$/su.exec(shownPath(path))?.[1]

it.each([
  ['/home/mira/ledger.sqlite3', '/home/mira/ledger.sqlite3'],
  ['/Zoë O’Brien #1/名前/👩‍🎤', '/Zoë O’Brien #1/名前/👩‍🎤'],
  ['/a\u202Egnp.exe', '/a⟨U+202E⟩gnp.exe'],
  ['/a\nb\u0007\u2066', '/a⟨U+000A⟩b⟨U+0007⟩⟨U+2066⟩'],
  ['/a\u200B\uFEFF', '/a⟨U+200B⟩⟨U+FEFF⟩'],
])('shows what is not seen in %j', (path, shown) => {
  expect(inside(path)).toBe(shown)
})

it('shows every path in a failure this way', () => {
  const words = problem({ code: 'ledger_newer', params: { path: '/x\u202Ey/ledger.sqlite3' } })
  expect(words).toContain('\u2066/x⟨U+202E⟩y/ledger.sqlite3\u2069')
})
