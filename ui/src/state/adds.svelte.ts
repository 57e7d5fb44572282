import type { AccountView } from '../host/bindings/AccountView'
import type { Failure } from '../host/bindings/Failure'
import type { LogRow } from '../host/bindings/LogRow'
import type { Resting } from '../host/bindings/Resting'
import { failureOf } from '../host/host'
import type { App } from './app.svelte'

/** One use of the form: still on its way, refused before anything was sent, or ended as a row. */
export interface Attempt {
  readonly number: number
  readonly account: AccountView
  /** The field's text as it was. */
  readonly text: string
  readonly row?: LogRow
  readonly refused?: Failure
}

/** What the form sent. Many may be on their way at once; the form shows the latest. */
export class Adds {
  latest = $state.raw<Attempt>()
  readonly #app: App
  /** Texts that are on their way now, by account. */
  // eslint-disable-next-line svelte/prefer-svelte-reactivity -- nothing on screen follows it
  readonly #underWay = new Set<string>()
  #count = 0

  constructor(app: App) {
    this.#app = app
  }

  /** Sends the text of the field. Resolves with how it ended, or nothing when the very same is on its way already. */
  async send(account: AccountView, text: string): Promise<Attempt | undefined> {
    const same = `${account.id} ${text.trim()}`
    if (this.#underWay.has(same)) return undefined
    this.#underWay.add(same)
    const attempt = { number: (this.#count += 1), account, text }
    this.latest = attempt
    try {
      return this.#settle({ ...attempt, row: await this.#app.host.addVip(account.id, text) })
    } catch (thrown) {
      return this.#settle({ ...attempt, refused: failureOf(thrown) })
    } finally {
      this.#underWay.delete(same)
    }
  }

  /** The row the form shows has a successor: it was undone, checked or repeated. */
  follow(item: number, row: LogRow): void {
    if (this.latest?.row?.item === item) this.latest = { ...this.latest, row }
  }

  /** Whether the service told this attempt to wait, and until when. */
  restingOf(attempt: Attempt): Resting | undefined {
    const digits = attempt.text.replace(/\D/g, '')
    return [...this.#app.resting.values()].find((resting) => resting.fan === digits)
  }

  clear(): void {
    this.latest = undefined
  }

  #settle(attempt: Attempt): Attempt {
    if (this.latest?.number === attempt.number) this.latest = attempt
    return attempt
  }
}
