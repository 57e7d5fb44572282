import type { ErrorCode } from '../backend/bindings/ErrorCode'
import type { Failure } from '../backend/bindings/Failure'
import { m } from './messages.svelte'
import { isolated, shownPath } from './isolated'
import { sentences } from './joined'
import { count } from './time'

type Sentence = (params: Record<string, string>) => string

/** What happened, and what changed or did not. */
export function problem(failure: Failure): string {
  const params = Object.fromEntries(Object.entries(failure.params).map(([name, value]) => [name, filled(name, value)]))
  return (m[`problem_${failure.code}`] as Sentence)(params)
}

/** What the user can do about it. A file that is not a list may need more than the usual advice. */
export function advice(code: ErrorCode, { kind }: Failure['params'] = {}): string {
  const special = kind === undefined ? undefined : ofKind(`file_advice_${kind}`)
  return (special ?? (m[`advice_${code}`] as Sentence))({})
}

/** Whether an ID was refused because it is probably a typo. The user may add it anyway. */
export function isUnlikely(code: ErrorCode): boolean {
  return code.startsWith('fan_unlikely_')
}

/** The message with this key, if there is one. The kinds of files come from the core. */
function ofKind(key: string): Sentence | undefined {
  return (m as unknown as Partial<Record<string, Sentence>>)[key]
}

/** Both texts, in the order in which they are usually shown. */
export function problemAndAdvice(failure: Failure): string {
  return sentences(problem(failure), advice(failure.code, failure.params))
}

/** Isolates names, and adds separators to numbers. */
function filled(name: string, value: string): string {
  if (name === 'path') return shownPath(value)
  if (name === 'kind') return ofKind(`file_kind_${value}`)?.({}) ?? value
  if (['account', 'found', 'file', 'site', 'name'].includes(name)) return isolated(value)
  return name === 'limit' && /^\d+$/.test(value) ? count(BigInt(value)) : value
}

/** The server's own words as a quotation. Empty if it said nothing. */
export function quote(words: string | null): string {
  if (words === null) return ''
  // The quotation ends the sentence.
  return m.server_said({ words: isolated(/[.!?…]$/.test(words) ? words : `${words}.`) })
}
