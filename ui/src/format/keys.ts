import type { AppState } from '../backend/bindings/AppState'
import type { Failure } from '../backend/bindings/Failure'
import type { KeychainKind } from '../backend/bindings/KeychainKind'
import type { KeychainProblem } from '../backend/bindings/KeychainProblem'
import type { KeyView } from '../backend/bindings/KeyView'
import { locale, m } from './messages.svelte'
import { isolated } from './isolated'
import { enumerated, labelled, sentences } from './joined'
import { asSentence, keychainName, whereTheKeyIs } from './keychain'
import { count } from './time'

/** How many accounts are named beside a key's number. The others are counted. */
const NAMED = 3

/** The title of a key: “Key 1 · Mira Rose, Luna Vale”. */
export function keyTitle(key: Pick<KeyView, 'id' | 'accounts'>): string {
  const names = namesOf(key.accounts)
  return names === '' ? m.key_title({ number: key.id }) : m.key_title_accounts({ number: key.id, names })
}

/** Keys inside a sentence: “key 1 (Mira Rose) and key 2 (Sol)”. */
export function keysCalled(keys: KeyView[]): string {
  const called = keys.map(({ id: number, accounts }) => {
    const names = namesOf(accounts)
    return names === '' ? m.key_called({ number }) : m.key_called_accounts({ number, names })
  })
  return new Intl.ListFormat(locale(), { type: 'conjunction' }).format(called)
}

/** Where one of several keys is kept, and what to do if it is unread. */
export function whereOneKeyIs({ state }: KeyView, kind: KeychainKind): string {
  switch (state.kind) {
    case 'none':
      return ''
    case 'saved':
      return m.key_saved({ keychain: keychainName(kind) })
    case 'session_only':
      return {
        missing: m.key_session_only_missing,
        not_set_up: m.key_session_only_not_set_up,
        locked: m.key_session_only_locked,
        refused: m.key_session_only_refused,
      }[state.because]()
    case 'unread':
      return sentences(m.key_unread(), whyUnread(state.because, kind))
  }
}

/** Where the keys are kept, after the keychain was read again. */
export function whereTheKeysAre({ key, keys, keychain }: AppState): string {
  if (keys.length < 2) return whereTheKeyIs(key, keychain)
  const elsewhere = keys.filter((one) => one.state.kind !== 'saved')
  if (elsewhere.length === 0) return m.keys_saved({ keychain: keychainName(keychain) })
  return sentences(...elsewhere.map((one) => labelled(m.key_title({ number: one.id }), whereOneKeyIs(one, keychain))))
}

/** Why a key is unread, and what to do. */
export function whyUnread(because: KeychainProblem, kind: KeychainKind): string {
  return {
    missing: m.key_unread_missing,
    not_set_up: m.key_unread_not_set_up,
    locked: () => m.key_unread_locked({ keychain: keychainName(kind) }),
    refused: () => asSentence(m.key_unread_refused({ keychain: keychainName(kind) })),
  }[because]()
}

/** What may be out of date, and why, in `words`. Names the keys if not all of them are affected. */
export function staleness({ keys, accounts_problem }: AppState, words: (failure: Failure) => string): string[] {
  if (accounts_problem === null) return []
  const troubled = keys.flatMap((key) => (key.problem ? [{ key, problem: key.problem }] : []))
  const alike = troubled.every((one) => one.problem.code === accounts_problem.code)
  if (troubled.length === 0 || (alike && troubled.length === keys.length)) {
    return [sentences(m.accounts_stale(), words(accounts_problem))]
  }
  return troubled.map(({ key, problem }) => sentences(m.accounts_stale_of({ keys: keysCalled([key]) }), words(problem)))
}

/** The credits that refreshing the accounts uses: 1 for each usable key. */
export function refreshCost({ mode, keys }: AppState): string {
  const usable = keys.filter((one) => one.state.kind !== 'unread').length
  return mode === 'live' ? m.account_refresh_credits({ count: Math.max(1, usable) }) : ''
}

function namesOf(accounts: string[]): string {
  const names = accounts.map(isolated)
  // Naming one more takes no more room than counting it.
  if (names.length <= NAMED + 1) return enumerated(names)
  return m.key_names_more({ names: enumerated(names.slice(0, NAMED)), count: count(names.length - NAMED) })
}
