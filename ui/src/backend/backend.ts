import type { Action } from './bindings/Action'
import type { AppState } from './bindings/AppState'
import type { BatchCourse } from './bindings/BatchCourse'
import type { BatchFilter } from './bindings/BatchFilter'
import type { BatchQuery } from './bindings/BatchQuery'
import type { BatchRows } from './bindings/BatchRows'
import type { BatchSlice } from './bindings/BatchSlice'
import type { BatchView } from './bindings/BatchView'
import type { CloseChoice } from './bindings/CloseChoice'
import type { ExportFormat } from './bindings/ExportFormat'
import type { ExportWords } from './bindings/ExportWords'
import type { Failure } from './bindings/Failure'
import type { FanRecord } from './bindings/FanRecord'
import type { FanHit } from './bindings/FanHit'
import type { FoundRows } from './bindings/FoundRows'
import type { RejectedRowsWords } from './bindings/RejectedRowsWords'
import type { Link } from './bindings/Link'
import type { ListExtra } from './bindings/ListExtra'
import type { ListGroupKind } from './bindings/ListGroupKind'
import type { ListRows } from './bindings/ListRows'
import type { ListView } from './bindings/ListView'
import type { LogFound } from './bindings/LogFound'
import type { LogOffer } from './bindings/LogOffer'
import type { LogQuery } from './bindings/LogQuery'
import type { LogRow } from './bindings/LogRow'
import type { LogSlice } from './bindings/LogSlice'
import type { LookUp } from './bindings/LookUp'
import type { Mode } from './bindings/Mode'
import type { AppEvent } from './bindings/AppEvent'
import type { PeopleFound } from './bindings/PeopleFound'
import type { PeopleOffer } from './bindings/PeopleOffer'
import type { PeopleQuery } from './bindings/PeopleQuery'
import type { PeopleRows } from './bindings/PeopleRows'
import type { PeopleSource } from './bindings/PeopleSource'
import type { PeopleView } from './bindings/PeopleView'
import type { Preferences } from './bindings/Preferences'
import type { SavedFile } from './bindings/SavedFile'
import type { Selection } from './bindings/Selection'
import type { SpanCount } from './bindings/SpanCount'
import type { StartList } from './bindings/StartList'
import type { StartPeople } from './bindings/StartPeople'
import type { SystemMenu } from './bindings/SystemMenu'
import type { ThirdParty } from './bindings/ThirdParty'
import type { TrimOffer } from './bindings/TrimOffer'
import type { Understood } from './bindings/Understood'

/** What the app can be asked to do. Every promise may be rejected with a `Failure`. */
export interface Backend {
  /** The whole state except the entries of the log. Events go to `events` from then on, and to no earlier receiver. */
  appState(events: BackendEvents): Promise<AppState>
  /** Checks a key, and keeps it in addition to the others. */
  saveKey(key: string): Promise<AppState>
  /** Checks a key, and keeps it in place of the key `id`. */
  replaceKey(id: number, key: string): Promise<AppState>
  removeKey(id: number): Promise<AppState>
  /** Whether the key that was saved last is still on the clipboard. */
  keyOnClipboard(): Promise<boolean>
  /** Clears the clipboard if it holds that key. Resolves with whether the key is gone. */
  clearClipboard(): Promise<boolean>
  readKeychainAgain(): Promise<AppState>
  setMode(mode: Mode): Promise<AppState>
  refreshAccounts(): Promise<AppState>
  chooseAccount(account: string): Promise<AppState>
  /** Sets an account's nickname (empty for none) and its badge's color, 0 to 7. */
  setAccount(account: string, nickname: string, colour: number): Promise<AppState>
  /** Asks apifansly.com whether an account's session is active. Uses 1 credit. */
  checkSession(account: string): Promise<AppState>
  /** Says what the text of the fan field means. Uses no credits. */
  understand(account: string, text: string): Promise<Understood>
  /** Looks up the fans with this name. Uses credits. */
  lookUp(account: string, text: string): Promise<LookUp>
  /**
   * Adds a fan. `fan` is the text of the field, or the ID of a person who was looked up. Resolves when the item has ended.
   */
  addVip(account: string, fan: string, anyway: boolean): Promise<LogRow>
  /** Undoes an item. Resolves with the new entry once that has ended. */
  undo(item: number): Promise<LogRow>
  /** Refreshes the VIP list to find out what became of an item. Resolves with its entry. */
  check(item: number): Promise<LogRow>
  /** Repeats an item. Resolves with the new entry once that has ended. */
  again(item: number): Promise<LogRow>
  stopWaiting(item: number): Promise<void>
  /** What is known of one fan, on all accounts. Uses no credits. */
  fanRecord(fan: string): Promise<FanRecord>
  /** Copies the ID of one fan. Resolves with 1. */
  copyFan(fan: string): Promise<number>
  /** Copies a username, with the @. Resolves with 1. */
  copyUsername(username: string): Promise<number>
  /** Entries of the log, newest first. `limit` is at most 200. */
  logSlice(offset: number, limit: number): Promise<LogSlice>
  /** Searches the log. Results stay as they are; only the last few are kept. */
  findLog(query: LogQuery): Promise<LogFound>
  /** At most 8 fans whose name, ID, or note has every word of the text, from the log and the VIP lists of all accounts. */
  findFans(text: string): Promise<FanHit[]>
  /** Entries of a search result, in their current state. `limit` is at most 200. */
  foundRows(found: number, offset: number, limit: number): Promise<FoundRows>
  /** What can be done with the selected entries, and how many credits it uses. */
  offerRows(selection: Selection): Promise<LogOffer>
  /** Starts batches that undo these entries, one for each account and action. */
  undoRows(selection: Selection): Promise<BatchView[]>
  /** Starts batches that retry what failed among these entries, one for each account and action. */
  retryRows(selection: Selection): Promise<BatchView[]>
  /** Copies the IDs of these fans, each once and on its own line. There may be a million. Resolves with how many. */
  copyEntries(selection: Selection): Promise<number>
  /** Sets the note about a fan: one line of at most 500 characters, empty for none. */
  setNote(fan: string, note: string): Promise<void>
  /** Sets one note for the fans of at most 10,000 entries. Resolves with the number of fans. */
  setNotes(selection: Selection, note: string): Promise<number>
  /** Names a batch: at most 120 characters, empty for no name. */
  setBatchName(batch: number, name: string): Promise<BatchView>
  /** Counts what was done between each two of these moments (milliseconds since 1970), for one account or all. */
  logDays(account: string | null, bounds: number[]): Promise<SpanCount[]>
  /** Credits that the app has used since a moment (milliseconds since 1970), at least. */
  creditsSince(since: number): Promise<number>
  batchCourse(batch: number): Promise<BatchCourse>
  /** Asks for a place and writes the entries there. Sends `exportProgress`. The file, or null if canceled. */
  exportLog(selection: Selection, format: ExportFormat, words: ExportWords): Promise<SavedFile | null>
  /** Cancels the export and deletes the file it was writing. */
  cancelExport(): Promise<void>
  /** Asks for a place and saves a backup of the log there. The file, or null if canceled. */
  saveBackup(): Promise<SavedFile | null>
  /** Asks for a backup and opens it in place of the log. Null if canceled. */
  restoreBackup(): Promise<AppState | null>
  /** What deleting every entry that ended before this moment (milliseconds since 1970) would delete. */
  trimOffer(before: number): Promise<TrimOffer>
  trimLog(before: number): Promise<AppState>
  /** What is known of a list of people. Uses no credits. */
  people(account: string, source: PeopleSource): Promise<PeopleView>
  /**
   * Refreshes a list of people, which uses 1 credit a page, and sends `people`. Resolves when it has ended, also before the
   * end of the list: the view says why. `verify` repeats it until two refreshes return the same people.
   */
  refreshPeople(account: string, source: PeopleSource, verify: boolean): Promise<PeopleView>
  /** Stops the refresh. What was loaded is kept. */
  stopRefresh(): Promise<void>
  /** Searches a list of people. Results stay as they are; only the last few are kept. */
  findPeople(query: PeopleQuery): Promise<PeopleFound>
  /** `limit` is at most 200. */
  peopleRows(found: number, offset: number, limit: number): Promise<PeopleRows>
  /** What adding or removing the selected people would do, and how many credits it uses. */
  offerPeople(selection: Selection, action: Action): Promise<PeopleOffer>
  /** Starts or queues a batch for them. */
  startPeople(start: StartPeople): Promise<BatchView>
  /** Copies the IDs of these people, as `copyEntries` does. */
  copyPeople(selection: Selection): Promise<number>
  /** Asks for a place and writes the people there. Sends `exportProgress`. The file, or null if canceled. */
  exportPeople(selection: Selection, format: ExportFormat, words: ExportWords): Promise<SavedFile | null>
  /** Saves a view of people under a name. */
  saveView(name: string, source: PeopleSource): Promise<AppState>
  deleteView(rule: number): Promise<AppState>
  /** Asks for a file and reads it. Sends `listProgress`. Null if canceled. */
  openList(): Promise<ListView | null>
  /** Reads pasted text as a list. */
  pasteList(text: string): Promise<ListView>
  /** Checks the open list for another account or action, without reading the file again. */
  checkList(account: string, action: Action): Promise<ListView>
  /** Opens the list of the batch that was started last once more, and checks it for another account. */
  reopenList(batch: number, account: string): Promise<ListView>
  /** Reads IDs and names from other columns. Sends `listProgress`. */
  chooseColumns(idColumn: number, labelColumn: number | null): Promise<ListView>
  /** Reads another sheet of the workbook. Sends `listProgress`. */
  chooseSheet(sheet: string): Promise<ListView>
  /** Reads the list again, with or without its hidden rows. Sends `listProgress`. */
  includeHidden(include: boolean): Promise<ListView>
  /** Takes IDs that were left in the source. Sends `listProgress`. */
  takeExtra(extra: ListExtra): Promise<ListView>
  /** Matches the damaged IDs of the open list with the fans whom the app knows on its account. */
  matchFans(): Promise<ListView>
  /** Chooses the fan for the damaged ID in a row. With null, it is matched again. */
  chooseMatch(row: number, fan: string | null): Promise<ListView>
  /**
   * Looks up the names of the open list, which must still be at `revision`. Sends `listProgress`, counted in names. The
   * answer says why some were not looked up.
   */
  lookUpNames(revision: number): Promise<ListView>
  /** Looks up the IDs of the open list in the same way, and those that its damaged IDs may have been. */
  lookUpIds(revision: number): Promise<ListView>
  /** A text about versions, the system, counts, and recent errors. It names no one. */
  report(): Promise<string>
  /** Asks for a place and saves the last report there. The file, or null if canceled. */
  saveReport(): Promise<SavedFile | null>
  /** Shows a file that was saved in this run in its folder. */
  showSaved(handle: number): Promise<void>
  showLogFile(): Promise<void>
  /** Opens a page in the browser. */
  openLink(link: Link): Promise<void>
  /** The licenses of everything that is in the app. */
  thirdParty(): Promise<ThirdParty[]>
  /** Stops the look-up. The people found so far are kept. */
  stopLookUp(): Promise<void>
  /** Rows of one group, in the order of the list. `limit` is at most 200. */
  listRows(group: ListGroupKind, offset: number, limit: number): Promise<ListRows>
  /** Asks for a place and writes the skipped rows there, with the reason for each. The file, or null if canceled. */
  saveRejectedRows(words: RejectedRowsWords): Promise<SavedFile | null>
  /** Stops reading, and closes the list. */
  closeList(): Promise<AppState>
  /** Starts or queues a batch of the rows that are ready, and closes the list. */
  startList(start: StartList): Promise<BatchView>
  /** Batches that came from a list, an undo, or a retry, and match a query, newest first. `limit` is at most 200. */
  batches(query: BatchQuery, offset: number, limit: number): Promise<BatchSlice>
  batch(batch: number): Promise<BatchView>
  /** Items of a batch. `limit` is at most 200. */
  batchRows(batch: number, filter: BatchFilter, offset: number, limit: number): Promise<BatchRows>
  /** Resolves at once with the batch as it is then; fans on their way still end. */
  pauseBatch(batch: number): Promise<BatchView>
  resumeBatch(batch: number): Promise<BatchView>
  stopBatch(batch: number): Promise<BatchView>
  /** Starts a batch that undoes this one. Resolves with the new batch. */
  undoBatch(batch: number): Promise<BatchView>
  /** Starts a batch of the items that failed, were not confirmed, or were stopped. Resolves with the new batch. */
  retryBatch(batch: number): Promise<BatchView>
  /** Confirms that the user can see the question that the `closing` event asked for. */
  closingShown(): Promise<void>
  /** Answers that question. */
  answerClose(choice: CloseChoice): Promise<void>
  /** Shows a notification of the system. */
  notify(text: string): Promise<void>
  /** Shows these menus in the system's menu bar, if it has one: on macOS. */
  setMenu(menus: SystemMenu[]): Promise<void>
  hideNames(hidden: boolean): Promise<AppState>
  quickHide(): Promise<void>
  setPreferences(preferences: Preferences): Promise<AppState>
  dismissNotices(): Promise<AppState>
  /** Looks for a new version now. */
  checkUpdates(): Promise<AppState>
  /** Hides the notice of a new version until there is a newer one, or until the app starts again. */
  postponeUpdate(): Promise<AppState>
  openLedgerAgain(): Promise<AppState>
  eraseEverything(): Promise<AppState>
}

/** The receiver of the app's events: one method for each kind. */
export type BackendEvents = {
  [Kind in AppEvent['kind']]: (...of: Extract<AppEvent, { kind: Kind }> extends { of: infer Of } ? [Of] : []) => void
}

/** Returns a thrown value if it is a `Failure`, and `internal` for everything else. */
export function failureOf(thrown: unknown): Failure {
  const shaped = typeof thrown === 'object' && thrown !== null && 'code' in thrown && 'params' in thrown
  return shaped ? (thrown as Failure) : { code: 'internal', params: {} }
}
