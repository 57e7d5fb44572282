import { minify } from 'terser'
import type { Plugin } from 'vite'

const CHOICE = /\/paraglide\/messages\/_index\.js$/
const LANGUAGE = /\/paraglide\/messages\/(?!_)[\w-]+\.js$/
const REGISTRY = /\/paraglide\/registry\.js$/
const RUNTIME = /\/paraglide\/runtime\.js$/

/**
 * Makes the compiled catalogue small. For each message the compiler writes how its language is chosen, for each plural what
 * becomes of a form that is in no language, and for all of them ways to find the language that no window needs.
 */
export function slimMessages(): Plugin {
  const slim = (code: string) => ({ code, map: null })
  return {
    name: 'slim-messages',
    apply: 'build',
    transform(code, id) {
      if (CHOICE.test(id)) return slim(slimChoice(code))
      if (LANGUAGE.test(id)) return slim(slimInputs(slimTexts(slimForms(code))))
      if (REGISTRY.test(id)) return slim(REGISTRY_KEPT)
      if (RUNTIME.test(id)) return slim(slimRuntime(code))
      return undefined
    },
  }
}

/** Packs what is already packed once more: the two find different things, and all of it is read at every start. */
export function packTwice(): Plugin {
  return {
    name: 'pack-twice',
    apply: 'build',
    async generateBundle(_, bundle) {
      for (const chunk of Object.values(bundle)) {
        if (chunk.type !== 'chunk') continue
        const packed = await minify(chunk.code, {
          module: true,
          ecma: 2022,
          // Reading a property does something here: it is how an effect says what it depends on.
          compress: { passes: 3, pure_getters: false, unsafe_arrows: true, keep_fargs: false },
        })
        chunk.code = packed.code ?? chunk.code
      }
    },
  }
}

/** One function for all messages, which takes the one in the language of the window. */
export function slimChoice(code: string): string {
  const languages = [...code.matchAll(/^import \* as __\w+ from "\.\/([\w-]+)\.js"/gm)].map(([, name = '']) => name)
  const messages = [...code.matchAll(/^export const (\w+) =/gm)].map(([, name = '']) => name)
  if (languages.length === 0 || messages.length === 0)
    throw new Error('the compiled catalogue is not as it was expected')
  const of = languages.map((_, i) => `in${i}`)
  const choice = of.reduceRight(
    (rest, one, i) => (rest === '' ? one : `locale === '${languages[i]}' ? ${one} : ${rest}`),
    '',
  )
  return [
    `import { getLocale } from '../runtime.js'`,
    ...languages.map((language, i) => `import * as language${i} from './${language}.js'`),
    `const said = (text, inputs) => typeof text === 'string' ? text : text(inputs)`,
    `const of = (${of.join(', ')}) => (inputs) => { const locale = getLocale(); return said(${choice}, inputs) }`,
    ...messages.map(
      (name) =>
        `export const ${name} = /* @__PURE__ */ of(${languages.map((_, i) => `language${i}.${name}`).join(', ')})`,
    ),
  ].join('\n')
}

/** A message without inputs is a text, not a function that gives one. */
export function slimTexts(code: string): string {
  return code.replace(
    /\/\*\* @type \{\(inputs: \w+\) => LocalizedString\} \*\/ \(\) => \{\n\treturn (?:\/\*\* @type \{LocalizedString\} \*\/ )?\((`(?:[^`\\]|\\.)*`)\)\n\};/g,
    '$1;',
  )
}

/** Whoever asks for a message with inputs gives them: the types see to it. */
export function slimInputs(code: string): string {
  return code
    .replace(/(\$\{|registry\.plural\("[\w-]+", )i\?\./g, '$1i.')
    .replace(/(registry\.plural\("[\w-]+", i\.\w+), \{\}\)/g, '$1)')
}

/** What messages use of the registry; it made the rules of a language anew for each number. */
const REGISTRY_KEPT = `const rules = {}
export const plural = (locale, input) => (rules[locale] ??= new Intl.PluralRules(locale)).select(Number(input))
`

/** “Other” is the form of every number that has no form of its own. */
export function slimForms(code: string): string {
  return code.replace(/\tif \(form === "other"\) (return [^\n]*)\n\treturn [^\n]*\n/g, '\t$1\n')
}

/** What the window uses of it; whoever imports more is told by the build. */
export function slimRuntime(code: string): string {
  const [base] = /^export const baseLocale = .*$/m.exec(code) ?? []
  const [all] = /^export const locales = .*$/m.exec(code) ?? []
  if (!base || !all) throw new Error('the compiled runtime is not as it was expected')
  return `${base}\n${all}\nexport let getLocale = () => baseLocale\nexport const overwriteGetLocale = (other) => { getLocale = other }\n`
}
