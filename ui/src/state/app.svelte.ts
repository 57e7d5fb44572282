import { createContext, tick } from 'svelte'
import { SvelteMap } from 'svelte/reactivity'
import type { AccountView } from '../host/bindings/AccountView'
import type { AppState } from '../host/bindings/AppState'
import type { Failure } from '../host/bindings/Failure'
import type { Resting } from '../host/bindings/Resting'
import { failureOf, type Heard, type Host } from '../host/host'
import { Adds } from './adds.svelte'
import { BatchEnds } from './batch-ends'
import { Batches } from './batches.svelte'
import { Exports } from './exports.svelte'
import { holdFocus } from './focus'
import { FoundLog } from './found-log'
import { Lists } from './lists.svelte'
import { Pages } from './pages.svelte'
import { People } from './people.svelte'
import { RowActions } from './row-actions.svelte'

/** Everything the window shows, kept current by the app's events. */
export class App {
  /** Nothing until the app has answered the first time. */
  state = $state.raw<AppState>()
  /** Why the app could not be asked. */
  failed = $state.raw<Failure>()
  /** Spoken to screen readers, politely. */
  said = $state('')
  /** Which log the items on screen belong to: an answer that comes after a change of logs is about the one before. */
  book = $state(0)
  /** Items the service told to wait, and until when. */
  readonly resting = new SvelteMap<number, Resting>()
  readonly host: Host
  readonly log: Pages
  /** The log as it is searched, on the screen of its own. */
  readonly found: FoundLog
  readonly exports: Exports
  readonly adds: Adds
  readonly rowActions: RowActions
  readonly lists: Lists
  readonly batches: Batches
  readonly people: People
  readonly #ends: BatchEnds
  /** The window was asked to close while batches run, and the user has not answered yet. */
  closing = $state(false)
  /** The key that was just saved is still on the clipboard. */
  keyOnClipboard = $state(false)
  /** The account that was just chosen, until the app has answered. */
  #choosing = $state.raw<string>()
  #saidAt = 0
  /** What is done about news. */
  readonly #heard: Heard = {
    log: (mark) => {
      this.log.heard(mark)
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
      void tick().then(() => this.host.closingShown()).catch(() => undefined)
    },
  }

  constructor(host: Host) {
    this.host = host
    this.log = new Pages(host)
    this.found = new FoundLog(host)
    this.exports = new Exports(this)
    this.adds = new Adds(this)
    this.rowActions = new RowActions(this)
    this.lists = new Lists(this)
    this.people = new People(this)
    this.#ends = new BatchEnds(this)
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
      const [state, newest] = await Promise.all([this.host.appState(this.#heard), this.log.newest()])
      this.#take(state, 'same log', true)
      if (newest) this.log.given(newest)
    } catch (thrown) {
      this.failed = failureOf(thrown)
    }
    await keepFocus()
  }

  /** Chooses an account; gives back why it was refused, if it was, and then the one before is chosen still. */
  async choose(account: string): Promise<Failure | undefined> {
    this.#choosing = account
    const refused = await this.run((host) => host.chooseAccount(account))
    if (this.#choosing === account) this.#choosing = undefined
    return refused
  }

  /** Runs a command that answers with the new state, or with none when nothing was done; gives back why it was refused. */
  async run(command: (host: Host) => Promise<AppState | null>, log: 'same log' | 'another log' = 'same log') {
    const keepFocus = holdFocus()
    try {
      const state = await command(this.host)
      if (state !== null) this.#take(state, log, true)
      return undefined
    } catch (thrown) {
      return failureOf(thrown)
    } finally {
      void keepFocus()
    }
  }

  /** After a key was saved: looks whether it is on the clipboard, from which it was most likely pasted. */
  async lookAtClipboard(): Promise<void> {
    this.keyOnClipboard = await this.host.keyOnClipboard().catch(() => false)
  }

  /** Tells a screen reader something, even the same thing twice. What comes at the same moment is told together. */
  say(text: string): void {
    const plain = text.replace(/[\u2068\u2069]/g, '')
    const together = Date.now() - this.#saidAt < 300
    this.#saidAt = Date.now()
    if (together) this.said = `${this.said} ${plain}`
    else this.said = this.said === plain ? `${plain}\u00a0` : plain
  }

  /** Snapshots may arrive out of order: an older one than the last brings nothing new. */
  #take(state: AppState, log: 'same log' | 'another log' = 'same log', asked = false): void {
    const last = this.state
    const late = last !== undefined && state.revision < last.revision
    const now = late ? last : state
    this.state = now
    if (log === 'another log' || now.mode !== last?.mode) this.#turn(now)
    else this.log.heard(now.log)
    if (late) return
    this.lists.heard(now, asked)
    this.batches.heard(now.batches)
    this.resting.clear()
    for (const resting of now.resting) this.#rest(resting)
  }

  /** Another log: what was on the form and under way belongs to the one that was left. */
  #turn(state: AppState): void {
    this.book += 1
    this.adds.clear()
    this.rowActions.clear()
    this.lists.clear()
    this.batches.clear()
    this.#ends.clear()
    this.exports.clear()
    this.found.clear()
    this.people.clear()
    this.log.open(state.log)
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
