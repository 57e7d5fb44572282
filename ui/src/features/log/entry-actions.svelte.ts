import { SvelteMap } from 'svelte/reactivity'
import type { Failure } from '../../backend/bindings/Failure'
import type { LogRow } from '../../backend/bindings/LogRow'
import { failureOf } from '../../backend/backend'
import type { App } from '../../app/app.svelte'

/** What a row's buttons can ask for. */
export type EntryAction = 'undo' | 'check' | 'again' | 'stop'

/** Why an action was refused. */
export interface Refusal {
  readonly action: EntryAction
  readonly failure: Failure
}

/** What is being done about rows that are in the log, by item. */
export class EntryActions {
  readonly busy = new SvelteMap<number, EntryAction>()
  readonly refused = new SvelteMap<number, Refusal>()
  readonly #app: App

  constructor(app: App) {
    this.#app = app
  }

  /** Does it, and gives back the row that came of it, if one did. An answer that belongs to a log that was left is none. */
  async run(action: EntryAction, item: number): Promise<LogRow | undefined> {
    if (this.busy.has(item)) return undefined
    const ledgerEpoch = this.#app.ledgerEpoch
    this.busy.set(item, action)
    this.refused.delete(item)
    try {
      const row = await this.#ask(action, item)
      if (ledgerEpoch !== this.#app.ledgerEpoch) return undefined
      if (row !== undefined) this.#app.adds.follow(item, row)
      return row
    } catch (thrown) {
      if (ledgerEpoch === this.#app.ledgerEpoch) this.refused.set(item, { action, failure: failureOf(thrown) })
      return undefined
    } finally {
      if (ledgerEpoch === this.#app.ledgerEpoch) this.busy.delete(item)
    }
  }

  clear(): void {
    this.busy.clear()
    this.refused.clear()
  }

  #ask(action: EntryAction, item: number): Promise<LogRow | undefined> {
    const backend = this.#app.backend
    switch (action) {
      case 'undo':
        return backend.undo(item)
      case 'check':
        return backend.check(item)
      case 'again':
        return backend.again(item)
      case 'stop':
        return backend.stopWaiting(item).then(() => undefined)
    }
  }
}
