import type { AppState } from './bindings/AppState'
import type { ErrorCode } from './bindings/ErrorCode'
import type { Failure } from './bindings/Failure'
import type { LogRow } from './bindings/LogRow'
import type { Heard, Host } from './host'

/** An app without a Rust half, for component tests and for pictures in a plain browser. Never in a release. */
export class FakeHost implements Host {
  state: AppState
  /** Newest first. */
  rows: LogRow[]
  /** How the next commands end, by name; without one they succeed at once. */
  readonly answers = new Map<keyof Host, () => Promise<unknown>>()
  /** Every command that came, oldest first. */
  readonly asked: [keyof Host, ...unknown[]][] = []
  heard: Heard | undefined

  constructor(state: Partial<AppState> = {}, rows: LogRow[] = []) {
    this.rows = rows
    this.state = { ...fakeState(), ...state, log: { total: rows.length, revision: rows.length } }
  }

  /** The next `command` is refused. */
  refuse(command: keyof Host, code: ErrorCode, params: Record<string, string> = {}): void {
    const failure: Failure = { code, params }
    this.answers.set(command, () => Promise.reject(failure))
  }

  /** A new row on top, and the window told so. */
  append(row: Partial<LogRow> = {}): LogRow {
    const whole = fakeRow({ item: this.rows.length + 1, ...row })
    this.rows = [whole, ...this.rows]
    this.#changed()
    return whole
  }

  /** Changes a row, and tells the window. */
  change(item: number, change: Partial<LogRow>): LogRow {
    this.rows = this.rows.map((row) => (row.item === item ? { ...row, ...change } : row))
    this.#changed()
    return this.#row(item)
  }

  appState = () => this.#answer('appState', [], () => this.state)
  saveKey = (key: string) =>
    this.#answer('saveKey', [key], () => this.#become({ key: { kind: 'saved' }, accounts: fakeState().accounts }))
  forgetKey = () => this.#answer('forgetKey', [], () => this.#become({ key: { kind: 'none' }, accounts: [] }))
  readKeychainAgain = () => this.#answer('readKeychainAgain', [], () => this.#become({ key: { kind: 'saved' } }))
  setMode = (mode: AppState['mode']) =>
    this.#answer('setMode', [mode], () => this.#become({ mode, samples: mode === 'practice' ? fakeSamples : [] }))
  refreshAccounts = () => this.#answer('refreshAccounts', [], () => this.#become({ accounts_problem: null }))
  chooseAccount = (account: string) =>
    this.#answer('chooseAccount', [account], () => this.#become({ chosen: account }))
  addVip = (account: string, fan: string) =>
    this.#answer('addVip', [account, fan], () => this.append({ account, fan: fan.replace(/\D/g, ''), can_undo: true }))
  undo = (item: number) =>
    this.#answer('undo', [item], () => {
      const row = this.change(item, { undone: true, can_undo: false })
      return this.append({ ...row, item: this.rows.length + 1, action: 'remove', outcome: 'removed', undone: false })
    })
  check = (item: number) =>
    this.#answer('check', [item], () =>
      this.change(item, { outcome: 'added', cause: null, can_check: false, can_undo: true }),
    )
  again = (item: number) =>
    this.#answer('again', [item], () =>
      this.append({ ...this.#row(item), item: this.rows.length + 1, outcome: 'added', cause: null, can_undo: true }),
    )
  stopWaiting = (item: number) =>
    this.#answer('stopWaiting', [item], () => {
      this.change(item, { phase: 'done', outcome: 'stopped' })
    })
  logSlice = (offset: number, limit: number) =>
    this.#answer('logSlice', [offset, limit], () => ({
      mark: this.state.log,
      offset,
      rows: this.rows.slice(offset, offset + limit),
    }))
  setPreferences = (preferences: AppState['preferences']) =>
    this.#answer('setPreferences', [preferences], () => this.#become({ preferences }))
  dismissNotices = () => this.#answer('dismissNotices', [], () => this.#become({ notices: [] }))
  openLedgerAgain = () => this.#answer('openLedgerAgain', [], () => this.#become({ ledger: { kind: 'ready' } }))
  eraseEverything = () =>
    this.#answer('eraseEverything', [], () => {
      this.rows = []
      return this.#become({ ...fakeState(), key: { kind: 'none' }, accounts: [], log: { total: 0, revision: 0 } })
    })

  listen(heard: Heard): Promise<void> {
    this.asked.push(['listen'])
    this.heard = heard
    return Promise.resolve()
  }

  async #answer<T>(command: keyof Host, args: unknown[], usual: () => T): Promise<T> {
    this.asked.push([command, ...args])
    const answer = this.answers.get(command)
    await Promise.resolve()
    return answer ? ((await answer()) as T) : usual()
  }

  #become(change: Partial<AppState>): AppState {
    this.state = { ...this.state, ...change, revision: this.state.revision + 1 }
    return this.state
  }

  #changed(): void {
    this.#become({ log: { total: this.rows.length, revision: this.state.log.revision + 1 } })
    this.heard?.log(this.state.log)
  }

  #row(item: number): LogRow {
    const row = this.rows.find((one) => one.item === item)
    if (!row) throw new Error(`no row ${item}`)
    return row
  }
}

/** A key in the keychain, three accounts, an empty log. */
export function fakeState(): AppState {
  return {
    version: '0.1.0',
    mode: 'live',
    key: { kind: 'saved' },
    keychain: 'secret_service',
    accounts: [
      { id: 'fansly_mira', name: 'Mira Rose', initials: 'MR', colour: 0, session: 'alive' },
      { id: 'fansly_luna', name: 'Luna Vale', initials: 'LV', colour: 4, session: 'unknown' },
      { id: 'fansly_noor', name: 'Noor', initials: 'N', colour: 2, session: 'expired' },
    ],
    accounts_problem: null,
    chosen: 'fansly_mira',
    ledger: { kind: 'ready' },
    log: { total: 0, revision: 0 },
    notices: [],
    preferences: { appearance: 'system', language: 'en' },
    samples: [],
    resting: [],
    revision: 1,
  }
}

export const fakeSamples: AppState['samples'] = [
  { fan: '843584256474116096', name: 'Jamie K.' },
  { fan: '618592888766341120', name: 'Zoë' },
  { fan: '374708676486770688', name: 'ليلى' },
]

/** An added fan; pass what is different. */
export function fakeRow(row: Partial<LogRow> = {}): LogRow {
  return {
    item: 1,
    account: 'fansly_mira',
    account_name: 'Mira Rose',
    fan: '843584256474116096',
    action: 'add',
    phase: 'done',
    outcome: 'added',
    cause: null,
    other_marks: false,
    began: Date.now(),
    ended: Date.now(),
    can_undo: false,
    undone: false,
    can_check: false,
    checked: null,
    ...row,
  }
}
