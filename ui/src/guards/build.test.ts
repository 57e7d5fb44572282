import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'

// The content policy of the window has no `unsafe-*`.
it('has no inline script or style in the page', () => {
  const page = readFileSync('index.html', 'utf8')
  expect(page).not.toMatch(/<style|style=|\son\w+=/)
  expect([...page.matchAll(/<script(?![^>]*\ssrc=)/g)]).toEqual([])
})

it('shows a bystander only the app’s name', () => {
  expect(readFileSync('index.html', 'utf8')).toContain('<title>Velvet Rope</title>')
})
