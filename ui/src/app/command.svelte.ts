import { untrack } from 'svelte'
import type { Failure } from '../backend/bindings/Failure'
import { failureOf } from '../backend/backend'

/** Knows which ledger is open. `App` implements it. */
interface Ledger {
  readonly ledgerEpoch: number
}

/** A run that succeeded. It is an object because many commands have no result. */
export interface Done<Result> {
  readonly result: Result
  readonly failure?: undefined
}

/** A run that failed. */
export interface Failed {
  readonly result?: undefined
  readonly failure: Failure
}

interface Run<Args> {
  readonly args: Args
  readonly epoch: number
}

/** Asks, and turns a rejection into a `Failure`. Resolves with undefined if another ledger was opened in the meantime. */
export async function answerTo<Result>(
  ledger: Ledger,
  ask: () => Promise<Result>,
): Promise<Done<Result> | Failed | undefined> {
  const epoch = ledger.ledgerEpoch
  let answer: Done<Result> | Failed
  try {
    answer = { result: await ask() }
  } catch (thrown) {
    answer = { failure: failureOf(thrown) }
  }
  return epoch === ledger.ledgerEpoch ? answer : undefined
}

/** For answers that stay true when the ledger changes, or that are given because it has changed. */
export const anyLedger: Ledger = { ledgerEpoch: 0 }

/**
 * Something the window asks the backend to do. One run takes place at a time, and further ones are ignored. When another
 * ledger opens, the command forgets its run and drops the answer.
 */
export class Command<Args extends unknown[], Result> {
  protected readonly ledger: Ledger
  readonly #ask: (...args: Args) => Promise<Result>
  #last = $state.raw<Run<Args>>()
  #isRunning = $state(false)
  #failure = $state.raw<Failure>()

  constructor(ledger: Ledger, ask: (...args: Args) => Promise<Result>) {
    this.ledger = ledger
    this.#ask = ask
  }

  /** The arguments of the last run. Undefined before the first run and after a change of ledgers. */
  get asked(): Args | undefined {
    return this.#last?.epoch === this.ledger.ledgerEpoch ? this.#last.args : undefined
  }

  /** The arguments of the current run. Undefined while nothing runs. */
  get running(): Args | undefined {
    return this.#isRunning ? this.asked : undefined
  }

  get busy(): boolean {
    return this.running !== undefined
  }

  /** Why the last run failed. Undefined while another one runs. */
  get failure(): Failure | undefined {
    return this.asked && this.#failure
  }

  /** Resolves with undefined if the run is ignored, fails, or is dropped. An effect that calls it does not depend on it. */
  run(...args: Args): Promise<Done<Result> | undefined> {
    return untrack(() => {
      if (this.busy) return Promise.resolve(undefined)
      this.#failure = undefined
      return this.start(args)
    })
  }

  /** Drops the answer to the current run, and the last failure. */
  forget(): void {
    this.#last = undefined
    this.#isRunning = false
    this.#failure = undefined
  }

  /** Starts a run, which replaces the one before. */
  protected async start(args: Args): Promise<Done<Result> | undefined> {
    const run = { args, epoch: this.ledger.ledgerEpoch }
    this.#last = run
    this.#isRunning = true
    const answer = await answerTo(this.ledger, () => this.#ask(...args))
    if (this.#last !== run) return undefined
    this.#isRunning = false
    this.#failure = answer?.failure
    return answer?.failure === undefined ? answer : undefined
  }
}

/**
 * Something the window asks the backend for. The newest question wins: answers to earlier ones are dropped. The last answer
 * and the last failure stay until the next answer.
 */
export class Query<Args extends unknown[], Result> extends Command<Args, Result> {
  #answer = $state.raw<{ result: Result; epoch: number }>()

  /** Undefined before the first answer and after a change of ledgers. */
  get answer(): Result | undefined {
    return this.#answer?.epoch === this.ledger.ledgerEpoch ? this.#answer.result : undefined
  }

  override run(...args: Args): Promise<Done<Result> | undefined> {
    return untrack(() => this.start(args))
  }

  override forget(): void {
    super.forget()
    this.#answer = undefined
  }

  protected override async start(args: Args): Promise<Done<Result> | undefined> {
    const epoch = this.ledger.ledgerEpoch
    const done = await super.start(args)
    if (done) this.#answer = { result: done.result, epoch }
    return done
  }
}
