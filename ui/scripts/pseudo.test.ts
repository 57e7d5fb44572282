import { expect, it } from 'vitest'
import { pseudoOf } from './pseudo.ts'

it('changes words, but not parameters and plural rules', () => {
  const english = {
    plain: 'Add {fan}',
    plural: [{ declarations: ['input count'], selectors: ['form'], match: { 'form=one': '{count} fan' } }],
  }
  expect(pseudoOf(english)).toEqual({
    plain: '[Áđđ {fan} ~ ~]',
    plural: [{ declarations: ['input count'], selectors: ['form'], match: { 'form=one': '[{count} ƒáñ ~ ~]' } }],
  })
})
