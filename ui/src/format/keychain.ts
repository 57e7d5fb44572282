import type { AppState } from '../backend/bindings/AppState'
import type { KeychainKind } from '../backend/bindings/KeychainKind'
import type { KeychainProblem } from '../backend/bindings/KeychainProblem'
import type { KeyState } from '../backend/bindings/KeyState'
import { locale, m } from './messages.svelte'

/** The name of the system's keychain, inside a sentence. */
export function keychainName(kind: KeychainKind): string {
  switch (kind) {
    case 'secret_service':
      return m.keychain_name_secret_service()
    case 'keychain':
      return m.keychain_name_keychain()
    case 'credential_manager':
      return m.keychain_name_credential_manager()
  }
}

/** A text that may start with the name of the keychain, as a sentence. */
export function asSentence(text: string): string {
  return text.charAt(0).toLocaleUpperCase(locale()) + text.slice(1)
}

/** Where a new key will be kept. Promises the keychain only if it has saved a key before. */
export function whereTheKeyWillBe({ keys, key, keychain }: AppState): string {
  if (keys.some((one) => one.state.kind === 'saved')) {
    return {
      secret_service: m.key_kept_secret_service,
      keychain: m.key_kept_keychain,
      credential_manager: m.key_kept_credential_manager,
    }[keychain]()
  }
  if (!('because' in key)) return m.key_kept_asked({ keychain: keychainName(keychain) })
  return {
    missing: m.key_kept_session_only,
    not_set_up: m.key_kept_not_set_up,
    locked: m.key_kept_locked,
    refused: m.key_kept_refused,
  }[key.because]()
}

/** The keychain's problem, in a few words. */
export function whatIsWrong(because: KeychainProblem): string {
  return {
    missing: m.keychain_missing_title,
    not_set_up: m.keychain_not_set_up_title,
    locked: m.keychain_locked_title,
    refused: m.keychain_refused_title,
  }[because]()
}

/** Where the key is kept. */
export function whereTheKeyIs(key: KeyState, kind: KeychainKind): string {
  switch (key.kind) {
    case 'none':
      return m.settings_key_none()
    case 'saved':
      return m.settings_key_saved({ keychain: keychainName(kind) })
    case 'unread':
      return {
        missing: m.keychain_missing,
        not_set_up: m.keychain_not_set_up,
        locked: () => m.keychain_locked({ keychain: keychainName(kind) }),
        refused: () => asSentence(m.keychain_refused({ keychain: keychainName(kind) })),
      }[key.because]()
    case 'session_only':
      return {
        missing: m.session_only_missing,
        not_set_up: m.session_only_not_set_up,
        locked: m.session_only_locked,
        refused: m.session_only_refused,
      }[key.because]()
  }
}
