import type { ErrorCode } from '../host/bindings/ErrorCode'
import type { Failure } from '../host/bindings/Failure'
import { m } from '../paraglide/messages.js'

type Sentence = (params: Record<string, string>) => string

/** What happened, and what changed or did not. */
export function problem(failure: Failure): string {
  return (m[`problem_${failure.code}`] as Sentence)(failure.params)
}

/** The one thing to do about it. */
export function advice(code: ErrorCode): string {
  return (m[`advice_${code}`] as Sentence)({})
}

/** Both, as they are mostly shown. */
export function problemAndAdvice(failure: Failure): string {
  return `${problem(failure)} ${advice(failure.code)}`
}
