import { fireEvent, screen, within } from '@testing-library/svelte'
import { expect, it, vi } from 'vitest'
import { FakeBackend } from '../backend/fake/fake'
import { fakeRow, fakeState } from '../backend/fake/state'
import { m } from '../format/messages.svelte'
import { calls, expectAccessible, open } from '../testing/open'

const row = fakeRow({ label: 'Zoë', note: 'asks for red', batch: 1, batch_name: 'March.csv', can_undo: true })

/** Presses a letter with Ctrl and Shift. */
function press(letter: 'H' | 'N', more: KeyboardEventInit = {}) {
  return fireEvent.keyDown(document.activeElement ?? document.body, {
    key: letter,
    code: `Key${letter}`,
    ctrlKey: true,
    shiftKey: true,
    ...more,
  })
}

async function log(state: Partial<FakeBackend['state']> = {}) {
  const backend = new FakeBackend(state, [row])
  const { user } = open(backend)
  await user.click(await screen.findByRole('button', { name: m.nav_log() }))
  await screen.findByText('Zoë', { selector: 'bdi' })
  return { backend, user }
}

const titles = () =>
  [...document.querySelectorAll('[title]')].flatMap((one) =>
    /Zoë|Mira|March|red|8435/.test(one.getAttribute('title') ?? '') ? [one] : [],
  )

it('covers names on the screen, takes them out of tooltips, and leaves them to screen readers', async () => {
  const { backend } = await log()
  expect(titles().length).toBeGreaterThan(3)
  expect(await press('N')).toBe(false)
  expect(document.documentElement.dataset.names).toBe('hidden')
  expect(calls(backend, 'hideNames')).toEqual([[true]])
  await vi.waitFor(() => {
    expect(titles()).toEqual([])
  })
  expect(screen.getByText('Zoë', { selector: 'bdi' })).toBeVisible()
  expect(screen.getByRole('button', { name: m.details_label({ fan: 'Zoë' }) })).toBeVisible()
  expect(screen.getByText(m.names_hidden())).toBeInTheDocument()
  expect(screen.getByRole('button', { name: m.hide_names() })).toHaveAttribute('aria-pressed', 'true')
  await expectAccessible()

  await press('N')
  expect(document.documentElement.dataset.names).toBeUndefined()
  expect(calls(backend, 'hideNames')).toEqual([[true], [false]])
  await vi.waitFor(() => {
    expect(titles().length).toBeGreaterThan(3)
  })
})

it('opens with names hidden if the app says so, as after a page that was loaded again', async () => {
  await log({ names_hidden: true })
  expect(document.documentElement.dataset.names).toBe('hidden')
  expect(titles()).toEqual([])
})

it('takes no other keys', async () => {
  const { backend } = await log()
  for (const more of [{ altKey: true }, { shiftKey: false }, { metaKey: true }, { ctrlKey: false }])
    expect(await press('H', more)).toBe(true)
  expect(await press('H', { repeat: true })).toBe(false)
  expect(calls(backend, 'quickHide')).toEqual([])
  expect(await press('H')).toBe(false)
  await vi.waitFor(() => {
    expect(calls(backend, 'quickHide')).toEqual([[]])
  })
})

it('covers names before the window goes, and says nothing aloud until it is back', async () => {
  const { backend, user } = await log()
  let covered: string | undefined
  backend.answers.set('quickHide', () => {
    covered = document.documentElement.dataset.names
    return Promise.resolve()
  })
  await user.click(screen.getByRole('button', { name: m.quick_hide() }))
  await vi.waitFor(() => {
    expect(covered).toBe('hidden')
  })
  const batch = backend.begin({ action: 'add' })
  backend.events?.batch(batch)
  const ended = backend.drive(batch.id, { state: { kind: 'ended' }, ended: Date.now() })
  await vi.waitFor(() => {
    expect(calls(backend, 'notify').length).toBe(1)
  })
  expect(ended.state.kind).toBe('ended')
  const said = () => document.querySelector('.visually-hidden[role=status]')?.textContent ?? ''
  expect(said()).toBe('')

  await fireEvent.focus(window)
  await press('N')
  expect(said()).toContain(m.names_shown())
})

it('says that files and copies are complete', async () => {
  const { user } = await log({ names_hidden: true })
  await user.click(screen.getByRole('button', { name: m.export_open() }))
  const dialog = await screen.findByRole('dialog', { name: m.export_title() })
  expect(within(dialog).getByText(m.names_hidden_file())).toBeVisible()
  await user.keyboard('{Escape}')
  const grid = screen.getByRole('grid')
  await user.click(within(grid).getAllByRole('checkbox')[1]!)
  await user.click(screen.getByRole('button', { name: m.copy_ids() }))
  expect(await screen.findByText((text) => text.endsWith(m.names_hidden_copy()), { selector: '.copied' })).toBeVisible()
})

it('has both in the settings, with what they protect from', async () => {
  const backend = new FakeBackend()
  const { user } = open(backend)
  await user.click(await screen.findByRole('button', { name: m.nav_settings() }))
  const section = await screen.findByRole('region', { name: m.discretion() })
  expect(within(section).getByText(m.discretion_limits())).toBeVisible()
  await user.click(within(section).getByRole('switch', { name: m.hide_names_at_start() }))
  expect(calls(backend, 'setPreferences')).toEqual([[{ ...fakeState().preferences, hide_names_at_start: true }]])
  expect(document.documentElement.dataset.names).toBeUndefined()
  const now = within(section).getByRole('switch', { name: m.hide_names() })
  await user.click(now)
  expect(now).toBeChecked()
  expect(document.documentElement.dataset.names).toBe('hidden')
  await user.click(within(section).getByRole('button', { name: m.quick_hide() }))
  await vi.waitFor(() => {
    expect(calls(backend, 'quickHide').length).toBe(1)
  })
})
