import { fireEvent, screen, within } from '@testing-library/svelte'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { FakeHost } from '../host/fake'
import { rows, shown } from '../testing/log-screen'
import { calls, expectAccessible } from '../testing/open'

afterEach(() => {
  vi.restoreAllMocks()
  Reflect.deleteProperty(globalThis, 'ClipboardItem')
  Reflect.deleteProperty(document, 'execCommand')
})

describe('choosing', () => {
  it('takes one with Space, more with Shift, all with Ctrl+A, none with Escape', async () => {
    const { user, row, picked } = await shown(new FakeHost({}, rows(1_000)))
    row(0).focus()
    await user.keyboard('{ArrowDown}')
    await vi.waitFor(() => { expect(row(1)).toHaveFocus() })
    await user.keyboard(' ')
    expect(picked()).toEqual([1])
    await user.keyboard('{Shift>}{ArrowDown}{/Shift}')
    await vi.waitFor(() => { expect(row(2)).toHaveFocus() })
    await user.keyboard('{Shift>}{ArrowDown}{/Shift}')
    await vi.waitFor(() => { expect(picked()).toEqual([1, 2, 3]) })
    await user.keyboard('{Shift>}{End}{/Shift}')
    expect(await screen.findByText('999 chosen')).toBeVisible()
    await user.keyboard('{Control>}a{/Control}')
    expect(screen.getByText('1,000 chosen')).toBeVisible()
    expect(screen.getByRole('checkbox', { name: 'Choose all 1,000 results' })).toBeChecked()
    await user.keyboard('{Escape}')
    expect(screen.queryByText(/ chosen$/)).toBeNull()
  })

  it('takes with the pointer: the box, Ctrl for one more, Shift for all in between', async () => {
    const { user, row, picked } = await shown(new FakeHost({}, rows(50)))
    await user.click(row(2).querySelector('.check')!)
    await user.keyboard('{Control>}')
    await user.click(row(7).querySelector('.result')!)
    await user.keyboard('{/Control}{Shift>}')
    await user.click(row(9).querySelector('.result')!)
    await user.keyboard('{/Shift}')
    expect(picked()).toEqual([2, 7, 8, 9])
    expect(screen.queryByRole('dialog')).toBeNull()
  })

  /** Copies as a key does; gives back what went into the clipboard with it. */
  function copyFrom(element: HTMLElement): unknown {
    const setData = vi.fn()
    const event = Object.assign(new Event('copy', { bubbles: true, cancelable: true }), { clipboardData: { setData } })
    element.dispatchEvent(event)
    expect(event.defaultPrevented).toBe(true)
    return setData.mock.lastCall
  }

  it('copies the ids of what is chosen at once, from the rows at hand', async () => {
    const host = new FakeHost({}, rows(50, (i) => (i === 1 ? { fan: '700000000000000000' } : {})))
    const { user, row } = await shown(host)
    for (const place of [0, 1, 2]) await user.click(row(place).querySelector('.check')!)
    expect(copyFrom(row(2))).toEqual(['text/plain', '700000000000000000\n700000002000000000'])
    expect(await screen.findByRole('group', { name: '3 chosen' })).toHaveTextContent('2 IDs copied.')
    expect(calls(host, 'idsOf')).toEqual([])
  })

  it('has ids of rows that are not at hand read ahead', async () => {
    const host = new FakeHost({}, rows(3_000))
    const { user, row } = await shown(host)
    row(0).focus()
    await user.keyboard('{Control>}a{/Control}')
    await vi.waitFor(() => { expect(calls(host, 'idsOf')).toEqual([[{ found: 1, ranges: [[0, 3_000]] }]]) })
    await screen.findByRole('group', { name: '3,000 chosen' })
    const [, text] = copyFrom(row(0)) as [string, string]
    expect(text.split('\n')).toHaveLength(3_000)
    expect(await screen.findByText('3,000 IDs copied.', { selector: '.copied' })).toBeVisible()
    expect(calls(host, 'idsOf')).toHaveLength(1)
  })

  describe('before the ids are there', () => {
    async function early() {
      const host = new FakeHost({}, rows(300))
      let answer: (text: string) => void = () => undefined
      const ids = new Promise<string>((resolve) => { answer = resolve })
      host.answers.set('idsOf', () => ids)
      const { user, row } = await shown(host)
      row(0).focus()
      await user.keyboard('{Control>}a{/Control}')
      const bar = () => screen.getByRole('group', { name: '300 chosen' })
      return { row, bar, answer }
    }

    it('promises them to the clipboard, and says so when they are in it', async () => {
      const write = vi.fn(async ([item]: { given: Record<string, Promise<Blob>> }[]) => { await item!.given['text/plain'] })
      vi.stubGlobal('ClipboardItem', class { constructor(readonly given: Record<string, Promise<Blob>>) {} })
      const { row, bar, answer } = await early()
      vi.spyOn(navigator.clipboard, 'write').mockImplementation(write as unknown as Clipboard['write'])
      expect(copyFrom(row(0))).toBeUndefined()
      expect(write).toHaveBeenCalledTimes(1) // While the key is being answered.
      expect(bar()).not.toHaveTextContent(/cop(y|ied)\b.*\./)
      answer('12345678\n23456789')
      await vi.waitFor(() => { expect(bar()).toHaveTextContent('2 IDs copied.') })
      const given = await write.mock.calls[0]![0][0]!.given['text/plain']!
      expect([given.type, given.size]).toEqual(['text/plain', 17])
    })

    it('copies them when they are there, where the clipboard takes no promise', async () => {
      const { row, bar, answer } = await early()
      let copied: unknown
      document.execCommand = () => { copied = copyFrom(row(0)); return true }
      expect(copyFrom(row(0))).toBeUndefined()
      answer('12345678\n23456789')
      await vi.waitFor(() => { expect(bar()).toHaveTextContent('2 IDs copied.') })
      expect(copied).toEqual(['text/plain', '12345678\n23456789'])
    })

    it('says when they are ready, where they can be copied by the user only', async () => {
      const { row, bar, answer } = await early()
      document.execCommand = () => false
      expect(copyFrom(row(0))).toBeUndefined()
      answer('12345678')
      await vi.waitFor(() => { expect(bar()).toHaveTextContent('The IDs are ready now.') })
      expect(copyFrom(row(0))).toEqual(['text/plain', '12345678'])
      await vi.waitFor(() => { expect(bar()).toHaveTextContent('1 ID copied.') })
    })
  })

  it('lets WebKit know that there is something to copy, and leaves the search field alone', async () => {
    const { user, row, search } = await shown(new FakeHost({}, rows(5)))
    const before = () => !row(0).dispatchEvent(new Event('beforecopy', { bubbles: true, cancelable: true }))
    await user.click(row(0).querySelector('.check')!)
    expect(before()).toBe(true)
    search.focus()
    expect(before()).toBe(false)
  })

  it('says that more than ten thousand are too many to copy, and asks for none', async () => {
    const host = new FakeHost({}, rows(10_001))
    const { user, row } = await shown(host)
    row(0).focus()
    await user.keyboard('{Control>}a{/Control}')
    fireEvent.copy(row(0))
    expect(await screen.findByRole('group', { name: '10,001 chosen' })).toHaveTextContent('At most 10,000')
    expect(calls(host, 'idsOf')).toEqual([])
  })
})

describe('acting', () => {
  async function chosen(host: FakeHost, ...places: number[]) {
    const all = await shown(host)
    for (const place of places) await all.user.click(all.row(place).querySelector('.check')!)
    const bar = screen.getByRole('group', { name: new RegExp(`^${places.length} chosen`) })
    return { ...all, bar, press: (name: string) => all.user.click(within(bar).getByRole('button', { name })) }
  }

  it('shows counts, credits, minutes and doubts before anything is sent, then leads to what it started', async () => {
    const host = new FakeHost({}, rows(20))
    host.answers.set('offerRows', () => Promise.resolve({
      rows: 3,
      undo: [{ account: 'fansly_mira', account_name: 'Mira Rose', action: 'remove', count: 2, seconds: 240, unsure_before: 1 }],
      retry: [],
    }))
    const { user, press } = await chosen(host, 0, 1, 2)
    await press('Undo')
    const question = await screen.findByRole('alertdialog', { name: 'Take back 2 results?' })
    expect(question).toHaveTextContent(/Takes 2 fans off .*Mira Rose.*’s VIP list/)
    expect(question).toHaveTextContent('It uses 2 credits and takes about 4 minutes.')
    expect(question).toHaveTextContent('1 of these fans may have been VIP before')
    expect(question).toHaveTextContent('1 of those chosen changed nothing')
    await expectAccessible()
    expect(calls(host, 'undoRows')).toEqual([])
    host.answers.clear()
    await user.click(within(question).getByRole('button', { name: 'Take back' }))
    expect(calls(host, 'undoRows')).toEqual([[{ found: 1, ranges: [[0, 3]] }]])
    // The button that asked is gone with what was chosen.
    await vi.waitFor(() => { expect(screen.queryByRole('alertdialog')).toBeNull() })
    await vi.waitFor(() => { expect(screen.getByRole('main')).toHaveFocus() })
    await user.click(await screen.findByRole('button', { name: 'Show the list for Mira Rose' }))
    expect(await screen.findByRole('heading', { level: 1, name: 'Pasted list' })).toBeVisible()
  })

  it('keeps the question open and says why when it was refused', async () => {
    const host = new FakeHost({}, rows(3, () => ({ outcome: 'failed', cause: 'refused', can_undo: false })))
    const { user, press } = await chosen(host, 0)
    host.refuse('retryRows', 'key_missing')
    await press('Try again')
    const question = await screen.findByRole('alertdialog')
    await user.click(within(question).getByRole('button', { name: 'Try again' }))
    await vi.waitFor(() => { expect(question).toHaveTextContent('There is no API key for this at the moment.') })
  })

  it('says when there is nothing to do, and sends nothing', async () => {
    const host = new FakeHost({}, rows(3))
    const { user, press } = await chosen(host, 1)
    await press('Try again')
    const question = await screen.findByRole('alertdialog', { name: 'Nothing to try again' })
    await user.click(within(question).getByRole('button', { name: 'Got it' }))
    expect(calls(host, 'retryRows')).toEqual([])
  })

  it('notes the same for all that were chosen', async () => {
    const host = new FakeHost({}, rows(5))
    const { user, press, row } = await chosen(host, 1, 2)
    await press('Note…')
    expect(await screen.findByRole('button', { name: 'Save' })).toHaveAttribute('aria-disabled', 'true')
    await user.type(await screen.findByLabelText('Note for all these fans'), 'kind{Enter}')
    expect(calls(host, 'setNotes')).toEqual([[{ found: 1, ranges: [[1, 3]] }, 'kind']])
    await vi.waitFor(() => { expect(row(1)).toHaveTextContent('Note: kind') })
  })

  it('exports what was chosen, with progress that can be ended', async () => {
    const host = new FakeHost({}, rows(30))
    const { user, press } = await chosen(host, 1, 2)
    let end: (thrown: unknown) => void = () => undefined
    host.answers.set('exportLog', () => new Promise((_, reject) => { end = reject }))
    await press('Export…')
    const sheet = await screen.findByRole('dialog', { name: 'Export' })
    await user.click(within(sheet).getByRole('radio', { name: /^Excel/ }))
    await user.click(within(sheet).getByRole('button', { name: 'Save as file…' }))
    expect(calls(host, 'exportLog')[0]!.slice(0, 2)).toEqual([{ found: 1, ranges: [[1, 3]] }, 'xlsx'])
    host.heard?.exportProgress({ done: 1, total: 2 })
    expect(await within(sheet).findByText('1 of 2 results written')).toBeVisible()
    await user.click(within(sheet).getByRole('button', { name: 'Cancel' }))
    expect(calls(host, 'cancelExport')).toHaveLength(1)
    end({ code: 'internal', params: {} })
    expect(await within(sheet).findByText(/No file was left behind/)).toBeVisible()
  })

  it('exports all that was found, and says where', async () => {
    const host = new FakeHost({}, rows(3))
    const { user } = await shown(host)
    await user.click(screen.getByRole('button', { name: 'Export…' }))
    const sheet = await screen.findByRole('dialog', { name: 'Export' })
    expect(sheet).toHaveTextContent('The whole log: 3 results')
    await expectAccessible()
    await user.click(within(sheet).getByRole('button', { name: 'Save as file…' }))
    expect(calls(host, 'exportLog')[0]!.slice(0, 2)).toEqual([{ found: 1, ranges: [[0, 3]] }, 'csv'])
    expect(await within(sheet).findByText(/log\.csv/)).toBeVisible()
  })
})

describe('details', () => {
  async function details(host: FakeHost, place = 0) {
    const all = await shown(host)
    all.row(place).focus()
    await all.user.keyboard('{Enter}')
    return { ...all, sheet: await screen.findByRole('dialog', { name: 'Details' }) }
  }

  it('tell why and what to do, with the actions of the row', async () => {
    const host = new FakeHost({}, rows(2, () => ({ outcome: 'unsure', cause: 'no_reply', can_undo: false, can_check: true })))
    const { user, sheet } = await details(host)
    expect(sheet).toHaveTextContent('no answer came in time')
    await expectAccessible()
    await user.click(within(sheet).getByRole('button', { name: /^Check/ }))
    await vi.waitFor(() => { expect(sheet).toHaveTextContent('Added') })
    expect(calls(host, 'check')).toEqual([[2]])
  })

  it('keep a note and the name of the list', async () => {
    const host = new FakeHost({}, rows(2, () => ({ batch: 1, batch_name: 'VIP night' })))
    host.begin({ id: 1, name: 'VIP night' })
    const { user, sheet } = await details(host)
    await user.click(within(sheet).getByRole('button', { name: /^Add a note/ }))
    await user.type(within(sheet).getByLabelText('Note'), 'likes roses{Enter}')
    expect(calls(host, 'setNote')).toEqual([['700000000000000000', 'likes roses']])
    expect(await within(sheet).findByText('likes roses')).toBeVisible()
    await user.click(within(sheet).getByRole('button', { name: 'Rename VIP night' }))
    const name = within(sheet).getByLabelText('Name of the list')
    await user.clear(name)
    await user.type(name, 'Friends{Enter}')
    expect(calls(host, 'setBatchName')).toEqual([[1, 'Friends']])
    expect(await within(sheet).findByRole('button', { name: 'Open Friends' })).toBeVisible()
  })

  it('lead to the history of the fan', async () => {
    const host = new FakeHost({}, rows(10, (i) => (i % 5 === 0 ? { fan: '12345678' } : {})))
    const { user, row, sheet } = await details(host)
    await user.click(within(sheet).getByRole('button', { name: 'History of this fan' }))
    expect(await screen.findByText('2 of 10 results')).toBeVisible()
    await vi.waitFor(() => { expect(screen.queryByRole('dialog')).toBeNull() })
    await vi.waitFor(() => { expect(row(0)).toHaveFocus() })
    await user.click(screen.getByRole('button', { name: /^Take away the filter: Fan 12/ }))
    expect(await screen.findByText('10 results')).toBeVisible()
  })

  it('are beside the table where there is room, follow the arrows, and leave with Escape', async () => {
    vi.spyOn(HTMLElement.prototype, 'clientWidth', 'get').mockReturnValue(1200)
    const { user, row } = await shown(new FakeHost({}, rows(5, (i) => ({ label: `Fan ${i}` }))))
    row(1).focus()
    await user.keyboard('{Enter}')
    const beside = await screen.findByRole('complementary', { name: 'Details' })
    expect(beside).toHaveTextContent('Fan 1')
    expect(row(1)).toHaveFocus()
    await user.keyboard('{ArrowDown}')
    await vi.waitFor(() => { expect(beside).toHaveTextContent('Fan 2') })
    await user.click(within(beside).getByRole('button', { name: /^Add a note/ }))
    await user.keyboard('{Escape}')
    expect(beside).toBeVisible()
    await user.keyboard('{Escape}')
    await vi.waitFor(() => { expect(row(2)).toHaveFocus() })
    expect(screen.queryByRole('complementary')).toBeNull()
  })

  it('let the search be reached while they fade away, and not before', async () => {
    const { user, search, sheet } = await details(new FakeHost({}, rows(5)), 3)
    await user.keyboard('{Control>}f{/Control}')
    expect(search).not.toHaveFocus()
    Object.assign(sheet, { getAnimations: () => [{ finished: new Promise(() => undefined) }] })
    await user.click(within(sheet).getByRole('button', { name: 'Close' }))
    await user.keyboard('{Control>}f{/Control}')
    expect(sheet).toBeInTheDocument()
    expect(search).toHaveFocus()
  })

  it('give the focus back to their row', async () => {
    const { user, row, sheet } = await details(new FakeHost({}, rows(5)), 3)
    await user.click(within(sheet).getByRole('button', { name: 'Close' }))
    await vi.waitFor(() => { expect(row(3)).toHaveFocus() })
  })
})
