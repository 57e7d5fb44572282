import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { slimChoice, slimForms, slimInputs, slimRuntime, slimTexts } from './small.ts'

const compiled = (file: string) => readFileSync(`src/paraglide/${file}`, 'utf8')

const english = JSON.parse(readFileSync('messages/en.json', 'utf8')) as {
  list_names_look: { match: Record<string, string> }[]
}

it('chooses the language of every message once', () => {
  const slim = slimChoice(compiled('messages/_index.js'))
  const messages = Object.keys(english).filter((name) => name !== '$schema')
  for (const name of messages)
    expect(slim).toContain(`export const ${name} = /* @__PURE__ */ of(language0.${name}, language1.${name})`)
  expect(slim).toContain(`said(locale === 'en' ? in0 : in1, inputs)`)
})

it('keeps every form of a plural, and nothing after the last', () => {
  const before = compiled('messages/en.js')
  const slim = slimForms(before)
  const forms = (code: string, form: string) => code.split(`if (form === "${form}")`).length
  expect(forms(before, 'other')).toBeGreaterThan(50)
  expect(forms(slim, 'other')).toBe(1)
  expect(forms(slim, 'one')).toBe(forms(before, 'one'))
  for (const form of ['one', 'other'])
    expect(slim).toContain(english.list_names_look[0]!.match[`form=${form}`]!.replace('{shown}', '${i?.shown}'))
})

it.each(['en', 'es'])('says every message of %s as before, with its inputs or without', (language) => {
  const before = compiled(`messages/${language}.js`).replace(/^import .*$/gm, '')
  const slim = slimInputs(slimTexts(slimForms(before)))
  const registry = { plural: (locale: string, input: unknown) => new Intl.PluralRules(locale).select(Number(input)) }
  type Message = string | ((inputs: unknown) => string)
  const names = [...before.matchAll(/^export const (\w+) =/gm)].map(([, name = '']) => name)
  const run = (code: string) =>
    new Function(
      'registry',
      `${code.replace(/^export (const|\{)/gm, '$1').replace(/^\{.*$/gm, '')}\nreturn { ${names.join(', ')} }`,
    )(registry) as Record<string, Message>
  const [whole, small] = [run(before), run(slim)]
  for (const count of [0, 1, 2]) {
    const inputs = new Proxy({}, { get: (_, name) => (name === 'count' ? count : `<${String(name)}>`) })
    const say = (message?: Message) => (typeof message === 'function' ? message(inputs) : message)
    for (const name of names) expect(say(small[name]), name).toBe(say(whole[name]))
  }
  expect(names.length).toBeGreaterThan(500)
  expect(names.filter((name) => typeof small[name] === 'string').length).toBeGreaterThan(300)
  expect(slim).not.toContain('i?.')
})

it('knows the languages still', () => {
  expect(slimRuntime(compiled('runtime.js'))).toMatch(/baseLocale = "en"[^]*"es"/)
})

it('says so when the compiler has begun to write otherwise', () => {
  expect(() => slimChoice('export {}')).toThrow()
  expect(() => slimRuntime('export {}')).toThrow()
})
