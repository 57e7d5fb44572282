import { expect, it } from 'vitest'
import { dressed } from './pseudo.ts'

it('dresses words and leaves parameters and the rules of plurals alone', () => {
  const english = {
    plain: 'Add {fan}',
    plural: [{ declarations: ['input count'], selectors: ['form'], match: { 'form=one': '{count} fan' } }],
  }
  expect(dressed(english)).toEqual({
    plain: '[Áđđ {fan} ~ ~]',
    plural: [{ declarations: ['input count'], selectors: ['form'], match: { 'form=one': '[{count} ƒáñ ~ ~]' } }],
  })
})
