import { render } from '@testing-library/svelte'
import { userEvent } from '@testing-library/user-event'
import axe from 'axe-core'
import { expect } from 'vitest'
import type { FakeBackend } from '../backend/fake/fake'
import Root from '../app/Root.svelte'
import { loadScreen } from '../app/screens'
import { loadEntryDetails } from '../features/log/entry-details'

// Loading the screens and the commands in advance makes them immediate in tests.
await import('../app/commands/CommandLayer.svelte')
for (const route of ['lists', 'vips', 'log', 'settings', 'help'] as const) await loadScreen(route)
await import('../features/add/LookUpResult.svelte')
await loadEntryDetails()

/** Opens the whole window on a fake backend. */
export function open(backend: FakeBackend) {
  const shown = render(Root, { backend })
  return { ...shown, user: userEvent.setup() }
}

/** Checks the page with axe. Contrast needs a real layout, so tokens.test.ts and the tests of the real window check it. */
export async function expectAccessible(): Promise<void> {
  const found = await axe.run(document.body, {
    rules: { 'color-contrast': { enabled: false }, 'document-title': { enabled: false } },
  })
  expect(found.violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.html).join(' ')}`)).toEqual([])
}

/** The arguments of the calls of `command`, oldest first. */
export function calls(backend: FakeBackend, command: FakeBackend['asked'][number][0]): unknown[][] {
  return backend.asked.filter(([name]) => name === command).map(([, ...args]) => args)
}
