import { expect, it } from 'vitest'
import { fakeRow } from '../host/fake-state'
import { why } from './row'

const unsure = { outcome: 'unsure', cause: 'connection_lost' } as const

it('offers Check in words only where the row has the button', () => {
  expect(why(fakeRow({ ...unsure, can_check: true }), 'live')).toContain('Choose “Check”')
  const overtaken = why(fakeRow({ ...unsure, can_check: false }), 'live')
  expect(overtaken).toContain('the newer line says where they stand')
  expect(overtaken).not.toContain('Check”')
})

it('says to make room when an ending could not be written', () => {
  expect(why(fakeRow({ outcome: 'unsure', cause: 'not_saved', can_check: false }), 'live')).toContain('Check that the disk has room')
})

it('names no costs in practice', () => {
  expect(why(fakeRow({ ...unsure, can_check: true }), 'practice')).not.toMatch(/credit/)
})
