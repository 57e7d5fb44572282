import { screen, within } from '@testing-library/svelte'
import { expect, it, vi } from 'vitest'
import { FakeBackend } from '../backend/fake/fake'
import { fakePerson } from '../backend/fake/people'
import { fakeState } from '../backend/fake/state'
import { problem } from '../format/failure'
import { m } from '../format/messages.svelte'
import { calls, expectAccessible, open } from '../testing/open'
import { having } from '../testing/said'

const opener = () => screen.getByRole('button', { name: m.console_open() })
const question = () => screen.findByRole('alertdialog', { name: m.link_title({ site: 'apifansly.com' }) })

const closed = () =>
  vi.waitFor(() => {
    expect(screen.queryByRole('alertdialog')).toBeNull()
  })

async function about(backend = new FakeBackend()) {
  const { user } = open(backend)
  await user.click(await screen.findByRole('button', { name: m.nav_settings() }))
  return { backend, user }
}

it('asks once for a site, and remembers the answer', async () => {
  const { backend, user } = await about()
  await user.click(opener())
  await question()
  await expectAccessible()
  await user.click(within(await question()).getByRole('button', { name: m.cancel() }))
  expect(calls(backend, 'openLink')).toEqual([])
  await closed()
  await user.click(opener())
  await user.click(within(await question()).getByRole('button', { name: m.link_open({ site: 'apifansly.com' }) }))
  expect(calls(backend, 'openLink')).toEqual([[{ kind: 'console' }]])
  await vi.waitFor(() => {
    expect(backend.state.preferences).toEqual({ ...fakeState().preferences, opens_console: true })
  })
  await closed()
  await user.click(opener())
  expect(screen.queryByRole('alertdialog')).toBeNull()
  expect(calls(backend, 'openLink')).toHaveLength(2)
})

it('says why nothing opened, and asks again the next time', async () => {
  const backend = new FakeBackend()
  backend.refuse('openLink', 'link_not_opened')
  const { user } = await about(backend)
  await user.click(opener())
  await user.click(within(await question()).getByRole('button', { name: m.link_open({ site: 'apifansly.com' }) }))
  expect(await screen.findByText(having(problem({ code: 'link_not_opened', params: {} })))).toBeVisible()
  expect(backend.state.preferences.opens_console).toBe(false)
})

it.each(['live', 'practice'] as const)('leads to the profile of a real fan only: %s', async (mode) => {
  const preferences = { ...fakeState().preferences, opens_profiles: true }
  const backend = new FakeBackend({ mode, preferences })
  backend.answers.set('understand', () => Promise.resolve({ kind: 'name', text: 'jamie' }))
  backend.called = () => [
    fakePerson({ username: 'jamie', fan: '843584256474116096' }),
    fakePerson({ username: null, fan: '618592888766341120' }),
  ]
  const { user } = open(backend)
  await user.type(await screen.findByLabelText(m.fan_label()), '@jamie{Enter}')
  await screen.findByText('@jamie')
  const links = screen.queryAllByRole('button', { name: new RegExp(`^${m.profile_open()}`) })
  expect(links).toHaveLength(mode === 'live' ? 1 : 0)
  for (const link of links) await user.click(link)
  expect(calls(backend, 'openLink')).toEqual(mode === 'live' ? [[{ kind: 'profile', username: 'jamie' }]] : [])
})
