import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'

/** What each pseudo-language makes of English. */
const dressed: Record<string, (text: string) => string> = { 'en-xa': accented, 'ar-xb': mirrored }

/** Writes the catalogs of the pseudo-languages, and the project that has them beside the real ones. */
export function writePseudo(): void {
  const english: unknown = JSON.parse(readFileSync('messages/en.json', 'utf8'))
  for (const [language, dress] of Object.entries(dressed)) {
    writeFileSync(`messages/${language}.json`, `${JSON.stringify(pseudoOf(english, dress), null, 2)}\n`)
  }
  const project = JSON.parse(readFileSync('project.inlang/settings.json', 'utf8')) as { locales: string[] }
  project.locales.push(...Object.keys(dressed))
  mkdirSync('pseudo.inlang', { recursive: true })
  writeFileSync('pseudo.inlang/settings.json', `${JSON.stringify(project, null, 2)}\n`)
}

/** The same catalog in a pseudo-language. Sentences change; names of parameters and plural rules do not. */
export function pseudoOf(value: unknown, dress: (text: string) => string, key = ''): unknown {
  if (typeof value === 'string') return key === '$schema' ? value : dress(value)
  if (Array.isArray(value)) return value.map((variant) => pseudoOf(variant, dress))
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [
      name,
      name === 'declarations' || name === 'selectors' ? inner : pseudoOf(inner, dress, name),
    ]),
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
