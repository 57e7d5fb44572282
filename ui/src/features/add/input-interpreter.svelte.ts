import type { Understood } from '../../backend/bindings/Understood'
import type { App } from '../../app/app.svelte'

/** How long the typing pauses before the app is asked, in milliseconds. */
const PAUSE = 150

/** What the text of the fan field means, as the app says. */
export class InputInterpreter {
  /** What was said last. It may be about a text that has been changed since: good for a hint, never for an act. */
  now = $state.raw<Understood>({ kind: 'nothing' })
  readonly #app: App
  #asked = 0

  /** For a component: asks whenever the text or the account is another. */
  constructor(app: App, text: () => string) {
    this.#app = app
    $effect(() => {
      const [account, typed] = [app.account?.id, text()]
      // Another log has its own accounts and its own people.
      void app.ledgerEpoch
      if (account === undefined) {
        this.now = { kind: 'nothing' }
        return undefined
      }
      const timer = setTimeout(() => void this.of(account, typed).catch(() => undefined), PAUSE)
      return () => {
        clearTimeout(timer)
      }
    })
  }

  /** Asks what a text means. An answer that comes after a later question is nobody's hint any more. */
  async of(account: string, text: string): Promise<Understood> {
    const number = (this.#asked += 1)
    const say = (understood: Understood) => {
      if (number === this.#asked) this.now = understood
    }
    try {
      const understood = await this.#app.backend.understand(account, text)
      say(understood)
      return understood
    } catch (thrown) {
      say({ kind: 'nothing' })
      throw thrown
    }
  }
}
