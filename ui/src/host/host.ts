import type { AppState } from './bindings/AppState'
import type { Failure } from './bindings/Failure'
import type { LogMark } from './bindings/LogMark'
import type { LogRow } from './bindings/LogRow'
import type { LogSlice } from './bindings/LogSlice'
import type { Mode } from './bindings/Mode'
import type { Preferences } from './bindings/Preferences'
import type { Resting } from './bindings/Resting'

/** What the app can be asked to do. Every promise may be rejected with a `Failure`. */
export interface Host {
  appState(): Promise<AppState>
  saveKey(key: string): Promise<AppState>
  forgetKey(): Promise<AppState>
  readKeychainAgain(): Promise<AppState>
  setMode(mode: Mode): Promise<AppState>
  refreshAccounts(): Promise<AppState>
  chooseAccount(account: string): Promise<AppState>
  /** `fan` is the text of the field as it is. Resolves when the item has ended. */
  addVip(account: string, fan: string): Promise<LogRow>
  /** Resolves with the new row that takes `item` back, once that ended. */
  undo(item: number): Promise<LogRow>
  /** Resolves with the same row after the VIP list was read. */
  check(item: number): Promise<LogRow>
  /** Resolves with the new row that repeats `item`, once that ended. */
  again(item: number): Promise<LogRow>
  stopWaiting(item: number): Promise<void>
  /** Rows of the log, newest first; `limit` is at most 200. */
  logSlice(offset: number, limit: number): Promise<LogSlice>
  setPreferences(preferences: Preferences): Promise<AppState>
  dismissNotices(): Promise<AppState>
  openLedgerAgain(): Promise<AppState>
  eraseEverything(): Promise<AppState>
  /** Resolves once the window really listens. */
  listen(heard: Heard): Promise<void>
}

/** What the window is told without asking. */
export interface Heard {
  log(mark: LogMark): void
  resting(resting: Resting): void
  state(state: AppState): void
}

/** The failure in something thrown; whatever is not one becomes `internal`. */
export function failureOf(thrown: unknown): Failure {
  const shaped = typeof thrown === 'object' && thrown !== null && 'code' in thrown && 'params' in thrown
  return shaped ? (thrown as Failure) : { code: 'internal', params: {} }
}
