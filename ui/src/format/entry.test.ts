import { expect, it } from 'vitest'
import { fakeRow } from '../backend/fake/state'
import { m } from './messages.svelte'
import { why } from './entry'

const unconfirmed = { outcome: 'unconfirmed', cause: 'connection_lost' } as const

it('offers Check in words only where the row has the button', () => {
  const lost = m.problem_connection_lost()
  expect(why(fakeRow({ ...unconfirmed, can_check: true }), 'live')).toBe(`${lost} ${m.why_unconfirmed()}`)
  expect(why(fakeRow({ ...unconfirmed, can_check: false }), 'live')).toBe(`${lost} ${m.why_unconfirmed_overtaken()}`)
})

it('says to free space when a result could not be saved', () => {
  expect(why(fakeRow({ outcome: 'unconfirmed', cause: 'not_saved', can_check: false }), 'live')).toContain(
    m.advice_not_saved(),
  )
})

it('mentions no credits in practice mode', () => {
  expect(why(fakeRow({ ...unconfirmed, can_check: true }), 'practice')).toBe(
    `${m.problem_connection_lost()} ${m.why_unconfirmed_practice()}`,
  )
})
