import { SvelteMap } from 'svelte/reactivity'
import type { Failure } from '../../backend/bindings/Failure'
import type { PeopleSource } from '../../backend/bindings/PeopleSource'
import type { PeopleView } from '../../backend/bindings/PeopleView'
import type { App } from '../../app/app.svelte'
import { answerTo } from '../../app/command.svelte'
import { peopleCount } from '../../format/people'
import { everybody, PeopleResults } from './people-results'

/**
 * The least time between two requests, in milliseconds. A running batch changes who is VIP more often than anyone reads.
 */
const MIN_INTERVAL = 1000

/** The lists of people (VIPs, subscribers, followers, supporters), one of which is on screen. */
export class People {
  /** The search results of the list on screen. */
  readonly found: PeopleResults
  /** Why the last request failed. Undefined if it did not. */
  refused = $state.raw<Failure>()
  /** The user has asked to stop the refresh. */
  stopping = $state(false)
  readonly #app: App
  readonly #views = new SvelteMap<string, PeopleView>()
  /** The key of the list that this window is refreshing. Undefined if it refreshes none. */
  #refreshing = $state.raw<string>()
  /** The source that was chosen last, by kind. */
  // eslint-disable-next-line svelte/prefer-svelte-reactivity -- nothing on screen follows it
  readonly #latest = new Map<PeopleSource['kind'], PeopleSource>()
  #open = false
  #lookTimer: ReturnType<typeof setTimeout> | undefined

  constructor(app: App) {
    this.#app = app
    this.found = new PeopleResults(app.backend)
  }

  get account(): string {
    return this.found.query.account
  }

  get source(): PeopleSource {
    return this.found.query.source
  }

  /** The view of the list on screen. Undefined before the first answer. */
  get shown(): PeopleView | undefined {
    return this.view(this.account, this.source)
  }

  /** The list is being refreshed, or a refresh was requested. */
  get busy(): boolean {
    return this.#refreshing === keyOf(this.account, this.source) || (this.shown?.reading ?? null) !== null
  }

  /** The tiers of an account's subscribers, as far as they are known. */
  readonly tiers: readonly string[] = $derived.by(() => {
    const views = [...this.#views.values()].filter(
      (one) => one.account === this.account && one.source.kind === 'subscribers',
    )
    const tiers = views.flatMap((one) => one.tiers)
    return tiers.filter((one, i) => tiers.indexOf(one) === i).toSorted((a, b) => a.localeCompare(b))
  })

  /** The last known view of a list. Undefined before the first answer. */
  view(account: string, source: PeopleSource): PeopleView | undefined {
    return this.#views.get(keyOf(account, source))
  }

  /** Called when the screen opens for this account. The query of the last time still holds. */
  open(account: string): void {
    this.#open = true
    if (account !== this.account) this.found.ask(everybody(account, this.source))
    this.refused = undefined
    void this.found.open()
    void this.look()
  }

  /** Called when the screen closes. A refresh goes on, but nothing else is requested. */
  close(): void {
    this.#open = false
    clearTimeout(this.#lookTimer)
    this.#lookTimer = undefined
    this.found.close()
  }

  /** The source that was chosen last of the same kind. Without one, `source` itself. */
  latest(source: PeopleSource): PeopleSource {
    return this.#latest.get(source.kind) ?? source
  }

  /** Shows another list. Loads no people. */
  choose(source: PeopleSource): void {
    this.#latest.set(source.kind, source)
    this.refused = undefined
    this.found.ask(everybody(this.account, source))
    void this.look()
  }

  /** Requests the view of the list on screen. */
  async look(): Promise<void> {
    const { account, source } = this
    await this.#run(account, source, (backend) => backend.people(account, source))
  }

  /** Refreshes the list on screen. `verify` repeats that until two refreshes return the same people. */
  async refresh(verify: boolean): Promise<void> {
    if (this.busy) return
    const { account, source } = this
    const key = keyOf(account, source)
    this.#refreshing = key
    this.stopping = false
    await this.#run(account, source, (backend) => backend.refreshPeople(account, source, verify))
    if (this.#refreshing === key) this.#refreshing = undefined
    const view = this.view(account, source)
    const onScreen = key === keyOf(this.account, this.source)
    // An alert says why a refresh ended early.
    if (onScreen && view && !view.stopped && !this.refused) this.#app.announce(peopleCount(view))
  }

  /** Stops the refresh. What was loaded is kept. */
  async stop(): Promise<void> {
    if (this.stopping) return
    this.stopping = true
    const answer = await answerTo(this.#app, () => this.#app.backend.stopRefresh())
    if (!answer?.failure) return
    this.refused = answer.failure
    this.stopping = false
  }

  /** Applies a view. Events may arrive out of order, so a view that is older than the current one is ignored. */
  applyView(view: PeopleView): void {
    const key = keyOf(view.account, view.source)
    const last = this.#views.get(key)
    if (last !== undefined && view.revision <= last.revision) return
    this.#views.set(key, view)
    if (key === keyOf(this.account, this.source)) this.found.handleChange()
  }

  /** Called when the log has changed, and with it perhaps who is VIP. */
  handleLogChange(): void {
    if (!this.#open) return
    this.found.handleChange()
    this.#lookTimer ??= setTimeout(() => {
      this.#lookTimer = undefined
      void this.look()
    }, MIN_INTERVAL)
  }

  /** Called when another log opens. */
  clear(): void {
    this.#views.clear()
    this.#latest.clear()
    this.#refreshing = undefined
    this.refused = undefined
    this.stopping = false
    this.close()
    this.found.clear()
  }

  /** Runs a command. Keeps its failure only while the same list is on screen. */
  async #run(
    account: string,
    source: PeopleSource,
    command: (backend: App['backend']) => Promise<PeopleView>,
  ): Promise<void> {
    this.refused = undefined
    const answer = await answerTo(this.#app, () => command(this.#app.backend))
    if (answer?.result) this.applyView(answer.result)
    if (answer?.failure && keyOf(account, source) === keyOf(this.account, this.source)) this.refused = answer.failure
  }
}

/** Whether both stand for the same people. */
export function sameSource(one: PeopleSource, other: PeopleSource): boolean {
  return keyOf('', one) === keyOf('', other)
}

/** A key that does not depend on the order of the source's properties. */
function keyOf(account: string, source: PeopleSource): string {
  return JSON.stringify([account, ...Object.entries(source).sort(([a], [b]) => (a < b ? -1 : 1))])
}
