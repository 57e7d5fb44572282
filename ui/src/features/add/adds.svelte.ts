import type { AccountView } from '../../backend/bindings/AccountView'
import type { Failure } from '../../backend/bindings/Failure'
import type { LogRow } from '../../backend/bindings/LogRow'
import type { Resting } from '../../backend/bindings/Resting'
import { problemAndAdvice } from '../../format/failure'
import { result } from '../../format/entry'
import type { App } from '../../app/app.svelte'
import { answerTo } from '../../app/command.svelte'

/** One use of the form: still on its way, refused before anything was sent, or ended as a row. */
export interface Attempt {
  readonly number: number
  readonly account: AccountView
  /** The field's text as it was. */
  readonly text: string
  /** The items that waited before it: none of them is this one. */
  readonly before: readonly number[]
  readonly row?: LogRow
  readonly refused?: Failure
}

/** What the form sent. Many may be on their way at once; the form shows the latest. */
export class Adds {
  latest = $state.raw<Attempt>()
  /** What was refused after something else was sent, newest first, until the user has seen it off. */
  overtaken = $state.raw<readonly Attempt[]>([])
  readonly #app: App
  /** What is on its way now, by account and text. */
  // eslint-disable-next-line svelte/prefer-svelte-reactivity -- nothing on screen follows it
  readonly #underWay = new Map<string, Attempt>()
  #count = 0

  constructor(app: App) {
    this.#app = app
  }

  /** Sends the text of the field. Resolves with how it ended, or nothing when the very same is on its way already. */
  async send(account: AccountView, text: string): Promise<Attempt | undefined> {
    const same = `${account.id} ${text.trim()}`
    const running = this.#underWay.get(same)
    if (running) {
      this.latest = running
      return undefined
    }
    const attempt: Attempt = { number: (this.#count += 1), account, text, before: [...this.#app.resting.keys()] }
    this.overtaken = this.overtaken.filter((one) => `${one.account.id} ${one.text.trim()}` !== same)
    this.#underWay.set(same, attempt)
    this.latest = attempt
    const answer = await answerTo(this.#app, () => this.#app.backend.addVip(account.id, text))
    if (!answer) return undefined
    const ended = answer.failure ? { ...attempt, refused: answer.failure } : { ...attempt, row: answer.result }
    this.#underWay.delete(same)
    this.#settle(ended)
    return ended
  }

  /** What was entered means nobody, so there is nothing to send: the form shows why. */
  refuse(account: AccountView, text: string, refused: Failure): Attempt {
    const attempt = { number: (this.#count += 1), account, text, before: [], refused }
    this.latest = attempt
    return attempt
  }

  /** Something else has the form's place. What is still under way is told when it ends. */
  leave(): void {
    this.latest = undefined
  }

  /** The row the form shows has a successor: it was undone, checked or repeated. */
  follow(item: number, row: LogRow): void {
    if (this.latest?.row?.item === item) this.latest = { ...this.latest, row }
  }

  /** Whether the service told this attempt to wait, and until when. An account has each fan on its way once only. */
  restingOf({ account, text, before }: Attempt): Resting | undefined {
    const digits = [...text].filter((sign) => sign >= '0' && sign <= '9').join('')
    return [...this.#app.resting.values()].find(
      (one) => one.account === account.id && one.fan === digits && !before.includes(one.item),
    )
  }

  /** Takes a refused one off the list. */
  dismiss(number: number): void {
    this.overtaken = this.overtaken.filter((one) => one.number !== number)
  }

  clear(): void {
    this.latest = undefined
    this.overtaken = []
    this.#underWay.clear()
  }

  /** The form shows how the latest ended, and says so; the others are told, and kept when the log has no row of them. */
  #settle(ended: Attempt): void {
    if (this.latest?.number === ended.number) {
      this.latest = ended
      return
    }
    if (ended.row) this.#app.announce(result(ended.row, ended.row.label ?? ended.row.fan))
    if (!ended.refused) return
    this.#app.announce(`${ended.text.trim()}: ${problemAndAdvice(ended.refused)}`)
    this.overtaken = [ended, ...this.overtaken]
  }
}
