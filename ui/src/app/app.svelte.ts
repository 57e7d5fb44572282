import { createContext, tick, untrack } from 'svelte'
import { SvelteMap } from 'svelte/reactivity'
import type { AccountView } from '../backend/bindings/AccountView'
import type { AppState } from '../backend/bindings/AppState'
import type { Failure } from '../backend/bindings/Failure'
import type { LogMark } from '../backend/bindings/LogMark'
import type { LogRow } from '../backend/bindings/LogRow'
import type { Preferences } from '../backend/bindings/Preferences'
import type { Resting } from '../backend/bindings/Resting'
import { failureOf, type BackendEvents, type Backend } from '../backend/backend'
import { Changes, type Toast } from './changes.svelte'
import type { Overlay } from './commands/app-command'
import type { RowMenuRequest } from './commands/row-commands'
import { Adds } from '../features/add/adds.svelte'
import { CompletionNotifier } from '../features/batches/completion-notifier'
import { Discretion } from './discretion.svelte'
import { setNamesHidden } from './hidden-names.svelte'
import { Batches } from '../features/batches/batches.svelte'
import { Exports } from '../features/log/exports.svelte'
import { sentences } from '../format/joined'
import { holdFocus } from '../components/focus'
import { LogResults } from '../features/log/log-results'
import { Lists } from '../features/lists/lists.svelte'
import { workQueue } from './one-by-one'
import { newestFirst } from '../components/table/newest-first'
import { PagedRows } from '../components/table/paged-rows.svelte'
import { People } from '../features/people/people.svelte'
import { EntryActions } from '../features/log/entry-actions.svelte'

/** The least time between two refreshes of the recent entries, in milliseconds. A fan who was just added shows at once. */
const RECENT_PAUSE = 100

/** Everything the window shows, kept current by the app's events. */
export class App {
  /** Undefined until the first answer. */
  state = $state.raw<AppState>()
  /** Why the app could not be asked for its state. */
  failed = $state.raw<Failure>()
  /** The text in the polite live region. */
  announcement = $state('')
  /** Rises when another log opens. An answer that belongs to an earlier log is dropped. */
  ledgerEpoch = $state(0)
  /** Items that wait because the server asked for it, by number. */
  readonly resting = new SvelteMap<number, Resting>()
  readonly backend: Backend
  /** The length of the log, and the last of its changes that the window knows of. */
  logMark = $state.raw<LogMark>({ total: 0, revision: -1 })
  /** The newest entries of the log, for the Add screen. */
  readonly recent: PagedRows<object, LogRow>
  /** The search results of the log screen. */
  readonly found: LogResults
  readonly exports: Exports
  readonly adds: Adds
  readonly entryActions: EntryActions
  readonly lists: Lists
  readonly batches: Batches
  readonly people: People
  /** What the user changed since the window opened. */
  readonly changes = new Changes()
  /** What lies over the window on request: the palette or the sheet of shortcuts. */
  overlay = $state<Overlay>()
  /** A text over the window, for a while. */
  toast = $state.raw<Toast>()
  /** The table row whose menu is open. */
  rowMenu = $state.raw<RowMenuRequest>()
  /** The fan whose note is edited as soon as the details show it. */
  noteWanted = $state<string>()
  /** Runs a command that the user chose in the system's menu. */
  runFromMenu: (id: string) => void = () => undefined
  readonly discretion: Discretion
  readonly #notifier: CompletionNotifier
  /** The window was asked to close while batches run, and the user has not answered yet. */
  closing = $state(false)
  /** The key that was just saved is still on the clipboard. */
  keyOnClipboard = $state(false)
  /** The account that was just chosen. Undefined once the app has answered. */
  #choosing = $state.raw<string>()
  #announcedAt = 0
  readonly #preferring = workQueue()
  /** What each of the app's events does. */
  readonly #events: BackendEvents = {
    log: (mark) => {
      this.#applyMark(mark)
      this.found.handleChange()
      this.people.handleLogChange()
    },
    resting: (resting) => {
      this.#applyResting(resting)
    },
    state: (state) => {
      this.#applyState(state)
    },
    batch: (batch) => {
      this.batches.applyView(batch)
    },
    people: (view) => {
      this.people.applyView(view)
    },
    dropped: (files) => {
      this.lists.handleDropped(files)
    },
    list: (list) => {
      this.lists.handleList(list)
    },
    listRefused: (failure) => {
      this.lists.handleRefused(failure)
    },
    listProgress: (progress) => {
      this.lists.handleProgress(progress)
    },
    exportProgress: (progress) => {
      this.exports.handleProgress(progress)
    },
    dragging: (over) => {
      this.lists.handleDragging(over)
    },
    command: (id) => {
      this.runFromMenu(id)
    },
    closing: () => {
      this.closing = true
      // The app waits for the question to be drawn. If it cannot be told, it closes on its own.
      void tick()
        .then(() => this.backend.closingShown())
        .catch(() => undefined)
    },
  }

  constructor(backend: Backend) {
    this.backend = backend
    this.recent = new PagedRows(
      {},
      newestFirst(async (offset, limit) => {
        const { mark, rows } = await backend.logSlice(offset, limit)
        return { total: mark.total, rows }
      }),
      RECENT_PAUSE,
    )
    this.found = new LogResults(backend)
    this.exports = new Exports(this)
    this.adds = new Adds(this)
    this.entryActions = new EntryActions(this)
    this.lists = new Lists(this)
    this.people = new People(this)
    this.discretion = new Discretion(this)
    this.#notifier = new CompletionNotifier(this)
    this.batches = new Batches((before, now) => {
      this.#notifier.see(before, now)
    })
  }

  /** The chosen account, if it still exists. It changes at once, so that nothing is sent for the account before. */
  get account(): AccountView | undefined {
    const chosen = this.#choosing ?? this.state?.chosen
    return this.state?.accounts.find((account) => account.id === chosen)
  }

  /** Whether a key can be used. Practice mode needs none. */
  get connected(): boolean {
    const { state } = this
    return state?.mode === 'practice' || (state?.keys.some((key) => key.state.kind !== 'unread') ?? false)
  }

  /** Loads everything that the first screen shows, and begins to listen. */
  async start(): Promise<void> {
    const keepFocus = holdFocus()
    this.failed = undefined
    try {
      // Both load together, so that the log is never drawn without its rows.
      const [state] = await Promise.all([this.backend.appState(this.#events), this.recent.open()])
      setNamesHidden(state.names_hidden)
      this.#applyState(state, 'same log', true)
      // Loading the state may open the log, so rows that failed to load may load now.
      if (this.recent.failed) this.recent.retry()
    } catch (thrown) {
      this.failed = failureOf(thrown)
    }
    await keepFocus()
  }

  /** Chooses an account. If that fails, the account before stays chosen. */
  async choose(account: string): Promise<void> {
    this.#choosing = account
    try {
      await this.change((backend) => backend.chooseAccount(account))
    } finally {
      if (this.#choosing === account) this.#choosing = undefined
    }
  }

  /** Runs a change whose answer is the new state, or null if nothing was done. Resolves with whether the state changed. */
  async change(
    ask: (backend: Backend) => Promise<AppState | null>,
    log: 'same log' | 'another log' = 'same log',
  ): Promise<'changed' | 'same'> {
    const keepFocus = holdFocus()
    try {
      const state = await ask(this.backend)
      if (state === null) return 'same'
      this.#applyState(state, log, true)
      return 'changed'
    } finally {
      void keepFocus()
    }
  }

  /** Changes preferences. Each change builds on the one before, so that none reverts another. */
  prefer(change: Partial<Preferences>): Promise<unknown> {
    return this.#preferring(() =>
      this.change((backend) => backend.setPreferences({ ...(this.state?.preferences as Preferences), ...change })),
    )
  }

  /** Checks, after a key was saved, whether it is still on the clipboard that it was probably pasted from. */
  async checkClipboard(): Promise<void> {
    this.keyOnClipboard = await this.backend.keyOnClipboard().catch(() => false)
  }

  /** Shows a text for a while, and announces it. */
  notify(toast: Toast): void {
    this.toast = toast
    this.announce(toast.text)
  }

  /** Announces a text to screen readers, even the same text twice. Texts within 300 ms are joined into one. */
  announce(text: string): void {
    if (this.discretion.away) return
    const plain = text.replace(/[\u2068\u2069]/g, '')
    const together = Date.now() - this.#announcedAt < 300
    this.#announcedAt = Date.now()
    // An effect that announces something must not depend on the announcement before.
    const before = untrack(() => this.announcement)
    if (together) this.announcement = sentences(before, plain)
    else this.announcement = before === plain ? `${plain}\u00a0` : plain
  }

  /** Applies a snapshot. Snapshots may arrive out of order, so one that is older than the current one is ignored. */
  #applyState(state: AppState, log: 'same log' | 'another log' = 'same log', asked = false): void {
    const last = this.state
    const late = last !== undefined && state.revision < last.revision
    const now = late ? last : state
    this.state = now
    if (log === 'another log' || now.mode !== last?.mode) this.#switchLedger(now, last !== undefined)
    else this.#applyMark(now.log)
    if (late) return
    this.lists.applySnapshot(now, asked)
    this.batches.applySnapshot(now.batches)
    this.resting.clear()
    for (const resting of now.resting) this.#applyResting(resting)
  }

  /** Drops everything that belongs to the log before. */
  #switchLedger(state: AppState, reload: boolean): void {
    this.ledgerEpoch += 1
    this.adds.clear()
    this.entryActions.clear()
    this.lists.clear()
    this.batches.clear()
    this.#notifier.clear()
    this.exports.clear()
    this.found.clear()
    this.people.clear()
    this.changes.clear()
    this.rowMenu = undefined
    this.logMark = state.log
    // The entries that loaded together with the first state belong to this log.
    if (reload) this.recent.clear()
  }

  /** Events may arrive out of order, so a mark that is older than the current one is ignored. */
  #applyMark(mark: LogMark): void {
    if (mark.revision <= this.logMark.revision) return
    this.logMark = mark
    this.recent.handleChange()
  }

  #applyResting(resting: Resting): void {
    if (resting.until === null) this.resting.delete(resting.item)
    else this.resting.set(resting.item, resting)
  }
}

const [useApp, setApp] = createContext<App>()

/** Called by `Root`: gives the app to every component below it. */
export function provideApp(app: App): App {
  setApp(app)
  return app
}

export { useApp }
