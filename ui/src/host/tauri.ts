import { invoke } from '@tauri-apps/api/core'
import { listen } from '@tauri-apps/api/event'
import type { AppState } from './bindings/AppState'
import type { BatchView } from './bindings/BatchView'
import type { DroppedFiles } from './bindings/DroppedFiles'
import type { ExportProgress } from './bindings/ExportProgress'
import type { Failure } from './bindings/Failure'
import type { ListProgress } from './bindings/ListProgress'
import type { ListView } from './bindings/ListView'
import type { LogMark } from './bindings/LogMark'
import type { PeopleView } from './bindings/PeopleView'
import type { Resting } from './bindings/Resting'
import type { Host } from './host'

/** The app itself. The only module that reaches out of the window. */
export const tauri: Host = {
  appState: () => invoke('app_state'),
  saveKey: (key) => invoke('save_key', { key }),
  replaceKey: (id, key) => invoke('replace_key', { id, key }),
  forgetKey: (id) => invoke('forget_key', { id }),
  readKeychainAgain: () => invoke('read_keychain_again'),
  setMode: (mode) => invoke('set_mode', { mode }),
  refreshAccounts: () => invoke('refresh_accounts'),
  chooseAccount: (account) => invoke('choose_account', { account }),
  setAccount: (account, nickname, colour) => invoke('set_account', { account, nickname, colour }),
  checkSession: (account) => invoke('check_session', { account }),
  understand: (account, text) => invoke('understand', { account, text }),
  lookUp: (account, text) => invoke('look_up', { account, text }),
  addVip: (account, fan) => invoke('add_vip', { account, fan }),
  undo: (item) => invoke('undo', { item }),
  check: (item) => invoke('check', { item }),
  again: (item) => invoke('again', { item }),
  stopWaiting: (item) => invoke('stop_waiting', { item }),
  logSlice: (offset, limit) => invoke('log_slice', { offset, limit }),
  findLog: (query) => invoke('find_log', { query }),
  foundRows: (found, offset, limit) => invoke('found_rows', { found, offset, limit }),
  offerRows: (selection) => invoke('offer_rows', { selection }),
  undoRows: (selection) => invoke('undo_rows', { selection }),
  retryRows: (selection) => invoke('retry_rows', { selection }),
  idsOf: (selection) => invoke('ids_of', { selection }),
  setNote: (fan, note) => invoke('set_note', { fan, note }),
  setNotes: (selection, note) => invoke('set_notes', { selection, note }),
  setBatchName: (batch, name) => invoke('set_batch_name', { batch, name }),
  logDays: (account, bounds) => invoke('log_days', { account, bounds }),
  batchCourse: (batch) => invoke('batch_course', { batch }),
  exportLog: (selection, format, words) => invoke('export_log', { selection, format, words }),
  cancelExport: () => invoke('cancel_export'),
  saveBackup: () => invoke('save_backup'),
  restoreBackup: () => invoke('restore_backup'),
  trimOffer: (before) => invoke('trim_offer', { before }),
  trimLog: (before) => invoke('trim_log', { before }),
  people: (account, source) => invoke('people', { account, source }),
  readPeople: (account, source, sure) => invoke('read_people', { account, source, sure }),
  stopReading: () => invoke('stop_reading'),
  findPeople: (query) => invoke('find_people', { query }),
  peopleRows: (found, offset, limit) => invoke('people_rows', { found, offset, limit }),
  offerPeople: (selection, action) => invoke('offer_people', { selection, action }),
  startPeople: (start) => invoke('start_people', { start }),
  idsOfPeople: (selection) => invoke('ids_of_people', { selection }),
  exportPeople: (selection, format, words) => invoke('export_people', { selection, format, words }),
  saveRule: (name, source) => invoke('save_rule', { name, source }),
  deleteRule: (rule) => invoke('delete_rule', { rule }),
  openList: () => invoke('open_list'),
  pasteList: (text) => invoke('paste_list', { text }),
  checkList: (account, action) => invoke('check_list', { account, action }),
  chooseColumns: (idColumn, labelColumn) => invoke('choose_columns', { idColumn, labelColumn }),
  chooseSheet: (sheet) => invoke('choose_sheet', { sheet }),
  lookUpNames: (revision) => invoke('look_up_names', { revision }),
  stopList: () => invoke('stop_list'),
  listRows: (group, offset, limit) => invoke('list_rows', { group, offset, limit }),
  saveLeftOut: (words) => invoke('save_left_out', { words }),
  closeList: () => invoke('close_list'),
  startList: (start) => invoke('start_list', { start }),
  batches: (offset, limit) => invoke('batches', { offset, limit }),
  batch: (batch) => invoke('batch', { batch }),
  batchRows: (batch, filter, offset, limit) => invoke('batch_rows', { batch, filter, offset, limit }),
  pauseBatch: (batch) => invoke('pause_batch', { batch }),
  resumeBatch: (batch) => invoke('resume_batch', { batch }),
  stopBatch: (batch) => invoke('stop_batch', { batch }),
  undoBatch: (batch) => invoke('undo_batch', { batch }),
  retryBatch: (batch) => invoke('retry_batch', { batch }),
  answerClose: (choice) => invoke('answer_close', { choice }),
  notify: (text) => invoke('notify', { text }),
  setPreferences: (preferences) => invoke('set_preferences', { preferences }),
  dismissNotices: () => invoke('dismiss_notices'),
  openLedgerAgain: () => invoke('open_ledger_again'),
  eraseEverything: () => invoke('erase_everything'),
  listen: async (heard) => {
    await Promise.all([
      listen<LogMark>('log', (event) => heard.log(event.payload)),
      listen<Resting>('resting', (event) => heard.resting(event.payload)),
      listen<AppState>('state', (event) => heard.state(event.payload)),
      listen<BatchView>('batch', (event) => heard.batch(event.payload)),
      listen<PeopleView>('people', (event) => heard.people(event.payload)),
      listen<DroppedFiles>('dropped', (event) => heard.dropped(event.payload)),
      listen<ListView>('list', (event) => heard.list(event.payload)),
      listen<Failure>('list-refused', (event) => heard.listRefused(event.payload)),
      listen<ListProgress>('list-progress', (event) => heard.listProgress(event.payload)),
      listen<ExportProgress>('export-progress', (event) => heard.exportProgress(event.payload)),
      listen<boolean>('dragging', (event) => heard.dragging(event.payload)),
      listen('closing', () => heard.closing()),
    ])
  },
}
