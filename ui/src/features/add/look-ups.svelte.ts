import type { AccountView } from '../../backend/bindings/AccountView'
import type { Failure } from '../../backend/bindings/Failure'
import type { LookUp } from '../../backend/bindings/LookUp'
import { failureOf } from '../../backend/backend'
import type { App } from '../../app/app.svelte'

/** A name that is looked up, was, or could not be. */
export interface Look {
  /** Whoever is found is added to this one's VIP list, whichever is chosen by then. */
  readonly account: AccountView
  /** The field's text as it was. */
  readonly text: string
  readonly found?: LookUp
  readonly refused?: Failure
}

/** Who is called as it stands in the fan field. Nothing is added by it. */
export class LookUps {
  latest = $state.raw<Look>()
  readonly #app: App

  constructor(app: App) {
    this.#app = app
  }

  /** Asks the service, unless the very same is under way or somebody was found. What was forgotten meanwhile stays so. */
  async ask(account: AccountView, text: string): Promise<void> {
    const same = this.latest?.account.id === account.id && this.latest.text === text
    const again = this.latest?.refused ?? this.latest?.found?.people.length === 0
    if (same && !again) return
    const look: Look = { account, text }
    this.latest = look
    const ended = await this.#answer(look)
    if (this.latest === look) this.latest = ended
  }

  forget(): void {
    this.latest = undefined
  }

  async #answer(look: Look): Promise<Look> {
    try {
      return { ...look, found: await this.#app.backend.lookUp(look.account.id, look.text) }
    } catch (thrown) {
      return { ...look, refused: failureOf(thrown) }
    }
  }
}
