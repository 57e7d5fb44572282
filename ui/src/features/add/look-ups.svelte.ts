import type { AccountView } from '../../backend/bindings/AccountView'
import type { Failure } from '../../backend/bindings/Failure'
import type { LookUp } from '../../backend/bindings/LookUp'
import type { App } from '../../app/app.svelte'
import { Query } from '../../app/command.svelte'

/** A look-up: pending, successful, or failed. */
export interface Look {
  /** The account that a person from this result is added to, even if another one is chosen by then. */
  readonly account: AccountView
  /** The field's text at the time. */
  readonly text: string
  readonly found: LookUp | undefined
  readonly refused: Failure | undefined
}

/** Looks up the people with the name in the fan field. Adds no one. */
export class LookUps {
  readonly latest: Look | undefined = $derived.by(() => {
    const { asked, answer, failure } = this.#query
    return asked && { account: asked[0], text: asked[1], found: answer, refused: failure }
  })
  readonly #query: Query<[AccountView, text: string], LookUp>

  constructor(app: App) {
    this.#query = new Query(app, (account, text) => app.backend.lookUp(account.id, text))
  }

  /** Looks up a name, unless the same look-up is pending or has found someone. */
  async ask(account: AccountView, text: string): Promise<void> {
    const same = this.latest?.account.id === account.id && this.latest.text === text
    const retryable = this.latest?.refused ?? this.latest?.found?.people.length === 0
    if (same && !retryable) return
    this.#query.forget()
    await this.#query.run(account, text)
  }

  forget(): void {
    this.#query.forget()
  }
}
