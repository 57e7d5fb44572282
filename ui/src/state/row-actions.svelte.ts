import { SvelteMap } from 'svelte/reactivity'
import type { Failure } from '../host/bindings/Failure'
import type { LogRow } from '../host/bindings/LogRow'
import { failureOf } from '../host/host'
import type { App } from './app.svelte'

/** What a row's buttons can ask for. */
export type RowAction = 'undo' | 'check' | 'again' | 'stop'

/** Why an action was refused. */
export interface Refusal {
  readonly action: RowAction
  readonly failure: Failure
}

/** What is being done about rows that are in the log, by item. */
export class RowActions {
  readonly busy = new SvelteMap<number, RowAction>()
  readonly refused = new SvelteMap<number, Refusal>()
  readonly #app: App

  constructor(app: App) {
    this.#app = app
  }

  /** Does it, and gives back the row that came of it, if one did. An answer that belongs to a log that was left is none. */
  async run(action: RowAction, item: number): Promise<LogRow | undefined> {
    if (this.busy.has(item)) return undefined
    const book = this.#app.book
    this.busy.set(item, action)
    this.refused.delete(item)
    try {
      const row = await this.#ask(action, item)
      if (book !== this.#app.book) return undefined
      if (row !== undefined) this.#app.adds.follow(item, row)
      return row
    } catch (thrown) {
      if (book === this.#app.book) this.refused.set(item, { action, failure: failureOf(thrown) })
      return undefined
    } finally {
      if (book === this.#app.book) this.busy.delete(item)
    }
  }

  clear(): void {
    this.busy.clear()
    this.refused.clear()
  }

  #ask(action: RowAction, item: number): Promise<LogRow | undefined> {
    const host = this.#app.host
    switch (action) {
      case 'undo':
        return host.undo(item)
      case 'check':
        return host.check(item)
      case 'again':
        return host.again(item)
      case 'stop':
        return host.stopWaiting(item).then(() => undefined)
    }
  }
}
