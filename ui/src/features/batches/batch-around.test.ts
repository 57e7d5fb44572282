import { screen, within } from '@testing-library/svelte'
import { describe, expect, it, vi } from 'vitest'
import type { BatchView } from '../../backend/bindings/BatchView'
import type { CloseChoice } from '../../backend/bindings/CloseChoice'
import { FakeBackend } from '../../backend/fake/fake'
import { fakeBatch, fakeCounts } from '../../backend/fake/batch'
import { m } from '../../format/messages.svelte'
import { calls, expectAccessible, open } from '../../testing/open'
import { beginning, many } from '../../testing/said'
import { problem } from '../../format/failure'
import { allBatches } from './batch-history.svelte'

const half = fakeCounts({ total: 412, added: 268, waiting: 144 })

function backendOf(...batches: Partial<BatchView>[]): FakeBackend {
  const whole = batches.map((one, i) => fakeBatch({ id: i + 1, counts: half, ...one }))
  const backend = new FakeBackend({ batches: whole.filter((one) => one.state.kind !== 'ended') })
  backend.history = whole.toReversed()
  return backend
}

describe('the banner above every screen', () => {
  const line = () => screen.queryByRole('complementary', { name: m.batch_banner() })

  it('shows what runs, leads to it, and is hidden there', async () => {
    const { user } = open(backendOf({}))
    await screen.findByRole('navigation')
    expect(line()).toHaveTextContent(m.batch_banner_add({ account: 'Mira Rose', done: '268', total: '412' }))
    await expectAccessible()
    await user.click(within(line()!).getByRole('button', { name: m.batch_banner_show() }))
    expect(await screen.findByRole('heading', { level: 1, name: 'Black Friday buyers' })).toBeVisible()
    expect(line()).toBeNull()
  })

  it('shows first what needs attention', async () => {
    open(backendOf({}, { account_name: 'Noor', state: { kind: 'paused', why: { kind: 'no_key' } } }))
    await screen.findByRole('navigation')
    expect(line()).toHaveTextContent(
      [
        m.batch_banner_paused({ done: '268', total: '412', account: 'Noor' }),
        m.batch_banner_needs_attention(),
        m.batch_banner_more({ count: 1 }),
      ].join(' · '),
    )
  })

  it('says that a batch is queued, and goes away when nothing is left', async () => {
    const backend = backendOf({ wait: { until: Date.now() + 9_000, why: 'told' } })
    open(backend)
    await screen.findByRole('navigation')
    expect(line()).toHaveTextContent(m.batch_banner_waits())
    backend.drive(1, { state: { kind: 'ended' }, ended: Date.now() })
    await vi.waitFor(() => {
      expect(line()).toBeNull()
    })
  })

  it('does not exist while nothing runs', async () => {
    open(new FakeBackend())
    await screen.findByRole('navigation')
    expect(line()).toBeNull()
  })
})

describe('the history', () => {
  async function shown(backend: FakeBackend) {
    const { user } = open(backend)
    await user.click(
      await within(await screen.findByRole('navigation')).findByRole('button', { name: beginning(m.nav_lists()) }),
    )
    const region = await screen.findByRole('region', { name: m.batches_title() })
    return { user, region, lines: () => within(region).queryAllByRole('listitem') }
  }

  /** Checks that the line says these parts in this order. */
  function says(line: HTMLElement, ...parts: string[]) {
    let from = 0
    for (const part of parts) {
      const at = line.textContent.indexOf(part, from)
      expect(at, part).toBeGreaterThanOrEqual(from)
      from = at + part.length
    }
  }

  const old = (i: number): Partial<BatchView> => ({
    name: `List ${i}`,
    state: { kind: 'ended' },
    began: i,
    ended: i,
    counts: fakeCounts({ total: 5, added: 3, failed: 2 }),
  })

  it('says when there are no batches', async () => {
    const { region } = await shown(new FakeBackend())
    await vi.waitFor(() => {
      expect(region).toHaveTextContent(m.batches_empty())
    })
  })

  it('shows 20 batches, newest first, and 20 more on request, and moves the focus to the first of them', async () => {
    const backend = backendOf(...Array.from({ length: 45 }, (_, i) => old(i + 1)))
    const { user, region, lines } = await shown(backend)
    await vi.waitFor(() => {
      expect(lines()).toHaveLength(20)
    })
    expect(lines()[0]).toHaveTextContent('List 45')
    await user.click(within(region).getByRole('button', { name: m.batches_more() }))
    await vi.waitFor(() => {
      expect(lines()).toHaveLength(40)
    })
    await vi.waitFor(() => {
      expect(within(lines()[20]!).getAllByRole('button')[0]).toHaveFocus()
    })
    await user.click(within(region).getByRole('button', { name: m.batches_more() }))
    await vi.waitFor(() => {
      expect(lines()).toHaveLength(45)
    })
    expect(within(region).queryByRole('button', { name: m.batches_more() })).toBeNull()
    expect(calls(backend, 'batches')).toEqual([
      [allBatches, 0, 20],
      [allBatches, 20, 20],
      [allBatches, 40, 20],
    ])
  })

  it('shows list, account, action, result, and state, and opens the batch', async () => {
    const backend = backendOf(
      old(1),
      { ...old(2), name: '', action: 'remove', undoes: 1, counts: fakeCounts({ total: 3, removed: 3 }) },
      { state: { kind: 'paused', why: { kind: 'interrupted' } }, account: 'fansly_luna', account_name: 'Luna Vale' },
    )
    const { user, lines } = await shown(backend)
    await vi.waitFor(() => {
      expect(lines()).toHaveLength(3)
    })
    says(
      lines()[0]!,
      'Black Friday buyers',
      m.batches_needs_attention(),
      'Luna Vale',
      m.batches_add(),
      m.progress_done({ done: '268', total: '412' }),
    )
    says(
      lines()[1]!,
      m.batch_pasted(),
      m.batches_finished(),
      'Mira Rose',
      m.batches_undo(),
      m.batch_part_removed(many(3)),
    )
    says(lines()[2]!, 'List 1', `${m.batch_part_added(many(3))}, ${m.batch_part_failed(many(2))}`)
    await expectAccessible()
    backend.drive(3, {
      state: { kind: 'running', step: { kind: 'sending' } },
      counts: fakeCounts({ total: 412, added: 300, waiting: 112 }),
    })
    await vi.waitFor(() => {
      expect(lines()[0]).toHaveTextContent(m.progress_done({ done: '300', total: '412' }))
    })
    await user.click(within(lines()[2]!).getAllByRole('button')[0]!)
    expect(await screen.findByRole('heading', { level: 1, name: 'List 1' })).toBeVisible()
  })

  it('needs no search for a few batches', async () => {
    const { region, lines } = await shown(backendOf(old(1), old(2)))
    await vi.waitFor(() => {
      expect(lines()).toHaveLength(2)
    })
    expect(within(region).queryByRole('textbox')).toBeNull()
  })

  it('is searched by name, and filtered by state, action, and account', async () => {
    const backend = backendOf(
      ...Array.from({ length: 30 }, (_, i) => old(i + 1)),
      { ...old(31), name: 'VIP night', can_retry: 2 },
      { ...old(32), name: 'Friday night', action: 'remove', account: 'fansly_luna', account_name: 'Luna Vale' },
    )
    const { user, region, lines } = await shown(backend)
    const field = await within(region).findByRole('textbox', { name: m.batches_search() })
    await user.type(field, 'night')
    await vi.waitFor(() => {
      expect(lines()).toHaveLength(2)
    })
    expect(lines()[0]).toHaveTextContent('Friday night')
    await expectAccessible()
    await user.selectOptions(within(region).getByLabelText(m.log_column_account()), 'Luna Vale')
    await user.selectOptions(within(region).getByLabelText(m.log_column_action()), m.log_removals())
    await user.selectOptions(within(region).getByLabelText(m.batches_state()), m.batches_all_done())
    await vi.waitFor(() => {
      expect(calls(backend, 'batches').at(-1)).toEqual([
        { text: 'night', account: 'fansly_luna', action: 'remove', standing: 'finished' },
        0,
        20,
      ])
    })
    await vi.waitFor(() => {
      expect(lines()).toHaveLength(1)
    })
    await user.selectOptions(within(region).getByLabelText(m.batches_state()), m.batches_unfinished())
    expect(await within(region).findByText(m.batches_none())).toBeVisible()
    await user.click(within(region).getByRole('button', { name: m.log_clear_both() }))
    await vi.waitFor(() => {
      expect(lines()).toHaveLength(20)
    })
    expect(field).toHaveFocus()
    expect(field).toHaveValue('')
    // The next page is one of the answer on screen.
    await user.click(within(region).getByRole('button', { name: m.batches_more() }))
    await vi.waitFor(() => {
      expect(lines()).toHaveLength(32)
    })
  })

  it('says when it could not be loaded, and tries again on request', async () => {
    const backend = backendOf(old(1))
    backend.refuse('batches', 'ledger_unreadable')
    const { user, region, lines } = await shown(backend)
    await vi.waitFor(() => {
      expect(region).toHaveTextContent(m.batches_not_loaded())
    })
    backend.answers.clear()
    await user.click(within(region).getByRole('button', { name: m.try_again() }))
    await vi.waitFor(() => {
      expect(lines()).toHaveLength(1)
    })
  })
})

describe('the question on closing', () => {
  async function closing(...batches: Partial<BatchView>[]) {
    const backend = backendOf(...batches)
    const { user } = open(backend)
    await screen.findByRole('navigation')
    backend.events?.closing()
    const dialog = await screen.findByRole('alertdialog', { hidden: true })
    return { backend, user, dialog }
  }

  const gone = () =>
    vi.waitFor(() => {
      expect(screen.queryByRole('alertdialog', { hidden: true })).toBeNull()
    })

  it('asks what happens to the rest, with the focus on the safe answer', async () => {
    const { dialog } = await closing({})
    expect(dialog).toHaveAccessibleName(m.close_title_add())
    expect(dialog).toHaveTextContent(m.close_keep_hint())
    expect(dialog).toHaveTextContent(m.close_stop_hint(many(144)))
    await vi.waitFor(() => {
      expect(document.activeElement).toHaveTextContent(m.close_pause())
    })
    await expectAccessible()
  })

  it.each<[string, CloseChoice]>([
    [m.close_keep(), 'keep_running'],
    [m.close_pause(), 'pause'],
    [m.close_stop(), 'stop'],
    [m.cancel(), 'stay'],
  ])('%s', async (word, choice) => {
    const { backend, user, dialog } = await closing({})
    await user.click(within(dialog).getByText(word))
    expect(calls(backend, 'answerClose')).toEqual([[choice]])
    await gone()
  })

  it('stays open on Escape', async () => {
    const { backend, user } = await closing({})
    await vi.waitFor(() => {
      expect(document.activeElement).toHaveTextContent(m.close_pause())
    })
    await user.keyboard('{Escape}')
    await vi.waitFor(() => {
      expect(calls(backend, 'answerClose')).toEqual([['stay']])
    })
    await gone()
  })

  it('asks again when the window is closed again', async () => {
    const { backend, user, dialog } = await closing({})
    await user.click(within(dialog).getByText(m.cancel()))
    await gone()
    backend.events?.closing()
    expect(await screen.findByRole('alertdialog', { hidden: true })).toBeInTheDocument()
  })

  it('confirms each time that it is visible', async () => {
    const { backend, user, dialog } = await closing({})
    await vi.waitFor(() => {
      expect(calls(backend, 'closingShown').length).toBe(1)
    })
    await user.click(within(dialog).getByText(m.cancel()))
    await gone()
    backend.events?.closing()
    await vi.waitFor(() => {
      expect(calls(backend, 'closingShown').length).toBe(2)
    })
  })

  it('names what runs', async () => {
    const { dialog } = await closing({ action: 'remove' }, { state: { kind: 'paused', why: { kind: 'user' } } })
    expect(dialog).toHaveAccessibleName(m.close_title_remove())
  })

  it('says why an answer failed, and stays open', async () => {
    const { backend, user, dialog } = await closing({})
    backend.refuse('answerClose', 'ledger_full', { path: '/x' })
    await user.click(within(dialog).getByText(m.close_pause()))
    await vi.waitFor(() => {
      expect(dialog).toHaveTextContent(problem({ code: 'ledger_full', params: { path: '/x' } }))
    })
    expect(screen.getByRole('alertdialog', { hidden: true })).toBeInTheDocument()
  })
})
