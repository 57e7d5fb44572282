import { screen, within } from '@testing-library/svelte'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { BatchView } from '../host/bindings/BatchView'
import type { PauseReason } from '../host/bindings/PauseReason'
import type { WaitReason } from '../host/bindings/WaitReason'
import { FakeHost } from '../host/fake'
import { fakeBatch, fakeCounts } from '../host/fake-batch'
import { calls, expectAccessible, open } from '../testing/open'

const running: Partial<BatchView> = {
  counts: fakeCounts({ total: 412, waiting: 143, sending: 1, added: 261, already: 2, unsure: 3, failed: 2 }),
  per_minute: 120,
  seconds_left: 72,
}
const ended: Partial<BatchView> = {
  state: { kind: 'ended' },
  counts: fakeCounts({ total: 412, added: 407, already: 2, failed: 3 }),
  can_undo: 407,
  can_retry: 3,
  began: 1_000,
  ended: 2_000,
}

function hostOf(...batches: Partial<BatchView>[]): FakeHost {
  const whole = batches.map((one, i) => fakeBatch({ id: i + 1, ...one }))
  const host = new FakeHost({ batches: whole.filter((one) => one.state.kind !== 'ended') })
  host.history = whole.toReversed()
  return host
}

/** Opens the newest of `batches` through the history. */
async function shown(...batches: Partial<BatchView>[]) {
  const host = hostOf(...batches)
  const { user } = open(host)
  await user.click(await within(await screen.findByRole('navigation')).findByRole('button', { name: /^Lists/ }))
  const history = await screen.findByRole('region', { name: 'Your lists' })
  await user.click((await within(history).findAllByRole('button'))[0]!)
  await screen.findByRole('progressbar', { name: 'Progress' })
  const card = () => screen.getByRole('region', { name: 'Progress' })
  const button = (name: string | RegExp) => within(card()).getByRole('button', { name })
  return { host, user, card, button }
}

function said() {
  return document.querySelector('.visually-hidden[role=status]')!.textContent
}

/** Without a layout a dialog is never placed, and so counts as hidden. */
async function question(name: string) {
  return screen.findByRole('alertdialog', { name, hidden: true })
}

beforeEach(() => {
  vi.useRealTimers()
})

it('shows how far it is, how long it takes, and every number with a sign and a word', async () => {
  const { card } = await shown(running)
  expect(card()).toHaveTextContent('268 of 412')
  expect(card()).toHaveTextContent('About 1 minute left · 2 a second')
  const bar = screen.getByRole('progressbar', { name: 'Progress' })
  expect(bar).toHaveAttribute('aria-valuenow', '268')
  expect(bar).toHaveAttribute('aria-valuemax', '412')
  expect(bar).toHaveAttribute('aria-valuetext', '268 of 412 done')
  const widths = [...bar.children].map((piece) => Number.parseFloat((piece as HTMLElement).style.width))
  expect(widths.map((width) => Math.round((width * 412) / 100))).toEqual([261, 2, 3, 2])
  const tiles = within(screen.getByRole('group', { name: 'Show fans by result' })).getAllByRole('button')
  expect(tiles.map((tile) => tile.textContent.trim().replace(/\s+/g, ' '))).toEqual([
    '261 Added', '2 Already VIP', '3 Not sure yet', '2 Not added', '144 Waiting',
  ])
  expect(new Set(tiles.map((tile) => tile.querySelector('path')!.getAttribute('d'))).size).toBe(5)
  expect(screen.getByRole('main')).toHaveTextContent(/Account: Mira Rose/)
  await expectAccessible()
})

it.each<[WaitReason, number, string]>([
  ['told', 12_000, 'The service asked us to wait 12 s.'],
  ['plan_full', 31_000, 'The plan’s minute is used up, also by other programs with this key. It goes on in 31 s.'],
  ['no_connection', 8_000, 'No connection. It goes on by itself; next try in 8 s.'],
  ['trouble', 300_000, 'The service has trouble. It goes on by itself; next try in 5 min.'],
])('explains the wait: %s', async (why, ms, words) => {
  vi.useFakeTimers({ toFake: ['Date'] })
  const { card } = await shown({ ...running, wait: { until: Date.now() + ms, why } })
  expect(card()).toHaveTextContent(words)
  // What ticks is not read aloud.
  expect(within(card()).getByText(new RegExp(words.slice(0, 14)), { selector: '[aria-hidden]' })).toBeInTheDocument()
})

it('says what it does while it does not send', async () => {
  const { host, card } = await shown({ ...running, state: { kind: 'running', step: { kind: 'looking', pages: 3 } } })
  expect(card()).toHaveTextContent('Reading Mira Rose’s VIP list first, page 3')
  host.drive(1, { state: { kind: 'running', step: { kind: 'checking', pages: 4 } } })
  await vi.waitFor(() => {
    expect(card()).toHaveTextContent('Checking 3 fans we are not sure about: reading Mira Rose’s VIP list, page 4')
  })
})

it('pauses, says so at once, goes on, and keeps the focus where the button was', async () => {
  const { host, user, card, button } = await shown(running)
  host.answers.set('pauseBatch', () => Promise.resolve(host.drive(1, { state: { kind: 'pausing' } })))
  await user.click(button('Pause'))
  await vi.waitFor(() => { expect(card()).toHaveTextContent('Only what is on the way already') })
  expect(button('Pausing…')).toHaveFocus()
  expect(said()).toContain('Pausing')
  await user.click(button('Pausing…'))
  expect(calls(host, 'pauseBatch')).toEqual([[1]])
  host.drive(1, { state: { kind: 'paused', why: { kind: 'user' } } })
  await vi.waitFor(() => { expect(button('Go on')).toHaveFocus() })
  expect(card()).toHaveTextContent('Paused. 144 fans are still waiting.')
  expect(card()).toHaveTextContent('What is not sure yet is settled then, too.')
  expect(said()).toContain('268 of 412 done')
  await user.keyboard('{Enter}')
  expect(calls(host, 'resumeBatch')).toEqual([[1]])
  await vi.waitFor(() => { expect(button('Pause')).toHaveFocus() })
  await expectAccessible()
})

it.each<[string, PauseReason, string, string | undefined]>([
  ['interrupted', { kind: 'interrupted' }, 'Nothing is lost.', undefined],
  ['key refused', { kind: 'service', cause: 'key_refused', words: null }, 'does not accept this API key', 'Settings'],
  ['credits spent', { kind: 'service', cause: 'credits_spent', words: null }, 'credits are used up', undefined],
  ['account lost', { kind: 'service', cause: 'account_lost', words: null }, 'does not belong to your key', 'Refresh accounts'],
  ['session expired', { kind: 'service', cause: 'session_expired', words: null }, 'session has ended', 'Refresh accounts'],
  ['disk full', { kind: 'ledger', code: 'ledger_full', path: '/home/mira/ledger.sqlite3' }, 'Free up some disk space', undefined],
  ['no key', { kind: 'no_key' }, 'no API key', 'Settings'],
])('says why it is paused and offers to go on: %s', async (_, why, words, helps) => {
  const { card, button } = await shown({ ...running, state: { kind: 'paused', why } })
  expect(card()).toHaveTextContent(words)
  expect(card()).toHaveTextContent('268 of 412')
  expect(button('Go on')).toHaveClass('main')
  expect(button('Stop')).toBeVisible()
  if (helps) expect(button(helps)).toBeVisible()
})

it('waits its turn, and can be stopped', async () => {
  const { card, button } = await shown(running, { state: { kind: 'queued', ahead: 1 } })
  expect(card()).toHaveTextContent('Starts by itself when 1 other list has ended.')
  expect(within(card()).queryByRole('button', { name: 'Pause' })).toBeNull()
  expect(button('Stop')).toBeVisible()
})

it('asks once before it stops, and then offers to take back what was done', async () => {
  const { host, user, button } = await shown(running)
  await user.click(button('Stop'))
  const asked = await question('Stop now?')
  expect(asked).toHaveTextContent('268 are done and stay as they are; 144 are not sent.')
  expect(calls(host, 'stopBatch')).toEqual([])
  await vi.waitFor(() => { expect(within(asked).getByText('Don’t stop')).toHaveFocus() })
  await expectAccessible()
  await user.click(within(asked).getByText('Don’t stop'))
  expect(calls(host, 'stopBatch')).toEqual([])
  await vi.waitFor(() => { expect(button('Stop')).toHaveFocus() })
  host.answers.set('stopBatch', () =>
    Promise.resolve(host.drive(1, { ...ended, counts: fakeCounts({ total: 412, added: 261, already: 2, unsure: 3, failed: 2, stopped: 144 }), can_undo: 261, can_retry: 149 })),
  )
  await user.click(button('Stop'))
  await user.click(within(await question('Stop now?')).getByText('Stop'))
  expect(calls(host, 'stopBatch')).toEqual([[1]])
  expect(await screen.findByRole('button', { name: 'Take back 261 adds' })).toBeVisible()
  expect(screen.getByRole('button', { name: 'Try 149 again' })).toBeVisible()
})

it('takes the question back when there is nothing left to stop', async () => {
  const { host, user, button } = await shown(running)
  await user.click(button('Stop'))
  await question('Stop now?')
  host.drive(1, ended)
  await vi.waitFor(() => { expect(screen.queryByRole('alertdialog', { hidden: true })).toBeNull() })
})

it('shows why an answer was refused, in the question', async () => {
  const { host, user, button } = await shown(running)
  host.refuse('stopBatch', 'batch_not_possible')
  await user.click(button('Stop'))
  const asked = await question('Stop now?')
  await user.click(within(asked).getByText('Stop'))
  await vi.waitFor(() => { expect(within(asked).getByRole('alert', { hidden: true })).not.toBeEmptyDOMElement() })
})

it('sums up how it ended', async () => {
  const { card } = await shown(ended)
  expect(card()).toHaveTextContent('407 added, 2 were VIP already, 3 failed.')
  expect(within(card()).queryByRole('button', { name: 'Stop' })).toBeNull()
  expect(card()).toHaveTextContent('Trying again uses 3 credits.')
  await expectAccessible()
})

it('takes many back only after a question that names account, number, credits and minutes', async () => {
  const { host, user, button } = await shown(ended)
  await user.click(button('Take back 407 adds'))
  const asked = await question('Take back 407 adds?')
  expect(asked).toHaveTextContent('Mira Rose’s VIP list')
  expect(asked).toHaveTextContent('It uses 407 credits and takes about 3 minutes.')
  expect(calls(host, 'undoBatch')).toEqual([])
  await user.click(within(asked).getByText('Take back'))
  expect(calls(host, 'undoBatch')).toEqual([[1]])
  // The new one is on screen, and leads back.
  expect(await screen.findByText(/This takes back what an earlier list did/)).toBeVisible()
  await user.click(screen.getByRole('button', { name: 'Show that list' }))
  await vi.waitFor(() => { expect(screen.getByRole('region', { name: 'Progress' })).toHaveTextContent('407 added') })
})

it('names the time that the app says, and none when it says none', async () => {
  const { host, user, button } = await shown({ ...ended, undo_seconds: 1_230 })
  await user.click(button('Take back 407 adds'))
  const asked = await question('Take back 407 adds?')
  expect(asked).toHaveTextContent('It uses 407 credits and takes about 20 minutes.')
  host.drive(1, { undo_seconds: null })
  await vi.waitFor(() => { expect(asked).toHaveTextContent('It uses 407 credits.') })
})

it.each([25, 26])('asks from 26 on: %i', async (items) => {
  const { host, user, button } = await shown({ ...ended, can_undo: items, can_retry: 0 })
  await user.click(button(`Take back ${items} adds`))
  expect(calls(host, 'undoBatch')).toHaveLength(items === 25 ? 1 : 0)
})

it('asks before even few are taken back when who was VIP before is not known', async () => {
  const { host, user, button } = await shown({ ...ended, looked: false, can_undo: 1, can_retry: 0 })
  await user.click(button('Take back 1 add'))
  const asked = await question('Take back 1 add?')
  expect(asked).toHaveTextContent('who were VIP before cannot be told apart and are taken off too')
  expect(asked).not.toHaveTextContent('stays VIP')
  expect(calls(host, 'undoBatch')).toEqual([])
  await user.click(within(asked).getByText('Take back'))
  expect(calls(host, 'undoBatch')).toEqual([[1]])
})

it('puts few back at once, whatever was read', async () => {
  const { host, user, button } = await shown({ ...ended, action: 'remove', looked: false, can_undo: 1, can_retry: 0 })
  await user.click(button('Take back 1 removal'))
  expect(calls(host, 'undoBatch')).toEqual([[1]])
})

it('tries few again at once, as a new list that says so', async () => {
  const { host, user, button } = await shown(ended)
  await user.click(button('Try 3 again'))
  expect(calls(host, 'retryBatch')).toEqual([[1]])
  expect(await screen.findByText(/This tries again what did not work/)).toBeVisible()
})

it('says why it could not begin, with what helps', async () => {
  const { host, user, card, button } = await shown(ended)
  host.refuse('retryBatch', 'key_missing')
  await user.click(button('Try 3 again'))
  await vi.waitFor(() => { expect(within(card()).getByRole('alert')).toHaveTextContent('There is no API key for this at the moment.') })
  expect(button('Settings')).toBeVisible()
})

it('names no costs in practice', async () => {
  const host = hostOf(ended)
  host.state = { ...host.state, mode: 'practice' }
  const { user } = open(host)
  await user.click(await within(await screen.findByRole('navigation')).findByRole('button', { name: /^Lists/ }))
  await user.click((await within(await screen.findByRole('region', { name: 'Your lists' })).findAllByRole('button'))[0]!)
  await user.click(await screen.findByRole('button', { name: 'Take back 407 adds' }))
  expect(await question('Take back 407 adds?')).toHaveTextContent('Practice uses no credits.')
  expect(document.body).not.toHaveTextContent(/\d credits/)
})

it('shows the fans behind each number, and what was not added', async () => {
  const { host, user } = await shown(running)
  const grid = await screen.findByRole('grid', { name: 'Latest' })
  expect(within(grid).getByRole('columnheader', { name: 'Name' })).toBeVisible()
  await vi.waitFor(() => { expect(grid).toHaveTextContent('Jamie K.') })
  await user.click(screen.getByRole('button', { name: 'Show what was not added' }))
  // Of whatever kind.
  const left = await screen.findByRole('grid', { name: 'What was not added' })
  await vi.waitFor(() => { expect(left).toHaveAttribute('aria-rowcount', '6') })
  await vi.waitFor(() => {
    const ends = [...left.querySelectorAll('.outcome')].map((one) => one.textContent.trim())
    expect(ends).toEqual(['Not added', 'Not added', 'Not sure yet', 'Not sure yet', 'Not sure yet'])
  })
  await user.click(screen.getByRole('button', { name: /Not added$/ }))
  const failed = await screen.findByRole('grid', { name: 'Not added' })
  expect(failed).toHaveAttribute('aria-rowcount', '3')
  expect(screen.getByRole('button', { name: /Not added$/ })).toHaveAttribute('aria-pressed', 'true')
  await user.click(screen.getByRole('button', { name: /Not sure yet$/ }))
  const unsure = await screen.findByRole('grid', { name: 'Not sure yet' })
  const check = await within(unsure).findAllByRole('button', { name: /^Check / })
  expect(check).toHaveLength(3)
  host.answers.set('check', () => Promise.resolve(host.batchItem(fakeBatch(), 'done', 0)))
  await user.click(check[0]!)
  expect(calls(host, 'check')).toHaveLength(1)
  await user.click(screen.getByRole('button', { name: 'Show the latest' }))
  expect(await screen.findByRole('grid', { name: 'Latest' })).toBeVisible()
  await expectAccessible()
})

it('shows the one kind there is of what was not added', async () => {
  const { user } = await shown(ended)
  await user.click(await screen.findByRole('button', { name: 'Show what was not added' }))
  expect(await screen.findByRole('grid', { name: 'Not added' })).toHaveAttribute('aria-rowcount', '4')
})

it('reads a batch that is known by its number only, and says when it cannot', async () => {
  const { host, user } = await shown({ ...ended, id: 1 }, { ...running, id: 2, action: 'remove', undoes: 1 })
  host.refuse('batch', 'internal')
  await user.click(screen.getByRole('button', { name: 'Show that list' }))
  expect(await screen.findByText('This list could not be read just now.')).toBeVisible()
  host.answers.clear()
  await user.click(screen.getByRole('button', { name: 'Try again' }))
  await vi.waitFor(() => { expect(screen.getByRole('region', { name: 'Progress' })).toHaveTextContent('407 added') })
})

it('goes back to the lists', async () => {
  const { user } = await shown(ended)
  await user.click(within(screen.getByRole('main')).getByRole('button', { name: 'Lists' }))
  expect(await screen.findByRole('region', { name: 'Your lists' })).toBeVisible()
})

describe('the course and the name', () => {
  it('shows how it went as a picture and as a table, with the waits', async () => {
    const { host, user } = await shown(ended)
    expect(calls(host, 'batchCourse')).toEqual([])
    await user.click(screen.getByRole('button', { name: 'How it went over time' }))
    const table = await screen.findByRole('table', { name: 'How it went over time' })
    expect(within(table).getAllByRole('columnheader').map((one) => one.textContent)).toEqual(['From', 'Added', 'Already VIP', 'Not sure yet', 'Not added'])
    expect(within(table).getAllByRole('row')).toHaveLength(61)
    expect(screen.getByText(/the service asked to wait$/, { selector: 'li' })).toBeInTheDocument()
  })

  it.each([60_000, 6_000, 1_500, 60])('says times that differ when it took %i milliseconds', async (took) => {
    const { host, user } = await shown(ended)
    const began = new Date(2026, 10, 24, 19, 33, 54).getTime()
    const of = host.course
    host.course = (batch) => ({ ...of(batch), began, until: began + took, waits: [] })
    await user.click(screen.getByRole('button', { name: 'How it went over time' }))
    const table = await screen.findByRole('table', { name: 'How it went over time' })
    const times = within(table).getAllByRole('rowheader').map((one) => one.textContent)
    expect(new Set(times).size).toBe(60)
    expect([...document.querySelectorAll('.ends span')].map((end) => end.textContent)).toEqual([times[0], times[59]])
  })

  it('says one time only when it was over in no time', async () => {
    const { host, user } = await shown(ended)
    const of = host.course
    host.course = (batch) => ({ ...of(batch), until: batch.began, waits: [] })
    await user.click(screen.getByRole('button', { name: 'How it went over time' }))
    await screen.findByRole('table', { name: 'How it went over time' })
    expect(document.querySelectorAll('.ends span')).toHaveLength(1)
  })

  it('has nothing to show before anything has ended', async () => {
    await shown({ ...running, counts: fakeCounts({ total: 9, waiting: 9 }) })
    expect(screen.queryByRole('button', { name: 'How it went over time' })).toBeNull()
  })

  it('can be renamed, and keeps its name when that is refused', async () => {
    const { host, user } = await shown(ended)
    await user.click(screen.getByRole('button', { name: 'Rename Black Friday buyers' }))
    const field = screen.getByLabelText('Name of the list')
    expect(field).toHaveFocus()
    await user.clear(field)
    host.refuse('setBatchName', 'ledger_full', { path: '/data' })
    await user.type(field, 'Friends{Enter}')
    expect(await screen.findByText(/The disk is full/)).toBeVisible()
    host.answers.clear()
    await user.keyboard('{Enter}')
    expect(await screen.findByRole('heading', { level: 1, name: 'Friends' })).toBeVisible()
    expect(screen.getByRole('button', { name: 'Rename Friends' })).toHaveFocus()
  })
})
