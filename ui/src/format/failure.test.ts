import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { languages } from './messages.svelte'

// The messages for every code, in every language, with exactly the values that Rust fills in. Rust names these in the
// comment above each code, in brackets that begin with one: (`name`).
const rust = ['velvet-core/src/failure.rs', 'velvet-model/src/cause.rs']
  .map((file) => readFileSync(`../crates/${file}`, 'utf8'))
  .join('\n')
const catalogs = languages.map((name) => ({ name, words: catalogue(name) }))

function catalogue(language: string): Record<string, unknown> {
  return JSON.parse(readFileSync(`messages/${language}.json`, 'utf8')) as Record<string, unknown>
}

function codesOf(file: string): string[] {
  const text = readFileSync(`src/backend/bindings/${file}.ts`, 'utf8')
  return [...text.matchAll(/"([a-z_]+)"(?= \||;)/g)].map((found) => found[1]!)
}

function paramsOf(code: string): string[] {
  const variant = code.replace(/(?:^|_)([a-z])/g, (_, letter: string) => letter.toUpperCase())
  const comment = new RegExp(String.raw`((?:    ///.*\n)+)(?:    #\[.*\n)*    ${variant},`).exec(rust)?.[1]
  if (comment === undefined) throw new Error(`${variant} is in no Rust file`)
  const inside = [...comment.matchAll(/\((`[a-z_]+`[^)]*)\)/g)].map((found) => found[1]!).join()
  return [...inside.matchAll(/`([a-z_]+)`/g)].map((found) => found[1]!).sort()
}

function named(sentence: unknown): string[] {
  return [...new Set([...JSON.stringify(sentence).matchAll(/\{([a-z_]+)\}/g)].map((found) => found[1]!))].sort()
}

const codes = [...codesOf('ErrorCode'), ...codesOf('Cause')]

it('finds the codes', () => {
  expect(codes.length).toBeGreaterThan(45)
  expect(paramsOf('fan_letters')).toEqual(['found'])
  expect(paramsOf('list_too_large')).toEqual(['file', 'limit'])
})

describe.each(catalogs)('$name', ({ words }) => {
  it.each(codes)('says what happened and what to do: %s', (code) => {
    expect(words[`problem_${code}`]).toBeTruthy()
    expect(words[`advice_${code}`]).toBeTruthy()
    expect(named(words[`problem_${code}`])).toEqual(paramsOf(code))
    expect(named(words[`advice_${code}`])).toEqual([])
  })

  it('has no messages for codes that do not exist', () => {
    const spoken = Object.keys(words).flatMap((key) => /^(?:problem|advice)_(.+)$/.exec(key)?.[1] ?? [])
    expect(spoken.filter((code) => !codes.includes(code))).toEqual([])
  })

  it('has every message of the other languages, with the same values', () => {
    const english = catalogue('en')
    expect(Object.keys(words)).toEqual(Object.keys(english))
    for (const key of Object.keys(english)) expect([key, named(words[key])]).toEqual([key, named(english[key])])
  })
})
