import { globSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

const tokens = readFileSync('src/styles/tokens.css', 'utf8')

/** The style sheets except the tokens: whole files, and the content of `<style>` tags. */
const sheets = globSync(['src/**/*.svelte', 'src/styles/*.css'])
  .filter((file) => !file.endsWith('tokens.css'))
  .map((file) => {
    const source = readFileSync(file, 'utf8')
    const css = file.endsWith('.css') ? source : (/<style>([\s\S]*)<\/style>/.exec(source)?.[1] ?? '')
    return { file, css: css.replaceAll(/\/\*[\s\S]*?\*\//g, '') }
  })

function found(pattern: RegExp, allowed: (value: string) => boolean): string[] {
  return sheets.flatMap(({ file, css }) =>
    [...css.matchAll(pattern)]
      .filter(([, value = '']) => !allowed(value.trim()))
      .map(([all]) => `${file}: ${all.trim()}`),
  )
}

const named = (name: string) => new RegExp(String.raw`^var\(--${name}-[a-z0-9]+\)$`)

it('reads the style sheets', () => {
  expect(sheets.filter(({ css }) => css !== '').length).toBeGreaterThan(60)
})

describe('measures', () => {
  it.each([
    ['text', 5],
    ['space', 8],
    ['layer', 4],
  ])('has the tokens of %s', (name, many) => {
    expect(tokens.match(new RegExp(`--${name}-[a-z0-9]+:`, 'g'))).toHaveLength(many)
  })

  it('names only tokens that exist', () => {
    const missing = found(/var\((--(?:text|space|layer)-[\w-]+)\)/g, (name) => tokens.includes(`${name}:`))
    expect(missing).toEqual([])
  })

  it('uses no other font size', () => {
    // Only the root has a size of its own, which all others are relative to.
    expect(found(/font-size:([^;]+);/g, (value) => named('text').test(value) || value === '93.75%')).toEqual([])
    expect(found(/(?:^|[\s;{])font:([^;]+);/g, (value) => value === 'inherit')).toEqual([])
  })

  it('uses no other layer', () => {
    expect(found(/z-index:([^;]+);/g, (value) => named('layer').test(value))).toEqual([])
  })

  it('uses no other space up to 2rem', () => {
    // Larger values are sizes of something rather than spacing.
    const raw = (value: string) => [...value.matchAll(/(?<![\w.])([\d.]+)rem/g)].some(([, size]) => Number(size) <= 2)
    const spaces = /(?<=[\s;{])(?:(?:padding|margin)(?:-\w+)*|(?:row-|column-)?gap):([^;]+);/g
    expect(found(spaces, (value) => !raw(value))).toEqual([])
  })

  it('uses no other breakpoint', () => {
    const known = ['height >= 560px', ...[480, 720, 960].flatMap((at) => [`width < ${at}px`, `width >= ${at}px`])]
    const features = /\((?:(?:min|max)-)?(?:width|height)[^)]*\)/g
    const asked = found(/@media([^{]+)\{/g, (query) =>
      (query.match(features) ?? []).every((one) => known.includes(one.slice(1, -1))),
    )
    expect(asked).toEqual([])
  })
})
