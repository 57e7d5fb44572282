import type { ErrorCode } from '../host/bindings/ErrorCode'
import type { Failure } from '../host/bindings/Failure'
import { m } from '../paraglide/messages.js'
import { isolated } from './isolated'

type Sentence = (params: Record<string, string>) => string

/** What happened, and what changed or did not. */
export function problem(failure: Failure): string {
  const { account, found, ...rest } = failure.params
  const params = { ...rest, ...(account && { account: isolated(account) }), ...(found && { found: isolated(found) }) }
  return (m[`problem_${failure.code}`] as Sentence)(params)
}

/** The one thing to do about it. */
export function advice(code: ErrorCode): string {
  return (m[`advice_${code}`] as Sentence)({})
}

/** Both, as they are mostly shown. */
export function problemAndAdvice(failure: Failure): string {
  return `${problem(failure)} ${advice(failure.code)}`
}
