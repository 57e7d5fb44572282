import type { Action } from '../bindings/Action'
import type { AppState } from '../bindings/AppState'
import type { BatchCourse } from '../bindings/BatchCourse'
import type { BatchFilter } from '../bindings/BatchFilter'
import type { BatchQuery } from '../bindings/BatchQuery'
import type { BatchView } from '../bindings/BatchView'
import type { CloseChoice } from '../bindings/CloseChoice'
import type { ErrorCode } from '../bindings/ErrorCode'
import type { ExportFormat } from '../bindings/ExportFormat'
import type { ExportWords } from '../bindings/ExportWords'
import type { Failure } from '../bindings/Failure'
import type { BackendEvents, Backend } from '../backend'
import type { KeyView } from '../bindings/KeyView'
import type { RejectedRowsWords } from '../bindings/RejectedRowsWords'
import type { Link } from '../bindings/Link'
import type { ListExtra } from '../bindings/ListExtra'
import type { ListGroupKind } from '../bindings/ListGroupKind'
import type { ListRow } from '../bindings/ListRow'
import type { ListView } from '../bindings/ListView'
import type { LogQuery } from '../bindings/LogQuery'
import type { LogRow } from '../bindings/LogRow'
import type { NewVersion } from '../bindings/NewVersion'
import type { PeopleQuery } from '../bindings/PeopleQuery'
import type { PeopleSource } from '../bindings/PeopleSource'
import type { PeopleView } from '../bindings/PeopleView'
import type { Person } from '../bindings/Person'
import type { SavedFile } from '../bindings/SavedFile'
import type { Selection } from '../bindings/Selection'
import type { SpanCount } from '../bindings/SpanCount'
import type { StartList } from '../bindings/StartList'
import type { StartPeople } from '../bindings/StartPeople'
import type { SystemMenu } from '../bindings/SystemMenu'
import type { Understood } from '../bindings/Understood'
import { fakeBatch, fakeBatchRow, fakeCounts, fitsBatch } from './batch'
import { fakeCourse, fakeDays, fakeFound, fakeOffer } from './log'
import { fakeFoundPeople, fakePeopleColumns, fakePeopleView, fakePerson, fakeRead, fakeRecord } from './people'
import { fakeHits } from './fans'
import { fakeLicences, fakeReport } from './about'
import { fakeList, fakeListRow, foundNames, matched, withoutExtra } from './list'
import type { UpdateState } from '../bindings/UpdateState'
import { fakeAccount, fakeKey, fakeRow, fakeSamples, fakeState, fakeUpdates } from './state'

/** A backend without Rust, for component tests and for pictures in a plain browser. No release contains it. */
export class FakeBackend implements Backend {
  state: AppState
  /** Newest first. */
  rows: LogRow[]
  /** The answers to the next calls, by command. A command without one succeeds at once. */
  readonly answers = new Map<keyof Backend, () => Promise<unknown>>()
  /** Every call, oldest first. */
  readonly asked: [keyof Backend, ...unknown[]][] = []
  events: BackendEvents | undefined
  /** Every batch, newest first. */
  history: BatchView[] = []
  /** The row of the open list by group and zero-based index. */
  listRow: (kind: ListGroupKind, place: number) => ListRow = fakeListRow
  /** The item of a batch by filter and zero-based index. */
  batchItem: (batch: BatchView, filter: BatchFilter, place: number) => LogRow = fakeBatchRow
  /** What was done between each two of the bounds. */
  days: (bounds: number[]) => SpanCount[] = fakeDays
  course: (batch: BatchView) => BatchCourse = fakeCourse
  /** The people on each list, by the account and the source as JSON. They are known as soon as they are asked for. */
  readonly peopleOf = new Map<string, Person[]>()
  /** The view of each list, by the same key. */
  readonly views = new Map<string, PeopleView>()
  /** The result of a look-up. */
  called: (text: string) => Person[] = (text) => [
    fakePerson({ username: text.replace(/^@/, ''), vip: 'not_seen', since: null, came: null }),
  ]
  /** The lists that were started, by the number of their batch. */
  readonly #started = new Map<number, ListView>()
  readonly #foundPeople = new Map<number, { query: PeopleQuery; people: Person[] }>()
  /** Search results of the log, by number. */
  readonly #found = new Map<number, LogRow[]>()
  #now: { rows: LogRow[]; byItem: Map<number, LogRow> } = { rows: [], byItem: new Map() }
  /** The version that a check finds, if it is newer than this one. */
  newVersion: NewVersion | null = null
  /** The credits that the app has used in this month. */
  credits = 0
  #revision = 1000

  constructor(state: Partial<AppState> = {}, rows: LogRow[] = []) {
    this.rows = rows
    const keys = {
      ...(state.key && { keys: keysOf(state.key) }),
      ...(state.keys && { key: combinedState(state.keys) }),
    }
    this.state = { ...fakeState(), ...keys, ...state, log: { total: rows.length, revision: rows.length } }
    this.history = this.state.batches.toReversed()
  }

  /** Makes the next calls of `command` fail. */
  refuse(command: keyof Backend, code: ErrorCode, params: Record<string, string> = {}): void {
    const failure: Failure = { code, params }
    this.answers.set(command, () => Promise.reject(failure))
  }

  /** Adds an entry on top, and sends an event. */
  append(row: Partial<LogRow> = {}): LogRow {
    const whole = fakeRow({ item: this.rows.length + 1, ...row })
    this.rows = [whole, ...this.rows]
    this.#logChanged()
    return whole
  }

  /** Changes an entry, and sends an event. */
  change(item: number, change: Partial<LogRow>): LogRow {
    this.rows = this.rows.map((row) => (row.item === item ? { ...row, ...change } : row))
    this.#logChanged()
    return this.#row(item)
  }

  /** Opens a list that is the usual one, changed by `list`. */
  openedList(list: Partial<ListView> = {}): ListView {
    const whole = fakeList({ account: this.state.chosen ?? '', ...list, revision: (this.#revision += 1) })
    this.#setState({ list: whole })
    return whole
  }

  /** Starts a batch, or queues it behind those that run. Sends no event. */
  begin(batch: Partial<BatchView> = {}): BatchView {
    const ahead = this.state.batches.length
    const state = ahead > 0 ? { kind: 'queued' as const, ahead } : undefined
    const account_name = this.state.accounts.find((one) => one.id === batch.account)?.name
    const whole = fakeBatch({
      id: this.history.length + 1,
      ...(state && { state }),
      ...(account_name !== undefined && { account_name }),
      ...batch,
      revision: (this.#revision += 1),
    })
    this.history = [whole, ...this.history]
    this.#sort()
    return whole
  }

  /** Changes a batch, and sends an event. */
  drive(id: number, change: Partial<BatchView>): BatchView {
    this.history = this.history.map((one) =>
      one.id === id ? { ...one, ...change, revision: (this.#revision += 1) } : one,
    )
    this.#sort()
    const whole = this.#batch(id)
    this.events?.batch(whole)
    return whole
  }

  appState = (events: BackendEvents) => {
    this.events = events
    return this.#answer('appState', [], () => this.state)
  }
  saveKey = (key: string) =>
    this.#answer('saveKey', [key], () => {
      const id = (this.state.keys.at(-1)?.id ?? 0) + 1
      const first = this.state.keys.length === 0
      const accounts = first
        ? fakeState().accounts
        : [...this.state.accounts, fakeAccount({ id: `fansly_${id}`, key: id })]
      return this.#setState({ accounts, ...this.#keys([...this.state.keys, fakeKey({ id })], accounts) })
    })
  replaceKey = (id: number, key: string) =>
    this.#answer('replaceKey', [id, key], () => {
      const keys = this.state.keys.map((one) => (one.id === id ? fakeKey({ id }) : one))
      return this.#setState(this.#keys(keys, this.state.accounts))
    })
  removeKey = (id: number) =>
    this.#answer('removeKey', [id], () => {
      // The accounts of the last key stay, because their log and their VIPs are still here.
      const last = this.state.keys.every((one) => one.id === id)
      const accounts = this.state.accounts.filter((one) => last || one.key !== id)
      return this.#setState({
        accounts,
        ...this.#keys(
          this.state.keys.filter((one) => one.id !== id),
          accounts,
        ),
      })
    })
  readKeychainAgain = () =>
    this.#answer('readKeychainAgain', [], () =>
      this.#setState(
        this.#keys(
          this.state.keys.map(({ id }) => fakeKey({ id })),
          this.state.accounts,
        ),
      ),
    )
  setMode = (mode: AppState['mode']) =>
    this.#answer('setMode', [mode], () => this.#setState({ mode, samples: mode === 'practice' ? fakeSamples : [] }))
  refreshAccounts = () => this.#answer('refreshAccounts', [], () => this.#setState({ accounts_problem: null }))
  chooseAccount = (account: string) =>
    this.#answer('chooseAccount', [account], () => this.#setState({ chosen: account }))
  setAccount = (account: string, nickname: string, colour: number) =>
    this.#answer('setAccount', [account, nickname, colour], () =>
      this.#setState({
        accounts: this.state.accounts.map((one) =>
          one.id === account ? { ...one, nickname: nickname || null, name: nickname || one.listed_name, colour } : one,
        ),
      }),
    )
  checkSession = (account: string) =>
    this.#answer('checkSession', [account], () =>
      this.#setState({
        accounts: this.state.accounts.map((one) => (one.id === account ? { ...one, session: 'alive' as const } : one)),
      }),
    )
  understand = (account: string, text: string) =>
    this.#answer('understand', [account, text], (): Understood => {
      if (text.trim() === '') return { kind: 'nothing' }
      const several = text.trim().split(/[\n,]+/)
      if (several.length > 1) return { kind: 'several', count: several.length }
      return /^\d+$/.test(text.trim()) ? { kind: 'fan' } : { kind: 'name', credits: 2 }
    })
  lookUp = (account: string, text: string) =>
    this.#answer('lookUp', [account, text], () => ({
      text,
      account,
      people: this.called(text),
      more: false,
      credits: 1,
      read: Date.now(),
    }))
  people = (account: string, source: PeopleSource) =>
    this.#answer('people', [account, source], () => this.#view(account, source))
  refreshPeople = (account: string, source: PeopleSource, verify: boolean) =>
    this.#answer('refreshPeople', [account, source, verify], () => {
      const view = fakeRead(this.#view(account, source), this.#people(account, source))
      const known = verify ? ('sure' as const) : view.known
      return this.showPeople({ ...view, known })
    })
  stopRefresh = () => this.#answer('stopRefresh', [], () => undefined)
  findPeople = (query: PeopleQuery) =>
    this.#answer('findPeople', [query], () => {
      const all = this.#people(query.account, query.source)
      const people = fakeFoundPeople(all, query)
      const found = (this.#revision += 1)
      this.#foundPeople.set(found, { query, people })
      return { found, total: people.length, all: all.length, ...fakePeopleColumns(all) }
    })
  peopleRows = (found: number, offset: number, limit: number) =>
    this.#answer('peopleRows', [found, offset, limit], () => ({
      found,
      offset,
      rows: (this.#foundPeople.get(found)?.people ?? []).slice(offset, offset + limit),
    }))
  offerPeople = (selection: Selection, action: Action) =>
    this.#answer('offerPeople', [selection, action], () => {
      const people = this.#chosenPeople(selection)
      const account = this.#foundPeople.get(selection.found)?.query.account ?? ''
      const count = people.filter((one) =>
        action === 'add' ? one.vip !== 'vip' : one.vip === 'vip' || one.vip === 'missed',
      ).length
      return {
        account,
        account_name: this.state.accounts.find((one) => one.id === account)?.name ?? account,
        action,
        chosen: people.length,
        count,
        offers: [
          { speed: 'steady' as const, seconds: Math.ceil(count / 2) },
          { speed: 'fast' as const, seconds: Math.ceil(count / 10) },
        ],
      }
    })
  startPeople = (start: StartPeople) =>
    this.#answer('startPeople', [start], () => {
      const account = this.#foundPeople.get(start.selection.found)?.query.account ?? ''
      const { action, speed, name } = start
      const needed = (one: Person) => (action === 'add' ? one.vip !== 'vip' : one.vip === 'vip' || one.vip === 'missed')
      const total = this.#chosenPeople(start.selection).filter(needed).length
      return this.begin({ account, action, speed, name, counts: fakeCounts({ total, waiting: total }) })
    })
  copyPeople = (selection: Selection) =>
    this.#answer('copyPeople', [selection], () => this.#chosenPeople(selection).length)
  exportPeople = (selection: Selection, format: ExportFormat, words: ExportWords) =>
    this.#answer('exportPeople', [selection, format, words], () => this.#saved(`${words.name}.${endings[format]}`))
  saveView = (name: string, source: PeopleSource) =>
    this.#answer('saveView', [name, source], () =>
      this.#setState({ rules: [...this.state.rules, { id: (this.#revision += 1), name, source }] }),
    )
  deleteView = (rule: number) =>
    this.#answer('deleteView', [rule], () =>
      this.#setState({ rules: this.state.rules.filter((one) => one.id !== rule) }),
    )
  addVip = (account: string, fan: string, anyway: boolean) =>
    this.#answer('addVip', anyway ? [account, fan, anyway] : [account, fan], () =>
      this.append({ account, fan: fan.replace(/\D/g, ''), can_undo: true }),
    )
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
  fanRecord = (fan: string) =>
    this.#answer('fanRecord', [fan], () =>
      fakeRecord(
        fan,
        this.state.accounts,
        this.rows,
        (account) => this.peopleOf.get(key(account, { kind: 'vips' })) ?? [],
      ),
    )
  copyFan = (fan: string) => this.#answer('copyFan', [fan], () => 1)
  copyUsername = (username: string) => this.#answer('copyUsername', [username], () => 1)
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
  findLog = (query: LogQuery) =>
    this.#answer('findLog', [query], () => {
      const rows = fakeFound(this.rows, query)
      const found = this.#found.size + 1
      this.#found.set(found, rows)
      const ids = new Set(rows.map((row) => row.account))
      const connected = (id: string) => this.state.accounts.some((one) => one.id === id)
      return {
        found,
        total: rows.length,
        all: this.rows.length,
        revision: this.state.log.revision,
        accounts: ids.size > 1 || ![...ids].every(connected),
        lists: rows.some((row) => row.batch !== null),
      }
    })
  findFans = (text: string) => this.#answer('findFans', [text], () => fakeHits(text, this.rows, this.peopleOf))
  foundRows = (found: number, offset: number, limit: number) =>
    this.#answer('foundRows', [found, offset, limit], () => {
      if (this.#now.rows !== this.rows) {
        this.#now = { rows: this.rows, byItem: new Map(this.rows.map((row) => [row.item, row])) }
      }
      const rows = (this.#found.get(found) ?? [])
        .slice(offset, offset + limit)
        .map((row) => this.#now.byItem.get(row.item) ?? row)
      return { found, offset, revision: this.state.log.revision, rows }
    })
  offerRows = (selection: Selection) => this.#answer('offerRows', [selection], () => fakeOffer(this.#chosen(selection)))
  undoRows = (selection: Selection) =>
    this.#answer('undoRows', [selection], () =>
      fakeOffer(this.#chosen(selection)).undo.map(({ account, account_name, action, count }) =>
        this.begin({ name: '', account, account_name, action, counts: fakeCounts({ total: count, waiting: count }) }),
      ),
    )
  retryRows = (selection: Selection) =>
    this.#answer('retryRows', [selection], () =>
      fakeOffer(this.#chosen(selection)).retry.map(({ account, account_name, action, count }) =>
        this.begin({ name: '', account, account_name, action, counts: fakeCounts({ total: count, waiting: count }) }),
      ),
    )
  copyEntries = (selection: Selection) =>
    this.#answer('copyEntries', [selection], () => new Set(this.#chosen(selection).map((row) => row.fan)).size)
  setNote = (fan: string, note: string) =>
    this.#answer('setNote', [fan, note], () => {
      this.#note(new Set([fan]), note)
    })
  setNotes = (selection: Selection, note: string) =>
    this.#answer('setNotes', [selection, note], () => {
      const fans = new Set(this.#chosen(selection).map((row) => row.fan))
      this.#note(fans, note)
      return fans.size
    })
  setBatchName = (batch: number, name: string) =>
    this.#answer('setBatchName', [batch, name], () => {
      this.rows = this.rows.map((row) =>
        row.batch === batch ? { ...row, batch_name: name === '' ? null : name } : row,
      )
      this.#logChanged()
      return this.drive(batch, { name })
    })
  logDays = (account: string | null, bounds: number[]) =>
    this.#answer('logDays', [account, bounds], () => this.days(bounds))
  creditsSince = (since: number) => this.#answer('creditsSince', [since], () => this.credits)
  batchCourse = (batch: number) => this.#answer('batchCourse', [batch], () => this.course(this.#batch(batch)))
  exportLog = (selection: Selection, format: ExportFormat, words: ExportWords) =>
    this.#answer('exportLog', [selection, format, words], () => this.#saved(`${words.name}.${endings[format]}`))
  cancelExport = () => this.#answer('cancelExport', [], () => undefined)
  saveBackup = () => this.#answer('saveBackup', [], () => this.#saved('Velvet Rope 2026-11-24.backup'))
  restoreBackup = () =>
    this.#answer('restoreBackup', [], (): AppState | null => {
      this.rows = this.rows.slice(0, 3)
      return this.#setState({ log: { total: this.rows.length, revision: 1 } })
    })
  trimOffer = (before: number) =>
    this.#answer('trimOffer', [before], () => {
      const rows = this.rows.filter((row) => (row.ended ?? before) < before).length
      return { rows, left: this.rows.length - rows }
    })
  trimLog = (before: number) =>
    this.#answer('trimLog', [before], () => {
      this.rows = this.rows.filter((row) => (row.ended ?? before) >= before)
      return this.#setState({ log: { total: this.rows.length, revision: this.state.log.revision + 1 } })
    })
  openList = () => this.#answer('openList', [], (): ListView | null => this.openedList())
  pasteList = (text: string) =>
    this.#answer('pasteList', [text], () => this.openedList({ file: null, name: '', sheet: null, sheets: [] }))
  checkList = (account: string, action: Action) =>
    this.#answer('checkList', [account, action], () => this.openedList({ ...this.#list(), account, action }))
  reopenList = (batch: number, account: string) =>
    this.#answer('reopenList', [batch, account], () =>
      this.openedList({ ...this.#started.get(batch), account, action: this.#batch(batch).action }),
    )
  chooseColumns = (id_column: number, label_column: number | null) =>
    this.#answer('chooseColumns', [id_column, label_column], () =>
      this.openedList({ ...this.#list(), id_column, label_column }),
    )
  chooseSheet = (sheet: string) =>
    this.#answer('chooseSheet', [sheet], () => this.openedList({ ...this.#list(), sheet }))
  includeHidden = (hidden_included: boolean) =>
    this.#answer('includeHidden', [hidden_included], () => this.openedList({ ...this.#list(), hidden_included }))
  takeExtra = (extra: ListExtra) =>
    this.#answer('takeExtra', [extra], () => this.openedList({ ...this.#list(), ...withoutExtra(extra) }))
  matchFans = () => this.#answer('matchFans', [], () => this.openedList({ ...this.#list(), ...matched(this.#list()) }))
  chooseMatch = (row: number, fan: string | null) =>
    this.#answer('chooseMatch', [row, fan], () => this.openedList({ ...this.#list() }))
  lookUpIds = (revision: number) =>
    this.#answer('lookUpIds', [revision], () => this.openedList({ ...this.#list(), ids: null }))
  lookUpNames = (revision: number) =>
    this.#answer('lookUpNames', [revision], () => this.openedList({ ...this.#list(), ...foundNames(this.#list()) }))
  stopLookUp = () => this.#answer('stopLookUp', [], () => undefined)
  listRows = (group: ListGroupKind, offset: number, limit: number) =>
    this.#answer('listRows', [group, offset, limit], () => {
      const list = this.#list()
      const total = list.groups.find((one) => one.kind === group)?.count ?? 0
      const rows = places(offset, Math.min(limit, total - offset)).map((place) => this.listRow(group, place))
      return { revision: list.revision, total, offset, rows }
    })
  saveRejectedRows = (words: RejectedRowsWords) =>
    this.#answer('saveRejectedRows', [words], () => this.#saved('left out.csv'))
  closeList = () => this.#answer('closeList', [], () => this.#setState({ list: null }))
  startList = (start: StartList) =>
    this.#answer('startList', [start], () => {
      const list = this.#list()
      const { name, account, action, ready } = list
      const counts = fakeCounts({ total: ready, waiting: ready })
      const batch = this.begin({ name, account, action, speed: start.speed, counts })
      this.#started.set(batch.id, list)
      this.#setState({ list: null, started_list: batch.id })
      return batch
    })
  batches = (query: BatchQuery, offset: number, limit: number) =>
    this.#answer('batches', [query, offset, limit], () => {
      const found = this.history.filter((batch) => fitsBatch(batch, query))
      return { total: found.length, offset, batches: found.slice(offset, offset + limit) }
    })
  batch = (batch: number) => this.#answer('batch', [batch], () => this.#batch(batch))
  batchRows = (batch: number, filter: BatchFilter, offset: number, limit: number) =>
    this.#answer('batchRows', [batch, filter, offset, limit], () => {
      const view = this.#batch(batch)
      const total = countOf(view, filter)
      const rows = places(offset, Math.min(limit, total - offset)).map((place) => this.batchItem(view, filter, place))
      return { batch, filter, total, offset, rows }
    })
  pauseBatch = (batch: number) =>
    this.#answer('pauseBatch', [batch], () => this.drive(batch, { state: { kind: 'paused', why: { kind: 'user' } } }))
  resumeBatch = (batch: number) =>
    this.#answer('resumeBatch', [batch], () =>
      this.drive(batch, { state: { kind: 'running', step: { kind: 'sending' } } }),
    )
  stopBatch = (batch: number) =>
    this.#answer('stopBatch', [batch], () => {
      const { counts } = this.#batch(batch)
      const stopped = { ...counts, waiting: 0, stopped: counts.stopped + counts.waiting }
      return this.drive(batch, { state: { kind: 'ended' }, ended: Date.now(), counts: stopped })
    })
  undoBatch = (batch: number) =>
    this.#answer('undoBatch', [batch], () => {
      const { name, account, account_name, can_undo } = this.drive(batch, { can_undo: 0 })
      const counts = fakeCounts({ total: can_undo, waiting: can_undo })
      return this.begin({ name, account, account_name, action: 'remove', undoes: batch, counts })
    })
  retryBatch = (batch: number) =>
    this.#answer('retryBatch', [batch], () => {
      const { name, account, account_name, action, can_retry } = this.drive(batch, { can_retry: 0 })
      const counts = fakeCounts({ total: can_retry, waiting: can_retry })
      return this.begin({ name, account, account_name, action, retries: batch, counts })
    })
  report = () => this.#answer('report', [], () => fakeReport)
  saveReport = () => this.#answer('saveReport', [], () => this.#saved('Velvet Rope report.txt'))
  showSaved = (handle: number) => this.#answer('showSaved', [handle], () => undefined)
  showLogFile = () => this.#answer('showLogFile', [], () => undefined)
  openLink = (link: Link) => this.#answer('openLink', [link], () => undefined)
  thirdParty = () => this.#answer('thirdParty', [], () => fakeLicences)
  keyOnClipboard = () => this.#answer('keyOnClipboard', [], () => false)
  clearClipboard = () => this.#answer('clearClipboard', [], () => true)
  closingShown = () => this.#answer('closingShown', [], () => undefined)
  answerClose = (choice: CloseChoice) => this.#answer('answerClose', [choice], () => undefined)
  notify = (text: string) => this.#answer('notify', [text], () => undefined)
  setMenu = (menus: SystemMenu[]) => this.#answer('setMenu', [menus], () => undefined)
  hideNames = (names_hidden: boolean) =>
    this.#answer('hideNames', [names_hidden], () => this.#setState({ names_hidden }))
  quickHide = () => this.#answer('quickHide', [], () => undefined)
  setPreferences = (preferences: AppState['preferences']) =>
    this.#answer('setPreferences', [preferences], () => {
      const ask = preferences.updates === 'not_asked' && (this.state.updates?.ask ?? false)
      return this.#setState({ preferences, updates: this.state.updates && { ...this.state.updates, ask } })
    })
  dismissNotices = () => this.#answer('dismissNotices', [], () => this.#setState({ notices: [] }))
  checkUpdates = () =>
    this.#answer('checkUpdates', [], () => this.#updates({ checked: Date.now(), available: this.newVersion }))
  postponeUpdate = () => this.#answer('postponeUpdate', [], () => this.#updates({ tell: false }))
  openLedgerAgain = () => this.#answer('openLedgerAgain', [], () => this.#setState({ ledger: { kind: 'ready' } }))
  eraseEverything = () =>
    this.#answer('eraseEverything', [], () => {
      this.rows = []
      return this.#setState({
        ...fakeState(),
        key: { kind: 'none' },
        keys: [],
        accounts: [],
        log: { total: 0, revision: 0 },
      })
    })

  async #answer<T>(command: keyof Backend, args: unknown[], usual: () => T): Promise<T> {
    this.asked.push([command, ...args])
    const answer = this.answers.get(command)
    await Promise.resolve()
    return answer ? ((await answer()) as T) : usual()
  }

  /** Puts people on a list, as if it had been loaded. */
  putPeople(source: PeopleSource, people: Person[], account = 'fansly_mira'): void {
    this.peopleOf.set(key(account, source), people)
  }

  /** Replaces the view of a list, and sends an event. */
  showPeople(view: PeopleView): PeopleView {
    const newer = { ...view, revision: (this.#revision += 1) }
    this.views.set(key(view.account, view.source), newer)
    this.events?.people(newer)
    return newer
  }

  #view(account: string, source: PeopleSource): PeopleView {
    return this.views.get(key(account, source)) ?? fakePeopleView({ account, source, revision: (this.#revision += 1) })
  }

  /** A list that was never loaded has no people. */
  #people(account: string, source: PeopleSource): Person[] {
    return this.peopleOf.get(key(account, source)) ?? []
  }

  #chosenPeople({ found, ranges }: Selection): Person[] {
    const people = this.#foundPeople.get(found)?.people ?? []
    return ranges.flatMap(([from, until]) => people.slice(from, until))
  }

  #setState(change: Partial<AppState>): AppState {
    this.state = { ...this.state, ...change, revision: this.state.revision + 1 }
    return this.state
  }

  #updates(change: Partial<UpdateState>): AppState {
    return this.#setState({ updates: { ...(this.state.updates ?? fakeUpdates()), ...change } })
  }

  /** The part of the state that describes these keys. */
  #keys(keys: KeyView[], accounts: AppState['accounts']): Pick<AppState, 'key' | 'keys'> {
    const named = keys.map((key) => ({
      ...key,
      accounts: accounts.filter((one) => one.key === key.id).map((one) => one.name),
    }))
    return { key: combinedState(named), keys: named }
  }

  #logChanged(): void {
    this.#setState({ log: { total: this.rows.length, revision: this.state.log.revision + 1 } })
    this.events?.log(this.state.log)
  }

  #chosen({ found, ranges }: Selection): LogRow[] {
    const rows = this.#found.get(found) ?? []
    return ranges.flatMap(([from, until]) => rows.slice(from, until))
  }

  #note(fans: Set<string>, note: string): void {
    this.rows = this.rows.map((row) => (fans.has(row.fan) ? { ...row, note: note === '' ? null : note } : row))
    this.#logChanged()
  }

  #saved(file: string): SavedFile | null {
    return { file, handle: (this.#revision += 1) }
  }

  #list(): ListView {
    if (!this.state.list) throw new Error('no list is open')
    return this.state.list
  }

  #batch(id: number): BatchView {
    const batch = this.history.find((one) => one.id === id)
    if (!batch) throw new Error(`no batch ${id}`)
    return batch
  }

  #sort(): void {
    this.#setState({ batches: this.history.filter((one) => one.state.kind !== 'ended').reverse() })
  }

  #row(item: number): LogRow {
    const row = this.rows.find((one) => one.item === item)
    if (!row) throw new Error(`no row ${item}`)
    return row
  }
}

const key = (account: string, source: PeopleSource) => `${account} ${JSON.stringify(source)}`

/** The keys for a state that only has `key`. */
function keysOf(state: AppState['key']): KeyView[] {
  return state.kind === 'none' ? [] : [fakeKey({ state })]
}

/** The state of all keys together: one unread key counts most, then one that is kept until the app closes. */
function combinedState(keys: KeyView[]): AppState['key'] {
  const of = (kind: AppState['key']['kind']) => keys.find((one) => one.state.kind === kind)?.state
  return of('unread') ?? of('session_only') ?? of('saved') ?? { kind: 'none' }
}

const endings = { csv: 'csv', xlsx: 'xlsx', json_lines: 'jsonl' } as const

function places(first: number, wanted: number): number[] {
  return Array.from({ length: Math.max(0, wanted) }, (_, i) => first + i)
}

function countOf({ counts }: BatchView, filter: BatchFilter): number {
  return {
    latest: counts.total - counts.waiting,
    done: counts.added + counts.removed,
    already: counts.already,
    unconfirmed: counts.unconfirmed,
    failed: counts.failed,
    stopped: counts.stopped,
    left: counts.failed + counts.unconfirmed + counts.stopped,
    waiting: counts.waiting,
  }[filter]
}
