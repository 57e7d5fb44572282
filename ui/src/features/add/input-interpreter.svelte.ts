import type { Understood } from '../../backend/bindings/Understood'
import type { App } from '../../app/app.svelte'
import { Query } from '../../app/command.svelte'

/** How long typing must pause before the app is asked, in milliseconds. */
const PAUSE = 150

/** Knows what the text of the fan field means, according to the app. */
export class InputInterpreter {
  readonly #app: App
  readonly #query: Query<[Promise<Understood>], Understood>

  /** Must be called in a component. Asks whenever the text or the account changes. */
  constructor(app: App, text: () => string) {
    this.#app = app
    this.#query = new Query(app, (understood) => understood)
    $effect(() => {
      const [account, typed] = [app.account?.id, text()]
      // Another log has accounts and people of its own.
      void app.ledgerEpoch
      if (account === undefined) {
        this.#query.forget()
        return undefined
      }
      const timer = setTimeout(() => void this.interpret(account, typed).catch(() => undefined), PAUSE)
      return () => {
        clearTimeout(timer)
      }
    })
  }

  /** The last answer. It may be about an earlier text, so it is good for a hint, but not for an action. */
  get latest(): Understood {
    return (this.#query.failure ? undefined : this.#query.answer) ?? { kind: 'nothing' }
  }

  /** Asks what a text means. An answer that comes after a later question is not used as the hint. */
  interpret(account: string, text: string): Promise<Understood> {
    const understood = this.#app.backend.understand(account, text)
    void this.#query.run(understood)
    return understood
  }
}
