import type { Understood } from '../../backend/bindings/Understood'
import type { App } from '../../app/app.svelte'
import { Query } from '../../app/command.svelte'

/** How long the typing pauses before the app is asked, in milliseconds. */
const PAUSE = 150

/** What the text of the fan field means, as the app says. */
export class InputInterpreter {
  readonly #app: App
  readonly #query: Query<[Promise<Understood>], Understood>

  /** For a component: asks whenever the text or the account is another. */
  constructor(app: App, text: () => string) {
    this.#app = app
    this.#query = new Query(app, (understood) => understood)
    $effect(() => {
      const [account, typed] = [app.account?.id, text()]
      // Another log has its own accounts and its own people.
      void app.ledgerEpoch
      if (account === undefined) {
        this.#query.forget()
        return undefined
      }
      const timer = setTimeout(() => void this.of(account, typed).catch(() => undefined), PAUSE)
      return () => {
        clearTimeout(timer)
      }
    })
  }

  /** What was said last. It may be about a text that has been changed since: good for a hint, never for an act. */
  get now(): Understood {
    return (this.#query.failure ? undefined : this.#query.answer) ?? { kind: 'nothing' }
  }

  /** Asks what a text means. An answer that comes after a later question is nobody's hint any more. */
  of(account: string, text: string): Promise<Understood> {
    const understood = this.#app.backend.understand(account, text)
    void this.#query.run(understood)
    return understood
  }
}
