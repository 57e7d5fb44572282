import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

const css = readFileSync('src/styles/tokens.css', 'utf8')
const [usual = '', strong = '', forced = ''] = css.split(/@media \((?:prefers-contrast: more|forced-colors: active)\)/)
const grounds = ['background', 'surface', 'sunk']
const badges = Array.from({ length: 8 }, (_, i) => `badge-${i}`)

/** The `[light, dark]` values of a token. */
function token(name: string, sheet = usual): [string, string] {
  const both = new RegExp(String.raw`--${name}: light-dark\((#\w{6}), (#\w{6})\)`).exec(sheet)
  if (both) return [both[1]!, both[2]!]
  const one = new RegExp(String.raw`--${name}: (#\w{6})`).exec(sheet)
  if (one) return [one[1]!, one[1]!]
  if (sheet !== usual) return token(name)
  throw new Error(`no token ${name}`)
}

function luminance(colour: string): number {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!
}

function contrast(one: string, other: string): number {
  const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b)
  return (light! + 0.05) / (dark! + 0.05)
}

function least(ink: string, ground: string, sheet?: string): number {
  const [inks, grounds] = [token(ink, sheet), token(ground, sheet)]
  return Math.min(contrast(inks[0], grounds[0]), contrast(inks[1], grounds[1]))
}

describe('text', () => {
  it.each([
    ['ink', 'background'],
    ['ink', 'surface'],
    ['ink', 'sunk'],
    ['ink', 'ok-well'],
    ['ink', 'warning-well'],
    ['ink', 'bad-well'],
  ])('%s on %s reaches 7 : 1', (ink, ground) => {
    expect(least(ink, ground)).toBeGreaterThanOrEqual(7)
  })

  it.each(['soft', 'link', 'ok', 'warning', 'bad'].flatMap((ink) => grounds.map((ground) => [ink, ground] as const)))(
    '%s on %s reaches 4.5 : 1, and 7 : 1 when more is asked for',
    (ink, ground) => {
      expect(least(ink, ground)).toBeGreaterThanOrEqual(4.5)
      expect(least(ink, ground, strong)).toBeGreaterThanOrEqual(7)
    },
  )

  it.each([
    ['on-accent', 'accent'],
    ['on-accent', 'accent-hover'],
    ['bad', 'bad-well'],
    ...badges.map((badge) => ['on-badge', badge]),
  ])('%s on %s reaches 4.5 : 1', (ink, ground) => {
    expect(least(ink!, ground!)).toBeGreaterThanOrEqual(4.5)
  })
})

describe('what is not text', () => {
  it.each(grounds)(
    'stands out from %s: the frames of controls, the mark of what is current or selected, bars',
    (ground) => {
      for (const sheet of [usual, strong]) {
        expect(least('border', ground, sheet)).toBeGreaterThanOrEqual(3)
        expect(least('accent', ground, sheet)).toBeGreaterThanOrEqual(3)
        for (const fill of ['ok', 'warning', 'bad', 'soft'])
          expect(least(fill, ground, sheet)).toBeGreaterThanOrEqual(3)
      }
    },
  )

  it.each(badges)('%s stands out: by its color in the light appearance, by its border in the dark one', (badge) => {
    for (const ground of grounds) expect(contrast(token(badge)[0], token(ground)[0])).toBeGreaterThanOrEqual(3)
    expect(usual).toContain('--badge-border: light-dark(transparent, var(--border));')
    expect(readFileSync('src/components/Badge.svelte', 'utf8')).toContain('solid var(--badge-border)')
  })

  it('has eight different badges', () => {
    expect(new Set(badges.map((badge) => token(badge)[0])).size).toBe(8)
  })

  it('fills bars and charts with patterns that can be told apart without their colors', () => {
    const fills = readFileSync('src/styles/fills.css', 'utf8')
    const patterns = [...fills.matchAll(/background:([^;]+);/g)].map(([, pattern = '']) =>
      pattern.replaceAll(/\s+/g, ' ').trim(),
    )
    expect(patterns).toHaveLength(5)
    expect(new Set(patterns).size).toBe(5)
    expect(patterns.join(' ').match(/var\(--(?!on\)|off\))/g)).toBeNull()
  })
})

it('gives every color a system color where the system forces its own', () => {
  const colors = [...usual.matchAll(/--([\w-]+): light-dark/g)].map(([, name]) => name!)
  expect(colors.length).toBeGreaterThan(15)
  const own = /^(?:shadow|badge-\d)$/ // Shadows are not drawn then, and badges have a frame.
  const system = /^(?:Canvas|CanvasText|Highlight|HighlightText|LinkText)$/
  const value = (name: string) => new RegExp(`--${name}: ([^;]+);`).exec(forced)?.[1] ?? ''
  expect(colors.filter((name) => !own.test(name) && !system.test(value(name)))).toEqual([])
})
