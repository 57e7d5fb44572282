import { screen, within } from '@testing-library/svelte'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { FakeBackend } from '../../backend/fake/fake'
import { isolated } from '../../format/isolated'
import { m } from '../../format/messages.svelte'
import { rows, shown } from '../../testing/log-screen'
import { calls, expectAccessible } from '../../testing/open'
import { beginning, having, many, spoken } from '../../testing/said'

afterEach(() => {
  vi.restoreAllMocks()
})

describe('choosing', () => {
  it('selects one row with Space, more with Shift, all with Ctrl+A, and none with Escape', async () => {
    const { user, row, selected } = await shown(new FakeBackend({}, rows(1_000)))
    row(0).focus()
    await user.keyboard('{ArrowDown}')
    await vi.waitFor(() => {
      expect(row(1)).toHaveFocus()
    })
    await user.keyboard(' ')
    expect(selected()).toEqual([1])
    await user.keyboard('{Shift>}{ArrowDown}{/Shift}')
    await vi.waitFor(() => {
      expect(row(2)).toHaveFocus()
    })
    await user.keyboard('{Shift>}{ArrowDown}{/Shift}')
    await vi.waitFor(() => {
      expect(selected()).toEqual([1, 2, 3])
    })
    await user.keyboard('{Shift>}{End}{/Shift}')
    expect(await screen.findByText(m.selected(many(999)))).toBeVisible()
    await user.keyboard('{Control>}a{/Control}')
    expect(screen.getByText(m.selected(many(1_000)))).toBeVisible()
    expect(screen.getByRole('checkbox', { name: m.log_select_all(many(1_000)) })).toBeChecked()
    await user.keyboard('{Escape}')
    expect(screen.queryByText(m.selected(many(1_000)))).toBeNull()
  })

  it('selects with the pointer: one by checkbox, one more with Ctrl, all in between with Shift', async () => {
    const { user, row, selected } = await shown(new FakeBackend({}, rows(50)))
    await user.click(row(2).querySelector('.check')!)
    await user.keyboard('{Control>}')
    await user.click(row(7).querySelector('.result')!)
    await user.keyboard('{/Control}{Shift>}')
    await user.click(row(9).querySelector('.result')!)
    await user.keyboard('{/Shift}')
    expect(selected()).toEqual([2, 7, 8, 9])
    expect(screen.queryByRole('dialog')).toBeNull()
  })

  /** Copies as a key or the menu does. */
  function copyFrom(element: HTMLElement) {
    const setData = vi.fn()
    const event = Object.assign(new Event('copy', { bubbles: true, cancelable: true }), { clipboardData: { setData } })
    element.dispatchEvent(event)
    expect(setData).not.toHaveBeenCalled()
    return event.defaultPrevented
  }

  it('copies the IDs of what is selected, however many there are', async () => {
    const backend = new FakeBackend(
      {},
      rows(10_001, (i) => (i === 1 ? { fan: '700000000000000000' } : {})),
    )
    const { user, row } = await shown(backend)
    for (const place of [0, 1, 2]) await user.click(row(place).querySelector('.check')!)
    expect(copyFrom(row(2))).toBe(true)
    // The web view empties the clipboard after the event.
    expect(calls(backend, 'copyEntries')).toEqual([])
    await vi.waitFor(() => {
      expect(screen.getByRole('group', { name: m.selected(many(3)) })).toHaveTextContent(m.copied(many(2)))
    })
    expect(calls(backend, 'copyEntries')).toEqual([[{ found: 1, ranges: [[0, 3]] }]])
    row(0).focus()
    await user.keyboard('{Control>}a{/Control}')
    const bar = await screen.findByRole('group', { name: m.selected(many(10_001)) })
    expect(bar).not.toHaveTextContent(m.copied(many(2)))
    await user.click(within(bar).getByRole('button', { name: m.copy_ids() }))
    expect(await within(bar).findByText(m.copied(many(10_000)))).toBeVisible()
    expect(calls(backend, 'copyEntries')).toHaveLength(2)
  })

  it('copies the ID of the row with the focus while nothing is selected', async () => {
    const backend = new FakeBackend({}, rows(5))
    const { row } = await shown(backend)
    row(3).focus()
    expect(copyFrom(row(3))).toBe(true)
    await vi.waitFor(() => {
      expect(calls(backend, 'copyFan')).toEqual([['700000003000000000']])
    })
    await vi.waitFor(() => {
      expect(screen.getByRole('status')).toHaveTextContent(m.copied(many(1)))
    })
    expect(calls(backend, 'copyEntries')).toEqual([])
  })

  it('says that many are being copied, copies once, and says why it failed', async () => {
    const backend = new FakeBackend({}, rows(300))
    const { user, row } = await shown(backend)
    row(0).focus()
    await user.keyboard('{Control>}a{/Control}')
    const bar = await screen.findByRole('group', { name: m.selected(many(300)) })
    let end: (thrown: unknown) => void = () => undefined
    backend.answers.set(
      'copyEntries',
      () =>
        new Promise((_, reject) => {
          end = reject
        }),
    )
    const button = within(bar).getByRole('button', { name: m.copy_ids() })
    await user.click(button)
    expect(button).toHaveAttribute('aria-disabled', 'true')
    expect(await within(bar).findByText(m.copying())).toBeVisible()
    await user.click(button)
    expect(calls(backend, 'copyEntries')).toHaveLength(1)
    end({ code: 'clipboard_refused', params: {} })
    expect(await within(bar).findByText(having(m.problem_clipboard_refused()))).toBeVisible()
    expect(bar).not.toHaveTextContent(m.copying())
    expect(button).toHaveAttribute('aria-disabled', 'false')
  })

  it('tells WebKit that there is something to copy, and leaves the search field alone', async () => {
    const backend = new FakeBackend({}, rows(5))
    const { user, row, search } = await shown(backend)
    const before = () => !row(0).dispatchEvent(new Event('beforecopy', { bubbles: true, cancelable: true }))
    await user.click(row(0).querySelector('.check')!)
    expect(before()).toBe(true)
    search.focus()
    expect(before()).toBe(false)
    expect(copyFrom(search)).toBe(false)
  })
})

describe('acting', () => {
  async function chosen(backend: FakeBackend, ...places: number[]) {
    const all = await shown(backend)
    for (const place of places) await all.user.click(all.row(place).querySelector('.check')!)
    const bar = screen.getByRole('group', { name: m.selected(many(places.length)) })
    return { ...all, bar, press: (name: string) => all.user.click(within(bar).getByRole('button', { name })) }
  }

  it('shows counts, credits, minutes, and doubts before anything is sent, then leads to the new batches', async () => {
    const backend = new FakeBackend({}, rows(20))
    backend.answers.set('offerRows', () =>
      Promise.resolve({
        rows: 3,
        undo: [
          {
            account: 'fansly_mira',
            account_name: 'Mira Rose',
            action: 'remove',
            count: 2,
            seconds: 240,
            unconfirmed_before: 1,
          },
        ],
        retry: [],
      }),
    )
    const { user, press } = await chosen(backend, 0, 1, 2)
    await press(m.undo())
    const question = await screen.findByRole('alertdialog', { name: m.rows_undo_title(many(2)) })
    expect(question).toHaveTextContent(m.offer_remove({ ...many(2), account: 'Mira Rose' }))
    expect(question).toHaveTextContent(m.batch_credits_time({ ...many(2), time: m.batch_takes_minutes({ count: 4 }) }))
    expect(question).toHaveTextContent(m.rows_unconfirmed_before(many(1)))
    expect(question).toHaveTextContent(m.rows_undo_skipped(many(1)))
    await expectAccessible()
    expect(calls(backend, 'undoRows')).toEqual([])
    backend.answers.clear()
    await user.click(within(question).getByRole('button', { name: m.batch_undo_confirm() }))
    expect(calls(backend, 'undoRows')).toEqual([[{ found: 1, ranges: [[0, 3]] }]])
    // The button that asked is gone together with the selection.
    await vi.waitFor(() => {
      expect(screen.queryByRole('alertdialog')).toBeNull()
    })
    await vi.waitFor(() => {
      expect(screen.getByRole('main')).toHaveFocus()
    })
    await user.click(await screen.findByRole('button', { name: m.started_show_label({ account: 'Mira Rose' }) }))
    expect(await screen.findByRole('heading', { level: 1, name: m.batch_pasted() })).toBeVisible()
  })

  it('keeps the dialog open and says why when it failed', async () => {
    const backend = new FakeBackend(
      {},
      rows(3, () => ({ outcome: 'failed', cause: 'refused', can_undo: false })),
    )
    const { user, press } = await chosen(backend, 0)
    backend.refuse('retryRows', 'key_missing')
    await press(m.try_again())
    const question = await screen.findByRole('alertdialog')
    await user.click(within(question).getByRole('button', { name: m.batch_retry_confirm() }))
    await vi.waitFor(() => {
      expect(question).toHaveTextContent(m.problem_key_missing())
    })
  })

  it('says when there is nothing to do, and sends nothing', async () => {
    const backend = new FakeBackend({}, rows(3))
    const { user, press } = await chosen(backend, 1)
    await press(m.try_again())
    const question = await screen.findByRole('alertdialog', { name: m.rows_retry_none() })
    await user.click(within(question).getByRole('button', { name: m.understood() }))
    expect(calls(backend, 'retryRows')).toEqual([])
  })

  it('saves one note for all selected fans', async () => {
    const backend = new FakeBackend({}, rows(5))
    const { user, press, row } = await chosen(backend, 1, 2)
    await press(m.note_open())
    expect(await screen.findByRole('button', { name: m.save() })).toHaveAttribute('aria-disabled', 'true')
    await user.type(await screen.findByLabelText(m.notes_field()), 'kind{Enter}')
    expect(calls(backend, 'setNotes')).toEqual([[{ found: 1, ranges: [[1, 3]] }, 'kind']])
    await vi.waitFor(() => {
      expect(row(1)).toHaveTextContent(m.note_of({ note: 'kind' }))
    })
  })

  it('exports the selected rows, with progress, and can be canceled', async () => {
    const backend = new FakeBackend({}, rows(30))
    const { user, press } = await chosen(backend, 1, 2)
    let end: (thrown: unknown) => void = () => undefined
    backend.answers.set(
      'exportLog',
      () =>
        new Promise((_, reject) => {
          end = reject
        }),
    )
    await press(m.export_open())
    const sheet = await screen.findByRole('dialog', { name: m.export_title() })
    await user.click(within(sheet).getByRole('radio', { name: beginning(m.export_xlsx()) }))
    await user.click(within(sheet).getByRole('button', { name: m.list_save() }))
    expect(calls(backend, 'exportLog')[0]!.slice(0, 2)).toEqual([{ found: 1, ranges: [[1, 3]] }, 'xlsx'])
    backend.events?.exportProgress({ done: 1, total: 2 })
    expect(await within(sheet).findByText(m.export_so_far({ done: '1', total: '2' }))).toBeVisible()
    await user.click(within(sheet).getByRole('button', { name: m.cancel() }))
    expect(calls(backend, 'cancelExport')).toHaveLength(1)
    end({ code: 'internal', params: {} })
    expect(await within(sheet).findByText(m.export_stopped())).toBeVisible()
  })

  it('exports all results, and says where', async () => {
    const backend = new FakeBackend({}, rows(3))
    const { user } = await shown(backend)
    await user.click(screen.getByRole('button', { name: m.export_open() }))
    const sheet = await screen.findByRole('dialog', { name: m.export_title() })
    expect(sheet).toHaveTextContent(m.export_all(many(3)))
    await expectAccessible()
    await user.click(within(sheet).getByRole('button', { name: m.list_save() }))
    expect(calls(backend, 'exportLog')[0]!.slice(0, 2)).toEqual([{ found: 1, ranges: [[0, 3]] }, 'csv'])
    expect(await within(sheet).findByText(having(`${m.export_name()}.csv`))).toBeVisible()
  })
})

describe('details', () => {
  async function details(backend: FakeBackend, place = 0) {
    const all = await shown(backend)
    all.row(place).focus()
    await all.user.keyboard('{Enter}')
    return { ...all, sheet: await screen.findByRole('dialog', { name: m.details() }) }
  }

  it('says why and what to do, with the actions of the row', async () => {
    const backend = new FakeBackend(
      {},
      rows(2, () => ({ outcome: 'unconfirmed', cause: 'no_reply', can_undo: false, can_check: true })),
    )
    const { user, sheet } = await details(backend)
    expect(sheet).toHaveTextContent(m.problem_no_reply())
    await expectAccessible()
    await user.click(within(sheet).getByRole('button', { name: m.check_label({ fan: spoken('700000000000000000') }) }))
    await vi.waitFor(() => {
      expect(sheet).toHaveTextContent(m.outcome_added())
    })
    expect(calls(backend, 'check')).toEqual([[2]])
  })

  it('saves a note and the name of the batch', async () => {
    const backend = new FakeBackend(
      {},
      rows(2, () => ({ batch: 1, batch_name: 'VIP night' })),
    )
    backend.begin({ id: 1, name: 'VIP night' })
    const { user, sheet } = await details(backend)
    await user.click(
      within(sheet).getByRole('button', { name: m.note_add_label({ fan: spoken('700000000000000000') }) }),
    )
    await user.type(within(sheet).getByLabelText(m.note()), 'likes roses{Enter}')
    expect(calls(backend, 'setNote')).toEqual([['700000000000000000', 'likes roses']])
    expect(await within(sheet).findByText('likes roses')).toBeVisible()
    await user.click(within(sheet).getByRole('button', { name: m.rename_of({ list: 'VIP night' }) }))
    const name = within(sheet).getByLabelText(m.rename_label())
    await user.clear(name)
    await user.type(name, 'Friends{Enter}')
    expect(calls(backend, 'setBatchName')).toEqual([[1, 'Friends']])
    expect(await within(sheet).findByRole('button', { name: m.batches_open({ name: 'Friends' }) })).toBeVisible()
  })

  it('leads to the history of the fan', async () => {
    const backend = new FakeBackend(
      {},
      rows(10, (i) => (i % 5 === 0 ? { fan: '12345678' } : {})),
    )
    const { user, row, sheet } = await details(backend)
    await user.click(within(sheet).getByRole('button', { name: m.log_show_fan() }))
    expect(await screen.findByText(m.log_of({ count: 10, found: '2', all: '10' }))).toBeVisible()
    await vi.waitFor(() => {
      expect(screen.queryByRole('dialog')).toBeNull()
    })
    await vi.waitFor(() => {
      expect(row(0)).toHaveFocus()
    })
    await user.click(
      screen.getByRole('button', {
        name: m.log_remove_filter({ filter: m.log_of_fan({ fan: isolated('12\u202F345\u202F678') }) }),
      }),
    )
    expect(await screen.findByText(m.log_total(many(10)))).toBeVisible()
  })

  it('opens beside the table where space allows, follows the arrows, and closes with Escape', async () => {
    vi.spyOn(HTMLElement.prototype, 'clientWidth', 'get').mockReturnValue(1200)
    const { user, row } = await shown(
      new FakeBackend(
        {},
        rows(5, (i) => ({ label: `Fan ${i}` })),
      ),
    )
    row(1).focus()
    await user.keyboard('{Enter}')
    const beside = await screen.findByRole('complementary', { name: m.details() })
    expect(beside).toHaveTextContent('Fan 1')
    expect(row(1)).toHaveFocus()
    await user.keyboard('{ArrowDown}')
    await vi.waitFor(() => {
      expect(beside).toHaveTextContent('Fan 2')
    })
    await user.click(within(beside).getByRole('button', { name: m.note_add_label({ fan: 'Fan 2' }) }))
    await user.keyboard('{Escape}')
    expect(beside).toBeVisible()
    await user.keyboard('{Escape}')
    await vi.waitFor(() => {
      expect(row(2)).toHaveFocus()
    })
    expect(screen.queryByRole('complementary')).toBeNull()
  })

  it('lets the user reach the search while the dialog fades out, but not before', async () => {
    const { user, search, sheet } = await details(new FakeBackend({}, rows(5)), 3)
    await user.keyboard('{Control>}f{/Control}')
    expect(search).not.toHaveFocus()
    Object.assign(sheet, { getAnimations: () => [{ finished: new Promise(() => undefined) }] })
    await user.click(within(sheet).getByRole('button', { name: m.close() }))
    await user.keyboard('{Control>}f{/Control}')
    expect(sheet).toBeInTheDocument()
    expect(search).toHaveFocus()
  })

  it('returns the focus to the row', async () => {
    const { user, row, sheet } = await details(new FakeBackend({}, rows(5)), 3)
    await user.click(within(sheet).getByRole('button', { name: m.close() }))
    await vi.waitFor(() => {
      expect(row(3)).toHaveFocus()
    })
  })
})
