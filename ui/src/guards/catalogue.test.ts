import { globSync, readFileSync } from 'node:fs'
import { parse } from 'svelte/compiler'
import { describe, expect, it } from 'vitest'
import settings from '../../project.inlang/settings.json'

type Message = string | { declarations: string[]; match: Record<string, string> }[]

const read = (language: string) => {
  const messages = JSON.parse(readFileSync(`messages/${language}.json`, 'utf8')) as Record<string, Message>
  delete messages['$schema']
  return messages
}

/** The texts of a message: one, or one for each plural form. */
const texts = (message: Message) =>
  typeof message === 'string' ? [message] : message.flatMap((variant) => Object.values(variant.match))

const placeholders = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(([name]) => name)

/** Names from other programs, which may contain retired words. */
const foreignNames = /Secret Service|“Do not detect data types”/g

/** The rows of the Markdown table with these headings. */
function table(...heads: string[]): string[][] {
  const lines = readFileSync('../docs/WRITING.md', 'utf8').split('\n')
  const cells = (line: string) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim())
  const first = lines.findIndex((line) => line.startsWith('|') && heads.every((head, i) => cells(line)[i] === head))
  expect(first, `a table with ${heads.join(', ')}`).toBeGreaterThan(0)
  const rows = lines.slice(first + 2)
  return rows
    .slice(
      0,
      rows.findIndex((line) => !line.startsWith('|')),
    )
    .map(cells)
}

const words = (cell: string | undefined) =>
  (cell ?? '')
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word && word !== '–')

/** The words that must not be used in `language`. */
function retired(language: string): string[] {
  const column = 3 + settings.locales.indexOf(language)
  const glossary = table(
    'Meaning',
    ...settings.locales.map((locale) => new Intl.DisplayNames('en', { type: 'language' }).of(locale) ?? locale),
  )
  const never = table('Language', 'Words').find(([name]) => name === language)
  return [...glossary.flatMap((row) => words(row[column])), ...words(never?.[1])]
}

const english = read('en')

describe.each(settings.locales)('the catalogue in %s', (language) => {
  const messages = read(language)
  const all = Object.entries(messages).flatMap(([key, message]) => texts(message).map((text) => ({ key, text })))
  const forms = new Intl.PluralRules(language)
    .resolvedOptions()
    .pluralCategories.map((form) => `form=${form}`)
    .sort()

  it('has every message, with the same placeholders and every form of a plural', () => {
    expect(Object.keys(messages)).toEqual(Object.keys(english))
    for (const [key, message] of Object.entries(messages)) {
      const known = new Set(texts(english[key] ?? '').flatMap(placeholders))
      for (const text of texts(message))
        expect([...known], `${key}: ${text}`).toEqual(expect.arrayContaining(placeholders(text)))
      if (typeof message === 'string') expect(new Set(placeholders(message)), key).toEqual(known)
      else expect(Object.keys(message[0]?.match ?? {}).sort(), key).toEqual(forms)
    }
  })

  it('uses no retired word', () => {
    const list = retired(language)
    expect(list.length).toBeGreaterThan(30)
    const pattern = new RegExp(
      `(?<![\\p{L}\\p{N}-])(${list.map((word) => word.replace('.', '\\.')).join('|')})(?![\\p{L}\\p{N}-])`,
      'iu',
    )
    const found = all.filter(({ text }) => pattern.test(text.replaceAll(foreignNames, '')))
    expect(found.map(({ key, text }) => `${key} says “${pattern.exec(text)?.[0]}”: ${text}`)).toEqual([])
  })

  it('names only buttons and labels that exist', () => {
    const onScreen = new Set(all.map(({ text }) => text))
    // These messages name parts of other programs and of the console of apifansly.com.
    const foreign = /^how_|^key_where_3$/
    const quoted = all
      .filter(({ key }) => !foreign.test(key))
      .flatMap(({ key, text }) => [...text.matchAll(/[“«]([^”»{]+)[”»]/g)].map(([, name = '']) => ({ key, name })))
    expect(quoted.length).toBeGreaterThan(5)
    expect(quoted.filter(({ name }) => !onScreen.has(name))).toEqual([])
  })

  it('repeats a button’s visible text in its full name', () => {
    // `rename_label` names a field.
    const named = Object.keys(messages).filter(
      (key) => key.endsWith('_label') && key !== 'rename_label' && key.slice(0, -6) in messages,
    )
    expect(named.length).toBeGreaterThan(15)
    const text = (key: string) => (texts(messages[key] ?? '')[0] ?? '').toLowerCase()
    expect(named.filter((key) => !text(key).includes(text(key.slice(0, -6))))).toEqual([])
  })

  it('writes typographic quotation marks, apostrophes and ellipses', () => {
    expect(all.filter(({ text }) => /["']|\.\.\./.test(text))).toEqual([])
  })
})

interface Node {
  type?: string
  name?: string
  attributes?: Node[]
  fragment?: Node
  start: number
  end: number
}

/** The buttons in a component's markup: their attributes and content, as written. */
function buttons(file: string): { attributes: string; content: string }[] {
  const source = readFileSync(file, 'utf8')
  const found: { attributes: string; content: string }[] = []
  const seen = new Set<unknown>()
  const look = (node: unknown): void => {
    if (typeof node !== 'object' || node === null || seen.has(node)) return
    seen.add(node)
    if (Array.isArray(node)) node.forEach(look)
    const { name, attributes = [], fragment } = node as Node & { fragment?: { nodes: Node[] } }
    if (name === 'button' && fragment) {
      const cut = (nodes: Node[]) => nodes.map(({ start, end }) => source.slice(start, end)).join(' ')
      found.push({ attributes: cut(attributes), content: cut(fragment.nodes) })
    }
    Object.values(node).forEach(look)
  }
  look(parse(source, { modern: true, filename: file }).fragment)
  return found
}

it('has no unused message', () => {
  const code = globSync('src/**/*.{svelte,ts}')
    .filter((file) => !file.includes('paraglide') && !file.endsWith('.test.ts'))
    .map((file) => readFileSync(file, 'utf8'))
    .join('\n')
  const named = new Set([...code.matchAll(/\bm\.(\w+)/g)].map(([, key = '']) => key))
  // The app chooses some messages by a code.
  const families = [...code.matchAll(/`(\w+_)\$\{/g)].map(([, start = '']) => start)
  expect(families).toContain('problem_')
  const unused = Object.keys(english).filter(
    (key) => !named.has(key) && !families.some((start) => key.startsWith(start)),
  )
  expect(unused).toEqual([])
})

it('calls every button that backs out Cancel', () => {
  const backsOut = /data-first(?!=)|onclick=\{(leave|onleave)\}|answer\('stay'\)/
  const found = globSync('src/**/*.svelte').flatMap((file) => buttons(file).map((button) => ({ file, ...button })))
  const leaving = found.filter(({ attributes }) => backsOut.test(attributes))
  expect(leaving.length).toBeGreaterThan(8)
  // A dialog with nothing to decide ends with “Got it”. “Search again” goes on rather than back.
  const allowed = ['cancel', 'understood', 'lookup_again']
  const others = leaving.filter(({ content }) =>
    [...content.matchAll(/m\.(\w+)\(/g)].some(([, key = '']) => !allowed.includes(key)),
  )
  expect(others).toEqual([])
  expect(
    leaving.filter(({ content }) => !content.includes('m.')),
    'a button without a message',
  ).toEqual([])
  expect(texts(english['cancel'] ?? '')).toEqual(['Cancel'])
})
