import { render } from '@testing-library/svelte'
import { userEvent } from '@testing-library/user-event'
import axe from 'axe-core'
import { expect } from 'vitest'
import type { FakeHost } from '../host/fake'
import Root from '../Root.svelte'

/** Opens the whole window on a fake app. */
export function open(host: FakeHost) {
  const shown = render(Root, { host })
  return { ...shown, user: userEvent.setup() }
}

/** No rule of axe is broken. Contrast needs a real layout; tokens.test.ts and the real window see to it. */
export async function expectAccessible(): Promise<void> {
  const found = await axe.run(document.body, {
    rules: { 'color-contrast': { enabled: false }, 'document-title': { enabled: false } },
  })
  expect(found.violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.html).join(' ')}`)).toEqual([])
}

/** What `command` was called with, oldest first. */
export function calls(host: FakeHost, command: FakeHost['asked'][number][0]): unknown[][] {
  return host.asked.filter(([name]) => name === command).map(([, ...args]) => args)
}
