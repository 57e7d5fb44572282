import { SvelteMap } from 'svelte/reactivity'
import type { Failure } from '../../backend/bindings/Failure'
import type { PeopleSource } from '../../backend/bindings/PeopleSource'
import type { PeopleView } from '../../backend/bindings/PeopleView'
import type { App } from '../../app/app.svelte'
import { answerTo } from '../../app/command.svelte'
import { peopleCount } from '../../format/people'
import { everybody, PeopleResults } from './people-results'

/** A running batch changes who is VIP many times a second; nobody reads that fast. */
const REST = 1000

/** The lists of people: who is VIP, who subscribes, follows or supports; and the one that is on screen. */
export class People {
  /** Who was found on the list that is on screen. */
  readonly found: PeopleResults
  /** Why the last thing that was asked for was not done. */
  refused = $state.raw<Failure>()
  /** The reading that was asked for is to end. */
  stopping = $state(false)
  readonly #app: App
  readonly #views = new SvelteMap<string, PeopleView>()
  /** The list that was asked to be read, until that has ended. */
  #asked = $state.raw<string>()
  /** What was looked at last of each kind. */
  // eslint-disable-next-line svelte/prefer-svelte-reactivity -- nothing on screen follows it
  readonly #latest = new Map<PeopleSource['kind'], PeopleSource>()
  #open = false
  #looking: ReturnType<typeof setTimeout> | undefined

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

  /** How the list on screen stands; nothing before the first answer. */
  get shown(): PeopleView | undefined {
    return this.view(this.account, this.source)
  }

  /** It is being read, or was asked to be. */
  get busy(): boolean {
    return this.#asked === keyOf(this.account, this.source) || (this.shown?.reading ?? null) !== null
  }

  /** Tiers that were seen among an account's subscribers. */
  readonly tiers: readonly string[] = $derived.by(() => {
    const views = [...this.#views.values()].filter(
      (one) => one.account === this.account && one.source.kind === 'subscribers',
    )
    const tiers = views.flatMap((one) => one.tiers)
    return tiers.filter((one, i) => tiers.indexOf(one) === i).toSorted((a, b) => a.localeCompare(b))
  })

  /** How a list stands, as far as it was told. */
  view(account: string, source: PeopleSource): PeopleView | undefined {
    return this.#views.get(keyOf(account, source))
  }

  /** The screen is there, for this account; the list of last time still holds. */
  open(account: string): void {
    this.#open = true
    if (account !== this.account) this.found.ask(everybody(account, this.source))
    this.refused = undefined
    void this.found.open()
    void this.look()
  }

  /** The screen is gone: what is being read goes on, and nothing else is asked. */
  close(): void {
    this.#open = false
    clearTimeout(this.#looking)
    this.#looking = undefined
    this.found.close()
  }

  /** What was looked at last of the same kind; without, the list itself. */
  latest(source: PeopleSource): PeopleSource {
    return this.#latest.get(source.kind) ?? source
  }

  /** Another list. Nothing is read by that. */
  choose(source: PeopleSource): void {
    this.#latest.set(source.kind, source)
    this.refused = undefined
    this.found.ask(everybody(this.account, source))
    void this.look()
  }

  /** Asks how the list on screen stands. */
  async look(): Promise<void> {
    const { account, source } = this
    await this.#try(account, source, (backend) => backend.people(account, source))
  }

  /** Reads the list on screen; `sure`: until two readings name the same people. */
  async read(sure: boolean): Promise<void> {
    if (this.busy) return
    const { account, source } = this
    const key = keyOf(account, source)
    this.#asked = key
    this.stopping = false
    await this.#try(account, source, (backend) => backend.refreshPeople(account, source, sure))
    if (this.#asked === key) this.#asked = undefined
    const view = this.view(account, source)
    const here = key === keyOf(this.account, this.source)
    // Why it stopped stands in an alert.
    if (here && view && !view.stopped && !this.refused) this.#app.announce(peopleCount(view))
  }

  /** Ends the reading; what was read is kept. */
  async stop(): Promise<void> {
    if (this.stopping) return
    this.stopping = true
    const answer = await answerTo(this.#app, () => this.#app.backend.stopRefresh())
    if (!answer?.failure) return
    this.refused = answer.failure
    this.stopping = false
  }

  /** Events may arrive out of order: an older one than the last brings nothing new. */
  heard(view: PeopleView): void {
    const key = keyOf(view.account, view.source)
    const last = this.#views.get(key)
    if (last !== undefined && view.revision <= last.revision) return
    this.#views.set(key, view)
    if (key === keyOf(this.account, this.source)) this.found.heard()
  }

  /** Something was added or removed: who is VIP may have changed. */
  heardLog(): void {
    if (!this.#open) return
    this.found.heard()
    this.#looking ??= setTimeout(() => {
      this.#looking = undefined
      void this.look()
    }, REST)
  }

  /** Another log. */
  clear(): void {
    this.#views.clear()
    this.#latest.clear()
    this.#asked = undefined
    this.refused = undefined
    this.stopping = false
    this.close()
    this.found.clear()
  }

  /** What comes of it is told only while the same list is on screen. */
  async #try(
    account: string,
    source: PeopleSource,
    command: (backend: App['backend']) => Promise<PeopleView>,
  ): Promise<void> {
    this.refused = undefined
    const answer = await answerTo(this.#app, () => command(this.#app.backend))
    if (answer?.result) this.heard(answer.result)
    if (answer?.failure && keyOf(account, source) === keyOf(this.account, this.source)) this.refused = answer.failure
  }
}

/** Whether both mean the same people. */
export function sameSource(one: PeopleSource, other: PeopleSource): boolean {
  return keyOf('', one) === keyOf('', other)
}

/** Whatever the order in which its parts are named. */
function keyOf(account: string, source: PeopleSource): string {
  return JSON.stringify([account, ...Object.entries(source).sort(([a], [b]) => (a < b ? -1 : 1))])
}
