import { untrack } from 'svelte'
import type { Failure } from '../backend/bindings/Failure'
import { failureOf } from '../backend/backend'

/** Knows which ledger is open, as `App` does. */
interface Ledger {
  readonly ledgerEpoch: number
}

/** A run that succeeded. An object, because the result of many commands is nothing. */
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

/** Asks, and turns a rejection into a `Failure`. Answers nothing if another ledger was opened in the meantime. */
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

/** For answers that stay true when the ledger changes, or that come because it has changed. */
export const anyLedger: Ledger = { ledgerEpoch: 0 }

/**
 * Something the window asks the backend to do. Only one run goes on at a time: further ones are ignored. The answer to a
 * run that began with another ledger is dropped, and so is everything that is known of that run.
 */
export class Command<Args extends unknown[], Result> {
  protected readonly ledger: Ledger
  readonly #ask: (...args: Args) => Promise<Result>
  #last = $state.raw<Run<Args>>()
  #goesOn = $state(false)
  #failure = $state.raw<Failure>()

  constructor(ledger: Ledger, ask: (...args: Args) => Promise<Result>) {
    this.ledger = ledger
    this.#ask = ask
  }

  /** The arguments of the last run. */
  get asked(): Args | undefined {
    return this.#last?.epoch === this.ledger.ledgerEpoch ? this.#last.args : undefined
  }

  /** The arguments of the run that goes on. */
  get running(): Args | undefined {
    return this.#goesOn ? this.asked : undefined
  }

  get busy(): boolean {
    return this.running !== undefined
  }

  /** Why the last run failed. */
  get failure(): Failure | undefined {
    return this.asked && this.#failure
  }

  /** Resolves with nothing if the run is ignored, fails, or is dropped. An effect that calls it does not depend on it. */
  run(...args: Args): Promise<Done<Result> | undefined> {
    return untrack(() => {
      if (this.busy) return Promise.resolve(undefined)
      this.#failure = undefined
      return this.start(args)
    })
  }

  /** Drops the answer to the run that goes on, and the last failure. */
  forget(): void {
    this.#last = undefined
    this.#goesOn = false
    this.#failure = undefined
  }

  /** Starts a run, which takes the place of the one before. */
  protected async start(args: Args): Promise<Done<Result> | undefined> {
    const run = { args, epoch: this.ledger.ledgerEpoch }
    this.#last = run
    this.#goesOn = true
    const answer = await answerTo(this.ledger, () => this.#ask(...args))
    if (this.#last !== run) return undefined
    this.#goesOn = false
    this.#failure = answer?.failure
    return answer?.failure === undefined ? answer : undefined
  }
}

/**
 * Something the window asks the backend to tell. The newest question wins: the answers to earlier ones are dropped. What
 * was answered before, or why it was not, is known until then.
 */
export class Query<Args extends unknown[], Result> extends Command<Args, Result> {
  #answer = $state.raw<{ result: Result; epoch: number }>()

  /** The last answer. */
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
