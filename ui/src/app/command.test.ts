import { expect, it } from 'vitest'
import type { Failure } from '../backend/bindings/Failure'
import { anyLedger, Command, Query } from './command.svelte'

/** A backend that answers when the test tells it to, oldest question first. */
function held() {
  const waiting: { question: string; resolve: (text: string) => void; reject: (failure: Failure) => void }[] = []
  return {
    ask: (question: string) => new Promise<string>((resolve, reject) => waiting.push({ question, resolve, reject })),
    waiting,
    answer: (text: string) => waiting.shift()?.resolve(text),
    fail: () => waiting.shift()?.reject({ code: 'ledger_full', params: {} }),
  }
}

it('runs once at a time and returns the result', async () => {
  const { ask, answer, waiting } = held()
  const command = new Command({ ledgerEpoch: 0 }, ask)
  const first = command.run('first')
  expect([command.busy, command.running]).toEqual([true, ['first']])
  expect(await command.run('second')).toBeUndefined()
  expect(waiting).toHaveLength(1)
  answer('done')
  expect(await first).toEqual({ result: 'done' })
  expect([command.busy, command.failure]).toEqual([false, undefined])
})

it('keeps why the last run failed until the next one begins', async () => {
  const { ask, answer, fail } = held()
  const command = new Command({ ledgerEpoch: 0 }, ask)
  const first = command.run('first')
  fail()
  expect(await first).toBeUndefined()
  expect([command.busy, command.failure?.code]).toEqual([false, 'ledger_full'])
  const second = command.run('second')
  expect(command.failure).toBeUndefined()
  answer('done')
  expect(await second).toEqual({ result: 'done' })
})

it('treats everything that is thrown as a failure, even when it is thrown at once', async () => {
  const command = new Command(anyLedger, () => {
    throw new Error('broken')
  })
  expect(await command.run()).toBeUndefined()
  expect(command.failure?.code).toBe('internal')
})

it.each(['answer', 'fail'] as const)('drops the result of a run with another ledger: %s', async (how) => {
  const backend = held()
  const ledger = { ledgerEpoch: 0 }
  const command = new Command(ledger, backend.ask)
  const first = command.run('first')
  ledger.ledgerEpoch += 1
  expect([command.busy, command.asked]).toEqual([false, undefined])
  backend[how]('done')
  expect(await first).toBeUndefined()
  expect(command.failure).toBeUndefined()
})

it('runs with the new ledger while the answer about the old one is pending', async () => {
  const { ask, answer } = held()
  const ledger = { ledgerEpoch: 0 }
  const command = new Command(ledger, ask)
  const first = command.run('first')
  ledger.ledgerEpoch += 1
  const second = command.run('second')
  answer('old')
  expect(await first).toBeUndefined()
  expect(command.busy).toBe(true)
  answer('new')
  expect(await second).toEqual({ result: 'new' })
})

it('forgets the pending answer and the last failure', async () => {
  const { ask, fail } = held()
  const command = new Command(anyLedger, ask)
  const first = command.run('first')
  command.forget()
  expect(command.busy).toBe(false)
  fail()
  await first
  expect(command.failure).toBeUndefined()
})

it('keeps the answer to the newest question, whichever comes first', async () => {
  const { ask, waiting } = held()
  const query = new Query({ ledgerEpoch: 0 }, ask)
  const [first, second] = [query.run('first'), query.run('second')]
  waiting[1]?.resolve('new')
  expect(await second).toEqual({ result: 'new' })
  waiting[0]?.resolve('old')
  expect(await first).toBeUndefined()
  expect([query.answer, query.asked]).toEqual(['new', ['second']])
})

it('keeps the last answer until there is another one, or another ledger', async () => {
  const { ask, answer, fail } = held()
  const ledger = { ledgerEpoch: 0 }
  const query = new Query(ledger, ask)
  const first = query.run('first')
  answer('old')
  await first
  const second = query.run('second')
  expect(query.answer).toBe('old')
  fail()
  await second
  expect([query.answer, query.failure?.code]).toEqual(['old', 'ledger_full'])
  ledger.ledgerEpoch += 1
  expect([query.answer, query.failure]).toEqual([undefined, undefined])
})
