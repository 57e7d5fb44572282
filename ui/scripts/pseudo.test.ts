import { expect, it } from 'vitest'
import { accented, mirrored, pseudoOf } from './pseudo.ts'

const english = {
  plain: 'Add {fan}',
  plural: [{ declarations: ['input count'], selectors: ['form'], match: { 'form=one': '{count} fan' } }],
}

it('changes words, but not parameters and plural rules', () => {
  expect(pseudoOf(english, accented)).toEqual({
    plain: '[Áđđ {fan} ~ ~]',
    plural: [{ declarations: ['input count'], selectors: ['form'], match: { 'form=one': '[{count} ƒáñ ~ ~]' } }],
  })
})

it('writes words from right to left, but not parameters', () => {
  const word = (text: string) => `\u200f\u202e${text}\u202c\u200f`
  expect(pseudoOf(english, mirrored)).toEqual({
    plain: `${word('Add')} {fan}`,
    plural: [{ declarations: ['input count'], selectors: ['form'], match: { 'form=one': `{count} ${word('fan')}` } }],
  })
})
