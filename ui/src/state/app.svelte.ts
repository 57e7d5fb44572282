import { createContext } from 'svelte'
import { SvelteMap } from 'svelte/reactivity'
import type { AccountView } from '../host/bindings/AccountView'
import type { AppState } from '../host/bindings/AppState'
import type { Failure } from '../host/bindings/Failure'
import type { Resting } from '../host/bindings/Resting'
import { failureOf, type Host } from '../host/host'
import { Adds } from './adds.svelte'
import { Pages } from './pages.svelte'
import { RowActions } from './row-actions.svelte'

/** Everything the window shows, kept current by the app's events. */
export class App {
  /** Nothing until the app has answered the first time. */
  state = $state.raw<AppState>()
  /** Why the app could not be asked. */
  failed = $state.raw<Failure>()
  /** Spoken to screen readers, politely. */
  said = $state('')
  /** Items the service told to wait, and until when. */
  readonly resting = new SvelteMap<number, Resting>()
  readonly host: Host
  readonly log: Pages
  readonly adds: Adds
  readonly rowActions: RowActions

  constructor(host: Host) {
    this.host = host
    this.log = new Pages(host)
    this.adds = new Adds(this)
    this.rowActions = new RowActions(this)
  }

  /** The chosen account, when it is still there. */
  get account(): AccountView | undefined {
    return this.state?.accounts.find((account) => account.id === this.state?.chosen)
  }

  /** Listens first and asks then, so that nothing falls in between. */
  async start(): Promise<void> {
    this.failed = undefined
    try {
      await this.host.listen({
        log: (mark) => {
          this.log.heard(mark)
        },
        resting: (resting) => {
          this.#rest(resting)
        },
        state: (state) => {
          this.#take(state)
        },
      })
      this.#take(await this.host.appState())
    } catch (thrown) {
      this.failed = failureOf(thrown)
    }
  }

  /** Runs a command that answers with the new state; gives back why it was refused, if it was. */
  async run(command: (host: Host) => Promise<AppState>, log: 'same log' | 'another log' = 'same log') {
    try {
      const state = await command(this.host)
      if (log === 'another log') this.#turn()
      this.#take(state, log)
      return undefined
    } catch (thrown) {
      return failureOf(thrown)
    }
  }

  /** Tells a screen reader something, even the same thing twice. */
  say(text: string): void {
    this.said = this.said === text ? `${text}\u00a0` : text
  }

  #take(state: AppState, log: 'same log' | 'another log' = 'same log'): void {
    const other = log === 'another log' || state.mode !== this.state?.mode
    this.state = state
    if (other) this.log.open(state.log)
    else this.log.heard(state.log)
  }

  /** What was on the form and under way belongs to the log that was left. */
  #turn(): void {
    this.resting.clear()
    this.adds.clear()
    this.rowActions.clear()
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
