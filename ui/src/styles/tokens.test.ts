import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

const css = readFileSync('src/styles/tokens.css', 'utf8')
const [usual = '', strong = ''] = css.split('@media (prefers-contrast: more)')

/** `[light, dark]` of a token. */
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

  it.each(
    ['soft', 'link', 'ok', 'warning', 'bad'].flatMap((ink) =>
      ['background', 'surface', 'sunk'].map((ground) => [ink, ground] as const),
    ),
  )('%s on %s reaches 4.5 : 1, and 7 : 1 when more is asked for', (ink, ground) => {
    expect(least(ink, ground)).toBeGreaterThanOrEqual(4.5)
    expect(least(ink, ground, strong)).toBeGreaterThanOrEqual(7)
  })

  it.each([
    ['on-accent', 'accent'],
    ['on-accent', 'accent-hover'],
    ['bad', 'bad-well'],
    ...Array.from({ length: 8 }, (_, i) => ['on-badge', `badge-${i}`]),
  ])('%s on %s reaches 4.5 : 1', (ink, ground) => {
    expect(least(ink!, ground!)).toBeGreaterThanOrEqual(4.5)
  })
})

it.each(['background', 'surface', 'sunk'])('borders of controls reach 3 : 1 on %s', (ground) => {
  expect(least('border', ground)).toBeGreaterThanOrEqual(3)
})

it('has eight different badges', () => {
  expect(new Set(Array.from({ length: 8 }, (_, i) => token(`badge-${i}`)[0])).size).toBe(8)
})
