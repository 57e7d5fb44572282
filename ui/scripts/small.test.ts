import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { slimChoice, slimForms, slimRuntime } from './small.ts'

const compiled = (file: string) => readFileSync(`src/paraglide/${file}`, 'utf8')

it('chooses the language of every message once', () => {
  const slim = slimChoice(compiled('messages/_index.js'))
  const messages = Object.keys(JSON.parse(readFileSync('messages/en.json', 'utf8')) as object).filter((name) => name !== '$schema')
  for (const name of messages) expect(slim).toContain(`export const ${name} = /* @__PURE__ */ of(language0.${name}, language1.${name})`)
  expect(slim).toContain(`(locale === 'en' ? in0 : in1)(inputs)`)
})

it('keeps every form of a plural, and nothing after the last', () => {
  const before = compiled('messages/en.js')
  const slim = slimForms(before)
  const forms = (code: string, form: string) => code.split(`if (form === "${form}")`).length
  expect(forms(before, 'other')).toBeGreaterThan(50)
  expect(forms(slim, 'other')).toBe(1)
  expect(forms(slim, 'one')).toBe(forms(before, 'one'))
  expect(slim).toContain('Look up ${i?.shown} names')
})

it('knows the languages still', () => {
  expect(slimRuntime(compiled('runtime.js'))).toMatch(/baseLocale = "en"[^]*"es"/)
})

it('says so when the compiler has begun to write otherwise', () => {
  expect(() => slimChoice('export {}')).toThrow()
  expect(() => slimRuntime('export {}')).toThrow()
})
