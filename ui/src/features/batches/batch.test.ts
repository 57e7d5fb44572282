import { screen, within } from '@testing-library/svelte'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { BatchView } from '../../backend/bindings/BatchView'
import type { PauseReason } from '../../backend/bindings/PauseReason'
import type { WaitReason } from '../../backend/bindings/WaitReason'
import { FakeBackend } from '../../backend/fake/fake'
import { fakeBatch, fakeCounts } from '../../backend/fake/batch'
import { m } from '../../format/messages.svelte'
import { calls, expectAccessible, open } from '../../testing/open'
import { beginning, having, many } from '../../testing/said'
import { problem } from '../../format/failure'

const running: Partial<BatchView> = {
  counts: fakeCounts({ total: 412, waiting: 143, sending: 1, added: 261, already: 2, unconfirmed: 3, failed: 2 }),
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

function backendOf(...batches: Partial<BatchView>[]): FakeBackend {
  const whole = batches.map((one, i) => fakeBatch({ id: i + 1, ...one }))
  const backend = new FakeBackend({ batches: whole.filter((one) => one.state.kind !== 'ended') })
  backend.history = whole.toReversed()
  return backend
}

/** Opens the newest of `batches` through the history. */
async function shown(...batches: Partial<BatchView>[]) {
  const backend = backendOf(...batches)
  const { user } = open(backend)
  await user.click(
    await within(await screen.findByRole('navigation')).findByRole('button', { name: beginning(m.nav_lists()) }),
  )
  const history = await screen.findByRole('region', { name: m.batches_title() })
  await user.click((await within(history).findAllByRole('button'))[0]!)
  await screen.findByRole('progressbar', { name: m.progress_label() })
  const card = () => screen.getByRole('region', { name: m.progress_label() })
  const button = (name: string | RegExp) => within(card()).getByRole('button', { name })
  return { backend, user, card, button }
}

function said() {
  return document.querySelector('.visually-hidden[role=status]')!.textContent
}

/** Without a layout, a dialog is never positioned and so counts as hidden. */
async function question(name: string) {
  return screen.findByRole('alertdialog', { name, hidden: true })
}

beforeEach(() => {
  vi.useRealTimers()
})

it('shows the progress, the time left, and every number with an icon and a word', async () => {
  const { card } = await shown(running)
  expect(card()).toHaveTextContent(m.batch_figure({ done: '268', total: '412' }))
  expect(card()).toHaveTextContent(
    `${m.progress_left_minutes({ count: 1 })} · ${m.progress_rate_second({ rate: '2' })}`,
  )
  const bar = screen.getByRole('progressbar', { name: m.progress_label() })
  expect(bar).toHaveAttribute('aria-valuenow', '268')
  expect(bar).toHaveAttribute('aria-valuemax', '412')
  expect(bar).toHaveAttribute('aria-valuetext', m.progress_done({ done: '268', total: '412' }))
  const widths = [...bar.children].map((piece) => Number.parseFloat((piece as HTMLElement).style.width))
  expect(widths.map((width) => Math.round((width * 412) / 100))).toEqual([261, 2, 3, 2])
  const tiles = within(screen.getByRole('group', { name: m.batch_show() })).getAllByRole('button')
  expect(tiles.map((tile) => tile.textContent.trim().replace(/\s+/g, ' '))).toEqual([
    `261 ${m.outcome_added()}`,
    `2 ${m.outcome_already()}`,
    `3 ${m.outcome_unconfirmed()}`,
    `2 ${m.outcome_failed_add()}`,
    `144 ${m.outcome_waiting()}`,
  ])
  expect(new Set(tiles.map((tile) => new XMLSerializer().serializeToString(tile.querySelector('svg')!))).size).toBe(5)
  expect(screen.getByRole('main')).toHaveTextContent(`${m.account_prefix()} Mira Rose`)
  await expectAccessible()
})

it.each<[WaitReason, number, string]>([
  ['told', 12_000, m.progress_wait_told({ left: m.progress_seconds({ count: 12 }) })],
  ['plan_full', 31_000, m.progress_wait_plan_full({ left: m.progress_seconds({ count: 31 }) })],
  ['no_connection', 8_000, m.progress_wait_no_connection({ left: m.progress_seconds({ count: 8 }) })],
  ['trouble', 300_000, m.progress_wait_trouble({ left: m.progress_minutes({ count: 5 }) })],
])('explains the wait: %s', async (why, ms, words) => {
  vi.useFakeTimers({ toFake: ['Date'] })
  const { card } = await shown({ ...running, wait: { until: Date.now() + ms, why } })
  expect(card()).toHaveTextContent(words)
  // Screen readers do not read the part that ticks.
  expect(within(card()).getByText(new RegExp(words.slice(0, 14)), { selector: '[aria-hidden]' })).toBeInTheDocument()
})

it('says what it does while it sends nothing', async () => {
  const { backend, card } = await shown({ ...running, state: { kind: 'running', step: { kind: 'looking', pages: 3 } } })
  expect(card()).toHaveTextContent(m.progress_loading_page({ account: 'Mira Rose', page: '3' }))
  backend.drive(1, { state: { kind: 'running', step: { kind: 'checking', pages: 4 } } })
  await vi.waitFor(() => {
    expect(card()).toHaveTextContent(m.progress_checking_page({ ...many(3), account: 'Mira Rose', page: '4' }))
  })
})

it('pauses, says so at once, resumes, and keeps the focus where the button was', async () => {
  const { backend, user, card, button } = await shown(running)
  backend.answers.set('pauseBatch', () => Promise.resolve(backend.drive(1, { state: { kind: 'pausing' } })))
  await user.click(button(m.batch_pause()))
  await vi.waitFor(() => {
    expect(card()).toHaveTextContent(m.batch_pausing())
  })
  expect(button(m.batch_busy_pause())).toHaveFocus()
  expect(said()).toContain(m.batch_pausing())
  await user.click(button(m.batch_busy_pause()))
  expect(calls(backend, 'pauseBatch')).toEqual([[1]])
  backend.drive(1, { state: { kind: 'paused', why: { kind: 'user' } } })
  await vi.waitFor(() => {
    expect(button(m.batch_resume())).toHaveFocus()
  })
  expect(card()).toHaveTextContent(`${m.batch_paused_user()} ${m.batch_paused_waits(many(144))}`)
  expect(card()).toHaveTextContent(m.batch_paused_checks_too())
  expect(said()).toContain(m.progress_done({ done: '268', total: '412' }))
  await user.keyboard('{Enter}')
  expect(calls(backend, 'resumeBatch')).toEqual([[1]])
  await vi.waitFor(() => {
    expect(button(m.batch_pause())).toHaveFocus()
  })
  await expectAccessible()
})

it.each<[string, PauseReason, string, string | undefined]>([
  ['interrupted', { kind: 'interrupted' }, m.batch_paused_interrupted(), undefined],
  ['key refused', { kind: 'service', cause: 'key_refused', words: null }, m.problem_key_refused(), m.nav_settings()],
  ['credits spent', { kind: 'service', cause: 'credits_spent', words: null }, m.problem_credits_spent(), undefined],
  [
    'account lost',
    { kind: 'service', cause: 'account_lost', words: null },
    m.problem_account_lost(),
    m.account_refresh(),
  ],
  [
    'session expired',
    { kind: 'service', cause: 'session_expired', words: null },
    m.problem_session_expired(),
    m.account_refresh(),
  ],
  [
    'disk full',
    { kind: 'ledger', code: 'ledger_full', path: '/home/mira/ledger.sqlite3' },
    m.advice_ledger_full(),
    undefined,
  ],
  ['no key', { kind: 'no_key' }, m.batch_paused_no_key(), m.nav_settings()],
])('says why it is paused and offers to go on: %s', async (_, why, words, helps) => {
  const { card, button } = await shown({ ...running, state: { kind: 'paused', why } })
  expect(card()).toHaveTextContent(words)
  expect(card()).toHaveTextContent(m.batch_figure({ done: '268', total: '412' }))
  expect(button(m.batch_resume())).toHaveClass('main')
  expect(button(m.stop())).toBeVisible()
  if (helps) expect(button(helps)).toBeVisible()
})

it('is queued, and can be stopped', async () => {
  const { card, button } = await shown(running, { state: { kind: 'queued', ahead: 1 } })
  expect(card()).toHaveTextContent(m.batch_queued({ count: 1 }))
  expect(within(card()).queryByRole('button', { name: m.batch_pause() })).toBeNull()
  expect(button(m.stop())).toBeVisible()
})

it('asks once before it stops, and then offers to undo what was done', async () => {
  const { backend, user, button } = await shown(running)
  await user.click(button(m.stop()))
  const asked = await question(m.batch_stop_title())
  expect(asked).toHaveTextContent(
    m.batch_stop_body({ done: m.batch_stop_done(many(268)), left: m.batch_stop_left(many(144)) }),
  )
  expect(calls(backend, 'stopBatch')).toEqual([])
  await vi.waitFor(() => {
    expect(within(asked).getByText(m.cancel())).toHaveFocus()
  })
  await expectAccessible()
  await user.click(within(asked).getByText(m.cancel()))
  expect(calls(backend, 'stopBatch')).toEqual([])
  await vi.waitFor(() => {
    expect(button(m.stop())).toHaveFocus()
  })
  backend.answers.set('stopBatch', () =>
    Promise.resolve(
      backend.drive(1, {
        ...ended,
        counts: fakeCounts({ total: 412, added: 261, already: 2, unconfirmed: 3, failed: 2, stopped: 144 }),
        can_undo: 261,
        can_retry: 149,
      }),
    ),
  )
  await user.click(button(m.stop()))
  await user.click(within(await question(m.batch_stop_title())).getByText(m.batch_stop_confirm()))
  expect(calls(backend, 'stopBatch')).toEqual([[1]])
  expect(await screen.findByRole('button', { name: m.batch_undo_add(many(261)) })).toBeVisible()
  expect(screen.getByRole('button', { name: m.batch_retry(many(149)) })).toBeVisible()
})

it('closes the question when there is nothing left to stop', async () => {
  const { backend, user, button } = await shown(running)
  await user.click(button(m.stop()))
  await question(m.batch_stop_title())
  backend.drive(1, ended)
  await vi.waitFor(() => {
    expect(screen.queryByRole('alertdialog', { hidden: true })).toBeNull()
  })
})

it('shows in the dialog why an answer failed', async () => {
  const { backend, user, button } = await shown(running)
  backend.refuse('stopBatch', 'batch_not_possible')
  await user.click(button(m.stop()))
  const asked = await question(m.batch_stop_title())
  await user.click(within(asked).getByText(m.batch_stop_confirm()))
  await vi.waitFor(() => {
    expect(within(asked).getByRole('alert', { hidden: true })).not.toBeEmptyDOMElement()
  })
})

it('sums up how it ended', async () => {
  const { card } = await shown(ended)
  expect(card()).toHaveTextContent(
    m.batch_ended({
      parts: `${m.batch_part_added(many(407))}, ${m.batch_part_already(many(2))}, ${m.batch_part_failed(many(3))}`,
    }),
  )
  expect(within(card()).queryByRole('button', { name: m.stop() })).toBeNull()
  expect(card()).toHaveTextContent(m.batch_retry_credits(many(3)))
  await expectAccessible()
})

it('undoes many only after a question that names account, number, credits, and minutes', async () => {
  const { backend, user, button } = await shown(ended)
  await user.click(button(m.batch_undo_add(many(407))))
  const asked = await question(m.batch_undo_add_title(many(407)))
  expect(asked).toHaveTextContent(m.batch_undo_add_body({ account: 'Mira Rose' }))
  expect(asked).toHaveTextContent(m.batch_credits_time({ ...many(407), time: m.batch_takes_minutes({ count: 3 }) }))
  expect(calls(backend, 'undoBatch')).toEqual([])
  await user.click(within(asked).getByText(m.batch_undo_confirm()))
  expect(calls(backend, 'undoBatch')).toEqual([[1]])
  // The new batch is on screen, with a link back.
  expect(await screen.findByText(having(m.batch_undoes()))).toBeVisible()
  await user.click(screen.getByRole('button', { name: m.batch_show_origin() }))
  await vi.waitFor(() => {
    expect(screen.getByRole('region', { name: m.progress_label() })).toHaveTextContent(m.batch_part_added(many(407)))
  })
})

it('names the time that the app estimates, and none without an estimate', async () => {
  const { backend, user, button } = await shown({ ...ended, undo_seconds: 1_230 })
  await user.click(button(m.batch_undo_add(many(407))))
  const asked = await question(m.batch_undo_add_title(many(407)))
  expect(asked).toHaveTextContent(m.batch_credits_time({ ...many(407), time: m.batch_takes_minutes({ count: 20 }) }))
  backend.drive(1, { undo_seconds: null })
  await vi.waitFor(() => {
    expect(asked).toHaveTextContent(m.batch_credits(many(407)))
  })
})

it.each([25, 26])('asks from 26 on: %i', async (items) => {
  const { backend, user, button } = await shown({ ...ended, can_undo: items, can_retry: 0 })
  await user.click(button(m.batch_undo_add(many(items))))
  expect(calls(backend, 'undoBatch')).toHaveLength(items === 25 ? 1 : 0)
})

it('asks before it undoes even a few when it is not known who was VIP before', async () => {
  const { backend, user, button } = await shown({ ...ended, looked: false, can_undo: 1, can_retry: 0 })
  await user.click(button(m.batch_undo_add(many(1))))
  const asked = await question(m.batch_undo_add_title(many(1)))
  expect(asked).toHaveTextContent(m.batch_undo_add_body_not_loaded({ account: 'Mira Rose' }))
  expect(asked).not.toHaveTextContent(m.batch_undo_add_body({ account: 'Mira Rose' }))
  expect(calls(backend, 'undoBatch')).toEqual([])
  await user.click(within(asked).getByText(m.batch_undo_confirm()))
  expect(calls(backend, 'undoBatch')).toEqual([[1]])
})

it('adds a few back at once, whatever was loaded', async () => {
  const { backend, user, button } = await shown({
    ...ended,
    action: 'remove',
    looked: false,
    can_undo: 1,
    can_retry: 0,
  })
  await user.click(button(m.batch_undo_remove(many(1))))
  expect(calls(backend, 'undoBatch')).toEqual([[1]])
})

it('retries a few at once, in a new batch that says so', async () => {
  const { backend, user, button } = await shown(ended)
  await user.click(button(m.batch_retry(many(3))))
  expect(calls(backend, 'retryBatch')).toEqual([[1]])
  expect(await screen.findByText(having(m.batch_retries()))).toBeVisible()
})

it('says why it could not begin, with what helps', async () => {
  const { backend, user, card, button } = await shown(ended)
  backend.refuse('retryBatch', 'key_missing')
  await user.click(button(m.batch_retry(many(3))))
  await vi.waitFor(() => {
    expect(within(card()).getByRole('alert')).toHaveTextContent(m.problem_key_missing())
  })
  expect(button(m.nav_settings())).toBeVisible()
})

it('mentions no credits in practice mode', async () => {
  const backend = backendOf(ended)
  backend.state = { ...backend.state, mode: 'practice' }
  const { user } = open(backend)
  await user.click(
    await within(await screen.findByRole('navigation')).findByRole('button', { name: beginning(m.nav_lists()) }),
  )
  await user.click(
    (await within(await screen.findByRole('region', { name: m.batches_title() })).findAllByRole('button'))[0]!,
  )
  await user.click(await screen.findByRole('button', { name: m.batch_undo_add(many(407)) }))
  const time = m.batch_takes_minutes({ count: 3 })
  expect(await question(m.batch_undo_add_title(many(407)))).toHaveTextContent(m.batch_time_practice({ time }))
  expect(document.body).not.toHaveTextContent(m.batch_credits_time({ ...many(407), time }))
  expect(document.body).not.toHaveTextContent(m.batch_retry_credits(many(3)))
})

it('shows the fans behind each number, and the fans who were not added', async () => {
  const { backend, user } = await shown(running)
  const grid = await screen.findByRole('grid', { name: m.batch_latest() })
  expect(within(grid).getByRole('columnheader', { name: beginning(m.log_column_fan()) })).toBeVisible()
  await vi.waitFor(() => {
    expect(grid).toHaveTextContent('Jamie K.')
  })
  await user.click(screen.getByRole('button', { name: m.batch_show_not_added() }))
  // These are of every kind.
  const left = await screen.findByRole('grid', { name: m.batch_not_added() })
  await vi.waitFor(() => {
    expect(left).toHaveAttribute('aria-rowcount', '6')
  })
  await vi.waitFor(() => {
    const ends = [...left.querySelectorAll('.outcome')].map((one) => one.textContent.trim())
    expect(ends).toEqual([
      m.outcome_failed_add(),
      m.outcome_failed_add(),
      m.outcome_unconfirmed(),
      m.outcome_unconfirmed(),
      m.outcome_unconfirmed(),
    ])
  })
  await user.click(screen.getByRole('button', { name: `2 ${m.outcome_failed_add()}` }))
  const failed = await screen.findByRole('grid', { name: m.outcome_failed_add() })
  expect(failed).toHaveAttribute('aria-rowcount', '3')
  expect(screen.getByRole('button', { name: `2 ${m.outcome_failed_add()}` })).toHaveAttribute('aria-pressed', 'true')
  await user.click(screen.getByRole('button', { name: `3 ${m.outcome_unconfirmed()}` }))
  const unconfirmed = await screen.findByRole('grid', { name: m.outcome_unconfirmed() })
  const check = await within(unconfirmed).findAllByText(m.check(), { selector: 'button' })
  expect(check).toHaveLength(3)
  backend.answers.set('check', () => Promise.resolve(backend.batchItem(fakeBatch(), 'done', 0)))
  await user.click(check[0]!)
  expect(calls(backend, 'check')).toHaveLength(1)
  await user.click(screen.getByRole('button', { name: m.batch_show_latest() }))
  expect(await screen.findByRole('grid', { name: m.batch_latest() })).toBeVisible()
  await expectAccessible()
})

it('names the kind when only one kind was not added', async () => {
  const { user } = await shown(ended)
  await user.click(await screen.findByRole('button', { name: m.batch_show_not_added() }))
  expect(await screen.findByRole('grid', { name: m.outcome_failed_add() })).toHaveAttribute('aria-rowcount', '4')
})

it('loads a batch that is known only by its number, and says when it cannot', async () => {
  const { backend, user } = await shown({ ...ended, id: 1 }, { ...running, id: 2, action: 'remove', undoes: 1 })
  backend.refuse('batch', 'internal')
  await user.click(screen.getByRole('button', { name: m.batch_show_origin() }))
  expect(await screen.findByText(m.batch_not_loaded())).toBeVisible()
  backend.answers.clear()
  await user.click(screen.getByRole('button', { name: m.try_again() }))
  await vi.waitFor(() => {
    expect(screen.getByRole('region', { name: m.progress_label() })).toHaveTextContent(m.batch_part_added(many(407)))
  })
})

it('returns to the lists', async () => {
  const { user } = await shown(ended)
  await user.click(within(screen.getByRole('main')).getByRole('button', { name: m.batch_back() }))
  expect(await screen.findByRole('region', { name: m.batches_title() })).toBeVisible()
})

describe('the course and the name', () => {
  it('shows its course as a chart and as a table, with the waits', async () => {
    const { backend, user } = await shown(ended)
    expect(calls(backend, 'batchCourse')).toEqual([])
    await user.click(screen.getByRole('button', { name: m.course_title() }))
    const table = await screen.findByRole('table', { name: m.course_title() })
    expect(
      within(table)
        .getAllByRole('columnheader')
        .map((one) => one.textContent),
    ).toEqual([
      m.course_time(),
      m.outcome_added(),
      m.outcome_already(),
      m.outcome_unconfirmed(),
      m.outcome_failed_add(),
    ])
    expect(within(table).getAllByRole('row')).toHaveLength(61)
    expect(screen.getByText(having(m.course_told()), { selector: 'li' })).toBeInTheDocument()
  })

  it.each([60_000, 6_000, 1_500, 60])('shows times that differ when it took %i milliseconds', async (took) => {
    const { backend, user } = await shown(ended)
    const began = new Date(2026, 10, 24, 19, 33, 54).getTime()
    const of = backend.course
    backend.course = (batch) => ({ ...of(batch), began, until: began + took, waits: [] })
    await user.click(screen.getByRole('button', { name: m.course_title() }))
    const table = await screen.findByRole('table', { name: m.course_title() })
    const times = within(table)
      .getAllByRole('rowheader')
      .map((one) => one.textContent)
    expect(new Set(times).size).toBe(60)
    expect([...document.querySelectorAll('.ends span')].map((end) => end.textContent)).toEqual([times[0], times[59]])
  })

  it('shows only one time when it ended at once', async () => {
    const { backend, user } = await shown(ended)
    const of = backend.course
    backend.course = (batch) => ({ ...of(batch), until: batch.began, waits: [] })
    await user.click(screen.getByRole('button', { name: m.course_title() }))
    await screen.findByRole('table', { name: m.course_title() })
    expect(document.querySelectorAll('.ends span')).toHaveLength(1)
  })

  it('shows nothing before a fan has ended', async () => {
    await shown({ ...running, counts: fakeCounts({ total: 9, waiting: 9 }) })
    expect(screen.queryByRole('button', { name: m.course_title() })).toBeNull()
  })

  it('can be renamed, and keeps its name when that fails', async () => {
    const { backend, user } = await shown(ended)
    await user.click(screen.getByRole('button', { name: m.rename_of({ list: 'Black Friday buyers' }) }))
    const field = screen.getByLabelText(m.rename_label())
    expect(field).toHaveFocus()
    await user.clear(field)
    backend.refuse('setBatchName', 'ledger_full', { path: '/data' })
    await user.type(field, 'Friends{Enter}')
    expect(await screen.findByText(having(problem({ code: 'ledger_full', params: { path: '/data' } })))).toBeVisible()
    backend.answers.clear()
    await user.keyboard('{Enter}')
    expect(await screen.findByRole('heading', { level: 1, name: 'Friends' })).toBeVisible()
    expect(screen.getByRole('button', { name: m.rename_of({ list: 'Friends' }) })).toHaveFocus()
  })
})
