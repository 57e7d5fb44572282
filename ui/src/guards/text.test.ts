import { globSync, readFileSync } from 'node:fs'
import { parse } from 'svelte/compiler'
import { expect, it } from 'vitest'

// All text comes from the catalog, so the markup and its spoken attributes contain no letters. Nor does it contain
// `style=`, which the window's content policy would block (`style:` directives are fine).
const spoken = ['aria-label', 'aria-description', 'aria-roledescription', 'title', 'placeholder', 'alt']

function literals(file: string): string[] {
  const tree = parse(readFileSync(file, 'utf8'), { modern: true, filename: file })
  const found: string[] = []
  const look = (node: unknown): void => {
    if (Array.isArray(node)) node.forEach(look)
    if (typeof node !== 'object' || node === null) return
    const { type, name, data, value } = node as { type?: string; name?: string; data?: string; value?: unknown }
    if (type === 'StyleDirective') return
    if (type === 'Attribute' && name === 'style') found.push('style=')
    if (type === 'Attribute' && !spoken.includes(name ?? '') && Array.isArray(value)) return
    if (type === 'Text' && /\p{L}/u.test(data ?? '')) found.push((data ?? '').trim())
    Object.values(node).forEach(look)
  }
  look(tree.fragment)
  return found
}

const files = globSync('src/**/*.svelte')

it('reads the markup', () => {
  expect(files.length).toBeGreaterThan(25)
})

it.each(files)('%s', (file) => {
  expect(literals(file)).toEqual([])
})
