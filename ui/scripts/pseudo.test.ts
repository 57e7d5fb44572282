import { expect, it } from 'vitest'
import { accented, mirrored, pseudoOf } from './pseudo.ts'

const english = {
  plain: 'Add {fan}',
  plural: [
    {
      declarations: ['input count'],
      selectors: ['form'],
      match: { 'form=one': '{count} fan', 'form=other': '{count} fans' },
    },
  ],
}

it('changes words, but not parameters and plural rules', () => {
  expect(pseudoOf(english, accented, [])).toEqual({
    plain: '[Áđđ {fan} ~ ~]',
    plural: [
      {
        declarations: ['input count'],
        selectors: ['form'],
        match: { 'form=one': '[{count} ƒáñ ~ ~]', 'form=other': '[{count} ƒáñš ~ ~]' },
      },
    ],
  })
})

it('writes words from right to left, but not parameters, and has the forms of its language', () => {
  const word = (text: string) => `\u200f\u202e${text}\u202c\u200f`
  const forms = {
    'form=one': `{count} ${word('fan')}`,
    'form=other': `{count} ${word('fans')}`,
    'form=two': `{count} ${word('fans')}`,
  }
  expect(pseudoOf(english, mirrored, ['form=one', 'form=two'])).toEqual({
    plain: `${word('Add')} {fan}`,
    plural: [{ declarations: ['input count'], selectors: ['form'], match: forms }],
  })
})
