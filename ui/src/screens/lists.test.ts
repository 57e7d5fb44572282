import { fireEvent, screen, within } from '@testing-library/svelte'
import { expect, it, vi } from 'vitest'
import { FakeHost } from '../host/fake'
import { fakeSamples } from '../host/fake-state'
import { fakeList } from '../host/fake-list'
import { calls, expectAccessible, open } from '../testing/open'

const FAN = '843584256474116096'

async function start(host = new FakeHost()) {
  const { user } = open(host)
  await user.click(await screen.findByRole('button', { name: 'Lists' }))
  const field = await screen.findByLabelText<HTMLTextAreaElement>('…or paste IDs, names or a table here')
  return { host, user, field }
}

const check = (name = 'Black Friday buyers.xlsx') => screen.findByRole('heading', { level: 1, name: new RegExp(name) })

function paste(target: Element, text: string) {
  const clipboardData = { getData: (kind: string) => (kind === 'text/plain' ? text : '') }
  return fireEvent(target, Object.assign(new Event('paste', { bubbles: true, cancelable: true }), { clipboardData }))
}

it('promises that nothing is sent, names the account, and offers one main thing', async () => {
  await start()
  expect(screen.getByText('Nothing is sent before you have seen the check.')).toBeVisible()
  expect(screen.getByRole('button', { name: /^Account: Mira Rose/ })).toBeVisible()
  expect(document.querySelectorAll('.button.main')).toHaveLength(1)
  expect(screen.getByRole('button', { name: 'Lists' })).toHaveAttribute('aria-current', 'page')
  await expectAccessible()
})

it('opens a file and shows its check', async () => {
  const { host, user } = await start()
  await user.click(screen.getByRole('button', { name: 'Open a file…' }))
  await check()
  expect(calls(host, 'openList')).toHaveLength(1)
  expect(screen.getByText(/buyers\.xlsx: 412 ready, 63 left out\./)).toBeInTheDocument()
  expect(document.querySelector('main')).toHaveFocus()
})

it('stays as it was when no file was chosen', async () => {
  const host = new FakeHost()
  host.answers.set('openList', () => Promise.resolve(null))
  const { user } = await start(host)
  await user.click(screen.getByRole('button', { name: 'Open a file…' }))
  expect(screen.getByRole('button', { name: 'Open a file…' })).toHaveFocus()
  expect(screen.queryByRole('heading', { name: /buyers/ })).toBeNull()
})

it('reads at once what is pasted', async () => {
  const { host, field } = await start()
  await paste(field, `${FAN}\tJamie\n227317562784874496\tZoë`)
  await check('Pasted list')
  expect(calls(host, 'pasteList')).toEqual([[`${FAN}\tJamie\n227317562784874496\tZoë`]])
})

it('reads what is pasted anywhere on the screen', async () => {
  const { host } = await start()
  await paste(document.body, FAN)
  await check('Pasted list')
  expect(calls(host, 'pasteList')).toEqual([[FAN]])
})

it('hands a million characters over without putting them into the field', async () => {
  const host = new FakeHost()
  host.refuse('pasteList', 'list_no_ids')
  const { field } = await start(host)
  const long = `${FAN}\n`.repeat(52_632)
  await paste(field, long)
  expect(await screen.findByText(/No fan was found in it/)).toBeVisible()
  expect(calls(host, 'pasteList')[0]?.[0]).toHaveLength(long.length)
  expect(field).toHaveValue('')
})

it('keeps a short paste that was refused, to be put right', async () => {
  const host = new FakeHost()
  host.refuse('pasteList', 'list_no_ids')
  const { user, field } = await start(host)
  await user.type(field, 'ids: ')
  await paste(field, 'mira, zoe')
  const alert = (await screen.findByText(/No fan was found in it/)).closest('[role=alert]')
  expect(alert).toHaveTextContent('One column must hold fan IDs')
  expect(field).toHaveValue('ids: mira, zoe')
  expect(field).toHaveFocus()
  await expectAccessible()
})

it('checks what was typed with the button', async () => {
  const { host, user, field } = await start()
  await user.type(field, FAN)
  await user.click(screen.getByRole('button', { name: 'Check the list' }))
  await check('Pasted list')
  expect(calls(host, 'pasteList')).toEqual([[FAN]])
})

it('offers a few fans to try in practice', async () => {
  const { host, user } = await start(new FakeHost({ mode: 'practice', samples: fakeSamples }))
  await user.click(screen.getByRole('button', { name: 'Try it with a few practice fans' }))
  await check('Pasted list')
  expect(calls(host, 'pasteList')[0]?.[0]).toContain(`${FAN}\tJamie K.\n`)
})

it('shows how far a long reading is, and cancels it', async () => {
  const host = new FakeHost()
  host.answers.set('openList', () => new Promise(() => undefined))
  const { user } = await start(host)
  await user.click(screen.getByRole('button', { name: 'Open a file…' }))
  host.heard?.listProgress({ done: 12_400_000, total: 48_000_000, rows: 214_000 })
  const bar = await screen.findByRole('progressbar', { name: 'Reading the list…' })
  expect(bar).toHaveAttribute('max', '48000000')
  expect(bar).toHaveValue(12_400_000)
  expect(screen.getByText('12 MB of 48 MB · 214,000 rows')).toBeVisible()
  const cancel = screen.getByRole('button', { name: 'Cancel' })
  await vi.waitFor(() => { expect(cancel).toHaveFocus() })
  await expectAccessible()
  await user.click(cancel)
  expect(calls(host, 'closeList')).toHaveLength(1)
  expect(await screen.findByRole('button', { name: 'Open a file…' })).toBeVisible()
})

it('says what was wrong with a file and what to do, its name isolated', async () => {
  const host = new FakeHost()
  host.refuse('openList', 'list_locked', { file: 'سر.xlsx' })
  const { user } = await start(host)
  await user.click(screen.getByRole('button', { name: 'Open a file…' }))
  expect(await screen.findByText('سر.xlsx', { selector: 'bdi' })).toBeVisible()
  expect(screen.getByRole('alert', { name: '' })).toHaveTextContent('Save a copy without a password')
  await user.click(screen.getByRole('button', { name: 'Open a file…' }))
  expect(calls(host, 'openList')).toHaveLength(2)
})

it('comes to the front when a file is dropped anywhere, and shows that it may be', async () => {
  const host = new FakeHost()
  open(host)
  await screen.findByLabelText('Fan')
  host.heard?.dragging(true)
  expect(await screen.findByText('Let go to check this list')).toBeVisible()
  host.heard?.dragging(false)
  await vi.waitFor(() => { expect(screen.queryByText('Let go to check this list')).toBeNull() })
  host.heard?.list(fakeList({ revision: 9 }))
  await check()
  expect(screen.getByRole('button', { name: 'Lists' })).toHaveAttribute('aria-current', 'page')
})

it('says that of several files only one was taken, and which, until another list is opened', async () => {
  const { host, user } = await start()
  host.heard?.dropped({ file: 'سر.csv', count: 3 })
  host.heard?.list(fakeList({ revision: 9, file: 'سر.csv' }))
  const words = 'You dropped 3 files. Lists are opened one at a time, so only this one was taken: سر.csv'
  const note = () => screen.getByText(/You dropped/).closest('[role=status]')
  await vi.waitFor(() => { expect(note()).toHaveTextContent(words) })
  expect(within(note() as HTMLElement).getByText('سر.csv', { selector: 'bdi' })).toBeVisible()
  await expectAccessible()
  await user.click(screen.getByRole('button', { name: 'Cancel' }))
  await vi.waitFor(() => { expect(screen.queryByText(/You dropped/)).toBeNull() })
})

it('says so as well when the one that was taken could not be read', async () => {
  const { host, user } = await start()
  host.heard?.dropped({ file: 'a.png', count: 2 })
  host.heard?.listRefused({ code: 'list_not_a_list', params: { file: 'a.png' } })
  expect(await screen.findByText(/You dropped 2 files/)).toBeVisible()
  expect(screen.getByText(/is not a list/)).toBeVisible()
  await user.click(screen.getByRole('button', { name: 'Open a file…' }))
  await check()
  expect(screen.queryByText(/You dropped/)).toBeNull()
})

it('says nothing of the kind about one file', async () => {
  const { host } = await start()
  host.heard?.dropped({ file: 'a.csv', count: 1 })
  host.heard?.list(fakeList({ revision: 9 }))
  await check()
  expect(screen.queryByText(/You dropped/)).toBeNull()
})

it('says why a dropped file could not be read', async () => {
  const host = new FakeHost()
  open(host)
  await screen.findByLabelText('Fan')
  host.heard?.listRefused({ code: 'list_too_large', params: { file: 'all.csv', limit: '2048' } })
  expect(await screen.findByText(/is larger than 2,048 MB/)).toBeVisible()
})

it('counts on the rail what runs and what waits for the user', async () => {
  const host = new FakeHost()
  host.begin()
  host.begin({ state: { kind: 'paused', why: { kind: 'interrupted' } } })
  open(host)
  const rail = await screen.findByRole('navigation', { name: 'Screens' })
  expect(within(rail).getByRole('button', { name: /^Lists/ })).toHaveAccessibleName(/2 lists are running or waiting\. 1 waits for you\./)
  host.drive(1, { state: { kind: 'ended' } })
  await vi.waitFor(() => {
    expect(within(rail).getByRole('button', { name: /^Lists/ })).toHaveAccessibleName(/1 list is running or waiting\./)
  })
})

it('finds the list still open after looking elsewhere', async () => {
  const { user } = await start()
  await user.click(screen.getByRole('button', { name: 'Open a file…' }))
  await check()
  await user.click(screen.getByRole('button', { name: 'Add' }))
  await user.click(screen.getByRole('button', { name: 'Lists' }))
  await check()
})
