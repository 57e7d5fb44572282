import { afterEach, describe, expect, it, vi } from 'vitest'
import { FakeBackend } from '../../backend/fake/fake'
import { languages, setLocale } from '../../format/messages.svelte'
import { App } from '../app.svelte'
import { registry } from './registry'
import { commandFor, isAvailable } from './run-command'
import { ariaShortcut, matches, shortcutText } from './shortcut'
import { systemMenus } from './system-menu'

async function context(state: ConstructorParameters<typeof FakeBackend>[0] = {}) {
  const app = new App(new FakeBackend(state))
  await app.start()
  return { app, navigate: vi.fn(() => Promise.resolve()) }
}

function press(key: string, code: string, more: KeyboardEventInit = {}): KeyboardEvent {
  return new KeyboardEvent('keydown', { key, code, ...more })
}

const ctrl = { ctrlKey: true }

function onA(system: 'Mac' | 'PC') {
  const agent = system === 'Mac' ? 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7)' : 'Mozilla/5.0 (X11; Linux x86_64)'
  vi.spyOn(navigator, 'userAgent', 'get').mockReturnValue(agent)
}

afterEach(async () => {
  vi.restoreAllMocks()
  document.body.replaceChildren()
  await setLocale('en')
})

describe('the registry', () => {
  it('has no ID and no shortcut twice', () => {
    const ids = registry.map(({ id }) => id)
    const shortcuts = registry.flatMap((one) => one.shortcuts ?? [])
    expect(new Set(ids).size).toBe(ids.length)
    expect(new Set(shortcuts).size).toBe(shortcuts.length)
    expect(shortcuts.length).toBeGreaterThan(10)
  })

  it('takes no shortcut that a text field, a table, or a system needs', () => {
    const others = ['A', 'C', 'V', 'X', 'Y', 'F', 'H', 'M', 'Q', 'W', 'R', 'P'].map((key) => `Mod+${key}`)
    const systems = [
      'Mod+Shift+U',
      'Mod+Shift+Z',
      ...Array.from({ length: 10 }, (_, i) => `Mod+Shift+${i}`),
      'F5',
      'F7',
    ]
    const taken = registry.flatMap((one) => one.shortcuts ?? []).filter((one) => [...others, ...systems].includes(one))
    expect(taken).toEqual([])
  })

  it.each(languages)('has a label for each command in %s, and no two are alike', async (language) => {
    const here = await context()
    await setLocale(language)
    const labels = registry.map((one) => one.name?.() ?? one.label(here))
    expect(labels.every((label) => label.trim() !== '')).toBe(true)
    expect(new Set(labels).size).toBe(labels.length)
  })

  it('offers what makes sense now', async () => {
    const ids = (here: Awaited<ReturnType<typeof context>>) =>
      registry.filter((one) => isAvailable(one, here)).map(({ id }) => id)
    const here = await context()
    expect(ids(here)).toContain('switch_account')
    expect(ids(here)).not.toContain('undo')
    expect(ids(here)).not.toContain('appearance_system')
    here.app.changes.record({ kind: 'note', fan: '1', label: 'Zoë', before: '' })
    expect(ids(here)).toContain('undo')
    expect(ids(await context({ accounts: [] }))).not.toContain('switch_account')
  })
})

describe('a shortcut', () => {
  it.each([
    ['Mod+K', press('k', 'KeyK', ctrl), true],
    ['Mod+K', press('K', 'KeyK', ctrl), true],
    ['Mod+K', press('л', 'KeyK', ctrl), true],
    ['Mod+K', press('k', 'KeyK'), false],
    ['Mod+K', press('K', 'KeyK', { ...ctrl, shiftKey: true }), false],
    ['Mod+K', press('k', 'KeyK', { ...ctrl, altKey: true }), false],
    ['Mod+K', press('k', 'KeyK', { metaKey: true }), false],
    ['Mod+Z', press('z', 'KeyY', ctrl), true],
    ['Mod+Z', press('y', 'KeyZ', ctrl), false],
    ['Mod+1', press('&', 'Digit1', ctrl), true],
    ['Mod+1', press('1', 'Digit1', ctrl), true],
    ['Mod+,', press(',', 'Comma', ctrl), true],
    ['?', press('?', 'Slash', { shiftKey: true }), true],
    ['?', press('?', 'Digit0', { shiftKey: true }), true],
    ['F1', press('F1', 'F1'), true],
    ['Mod+Shift+A', press('A', 'KeyA', { ...ctrl, shiftKey: true }), true],
  ])('%s', (shortcut, event, expected) => {
    onA('PC')
    expect(matches(event, shortcut)).toBe(expected)
  })

  it('is that of the system', async () => {
    await setLocale('en')
    onA('PC')
    expect(shortcutText('Mod+Shift+A')).toBe('Ctrl+Shift+A')
    expect(ariaShortcut('Mod+K')).toBe('Control+K')
    onA('Mac')
    expect(shortcutText('Mod+Shift+A')).toBe('⌘⇧A')
    expect(ariaShortcut('Mod+K')).toBe('Meta+K')
    expect(matches(press('k', 'KeyK', { metaKey: true }), 'Mod+K')).toBe(true)
    expect(matches(press('k', 'KeyK', ctrl), 'Mod+K')).toBe(false)
  })
})

describe('a key press', () => {
  async function idOf(event: KeyboardEvent, in_: HTMLElement = document.body) {
    onA('PC')
    const here = await context()
    here.app.changes.record({ kind: 'note', fan: '1', label: 'Zoë', before: '' })
    if (in_ !== document.body) document.body.append(in_)
    let found: string | undefined
    in_.addEventListener('keydown', (pressed) => (found = commandFor(pressed, here)?.id), { once: true })
    in_.dispatchEvent(event)
    return found
  }
  const field = () => document.createElement('input')

  it('leaves what a text field needs to the field', async () => {
    expect(await idOf(press('?', 'Slash'))).toBe('shortcuts')
    expect(await idOf(press('?', 'Slash'), field())).toBeUndefined()
    expect(await idOf(press('z', 'KeyZ', ctrl))).toBe('undo')
    expect(await idOf(press('z', 'KeyZ', ctrl), field())).toBeUndefined()
    expect(await idOf(press('F1', 'F1'), field())).toBe('shortcuts')
    expect(await idOf(press('k', 'KeyK', ctrl), field())).toBe('palette')
  })

  it.each(['dialog', 'alertdialog', 'menu'])('does nothing below an open %s', async (role) => {
    const over = document.createElement('div')
    over.setAttribute('role', role)
    over.dataset.state = 'open'
    document.body.append(over)
    expect(await idOf(press('k', 'KeyK', ctrl), document.createElement('p'))).toBeUndefined()
    over.dataset.state = 'closed'
    expect(await idOf(press('k', 'KeyK', ctrl), document.createElement('p'))).toBe('palette')
  })

  it('is one press, however long it lasts', async () => {
    expect(await idOf(press('k', 'KeyK', { ...ctrl, repeat: true }))).toBeUndefined()
    expect(await idOf(press('k', 'KeyK', { ...ctrl, isComposing: true }))).toBeUndefined()
  })
})

it('puts every command into one menu of the system, and no shortcut into two', async () => {
  const menus = systemMenus(await context())
  const items = menus.flatMap((menu) => menu.items).filter((one) => one.kind === 'command')
  expect(items.map(({ id }) => id).toSorted()).toEqual(registry.map(({ id }) => id).toSorted())
  for (const { label } of items) expect(label).not.toMatch(/fan|vip/i)
  const shortcuts = items.map(({ shortcut }) => shortcut).filter((one) => one !== null)
  expect(new Set(shortcuts).size).toBe(shortcuts.length)
  // The system's own menu item undoes typing with this key.
  expect(shortcuts).not.toContain('Mod+Z')
  expect(
    menus.flatMap((menu) => [menu.title, ...menu.items.map((one) => ('label' in one ? one.label : '-'))]),
  ).not.toContain('')
})
