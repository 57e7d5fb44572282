import { screen, within } from '@testing-library/svelte'
import { describe, expect, it, vi } from 'vitest'
import type { BatchView } from '../host/bindings/BatchView'
import type { CloseChoice } from '../host/bindings/CloseChoice'
import { FakeHost } from '../host/fake'
import { fakeBatch, fakeCounts } from '../host/fake-batch'
import { calls, expectAccessible, open } from '../testing/open'

const half = fakeCounts({ total: 412, added: 268, waiting: 144 })

function hostOf(...batches: Partial<BatchView>[]): FakeHost {
  const whole = batches.map((one, i) => fakeBatch({ id: i + 1, counts: half, ...one }))
  const host = new FakeHost({ batches: whole.filter((one) => one.state.kind !== 'ended') })
  host.history = whole.toReversed()
  return host
}

describe('the line above every screen', () => {
  const line = () => screen.queryByRole('complementary', { name: 'Running lists' })

  it('tells what runs and leads to it, where it is not needed any more', async () => {
    const { user } = open(hostOf({}))
    await screen.findByRole('navigation')
    expect(line()).toHaveTextContent('Adding to Mira Rose’s VIP list: 268 of 412')
    await expectAccessible()
    await user.click(within(line()!).getByRole('button', { name: 'Show' }))
    expect(await screen.findByRole('heading', { level: 1, name: 'Black Friday buyers' })).toBeVisible()
    expect(line()).toBeNull()
  })

  it('tells first what needs the user', async () => {
    open(hostOf({}, { account_name: 'Noor', state: { kind: 'paused', why: { kind: 'no_key' } } }))
    await screen.findByRole('navigation')
    expect(line()).toHaveTextContent('Paused at 268 of 412 on Noor · it needs you to go on · 1 more list')
  })

  it('tells that it waits, and goes when nothing is left', async () => {
    const host = hostOf({ wait: { until: Date.now() + 9_000, why: 'told' } })
    open(host)
    await screen.findByRole('navigation')
    expect(line()).toHaveTextContent('waits now and goes on by itself')
    host.drive(1, { state: { kind: 'ended' }, ended: Date.now() })
    await vi.waitFor(() => { expect(line()).toBeNull() })
  })

  it('is not there when nothing runs', async () => {
    open(new FakeHost())
    await screen.findByRole('navigation')
    expect(line()).toBeNull()
  })
})

describe('the history', () => {
  async function shown(host: FakeHost) {
    const { user } = open(host)
    await user.click(await within(await screen.findByRole('navigation')).findByRole('button', { name: /^Lists/ }))
    const region = await screen.findByRole('region', { name: 'Your lists' })
    return { user, region, lines: () => within(region).queryAllByRole('listitem') }
  }

  const old = (i: number): Partial<BatchView> => ({ name: `List ${i}`, state: { kind: 'ended' }, began: i, ended: i, counts: fakeCounts({ total: 5, added: 3, failed: 2 }) })

  it('says when there is none', async () => {
    const { region } = await shown(new FakeHost())
    await vi.waitFor(() => { expect(region).toHaveTextContent('No list has run yet.') })
  })

  it('shows 20, newest first, and 20 more on request, and the focus goes on there', async () => {
    const host = hostOf(...Array.from({ length: 45 }, (_, i) => old(i + 1)))
    const { user, region, lines } = await shown(host)
    await vi.waitFor(() => { expect(lines()).toHaveLength(20) })
    expect(lines()[0]).toHaveTextContent('List 45')
    await user.click(within(region).getByRole('button', { name: 'Show more' }))
    await vi.waitFor(() => { expect(lines()).toHaveLength(40) })
    await vi.waitFor(() => { expect(within(lines()[20]!).getAllByRole('button')[0]).toHaveFocus() })
    await user.click(within(region).getByRole('button', { name: 'Show more' }))
    await vi.waitFor(() => { expect(lines()).toHaveLength(45) })
    expect(within(region).queryByRole('button', { name: 'Show more' })).toBeNull()
    expect(calls(host, 'batches')).toEqual([[0, 20], [20, 20], [40, 20]])
  })

  it('names list, account, action, result and state, and opens it', async () => {
    const host = hostOf(
      old(1),
      { ...old(2), name: '', action: 'remove', undoes: 1, counts: fakeCounts({ total: 3, removed: 3 }) },
      { state: { kind: 'paused', why: { kind: 'interrupted' } }, account: 'fansly_luna', account_name: 'Luna Vale' },
    )
    const { user, lines } = await shown(host)
    await vi.waitFor(() => { expect(lines()).toHaveLength(3) })
    expect(lines()[0]).toHaveTextContent(/Black Friday buyers.*Needs you.*Luna Vale.*Adding.*268 of 412 done/s)
    expect(lines()[1]).toHaveTextContent(/Pasted list.*Ended.*Mira Rose.*Taking back.*3 removed/s)
    expect(lines()[2]).toHaveTextContent(/List 1.*3 added, 2 failed/s)
    await expectAccessible()
    host.drive(3, { state: { kind: 'running', step: { kind: 'sending' } }, counts: fakeCounts({ total: 412, added: 300, waiting: 112 }) })
    await vi.waitFor(() => { expect(lines()[0]).toHaveTextContent('300 of 412 done') })
    await user.click(within(lines()[2]!).getAllByRole('button')[0]!)
    expect(await screen.findByRole('heading', { level: 1, name: 'List 1' })).toBeVisible()
  })

  it('says when it could not be read, and tries again on request', async () => {
    const host = hostOf(old(1))
    host.refuse('batches', 'ledger_unreadable')
    const { user, region, lines } = await shown(host)
    await vi.waitFor(() => { expect(region).toHaveTextContent('could not be read') })
    host.answers.clear()
    await user.click(within(region).getByRole('button', { name: 'Try again' }))
    await vi.waitFor(() => { expect(lines()).toHaveLength(1) })
  })
})

describe('the question on closing', () => {
  async function closing(...batches: Partial<BatchView>[]) {
    const host = hostOf(...batches)
    const { user } = open(host)
    await screen.findByRole('navigation')
    host.heard?.closing()
    const dialog = await screen.findByRole('alertdialog', { hidden: true })
    return { host, user, dialog }
  }

  const gone = () => vi.waitFor(() => { expect(screen.queryByRole('alertdialog', { hidden: true })).toBeNull() })

  it('asks what happens to the rest, with the safe answer in focus', async () => {
    const { dialog } = await closing({})
    expect(dialog).toHaveAccessibleName('Fans are still being added')
    expect(dialog).toHaveTextContent('start Velvet Rope again to see it')
    expect(dialog).toHaveTextContent('144 fans are not sent')
    await vi.waitFor(() => { expect(document.activeElement).toHaveTextContent('Pause and close') })
    await expectAccessible()
  })

  it.each<[string, CloseChoice]>([
    ['Keep running in the background', 'keep_running'],
    ['Pause and close', 'pause'],
    ['Stop and close', 'stop'],
    ['Cancel', 'stay'],
  ])('%s', async (word, choice) => {
    const { host, user, dialog } = await closing({})
    await user.click(within(dialog).getByText(word))
    expect(calls(host, 'answerClose')).toEqual([[choice]])
    await gone()
  })

  it('stays on Escape', async () => {
    const { host, user } = await closing({})
    await vi.waitFor(() => { expect(document.activeElement).toHaveTextContent('Pause and close') })
    await user.keyboard('{Escape}')
    await vi.waitFor(() => { expect(calls(host, 'answerClose')).toEqual([['stay']]) })
    await gone()
  })

  it('asks again when the window is closed again', async () => {
    const { host, user, dialog } = await closing({})
    await user.click(within(dialog).getByText('Cancel'))
    await gone()
    host.heard?.closing()
    expect(await screen.findByRole('alertdialog', { hidden: true })).toBeInTheDocument()
  })

  it('says that it can be seen, each time it is asked', async () => {
    const { host, user, dialog } = await closing({})
    await vi.waitFor(() => { expect(calls(host, 'closingShown').length).toBe(1) })
    await user.click(within(dialog).getByText('Cancel'))
    await gone()
    host.heard?.closing()
    await vi.waitFor(() => { expect(calls(host, 'closingShown').length).toBe(2) })
  })

  it('names what runs', async () => {
    const { dialog } = await closing({ action: 'remove' }, { state: { kind: 'paused', why: { kind: 'user' } } })
    expect(dialog).toHaveAccessibleName('Fans are still being removed')
  })

  it('says why an answer could not be carried out, and stays open', async () => {
    const { host, user, dialog } = await closing({})
    host.refuse('answerClose', 'ledger_full', { path: '/x' })
    await user.click(within(dialog).getByText('Pause and close'))
    await vi.waitFor(() => { expect(dialog).toHaveTextContent('The disk is full') })
    expect(screen.getByRole('alertdialog', { hidden: true })).toBeInTheDocument()
  })
})
