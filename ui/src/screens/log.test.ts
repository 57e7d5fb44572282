import { fireEvent, screen, within } from '@testing-library/svelte'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { LogQuery } from '../host/bindings/LogQuery'
import type { LogRow } from '../host/bindings/LogRow'
import { FakeHost, fakeRow } from '../host/fake'
import { calls, expectAccessible, open } from '../testing/open'

afterEach(() => {
  vi.restoreAllMocks()
  Reflect.deleteProperty(globalThis, 'ClipboardItem')
  Reflect.deleteProperty(document, 'execCommand')
})

function rows(wanted: number, change: (i: number) => Partial<LogRow> = () => ({})): LogRow[] {
  return Array.from({ length: wanted }, (_, i) =>
    fakeRow({ item: wanted - i, fan: `${700_000_000 + i}000000000`, can_undo: true, ...change(i) }),
  )
}

async function shown(host: FakeHost) {
  const { user } = open(host)
  await user.click(await screen.findByRole('button', { name: 'Log' }))
  const grid = await screen.findByRole('grid', { name: 'Log' })
  const row = (index: number) => grid.querySelector<HTMLElement>(`[aria-rowindex="${index + 2}"]`)!
  await vi.waitFor(() => { expect(row(0).dataset.item).toBeDefined() })
  const search = screen.getByRole('textbox', { name: 'Search the log' })
  const picked = () => [...grid.querySelectorAll<HTMLElement>('[aria-selected=true]')].map((one) => +one.dataset.index!)
  return { user, grid, row, search, picked }
}

function asked(host: FakeHost): LogQuery {
  return calls(host, 'findLog').at(-1)![0] as LogQuery
}

describe('the table', () => {
  it('breaks no rule', async () => {
    await shown(new FakeHost({}, rows(4)))
    await expectAccessible()
  })

  it('draws a few of many rows, and says how many there are', async () => {
    const host = new FakeHost({}, rows(5_000))
    const { grid } = await shown(host)
    expect(grid).toHaveAttribute('aria-rowcount', '5001')
    expect(grid).toHaveAttribute('aria-multiselectable', 'true')
    expect(screen.getByText('5,000 results')).toBeVisible()
    expect(within(grid).getAllByRole('row').length).toBeLessThan(50)
    expect(calls(host, 'foundRows').every(([, , limit]) => (limit as number) <= 200)).toBe(true)
  })

  it('shows when, fan, account, action, result, why and list', async () => {
    const { row } = await shown(new FakeHost({}, rows(1, () => ({
      fan: '12345678', label: 'Zoë', outcome: 'failed', cause: 'no_such_fan', batch: 7, batch_name: 'VIP night', note: 'kind',
    }))))
    const cells = within(row(0)).getAllByRole('gridcell').map((cell) => cell.textContent.trim())
    expect(cells[1]).toMatch(/^just now/)
    expect(cells[2]).toMatch(/^Zoë\s*12345678\s*Note: kind$/)
    expect(cells[3]).toContain('Mira Rose')
    expect(cells.slice(4, 8)).toEqual(['Add', 'Not added', 'The service found nobody with this ID.', 'VIP night'])
    // What has no room in two lines is there on hover.
    expect(within(row(0)).getByTitle('The service found nobody with this ID.')).toBeInTheDocument()
    expect(within(row(0)).getByTitle('VIP night')).toBeInTheDocument()
  })

  it('moves with the arrows, Page, Home and End, and is one stop for Tab', async () => {
    const { user, grid, row } = await shown(new FakeHost({}, rows(1_000)))
    const stops = [...grid.querySelectorAll('.all [tabindex="0"]')]
    expect(stops.length).toBeGreaterThan(0)
    expect(stops.every((stop) => row(0).contains(stop))).toBe(true)
    row(0).focus()
    for (const [key, index] of [['ArrowDown', 1], ['PageDown', 14], ['PageUp', 1], ['End', 999], ['ArrowUp', 998], ['Home', 0]] as const) {
      await user.keyboard(`{${key}}`)
      await vi.waitFor(() => { expect(row(index)).toHaveFocus() })
    }
  })

  it('goes through a million rows one by one, in a scroller no taller than one can be', async () => {
    const host = new FakeHost({}, rows(1))
    host.answers.set('findLog', () => Promise.resolve({ found: 1, total: 1_000_000, all: 1_000_000, revision: 1 }))
    host.answers.set('foundRows', () => {
      const [, , offset, limit] = host.asked.at(-1) as [string, number, number, number]
      return Promise.resolve({ found: 1, offset, revision: 1, rows: Array.from({ length: limit }, (_, i) => fakeRow({ item: offset + i })) })
    })
    const { user, grid, row } = await shown(host)
    const height = () => parseInt(grid.querySelector<HTMLElement>('.all')!.style.height)
    expect(height()).toBeLessThan(17_000_000)
    row(0).focus()
    await user.keyboard('{End}')
    await vi.waitFor(() => { expect(row(999_999)).toHaveFocus() })
    expect(grid.scrollTop).toBe(height() - 630)
    for (let index = 999_998; index > 999_980; index -= 1) {
      await user.keyboard('{ArrowUp}')
      await vi.waitFor(() => { expect(row(index)).toHaveFocus() })
    }
  })

  it('has a word for each sign that takes its place in a narrow window', async () => {
    const { user, row } = await shown(new FakeHost({}, rows(3)))
    await user.click(row(0).querySelector('.check')!)
    const bar = screen.getByRole('group', { name: '1 chosen' })
    const pressed = [
      ...['Filters', 'Export…', 'Adds and removals over time'].map((name) => screen.getAllByRole('button', { name })[0]!),
      ...['Copy IDs', 'Export…', 'Note…'].map((name) => within(bar).getByRole('button', { name })),
    ]
    for (const button of pressed) {
      expect(button.querySelector('[aria-hidden] svg')).not.toBeNull()
      expect(button.querySelector<HTMLElement>('[aria-hidden]')!.title).toBe(button.textContent.trim())
    }
  })

  it('sorts by any column, and says so', async () => {
    const host = new FakeHost({}, rows(3, (i) => ({ label: ['b', 'c', 'a'][i]! })))
    const { user, grid, row } = await shown(host)
    const head = (name: RegExp) => within(grid).getByRole('columnheader', { name })
    expect(head(/When/)).toHaveAttribute('aria-sort', 'descending')
    await user.click(screen.getByRole('button', { name: 'Sort by: Name' }))
    await vi.waitFor(() => { expect(row(0)).toHaveTextContent(/^just now.*a/s) })
    expect(head(/Name/)).toHaveAttribute('aria-sort', 'ascending')
    expect(head(/When/)).not.toHaveAttribute('aria-sort')
    for (const by of ['Name', 'ID', 'Account', 'Action', 'Result', 'Why', 'List', 'When']) {
      await user.click(screen.getByRole('button', { name: `Sort by: ${by}` }))
    }
    await vi.waitFor(() => { expect(asked(host).sort).toEqual({ by: 'when', descending: true }) })
  })
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

describe('finding', () => {
  it('looks for what is typed, wherever one is, and clears it with Escape', async () => {
    const host = new FakeHost({}, rows(40, (i) => ({ label: i === 7 ? 'Zoë' : null })))
    const { user, row, search } = await shown(host)
    row(0).focus()
    await user.keyboard('zoe')
    expect(search).toHaveFocus()
    expect(search).toHaveValue('zoe')
    expect(await screen.findByText('1 of 40 results')).toBeVisible()
    await user.keyboard('{Escape}')
    expect(search).toHaveValue('')
    expect(await screen.findByText('40 results')).toBeVisible()
  })

  it.each(['/', '{Control>}f{/Control}', '{Meta>}f{/Meta}'])('gets to the search with %s', async (keys) => {
    const { user, search } = await shown(new FakeHost({}, rows(3)))
    await user.keyboard(keys)
    expect(search).toHaveFocus()
    expect(search).toHaveValue('')
  })

  it('goes from the search to what was found', async () => {
    const { user, row, search } = await shown(new FakeHost({}, rows(3)))
    await user.type(search, '7{ArrowDown}')
    await vi.waitFor(() => { expect(row(0)).toHaveFocus() })
  })

  it('filters by result, action, account and days, shows each as a chip, and clears all at once', async () => {
    const host = new FakeHost({}, rows(20, (i) => (i < 5 ? { outcome: 'failed', cause: 'refused', account: 'fansly_luna', account_name: 'Luna Vale' } : {})))
    const { user } = await shown(host)
    await user.click(screen.getByRole('button', { name: 'Filters' }))
    const filters = screen.getByRole('group', { name: 'Filters' })
    await user.click(within(filters).getByRole('button', { name: 'Not done' }))
    expect(await screen.findByText('5 of 20 results')).toBeVisible()
    await user.selectOptions(within(filters).getByLabelText('Account'), 'Luna Vale')
    await user.selectOptions(within(filters).getByLabelText('Action'), 'adds')
    await fireEvent.change(within(filters).getByLabelText('From'), { target: { value: '2026-03-29' } })
    await fireEvent.change(within(filters).getByLabelText('Up to'), { target: { value: '2026-03-29' } })
    await vi.waitFor(() => {
      expect(asked(host)).toMatchObject({
        standings: ['failed'],
        account: 'fansly_luna',
        action: 'add',
        from: new Date(2026, 2, 29).getTime(),
        until: new Date(2026, 2, 30).getTime(),
      })
    })
    expect(await screen.findByText('Nothing found')).toBeVisible()
    await expectAccessible()
    await user.click(screen.getByRole('button', { name: 'Take away the filter: Up to Mar 29, 2026' }))
    await vi.waitFor(() => { expect(asked(host).until).toBeNull() })
    await user.click(screen.getAllByRole('button', { name: 'Clear the filters' })[0]!)
    expect(await screen.findByText('20 results')).toBeVisible()
    expect(screen.getByRole('textbox', { name: 'Search the log' })).toHaveFocus()
  })

  it('names what it clears: the search, the filters or both', async () => {
    const { user, search } = await shown(new FakeHost({}, rows(20, (i) => ({ label: i === 7 ? 'Zoë' : null }))))
    const named = () => screen.queryAllByRole('button', { name: /^Clear/ }).filter((one) => one.closest('search') === null)
    const names = () => named().map((one) => one.textContent.trim())
    await user.type(search, 'zoe')
    await screen.findByText('1 of 20 results')
    expect(names()).toEqual(['Clear the search'])
    await user.click(screen.getByRole('button', { name: 'Filters' }))
    await user.click(screen.getByRole('button', { name: 'Not done' }))
    await screen.findByText('Nothing found')
    // Above the table, and in its place.
    expect(names()).toEqual(['Clear the search and the filters', 'Clear the search and the filters'])
    await user.clear(search)
    await vi.waitFor(() => { expect(new Set(names())).toEqual(new Set(['Clear the filters'])) })
    await user.click(named()[0]!)
    await screen.findByText('20 results')
    expect(names()).toEqual([])
  })

  it('says that there is nothing yet, and nothing of filters', async () => {
    const { user } = open(new FakeHost())
    await user.click(await screen.findByRole('button', { name: 'Log' }))
    expect(await screen.findByText('Nothing here yet')).toBeVisible()
    expect(screen.queryByRole('textbox')).toBeNull()
  })

  it('says when the log could not be read, and tries again', async () => {
    const host = new FakeHost({}, rows(3))
    host.refuse('findLog', 'ledger_unreadable')
    const { user } = open(host)
    await user.click(await screen.findByRole('button', { name: 'Log' }))
    expect(await screen.findByText('The log could not be read just now.')).toBeVisible()
    host.answers.clear()
    await user.click(screen.getByRole('button', { name: 'Try again' }))
    expect(await screen.findByRole('grid', { name: 'Log' })).toBeVisible()
  })
})

describe('while it goes on', () => {
  it('shows new results at once while nobody reads', async () => {
    const host = new FakeHost({}, rows(3))
    const { row } = await shown(host)
    host.append({ item: 4 })
    await vi.waitFor(() => { expect(row(0).dataset.item).toBe('4') })
  })

  it('does not move what is read: a button says how many are new', async () => {
    const host = new FakeHost({}, rows(100))
    const { user, grid, row } = await shown(host)
    row(3).focus()
    host.append({ item: 101 })
    host.change(97, { outcome: 'unsure' })
    const more = await screen.findByRole('button', { name: '1 new' })
    expect(row(3).dataset.item).toBe('97')
    await vi.waitFor(() => { expect(row(3)).toHaveTextContent('Not sure yet') })
    expect(row(3)).toHaveFocus()
    expect(grid).toHaveAttribute('aria-rowcount', '101')
    await user.click(more)
    await vi.waitFor(() => { expect(row(0).dataset.item).toBe('101') })
    expect(grid).toHaveAttribute('aria-rowcount', '102')
    expect(grid.scrollTop).toBe(0)
  })

  it('leaves the button there for who comes to it by key, and leads on from it to the newest', async () => {
    const host = new FakeHost({}, rows(3))
    const { user, row } = await shown(host)
    row(1).focus()
    host.append({ item: 4 })
    const more = await screen.findByRole('button', { name: '1 new' })
    more.focus()
    await new Promise(requestAnimationFrame)
    await new Promise(requestAnimationFrame)
    expect(more).toHaveFocus()
    await user.keyboard('{Enter}')
    await vi.waitFor(() => { expect(row(0)).toHaveFocus() })
    expect(row(0).dataset.item).toBe('4')
  })

  it('keeps what is chosen as it is', async () => {
    const host = new FakeHost({}, rows(10))
    const { user, row, picked } = await shown(host)
    await user.click(row(2).querySelector('.check')!)
    row(2).blur()
    host.append({ item: 11 })
    await screen.findByRole('button', { name: '1 new' })
    expect(picked()).toEqual([2])
    expect(row(2).dataset.item).toBe('8')
    await user.click(screen.getByRole('button', { name: 'Choose none' }))
    row(2).blur()
    await vi.waitFor(() => { expect(row(0).dataset.item).toBe('11') })
  })

  it('finds anew when what was found is kept no more', async () => {
    const host = new FakeHost({}, rows(500))
    const { user, row } = await shown(host)
    host.answers.set('foundRows', () => {
      host.answers.clear()
      return Promise.reject(Object.assign(new Error(), { code: 'batch_not_possible', params: {} }))
    })
    row(0).focus()
    await user.keyboard('{End}')
    await vi.waitFor(() => { expect(calls(host, 'findLog')).toHaveLength(2) })
    await vi.waitFor(() => { expect(row(0).dataset.item).toBe('500') })
    expect(screen.queryByText('The log could not be read just now.')).toBeNull()
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

describe('the picture of the work', () => {
  it('is a table as well, in local days or months', async () => {
    const host = new FakeHost({}, rows(3))
    host.days = (bounds) => bounds.slice(1).map((_, i) => ({ added: i, removed: 2 * i }))
    const { user } = await shown(host)
    expect(calls(host, 'logDays')).toEqual([])
    await user.click(screen.getByRole('button', { name: 'Adds and removals over time' }))
    const table = await screen.findByRole('table', { name: 'Adds and removals over time' })
    expect(within(table).getAllByRole('row')).toHaveLength(31)
    expect(within(table).getAllByRole('row').at(-1)).toHaveTextContent(/29\s*58$/)
    await expectAccessible()
    await user.click(screen.getByRole('radio', { name: '12 months' }))
    await vi.waitFor(() => { expect(within(screen.getByRole('table')).getAllByRole('row')).toHaveLength(13) })
    const bounds = calls(host, 'logDays').at(-1)![1] as number[]
    expect(bounds.every((bound) => new Date(bound).getDate() === 1)).toBe(true)
    await user.click(screen.getByRole('button', { name: 'As a table', pressed: false }))
    expect(screen.getByRole('region', { name: 'Adds and removals over time' })).toBeVisible()
    await expectAccessible()
  })
})

it('is reached from the short log on the first screen', async () => {
  const { user } = open(new FakeHost({}, rows(3)))
  await user.click(await screen.findByRole('button', { name: 'All of the log' }))
  expect(await screen.findByRole('heading', { level: 1, name: 'Log' })).toBeVisible()
})
