import type { AccountView } from '../../backend/bindings/AccountView'
import type { Failure } from '../../backend/bindings/Failure'
import type { LookUp } from '../../backend/bindings/LookUp'
import type { App } from '../../app/app.svelte'
import { Query } from '../../app/command.svelte'

/** A name that is looked up, was, or could not be. */
export interface Look {
  /** Whoever is found is added to this one's VIP list, whichever is chosen by then. */
  readonly account: AccountView
  /** The field's text as it was. */
  readonly text: string
  readonly found: LookUp | undefined
  readonly refused: Failure | undefined
}

/** Who is called as it stands in the fan field. Nothing is added by it. */
export class LookUps {
  readonly latest: Look | undefined = $derived.by(() => {
    const { asked, answer, failure } = this.#query
    return asked && { account: asked[0], text: asked[1], found: answer, refused: failure }
  })
  readonly #query: Query<[AccountView, text: string], LookUp>

  constructor(app: App) {
    this.#query = new Query(app, (account, text) => app.backend.lookUp(account.id, text))
  }

  /** Asks the service, unless the very same is under way or somebody was found. What was forgotten meanwhile stays so. */
  async ask(account: AccountView, text: string): Promise<void> {
    const same = this.latest?.account.id === account.id && this.latest.text === text
    const again = this.latest?.refused ?? this.latest?.found?.people.length === 0
    if (same && !again) return
    this.#query.forget()
    await this.#query.run(account, text)
  }

  forget(): void {
    this.#query.forget()
  }
}
