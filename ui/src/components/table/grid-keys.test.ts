import { afterEach, expect, it } from 'vitest'
import { moveAlong } from './grid-keys'

afterEach(() => {
  document.documentElement.dir = 'ltr'
  document.body.replaceChildren()
})

function buttons(): HTMLElement[] {
  const made = Array.from({ length: 3 }, () => document.createElement('button'))
  document.body.append(...made)
  made[1]!.focus()
  return made
}

it.each([
  ['ltr', 'ArrowRight', 2],
  ['ltr', 'ArrowLeft', 0],
  ['rtl', 'ArrowLeft', 2],
  ['rtl', 'ArrowRight', 0],
])('moves along the text: %s, %s', (dir, key, to) => {
  document.documentElement.dir = dir
  const stops = buttons()
  expect(moveAlong(stops, key)).toBe(true)
  expect(stops[to]).toHaveFocus()
})

it('stays at an end, and ignores other keys', () => {
  const stops = buttons()
  expect(moveAlong(stops, 'ArrowDown')).toBe(false)
  moveAlong(stops, 'ArrowRight')
  expect(moveAlong(stops, 'ArrowRight')).toBe(false)
  expect(stops[2]).toHaveFocus()
})
