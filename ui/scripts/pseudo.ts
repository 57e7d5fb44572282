import { readFileSync, writeFileSync } from 'node:fs'

/** Writes messages/en-xa.json: English with an accent on every letter, and every sentence a third longer. */
export function writePseudo(): void {
  const english: unknown = JSON.parse(readFileSync('messages/en.json', 'utf8'))
  writeFileSync('messages/en-xa.json', `${JSON.stringify(pseudoOf(english), null, 2)}\n`)
}

/** The same catalog in the pseudo-language. Sentences change; names of parameters and plural rules do not. */
export function pseudoOf(value: unknown, key = ''): unknown {
  if (typeof value === 'string') return key === '$schema' ? value : dress(value)
  if (Array.isArray(value)) return value.map((variant) => pseudoOf(variant))
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [
      name,
      name === 'declarations' || name === 'selectors' ? inner : pseudoOf(inner, name),
    ]),
  )
}

function dress(text: string): string {
  const letters = text.replace(/\{[^}]*\}|[a-zA-Z]/g, (found) => accents[found] ?? found)
  return `[${letters}${' ~'.repeat(Math.ceil(text.length / 6))}]`
}

const plain = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ'
const dressy = 'áƀçđéƒĝĥíĵķļɱñóþǫŕšţúṽŵẋýžÁƁÇĐÉƑĜĤÍĴĶĻṀÑÓÞǪŔŠŢÚṼŴẊÝŽ'
const accents: Record<string, string> = Object.fromEntries(
  [...plain].map((letter, i) => [letter, [...dressy][i] ?? letter]),
)
