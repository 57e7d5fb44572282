import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'

/** What each pseudo-language makes of English. */
const dressed: Record<string, (text: string) => string> = { 'en-xa': accented, 'ar-xb': mirrored }

/** Writes the catalogs of the pseudo-languages, and the project that has them beside the real ones. */
export function writePseudo(): void {
  const english: unknown = JSON.parse(readFileSync('messages/en.json', 'utf8'))
  for (const [language, dress] of Object.entries(dressed)) {
    const catalog = JSON.stringify(pseudoOf(english, dress, formsOf(language)), null, 2)
    writeFileSync(`messages/${language}.json`, `${catalog}\n`)
  }
  const project = JSON.parse(readFileSync('project.inlang/settings.json', 'utf8')) as { locales: string[] }
  project.locales.push(...Object.keys(dressed))
  mkdirSync('pseudo.inlang', { recursive: true })
  writeFileSync('pseudo.inlang/settings.json', `${JSON.stringify(project, null, 2)}\n`)
}

/** The plural forms of a language, as the catalog names them. */
function formsOf(language: string): string[] {
  return new Intl.PluralRules(language).resolvedOptions().pluralCategories.map((form) => `form=${form}`)
}

/**
 * The same catalog in a pseudo-language with these plural `forms`. Sentences change; names of parameters and plural rules
 * do not.
 */
export function pseudoOf(value: unknown, dress: (text: string) => string, forms: string[], key = ''): unknown {
  if (typeof value === 'string') return key === '$schema' ? value : dress(value)
  if (Array.isArray(value)) return value.map((variant) => pseudoOf(variant, dress, forms))
  if (value === null || typeof value !== 'object') return value
  const texts = value as Record<string, unknown>
  const names = key === 'match' ? [...new Set([...Object.keys(texts), ...forms])] : Object.keys(texts)
  return Object.fromEntries(
    names.map((name) => {
      const inner = texts[name] ?? texts['form=other']
      return [name, name === 'declarations' || name === 'selectors' ? inner : pseudoOf(inner, dress, forms, name)]
    }),
  )
}

/** An accent on every letter, and a third more text. */
export function accented(text: string): string {
  const letters = text.replace(/\{[^}]*\}|[a-zA-Z]/g, (found) => accents[found] ?? found)
  return `[${letters}${' ~'.repeat(Math.ceil(text.length / 6))}]`
}

/** Every word from right to left, as in Hebrew. The marks around it count as letters of such a script. */
export function mirrored(text: string): string {
  return text.replace(/\{[^}]*\}|[\p{L}’]+/gu, (found) =>
    found.startsWith('{') ? found : `\u200f\u202e${found}\u202c\u200f`,
  )
}

const plain = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ'
const dressy = 'áƀçđéƒĝĥíĵķļɱñóþǫŕšţúṽŵẋýžÁƁÇĐÉƑĜĤÍĴĶĻṀÑÓÞǪŔŠŢÚṼŴẊÝŽ'
const accents: Record<string, string> = Object.fromEntries(
  [...plain].map((letter, i) => [letter, [...dressy][i] ?? letter]),
)
