import { fireEvent, screen, within } from '@testing-library/svelte'
import { expect, it, vi } from 'vitest'
import { FakeBackend } from '../../backend/fake/fake'
import { fakeSamples } from '../../backend/fake/state'
import { fakeList } from '../../backend/fake/list'
import { m } from '../../format/messages.svelte'
import { calls, expectAccessible, open } from '../../testing/open'
import { beginning, having, many, saying } from '../../testing/said'

const FAN = '843584256474116096'

async function start(backend = new FakeBackend()) {
  const { user } = open(backend)
  await user.click(await screen.findByRole('button', { name: m.nav_lists() }))
  const field = await screen.findByLabelText<HTMLTextAreaElement>(m.list_paste())
  return { backend, user, field }
}

const check = (name = 'Black Friday buyers.xlsx') => screen.findByRole('heading', { level: 1, name: new RegExp(name) })

function paste(target: Element, text: string) {
  const clipboardData = { getData: (kind: string) => (kind === 'text/plain' ? text : '') }
  return fireEvent(target, Object.assign(new Event('paste', { bubbles: true, cancelable: true }), { clipboardData }))
}

it('says that nothing is changed yet, names the account, and offers one main action', async () => {
  await start()
  expect(screen.getByText(m.list_promise())).toBeVisible()
  expect(screen.getByRole('button', { name: beginning(`${m.account_prefix()} Mira Rose`) })).toBeVisible()
  expect(document.querySelectorAll('.button.main')).toHaveLength(1)
  expect(screen.getByRole('button', { name: m.nav_lists() })).toHaveAttribute('aria-current', 'page')
  await expectAccessible()
})

it('opens a file and shows its check', async () => {
  const { backend, user } = await start()
  await user.click(screen.getByRole('button', { name: m.list_open() }))
  await check()
  expect(calls(backend, 'openList')).toHaveLength(1)
  expect(
    screen.getByText(m.list_said({ name: 'Black Friday buyers.xlsx', ready: '412', left: '63' })),
  ).toBeInTheDocument()
  expect(document.querySelector('main')).toHaveFocus()
})

it('stays the same when no file was chosen', async () => {
  const backend = new FakeBackend()
  backend.answers.set('openList', () => Promise.resolve(null))
  const { user } = await start(backend)
  await user.click(screen.getByRole('button', { name: m.list_open() }))
  expect(screen.getByRole('button', { name: m.list_open() })).toHaveFocus()
  expect(screen.queryByRole('heading', { name: /buyers/ })).toBeNull()
})

it('reads pasted text at once', async () => {
  const { backend, field } = await start()
  await paste(field, `${FAN}\tJamie\n227317562784874496\tZoë`)
  await check(m.list_pasted())
  expect(calls(backend, 'pasteList')).toEqual([[`${FAN}\tJamie\n227317562784874496\tZoë`]])
})

it('reads text that is pasted anywhere on the screen', async () => {
  const { backend } = await start()
  await paste(document.body, FAN)
  await check(m.list_pasted())
  expect(calls(backend, 'pasteList')).toEqual([[FAN]])
})

it('passes on a million characters without putting them into the field', async () => {
  const backend = new FakeBackend()
  backend.refuse('pasteList', 'list_no_ids')
  const { field } = await start(backend)
  const long = `${FAN}\n`.repeat(52_632)
  await paste(field, long)
  expect(await screen.findByText(having(m.problem_list_no_ids()))).toBeVisible()
  expect(calls(backend, 'pasteList')[0]?.[0]).toHaveLength(long.length)
  expect(field).toHaveValue('')
})

it('keeps a short text that was rejected, so that the user can correct it', async () => {
  const backend = new FakeBackend()
  backend.refuse('pasteList', 'list_no_ids')
  const { user, field } = await start(backend)
  await user.type(field, 'ids: ')
  await paste(field, 'mira, zoe')
  const alert = (await screen.findByText(having(m.problem_list_no_ids()))).closest('[role=alert]')
  expect(alert).toHaveTextContent(m.advice_list_no_ids())
  expect(field).toHaveValue('ids: mira, zoe')
  expect(field).toHaveFocus()
  await expectAccessible()
})

it('checks typed text with the button', async () => {
  const { backend, user, field } = await start()
  await user.type(field, FAN)
  await user.click(screen.getByRole('button', { name: m.list_paste_check() }))
  await check(m.list_pasted())
  expect(calls(backend, 'pasteList')).toEqual([[FAN]])
})

it('offers a few fans to try in practice mode', async () => {
  const { backend, user } = await start(new FakeBackend({ mode: 'practice', samples: fakeSamples }))
  await user.click(screen.getByRole('button', { name: m.list_try_samples() }))
  await check(m.list_pasted())
  expect(calls(backend, 'pasteList')[0]?.[0]).toContain(`${FAN}\tJamie K.\n`)
})

it('shows the progress of a long read, and cancels it', async () => {
  const backend = new FakeBackend()
  backend.answers.set('openList', () => new Promise(() => undefined))
  const { user } = await start(backend)
  await user.click(screen.getByRole('button', { name: m.list_open() }))
  backend.events?.listProgress({ done: 12_400_000, total: 48_000_000, rows: 214_000 })
  const bar = await screen.findByRole('progressbar', { name: m.list_reading() })
  expect(bar).toHaveAttribute('max', '48000000')
  expect(bar).toHaveValue(12_400_000)
  expect(
    screen.getByText(m.list_reading_so_far({ count: 214_000, done: '12 MB', total: '48 MB', rows: '214,000' })),
  ).toBeVisible()
  const cancel = screen.getByRole('button', { name: m.cancel() })
  await vi.waitFor(() => {
    expect(cancel).toHaveFocus()
  })
  await expectAccessible()
  await user.click(cancel)
  expect(calls(backend, 'closeList')).toHaveLength(1)
  expect(await screen.findByRole('button', { name: m.list_open() })).toBeVisible()
})

it('says what was wrong with a file and what to do, with the name isolated', async () => {
  const backend = new FakeBackend()
  backend.refuse('openList', 'list_locked', { file: 'سر.xlsx' })
  const { user } = await start(backend)
  await user.click(screen.getByRole('button', { name: m.list_open() }))
  expect(await screen.findByText('سر.xlsx', { selector: 'bdi' })).toBeVisible()
  expect(screen.getByRole('alert', { name: '' })).toHaveTextContent(m.advice_list_locked())
  await user.click(screen.getByRole('button', { name: m.list_open() }))
  expect(calls(backend, 'openList')).toHaveLength(2)
})

it('opens when a file is dropped anywhere, and shows that files can be dropped', async () => {
  const backend = new FakeBackend()
  open(backend)
  await screen.findByLabelText(m.fan_label())
  backend.events?.dragging(true)
  expect(await screen.findByText(m.list_let_go())).toBeVisible()
  backend.events?.dragging(false)
  await vi.waitFor(() => {
    expect(screen.queryByText(m.list_let_go())).toBeNull()
  })
  backend.events?.list(fakeList({ revision: 9 }))
  await check()
  expect(screen.getByRole('button', { name: m.nav_lists() })).toHaveAttribute('aria-current', 'page')
})

it('says which one of several files was read, until another list is opened', async () => {
  const { backend, user } = await start()
  backend.events?.dropped({ file: 'سر.csv', count: 3 })
  backend.events?.list(fakeList({ revision: 9, file: 'سر.csv' }))
  const words = m.list_several({ shown: '3', file: 'سر.csv' })
  const note = () => screen.getByText(saying(words)).closest('[role=status]')
  await vi.waitFor(() => {
    expect(note()).toBeVisible()
  })
  expect(within(note() as HTMLElement).getByText('سر.csv', { selector: 'bdi' })).toBeVisible()
  await expectAccessible()
  await user.click(screen.getByRole('button', { name: m.cancel() }))
  await vi.waitFor(() => {
    expect(screen.queryByText(saying(words))).toBeNull()
  })
})

it('says so too when that file could not be read', async () => {
  const { backend, user } = await start()
  backend.events?.dropped({ file: 'a.png', count: 2 })
  backend.events?.listRefused({ code: 'list_not_a_list', params: { file: 'a.png', kind: 'picture' } })
  const note = saying(m.list_several({ shown: '2', file: 'a.png' }))
  expect(await screen.findByText(note)).toBeVisible()
  expect(
    screen.getByText(saying(m.problem_list_not_a_list({ file: 'a.png', kind: m.file_kind_picture() }))),
  ).toBeVisible()
  await user.click(screen.getByRole('button', { name: m.list_open() }))
  await check()
  expect(screen.queryByText(note)).toBeNull()
})

it('says nothing of the kind about a single file', async () => {
  const { backend } = await start()
  backend.events?.dropped({ file: 'a.csv', count: 1 })
  backend.events?.list(fakeList({ revision: 9 }))
  await check()
  expect(screen.queryByText(saying(m.list_several({ shown: '1', file: 'a.csv' })))).toBeNull()
})

it('says why a dropped file could not be read', async () => {
  const backend = new FakeBackend()
  open(backend)
  await screen.findByLabelText(m.fan_label())
  backend.events?.listRefused({ code: 'list_too_large', params: { file: 'all.csv', limit: '2048' } })
  expect(await screen.findByText(saying(m.problem_list_too_large({ file: 'all.csv', limit: '2,048' })))).toBeVisible()
})

it('counts in the sidebar what runs and what needs attention', async () => {
  const backend = new FakeBackend()
  backend.begin()
  backend.begin({ state: { kind: 'paused', why: { kind: 'interrupted' } } })
  open(backend)
  const rail = await screen.findByRole('navigation', { name: m.nav_label() })
  expect(within(rail).getByRole('button', { name: beginning(m.nav_lists()) })).toHaveAccessibleName(
    `${m.nav_lists()} ${m.nav_batches_open(many(2))} ${m.nav_batches_asking(many(1))}`,
  )
  backend.drive(1, { state: { kind: 'ended' } })
  await vi.waitFor(() => {
    expect(within(rail).getByRole('button', { name: beginning(m.nav_lists()) })).toHaveAccessibleName(
      expect.stringContaining(m.nav_batches_open(many(1))),
    )
  })
})

it('still has the list open after a visit to another screen', async () => {
  const { user } = await start()
  await user.click(screen.getByRole('button', { name: m.list_open() }))
  await check()
  await user.click(screen.getByRole('button', { name: m.nav_add() }))
  await user.click(screen.getByRole('button', { name: m.nav_lists() }))
  await check()
})
