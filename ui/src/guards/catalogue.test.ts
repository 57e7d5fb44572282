import { globSync, readFileSync } from 'node:fs'
import { parse } from 'svelte/compiler'
import { describe, expect, it } from 'vitest'
import project from '../../project.inlang/settings.json'

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

/** The page with a language's glossary. */
const page = (language: string) =>
  readFileSync(language === 'en' ? '../docs/WRITING.md' : `../docs/writing/${language}.md`, 'utf8').replaceAll('’', "'")

/** The glossary of a language, in the order of the page. */
function glossary(language: string): { meaning: string; term: string; avoid: string }[] {
  const [heads = [], , ...rows] = page(language)
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .map((line) => line.split('|').map((cell) => cell.trim()))
  const cell = (row: string[], head: string) => row[heads.indexOf(head)] ?? ''
  return rows.map((row) => ({ meaning: cell(row, 'Meaning'), term: cell(row, 'Term'), avoid: cell(row, 'Avoid') }))
}

/** The words that must not be used in `language`. */
function retired(language: string): string[] {
  const never = /^Words that never return[^:]*:([^.]+)\./m.exec(page(language))?.[1] ?? ''
  return [...glossary(language).map(({ avoid }) => avoid), never]
    .flatMap((words) => words.split(','))
    .map((word) => word.trim())
    .filter((word) => word && word !== '–')
}

/** The marks around a quotation, and the no-break spaces that belong to them. */
function quotationMarks(language: string): [string, string] {
  const marks =
    glossary(language)
      .find(({ meaning }) => meaning === 'Quotation marks')
      ?.term.split(/\s+/) ?? []
  expect(marks, `the quotation marks of ${language}`).toHaveLength(2)
  return marks as [string, string]
}

const english = read('en')

it('has the languages that the preferences can hold', () => {
  // As Rust names them. The last two are made up, and only in development builds.
  const binding = readFileSync('src/backend/bindings/Language.ts', 'utf8')
  const names = [...binding.matchAll(/"([\w-]+)"/g)].map(([, name]) => name)
  expect(names.filter((name) => !['en-xa', 'ar-xb'].includes(name ?? ''))).toEqual(project.locales)
})

describe.each(project.locales)('the catalogue in %s', (language) => {
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

  it('has a glossary with the meanings of the English one', () => {
    const meanings = (of: string) => glossary(of).map(({ meaning }) => meaning)
    expect(meanings(language)).toEqual(meanings('en'))
    expect(meanings(language).length).toBeGreaterThan(50)
    expect(glossary(language).filter(({ term, avoid }) => term === '' || avoid === '')).toEqual([])
  })

  it('uses no word that its glossary avoids', () => {
    const list = retired(language)
    expect(list.length).toBeGreaterThan(30)
    const pattern = new RegExp(
      `(?<![\\p{L}\\p{N}-])(${list.map((word) => word.replaceAll(/[.?()[\]*+]/g, '\\$&')).join('|')})(?![\\p{L}\\p{N}-])`,
      'iu',
    )
    const found = all.filter(({ text }) => pattern.test(text.replaceAll(foreignNames, '').replaceAll('’', "'")))
    expect(found.map(({ key, text }) => `${key} says “${pattern.exec(text)?.[0]}”: ${text}`)).toEqual([])
  })

  it('names only buttons and labels that exist', () => {
    const onScreen = new Set(all.map(({ text }) => text))
    // These messages name parts of other programs and of the console of apifansly.com.
    const foreign = /^how_|^key_where_3$/
    const [open, close] = quotationMarks(language)
    const quotation = new RegExp(`${open}([^${close}{]+)${close}`, 'g')
    const quoted = all
      .filter(({ key }) => !foreign.test(key))
      .flatMap(({ key, text }) => [...text.matchAll(quotation)].map(([, name = '']) => ({ key, name: name.trim() })))
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
