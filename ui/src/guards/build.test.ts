import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'

// The page has to work under a content policy without `unsafe-*`.
it('has no inline script or style in the page', () => {
  const page = readFileSync('index.html', 'utf8')
  expect(page).not.toMatch(/<style|style=|\son\w+=/)
  expect([...page.matchAll(/<script(?![^>]*\ssrc=)/g)]).toEqual([])
})

it('tells a bystander only the name', () => {
  expect(readFileSync('index.html', 'utf8')).toContain('<title>Velvet Rope</title>')
})
