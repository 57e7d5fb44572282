import { invoke } from '@tauri-apps/api/core'
import { listen } from '@tauri-apps/api/event'
import type { AppState } from './bindings/AppState'
import type { LogMark } from './bindings/LogMark'
import type { Resting } from './bindings/Resting'
import type { Host } from './host'

/** The app itself. The only module that reaches out of the window. */
export const tauri: Host = {
  appState: () => invoke('app_state'),
  saveKey: (key) => invoke('save_key', { key }),
  forgetKey: () => invoke('forget_key'),
  readKeychainAgain: () => invoke('read_keychain_again'),
  setMode: (mode) => invoke('set_mode', { mode }),
  refreshAccounts: () => invoke('refresh_accounts'),
  chooseAccount: (account) => invoke('choose_account', { account }),
  addVip: (account, fan) => invoke('add_vip', { account, fan }),
  undo: (item) => invoke('undo', { item }),
  check: (item) => invoke('check', { item }),
  again: (item) => invoke('again', { item }),
  stopWaiting: (item) => invoke('stop_waiting', { item }),
  logSlice: (offset, limit) => invoke('log_slice', { offset, limit }),
  setPreferences: (preferences) => invoke('set_preferences', { preferences }),
  dismissNotices: () => invoke('dismiss_notices'),
  openLedgerAgain: () => invoke('open_ledger_again'),
  eraseEverything: () => invoke('erase_everything'),
  listen: async (heard) => {
    await Promise.all([
      listen<LogMark>('log', (event) => heard.log(event.payload)),
      listen<Resting>('resting', (event) => heard.resting(event.payload)),
      listen<AppState>('state', (event) => heard.state(event.payload)),
    ])
  },
}
