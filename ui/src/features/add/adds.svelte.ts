import type { AccountView } from '../../backend/bindings/AccountView'
import type { Failure } from '../../backend/bindings/Failure'
import type { LogRow } from '../../backend/bindings/LogRow'
import type { Resting } from '../../backend/bindings/Resting'
import { problemAndAdvice } from '../../format/failure'
import { result } from '../../format/entry'
import { labelled } from '../../format/joined'
import type { App } from '../../app/app.svelte'
import { answerTo } from '../../app/command.svelte'

/** One submission of the form: still pending, rejected before anything was sent, or ended as an entry. */
export interface Attempt {
  readonly number: number
  readonly account: AccountView
  /** The field's text at the time. */
  readonly text: string
  /** The items that waited already, so none of them belongs to this attempt. */
  readonly before: readonly number[]
  readonly row?: LogRow
  readonly refused?: Failure
}

/** What the form has sent. Many adds may be pending at once; the form shows the latest. */
export class Adds {
  latest = $state.raw<Attempt>()
  /** Attempts that were rejected after the form showed another one, newest first, until the user dismisses them. */
  superseded = $state.raw<readonly Attempt[]>([])
  /** A text for the form from elsewhere in the window, until the form has taken it. */
  draft = $state<string>()
  readonly #app: App
  /** The pending attempts, by account and text. */
  // eslint-disable-next-line svelte/prefer-svelte-reactivity -- nothing on screen follows it
  readonly #pending = new Map<string, Attempt>()
  #count = 0

  constructor(app: App) {
    this.#app = app
  }

  /**
   * Adds the fan in the field, `anyway` even if the ID is probably a typo. Resolves with how it ended, or undefined if the
   * same text is pending for the same account.
   */
  async send(account: AccountView, text: string, anyway = false): Promise<Attempt | undefined> {
    const key = `${account.id} ${text.trim()}`
    const running = this.#pending.get(key)
    if (running) {
      this.latest = running
      return undefined
    }
    const attempt: Attempt = { number: (this.#count += 1), account, text, before: [...this.#app.resting.keys()] }
    this.superseded = this.superseded.filter((one) => `${one.account.id} ${one.text.trim()}` !== key)
    this.#pending.set(key, attempt)
    this.latest = attempt
    const answer = await answerTo(this.#app, () => this.#app.backend.addVip(account.id, text, anyway))
    if (!answer) return undefined
    const ended = answer.failure ? { ...attempt, refused: answer.failure } : { ...attempt, row: answer.result }
    this.#pending.delete(key)
    this.#settle(ended)
    return ended
  }

  /** Shows why a text means no one. Nothing is sent. */
  refuse(account: AccountView, text: string, refused: Failure): Attempt {
    const attempt = { number: (this.#count += 1), account, text, before: [], refused }
    this.latest = attempt
    return attempt
  }

  /** Gives the form the focus, and a text if there is one. */
  begin(text = ''): void {
    this.draft = text
  }

  /** Empties the form's result. Pending adds are announced when they end. */
  leave(): void {
    this.latest = undefined
  }

  /** Replaces the entry that the form shows, after it was undone, checked, or repeated. */
  follow(item: number, row: LogRow): void {
    if (this.latest?.row?.item === item) this.latest = { ...this.latest, row }
  }

  /** The wait of this attempt, if the server asked for one. A fan can be pending only once for each account. */
  restingOf({ account, text, before }: Attempt): Resting | undefined {
    const digits = [...text].filter((char) => char >= '0' && char <= '9').join('')
    return [...this.#app.resting.values()].find(
      (one) => one.account === account.id && one.fan === digits && !before.includes(one.item),
    )
  }

  /** Dismisses a superseded error. */
  dismiss(number: number): void {
    this.superseded = this.superseded.filter((one) => one.number !== number)
  }

  clear(): void {
    this.latest = undefined
    this.superseded = []
    this.#pending.clear()
  }

  /**
   * Shows how the latest attempt ended. Others are announced, and errors are kept, because the log has no entry for them.
   */
  #settle(ended: Attempt): void {
    if (ended.row) this.#app.changes.recordEntry(ended.row)
    if (this.latest?.number === ended.number) {
      this.latest = ended
      return
    }
    if (ended.row) this.#app.announce(result(ended.row, ended.row.label ?? ended.row.fan))
    if (!ended.refused) return
    this.#app.announce(labelled(ended.text.trim(), problemAndAdvice(ended.refused)))
    this.superseded = [ended, ...this.superseded]
  }
}
