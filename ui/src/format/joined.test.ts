import { expect, it } from 'vitest'
import { enumerated, labelled, sentences } from './joined'

it('joins what there is', () => {
  expect(sentences('One.', '', undefined, 'Two.', 'Three.')).toBe('One. Two. Three.')
  expect(sentences('', undefined)).toBe('')
  expect(enumerated(['4', '7', '9'])).toBe('4, 7, 9')
  expect(enumerated(['{first}', '4'])).toBe('{first}, 4')
  expect(labelled('Added', '3')).toBe('Added: 3')
})
