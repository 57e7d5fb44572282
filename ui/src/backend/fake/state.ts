import type { AccountView } from '../bindings/AccountView'
import type { AppState } from '../bindings/AppState'
import type { KeyView } from '../bindings/KeyView'
import type { LogRow } from '../bindings/LogRow'
import type { NewVersion } from '../bindings/NewVersion'
import type { UpdateState } from '../bindings/UpdateState'

/** The first key, in the keychain, changed by `key`. */
export function fakeKey(key: Partial<KeyView> = {}): KeyView {
  return { id: 1, state: { kind: 'saved' }, accounts: ['Mira Rose', 'Luna Vale', 'Noor'], problem: null, ...key }
}

/** An account of another key, changed by `account`. */
export function fakeAccount(account: Partial<AccountView> = {}): AccountView {
  const name = account.name ?? 'Sol'
  return {
    id: 'fansly_sol',
    name,
    listed_name: name,
    nickname: null,
    initials: 'S',
    colour: 5,
    session: 'alive',
    key: 2,
    changed: true,
    ...account,
  }
}

/** Two keys; `second` changes the second one. */
export function fakeTwoKeys(second: Partial<KeyView> = {}): Pick<AppState, 'keys' | 'accounts'> {
  const accounts = [...fakeState().accounts, fakeAccount()]
  return { accounts, keys: [fakeKey(), fakeKey({ id: 2, accounts: ['Sol'], ...second })] }
}

/** A key in the keychain, three accounts, and an empty log. */
export function fakeState(): AppState {
  return {
    version: '0.1.0',
    mode: 'live',
    address: { kind: 'real' },
    key: { kind: 'saved' },
    keys: [fakeKey()],
    keychain: 'secret_service',
    without_key: [],
    accounts: [
      {
        id: 'fansly_mira',
        name: 'Mira Rose',
        listed_name: 'Mira Rose',
        nickname: null,
        initials: 'MR',
        colour: 0,
        session: 'alive',
        key: 1,
        changed: true,
      },
      {
        id: 'fansly_luna',
        name: 'Luna Vale',
        listed_name: 'Luna Vale',
        nickname: null,
        initials: 'LV',
        colour: 4,
        session: 'unknown',
        key: 1,
        changed: true,
      },
      {
        id: 'fansly_noor',
        name: 'Noor',
        listed_name: 'Noor',
        nickname: null,
        initials: 'N',
        colour: 2,
        session: 'expired',
        key: 1,
        changed: true,
      },
    ],
    accounts_problem: null,
    chosen: 'fansly_mira',
    ledger: { kind: 'ready' },
    log: { total: 0, revision: 0 },
    rules: [],
    notices: [],
    preferences: {
      appearance: 'system',
      language: 'en',
      speed: 'steady',
      notifications_off: false,
      opens_profiles: false,
      opens_console: false,
      opens_releases: false,
      updates: 'not_asked',
      hide_names_at_start: false,
      first_steps_done: true,
    },
    names_hidden: false,
    samples: [],
    updates: null,
    resting: [],
    list: null,
    started_list: null,
    batches: [],
    revision: 1,
  }
}

/** A build that looks for new versions and has found none, changed by `updates`. */
export function fakeUpdates(updates: Partial<UpdateState> = {}): UpdateState {
  const host = 'releases.example'
  return { host, page_host: host, ask: false, checked: null, available: null, tell: false, ...updates }
}

/** A new version, changed by `version`. */
export function fakeNewVersion(version: Partial<NewVersion> = {}): NewVersion {
  return {
    version: '1.2.0',
    date: '2026-12-01',
    security: false,
    changes: { en: 'Lists load faster.', de: 'Listen laden schneller.' },
    ...version,
  }
}

export const fakeSamples: AppState['samples'] = [
  { fan: '843584256474116096', name: 'Jamie K.' },
  { fan: '618592888766341120', name: 'Zoë' },
  { fan: '374708676486770688', name: 'ليلى' },
]

/** An entry of an added fan, changed by `row`. */
export function fakeRow(row: Partial<LogRow> = {}): LogRow {
  return {
    item: 1,
    account: 'fansly_mira',
    account_name: 'Mira Rose',
    fan: '843584256474116096',
    label: null,
    batch: null,
    batch_name: null,
    note: null,
    created: Date.UTC(2024, 2, 9),
    row: null,
    action: 'add',
    phase: 'done',
    outcome: 'added',
    cause: null,
    words: null,
    other_marks: false,
    lost_marks: false,
    began: Date.now(),
    ended: Date.now(),
    can_undo: false,
    undone: false,
    can_check: false,
    checked: null,
    ...row,
  }
}
