import { untrack } from 'svelte'
import type { FanRecord } from '../../backend/bindings/FanRecord'
import type { App } from '../../app/app.svelte'
import { Query } from '../../app/command.svelte'

/** What is known of one fan, kept current while their details are shown. Made while a component is being made. */
export class FanRecords {
  readonly #fan: () => string
  readonly #asking

  constructor(app: App, fan: () => string) {
    this.#fan = fan
    this.#asking = new Query(app, (its: string) => app.backend.fanRecord(its))
    $effect(() => {
      void [fan(), app.logMark.revision]
      untrack(() => {
        this.ask()
      })
    })
  }

  /** Undefined before the answer about this fan. */
  get known(): FanRecord | undefined {
    const { answer } = this.#asking
    return answer?.fan === this.#fan() ? answer : undefined
  }

  /** Whether the last load failed. */
  get failed(): boolean {
    return this.#asking.failure !== undefined
  }

  /** Loads it, or tries again after a failure. */
  ask(): void {
    void this.#asking.run(this.#fan())
  }
}
