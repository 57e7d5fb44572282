import { SvelteMap } from 'svelte/reactivity'
import type { Failure } from '../host/bindings/Failure'
import type { LogRow } from '../host/bindings/LogRow'
import { failureOf } from '../host/host'
import type { App } from './app.svelte'

/** What a row's buttons can ask for. */
export type RowAction = 'undo' | 'check' | 'again' | 'stop'

/** What is being done about rows that are in the log, by item. */
export class RowActions {
  readonly busy = new SvelteMap<number, RowAction>()
  readonly refused = new SvelteMap<number, Failure>()
  readonly #app: App

  constructor(app: App) {
    this.#app = app
  }

  /** Does it, and gives back the row that came of it, if one did. */
  async run(action: RowAction, item: number): Promise<LogRow | undefined> {
    if (this.busy.has(item)) return undefined
    this.busy.set(item, action)
    this.refused.delete(item)
    try {
      const row = await this.#ask(action, item)
      if (row !== undefined) this.#app.adds.follow(item, row)
      return row
    } catch (thrown) {
      this.refused.set(item, failureOf(thrown))
      return undefined
    } finally {
      this.busy.delete(item)
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
