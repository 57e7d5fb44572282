import { expect, test } from 'vitest'
import { m, setLocale } from './messages.svelte'

test('a message that was kept is in the language that the window has now', async () => {
  const { undo } = m
  await setLocale('de')
  expect(undo()).toBe('Rückgängig')
  await setLocale('es')
  expect(undo()).toBe('Deshacer')
})
