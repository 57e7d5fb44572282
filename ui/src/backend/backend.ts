import type { Action } from './bindings/Action'
import type { AppState } from './bindings/AppState'
import type { BatchCourse } from './bindings/BatchCourse'
import type { BatchFilter } from './bindings/BatchFilter'
import type { BatchRows } from './bindings/BatchRows'
import type { BatchSlice } from './bindings/BatchSlice'
import type { BatchView } from './bindings/BatchView'
import type { CloseChoice } from './bindings/CloseChoice'
import type { ExportFormat } from './bindings/ExportFormat'
import type { ExportWords } from './bindings/ExportWords'
import type { Failure } from './bindings/Failure'
import type { FoundRows } from './bindings/FoundRows'
import type { RejectedRowsWords } from './bindings/RejectedRowsWords'
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
import type { Selection } from './bindings/Selection'
import type { SpanCount } from './bindings/SpanCount'
import type { StartList } from './bindings/StartList'
import type { StartPeople } from './bindings/StartPeople'
import type { ThirdParty } from './bindings/ThirdParty'
import type { TrimOffer } from './bindings/TrimOffer'
import type { Understood } from './bindings/Understood'

/** What the app can be asked to do. Every promise may be rejected with a `Failure`. */
export interface Backend {
  /** Everything but the rows of the log. From then on `heard` is told what changes; whoever was told before is not. */
  appState(heard: BackendEvents): Promise<AppState>
  /** Tries a key and keeps it beside those that are there. */
  saveKey(key: string): Promise<AppState>
  /** The same, in place of the key of this number. */
  replaceKey(id: number, key: string): Promise<AppState>
  removeKey(id: number): Promise<AppState>
  /** Whether the key that was saved last is still on the clipboard. */
  keyOnClipboard(): Promise<boolean>
  /** Takes it from the clipboard; resolves with whether it is gone. */
  clearClipboard(): Promise<boolean>
  readKeychainAgain(): Promise<AppState>
  setMode(mode: Mode): Promise<AppState>
  refreshAccounts(): Promise<AppState>
  chooseAccount(account: string): Promise<AppState>
  /** What the user calls an account (empty: as it is listed), and its badge's colour, 0 to 7. */
  setAccount(account: string, nickname: string, colour: number): Promise<AppState>
  /** Asks the service whether an account's session is alive, which costs a credit. */
  checkSession(account: string): Promise<AppState>
  /** What the text of the field means. Costs nothing. */
  understand(account: string, text: string): Promise<Understood>
  /** Asks the service who is called so. */
  lookUp(account: string, text: string): Promise<LookUp>
  /** `fan` is the text of the field as it is, or the id of somebody who was looked up. Resolves when the item has ended. */
  addVip(account: string, fan: string): Promise<LogRow>
  /** Resolves with the new row that takes `item` back, once that ended. */
  undo(item: number): Promise<LogRow>
  /** Resolves with the same row after the VIP list was read. */
  check(item: number): Promise<LogRow>
  /** Resolves with the new row that repeats `item`, once that ended. */
  again(item: number): Promise<LogRow>
  stopWaiting(item: number): Promise<void>
  /** Copies the ID of one fan; resolves with 1. */
  copyFan(fan: string): Promise<number>
  /** Rows of the log, newest first; `limit` is at most 200. */
  logSlice(offset: number, limit: number): Promise<LogSlice>
  /** Finds rows of the log. What was found stays as it is; only the last few are kept. */
  findLog(query: LogQuery): Promise<LogFound>
  /** Rows of what was found, as they stand now; `limit` is at most 200. */
  foundRows(found: number, offset: number, limit: number): Promise<FoundRows>
  /** What can be done about the rows that were chosen, and what it would cost. */
  offerRows(selection: Selection): Promise<LogOffer>
  /** Starts batches that take back what these rows did: one for each account and action. */
  undoRows(selection: Selection): Promise<BatchView[]>
  /** Starts batches that try again what did not work: one for each account and action. */
  retryRows(selection: Selection): Promise<BatchView[]>
  /** Copies the IDs of these rows, one on each line, each once; resolves with how many. There may be a million. */
  copyEntries(selection: Selection): Promise<number>
  /** What is noted about a fan: one line of at most 500 characters; empty for nothing. */
  setNote(fan: string, note: string): Promise<void>
  /** The same for the fans of at most 10,000 rows; resolves with how many fans. */
  setNotes(selection: Selection, note: string): Promise<number>
  /** Names a list: at most 120 characters; empty for no name. */
  setBatchName(batch: number, name: string): Promise<BatchView>
  /** What was done between each two of these moments (milliseconds since 1970), of one account or of all. */
  logDays(account: string | null, bounds: number[]): Promise<SpanCount[]>
  batchCourse(batch: number): Promise<BatchCourse>
  /** Asks for a place and writes the rows there; the file's name, null for none. Writing tells `exportProgress`. */
  exportLog(selection: Selection, format: ExportFormat, words: ExportWords): Promise<string | null>
  /** Ends the writing; nothing is left of it. */
  cancelExport(): Promise<void>
  /** Asks for a place and saves the whole log there as one file; its name, null for none. */
  saveBackup(): Promise<string | null>
  /** Asks for such a file and opens it in place of the log; null when the user chose none. */
  restoreBackup(): Promise<AppState | null>
  /** What would go if everything that ended before this moment went. */
  trimOffer(before: number): Promise<TrimOffer>
  trimLog(before: number): Promise<AppState>
  /** How a list of people stands. Costs nothing. */
  people(account: string, source: PeopleSource): Promise<PeopleView>
  /**
   * Reads a list of people from the service, a credit a page, and tells `people` how it goes. Resolves when it has ended,
   * also in the middle: the view says why. `sure`: until two readings name the same people.
   */
  refreshPeople(account: string, source: PeopleSource, sure: boolean): Promise<PeopleView>
  /** Ends the reading; what was read is kept. */
  stopRefresh(): Promise<void>
  /** Finds people on a list. Who was found stays as it is; only the last few lists are kept. */
  findPeople(query: PeopleQuery): Promise<PeopleFound>
  /** `limit` is at most 200. */
  peopleRows(found: number, offset: number, limit: number): Promise<PeopleRows>
  /** What adding or removing the people who were chosen would do and cost. */
  offerPeople(selection: Selection, action: Action): Promise<PeopleOffer>
  /** Starts, or queues, a batch for them. */
  startPeople(start: StartPeople): Promise<BatchView>
  /** Copies the IDs of these people in the same way. */
  copyPeople(selection: Selection): Promise<number>
  /** Asks for a place and writes the people there; the file's name, null for none. Writing tells `exportProgress`. */
  exportPeople(selection: Selection, format: ExportFormat, words: ExportWords): Promise<string | null>
  /** Keeps which people are to be proposed, under a name. */
  saveView(name: string, source: PeopleSource): Promise<AppState>
  deleteView(rule: number): Promise<AppState>
  /** Asks for a file and reads it; null when the user chose none. Reading tells `listProgress`. */
  openList(): Promise<ListView | null>
  /** Reads what was pasted. */
  pasteList(text: string): Promise<ListView>
  /** Another account or action for the list that is open; nothing is read anew. */
  checkList(account: string, action: Action): Promise<ListView>
  /** Reads ids and names from other columns. Reading tells `listProgress`. */
  chooseColumns(idColumn: number, labelColumn: number | null): Promise<ListView>
  /** Reads another sheet of the workbook, likewise. */
  chooseSheet(sheet: string): Promise<ListView>
  /** Looks up the names of the list as it was shown; the answer says why not all were. Tells `listProgress` of names. */
  lookUpNames(revision: number): Promise<ListView>
  /** A text about versions, the system, counts and the last causes; nobody is named in it. */
  report(): Promise<string>
  /** The licences of what the app is made of. */
  thirdParty(): Promise<ThirdParty[]>
  /** Ends the look-up; whoever was found is kept. */
  stopLookUp(): Promise<void>
  /** Rows of one kind, in the order of the list; `limit` is at most 200. */
  listRows(group: ListGroupKind, offset: number, limit: number): Promise<ListRows>
  /** Asks for a place and writes the rows that are left out, with a reason each; the file's name, null for none. */
  saveRejectedRows(words: RejectedRowsWords): Promise<string | null>
  /** Ends the reading, or forgets the list. */
  closeList(): Promise<AppState>
  /** Starts, or queues, a batch of what is ready. The list is closed then. */
  startList(start: StartList): Promise<BatchView>
  /** Batches that came from a list, undo or retry, newest first; `limit` is at most 200. */
  batches(offset: number, limit: number): Promise<BatchSlice>
  batch(batch: number): Promise<BatchView>
  /** Items of a batch; `limit` is at most 200. */
  batchRows(batch: number, filter: BatchFilter, offset: number, limit: number): Promise<BatchRows>
  /** Answers at once, with what is done so far. */
  pauseBatch(batch: number): Promise<BatchView>
  resumeBatch(batch: number): Promise<BatchView>
  stopBatch(batch: number): Promise<BatchView>
  /** Starts a batch that takes back what this one did; resolves with the new one. */
  undoBatch(batch: number): Promise<BatchView>
  /** Starts a batch of what failed, is not sure or was never sent; resolves with the new one. */
  retryBatch(batch: number): Promise<BatchView>
  /** Says that the user can see the question that `closing` asked. */
  closingShown(): Promise<void>
  /** Answers it. */
  answerClose(choice: CloseChoice): Promise<void>
  /** Shows a notice of the system. */
  notify(text: string): Promise<void>
  setPreferences(preferences: Preferences): Promise<AppState>
  dismissNotices(): Promise<AppState>
  openLedgerAgain(): Promise<AppState>
  eraseEverything(): Promise<AppState>
}

/** What hears the window's news: one for each kind. */
export type BackendEvents = {
  [Kind in AppEvent['kind']]: (...of: Extract<AppEvent, { kind: Kind }> extends { of: infer Of } ? [Of] : []) => void
}

/** The failure in something thrown; whatever is not one becomes `internal`. */
export function failureOf(thrown: unknown): Failure {
  const shaped = typeof thrown === 'object' && thrown !== null && 'code' in thrown && 'params' in thrown
  return shaped ? (thrown as Failure) : { code: 'internal', params: {} }
}
