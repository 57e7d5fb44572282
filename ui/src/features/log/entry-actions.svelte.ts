import { SvelteMap } from 'svelte/reactivity'
import type { Failure } from '../../backend/bindings/Failure'
import type { LogRow } from '../../backend/bindings/LogRow'
import type { App } from '../../app/app.svelte'
import { answerTo } from '../../app/command.svelte'

/** An action that an entry's buttons offer. */
export type EntryAction = 'undo' | 'check' | 'again' | 'stop'

/** Why an action failed. */
export interface Refusal {
  readonly action: EntryAction
  readonly failure: Failure
}

/** Runs actions on entries of the log, and keeps their state by item. */
export class EntryActions {
  readonly busy = new SvelteMap<number, EntryAction>()
  readonly refused = new SvelteMap<number, Refusal>()
  readonly #app: App

  constructor(app: App) {
    this.#app = app
  }

  /** Runs an action. Resolves with the new entry, if there is one. An answer that belongs to another log is dropped. */
  async run(action: EntryAction, item: number): Promise<LogRow | undefined> {
    if (this.busy.has(item)) return undefined
    this.busy.set(item, action)
    this.refused.delete(item)
    const answer = await answerTo(this.#app, () => this.#ask(action, item))
    if (!answer) return undefined
    this.busy.delete(item)
    if (answer.failure) this.refused.set(item, { action, failure: answer.failure })
    if (answer.result) {
      this.#app.adds.follow(item, answer.result)
      if (action !== 'check') this.#app.changes.recordEntry(answer.result, action === 'undo' ? item : undefined)
    }
    return answer.result
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
