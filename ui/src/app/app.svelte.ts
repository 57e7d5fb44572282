import { createContext, tick, untrack } from 'svelte'
import { SvelteMap } from 'svelte/reactivity'
import type { AccountView } from '../backend/bindings/AccountView'
import type { AppState } from '../backend/bindings/AppState'
import type { Failure } from '../backend/bindings/Failure'
import type { LogMark } from '../backend/bindings/LogMark'
import type { LogRow } from '../backend/bindings/LogRow'
import type { Resting } from '../backend/bindings/Resting'
import { failureOf, type BackendEvents, type Backend } from '../backend/backend'
import { Adds } from '../features/add/adds.svelte'
import { CompletionNotifier } from '../features/batches/completion-notifier'
import { Batches } from '../features/batches/batches.svelte'
import { Exports } from '../features/log/exports.svelte'
import { holdFocus } from '../components/focus'
import { LogResults } from '../features/log/log-results'
import { Lists } from '../features/lists/lists.svelte'
import { newestFirst } from '../components/table/newest-first'
import { PagedRows } from '../components/table/paged-rows.svelte'
import { People } from '../features/people/people.svelte'
import { EntryActions } from '../features/log/entry-actions.svelte'

/** A fan that was just added shows at once; ten changes a second are as many as anyone reads. Milliseconds. */
const RECENT_REST = 100

/** Everything the window shows, kept current by the app's events. */
export class App {
  /** Nothing until the app has answered the first time. */
  state = $state.raw<AppState>()
  /** Why the app could not be asked. */
  failed = $state.raw<Failure>()
  /** Spoken to screen readers, politely. */
  announcement = $state('')
  /** Which log the items on screen belong to: an answer that comes after a change of logs is about the one before. */
  ledgerEpoch = $state(0)
  /** Items the service told to wait, and until when. */
  readonly resting = new SvelteMap<number, Resting>()
  readonly backend: Backend
  /** How long the log is, and which of its changes was heard of last. */
  logMark = $state.raw<LogMark>({ total: 0, revision: -1 })
  /** The newest entries of the log, for the first screen. */
  readonly recent: PagedRows<object, LogRow>
  /** The log as it is searched, on the screen of its own. */
  readonly found: LogResults
  readonly exports: Exports
  readonly adds: Adds
  readonly entryActions: EntryActions
  readonly lists: Lists
  readonly batches: Batches
  readonly people: People
  readonly #ends: CompletionNotifier
  /** The window was asked to close while batches run, and the user has not answered yet. */
  closing = $state(false)
  /** The key that was just saved is still on the clipboard. */
  keyOnClipboard = $state(false)
  /** The account that was just chosen, until the app has answered. */
  #choosing = $state.raw<string>()
  #saidAt = 0
  /** What is done about news. */
  readonly #heard: BackendEvents = {
    log: (mark) => {
      this.#mark(mark)
      this.found.heard()
      this.people.heardLog()
    },
    resting: (resting) => {
      this.#rest(resting)
    },
    state: (state) => {
      this.#take(state)
    },
    batch: (batch) => {
      this.batches.take(batch)
    },
    people: (view) => {
      this.people.heard(view)
    },
    dropped: (files) => {
      this.lists.heardDropped(files)
    },
    list: (list) => {
      this.lists.heardList(list)
    },
    listRefused: (failure) => {
      this.lists.heardRefused(failure)
    },
    listProgress: (progress) => {
      this.lists.heardProgress(progress)
    },
    exportProgress: (progress) => {
      this.exports.heard(progress)
    },
    dragging: (over) => {
      this.lists.heardDragging(over)
    },
    closing: () => {
      this.closing = true
      // Once it is drawn. A page that cannot say so is not waited for.
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
      RECENT_REST,
    )
    this.found = new LogResults(backend)
    this.exports = new Exports(this)
    this.adds = new Adds(this)
    this.entryActions = new EntryActions(this)
    this.lists = new Lists(this)
    this.people = new People(this)
    this.#ends = new CompletionNotifier(this)
    this.batches = new Batches((before, now) => {
      this.#ends.see(before, now)
    })
  }

  /** The chosen account, when it is still there. A choice holds at once, so that nothing goes to the one before. */
  get account(): AccountView | undefined {
    const chosen = this.#choosing ?? this.state?.chosen
    return this.state?.accounts.find((account) => account.id === chosen)
  }

  /** Asks for everything that the first screen shows, and begins to listen. */
  async start(): Promise<void> {
    const keepFocus = holdFocus()
    this.failed = undefined
    try {
      // Together, so that the log is drawn once and not first without its rows.
      const [state] = await Promise.all([this.backend.appState(this.#heard), this.recent.open()])
      this.#take(state, 'same log', true)
      // The log may have opened only with the state.
      if (this.recent.failed) this.recent.again()
    } catch (thrown) {
      this.failed = failureOf(thrown)
    }
    await keepFocus()
  }

  /** Chooses an account. When that fails, the one before is still chosen. */
  async choose(account: string): Promise<void> {
    this.#choosing = account
    try {
      await this.change((backend) => backend.chooseAccount(account))
    } finally {
      if (this.#choosing === account) this.#choosing = undefined
    }
  }

  /** Asks for a change that is answered with the new state, or with none if nothing was done; resolves with which. */
  async change(
    ask: (backend: Backend) => Promise<AppState | null>,
    log: 'same log' | 'another log' = 'same log',
  ): Promise<'changed' | 'same'> {
    const keepFocus = holdFocus()
    try {
      const state = await ask(this.backend)
      if (state === null) return 'same'
      this.#take(state, log, true)
      return 'changed'
    } finally {
      void keepFocus()
    }
  }

  /** After a key was saved: looks whether it is on the clipboard, from which it was most likely pasted. */
  async lookAtClipboard(): Promise<void> {
    this.keyOnClipboard = await this.backend.keyOnClipboard().catch(() => false)
  }

  /** Tells a screen reader something, even the same thing twice. What comes at the same moment is told together. */
  announce(text: string): void {
    const plain = text.replace(/[\u2068\u2069]/g, '')
    const together = Date.now() - this.#saidAt < 300
    this.#saidAt = Date.now()
    // An effect that tells something does not depend on what was told before.
    const before = untrack(() => this.announcement)
    if (together) this.announcement = `${before} ${plain}`
    else this.announcement = before === plain ? `${plain}\u00a0` : plain
  }

  /** Snapshots may arrive out of order: an older one than the last brings nothing new. */
  #take(state: AppState, log: 'same log' | 'another log' = 'same log', asked = false): void {
    const last = this.state
    const late = last !== undefined && state.revision < last.revision
    const now = late ? last : state
    this.state = now
    if (log === 'another log' || now.mode !== last?.mode) this.#turn(now, last !== undefined)
    else this.#mark(now.log)
    if (late) return
    this.lists.heard(now, asked)
    this.batches.heard(now.batches)
    this.resting.clear()
    for (const resting of now.resting) this.#rest(resting)
  }

  /** Another log: what was on the form and under way belongs to the one that was left. */
  #turn(state: AppState, again: boolean): void {
    this.ledgerEpoch += 1
    this.adds.clear()
    this.entryActions.clear()
    this.lists.clear()
    this.batches.clear()
    this.#ends.clear()
    this.exports.clear()
    this.found.clear()
    this.people.clear()
    this.logMark = state.log
    // What came with the first state is of this log.
    if (again) this.recent.clear()
  }

  /** Events may arrive out of order: an older mark brings nothing new. */
  #mark(mark: LogMark): void {
    if (mark.revision <= this.logMark.revision) return
    this.logMark = mark
    this.recent.heard()
  }

  #rest(resting: Resting): void {
    if (resting.until === null) this.resting.delete(resting.item)
    else this.resting.set(resting.item, resting)
  }
}

const [useApp, setApp] = createContext<App>()

/** For `Root`: gives every component below it the app. */
export function provideApp(app: App): App {
  setApp(app)
  return app
}

export { useApp }
