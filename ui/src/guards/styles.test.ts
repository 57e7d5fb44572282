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

/** The style directives of all components, such as `style:width`. */
const directives = globSync('src/**/*.svelte').flatMap((file) =>
  [...readFileSync(file, 'utf8').matchAll(/\bstyle:([\w-]+)=("[^"]*"|\{[^}]*\})/g)].map(
    ([all, name = '', value = '']) => ({
      file,
      all,
      name,
      value,
    }),
  ),
)

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

// A language that runs from right to left mirrors everything, so no style says left or right.
describe('directions', () => {
  const sided =
    /^(?:(?:margin|padding|border|scroll-margin|scroll-padding|inset)-)?(?:left|right)\b|^border-(?:top|bottom)-(?:left|right)-radius$/

  it('are those of the text', () => {
    expect(found(/(?<=[\s;{])([\w-]+):[^;{}]+;/g, (property) => !sided.test(property))).toEqual([])
    expect(directives.filter(({ name }) => sided.test(name))).toEqual([])
    expect(directives.map(({ name }) => name)).toEqual(expect.arrayContaining(['height', 'inset-inline-start']))
  })

  it('are told to menus of the library, which assume left to right', () => {
    const menus = globSync('src/**/*.svelte').flatMap((file) =>
      [...readFileSync(file, 'utf8').matchAll(/<\w*Menu\.(?:Root|Content)\b[^>]*>/g)].map(([tag]) => ({ file, tag })),
    )
    expect(menus.length).toBeGreaterThan(1)
    expect(menus.filter(({ tag }) => !tag.includes('dir={direction()}'))).toEqual([])
  })

  it('are not in a value', () => {
    const aligned =
      /(?<=[\s;{])(?:text-align|justify-[\w-]+|float|clear|transform-origin|background-position|object-position):([^;]+);/g
    // A legend has the whole line, wherever it floats.
    const legend = (value: string, file: string) => value === 'left' && file.endsWith('base.css')
    const wrong = sheets.flatMap(({ file, css }) =>
      [...css.matchAll(aligned)]
        .filter(([, value = '']) => /\b(?:left|right)\b/.test(value) && !legend(value.trim(), file))
        .map(([all]) => `${file}: ${all}`),
    )
    expect(wrong).toEqual([])
    expect(found(/gradient\(([^,]+),/g, (value) => !/\b(?:left|right)\b/.test(value))).toEqual([])
  })

  it('are the same on both sides where a property has four values', () => {
    const sides =
      /(?<=[\s;{])(?:margin|padding|inset|border-(?:width|style|color)|scroll-margin|scroll-padding):([^;]+);/g
    const parts = (value: string) => value.match(/(?:[\w-]*\((?:[^()]|\([^()]*\))*\)|[^\s()]+)/g) ?? []
    expect(found(sides, (value) => parts(value).length < 4 || parts(value)[1] === parts(value)[3])).toEqual([])
    const corners = (value: string) => {
      const [a, b, c = a, d = b] = parts(value)
      return b === undefined || (a === b && c === d)
    }
    expect(found(/(?<=[\s;{])border-radius:([^;]+);/g, corners)).toEqual([])
  })

  it('are not in a movement', () => {
    const still = (value: string) => /^(?:none|0(?: .*)?)$/.test(value)
    expect(found(/translateX\(([^)]+)\)|translate3d\(([^)]+)\)/g, () => false)).toEqual([])
    expect(found(/translate\(([^,)]+)/g, still)).toEqual([])
    expect(found(/(?<=[\s;{])translate:([^;]+);/g, still)).toEqual([])
    expect(
      directives.filter(({ name, value }) => name === 'translate' && !still(value.slice(1, -1))).map(({ all }) => all),
    ).toEqual([])
  })
})
