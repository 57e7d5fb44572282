import { screen, within } from '@testing-library/svelte'
import { describe, expect, it, vi } from 'vitest'
import type { PeopleView } from '../../backend/bindings/PeopleView'
import type { Person } from '../../backend/bindings/Person'
import { FakeBackend } from '../../backend/fake/fake'
import { m } from '../../format/messages.svelte'
import { calls, expectAccessible, open } from '../../testing/open'
import {
  asked,
  chooseAccount,
  entered,
  backend,
  notVip,
  people,
  shown,
  supporters,
  vips,
} from '../../testing/people-screen'
import { beginning, having, many, saying } from '../../testing/said'
import { problem } from '../../format/failure'

describe('a list that was never loaded', () => {
  it('loads only on request, and says the credits first', async () => {
    const made = new FakeBackend()
    made.putPeople(vips, people(3))
    const user = await entered(made)
    expect(
      await screen.findByRole('heading', { name: m.people_not_loaded_vips_title({ account: 'Mira Rose' }) }),
    ).toBeVisible()
    expect(screen.getByText(saying(m.people_without_chat({ account: 'Mira Rose' })))).toBeVisible()
    const read = screen.getByRole('button', { name: m.people_load_vips() })
    expect(read).toHaveAccessibleDescription(m.people_credits_unknown())
    for (const kind of [
      m.people_source_supporters(),
      m.people_source_subscribers(),
      m.people_source_followers(),
      m.people_source_lapsed(),
      m.people_source_vips(),
    ]) {
      await user.click(screen.getByRole('radio', { name: kind }))
    }
    await expectAccessible()
    expect(calls(made, 'refreshPeople')).toEqual([])
    await user.click(await screen.findByRole('button', { name: m.people_load_vips() }))
    expect(await screen.findByRole('heading', { name: m.people_count_vips(many(3)) })).toBeVisible()
    expect(calls(made, 'refreshPeople')).toEqual([['fansly_mira', vips, false]])
    await vi.waitFor(() => {
      expect(screen.getByRole('status')).toHaveTextContent(m.people_count_vips(many(3)))
    })
    expect(await screen.findByRole('grid', { name: m.nav_vips() })).toBeVisible()
  })

  it('uses no credits in practice mode', async () => {
    await entered(new FakeBackend({ mode: 'practice', key: { kind: 'none' } }))
    expect(await screen.findByRole('button', { name: m.people_load_vips() })).toHaveAccessibleDescription(
      m.fan_hint_practice(),
    )
  })

  it('asks for an account first when none is chosen, and then shows that account', async () => {
    const made = backend(vips, people(2), {}, { chosen: null })
    const { user } = open(made)
    await user.click(await screen.findByRole('button', { name: m.nav_vips() }))
    expect(await screen.findByText(m.people_no_account())).toBeVisible()
    expect(calls(made, 'people')).toEqual([])
    expect(calls(made, 'findPeople')).toEqual([])
    await chooseAccount(user, m.account_none_chosen(), 'Mira Rose')
    expect(await screen.findByRole('heading', { name: m.people_count_vips(many(2)) })).toBeVisible()
    await chooseAccount(user, beginning(m.account_prefix()), 'Luna Vale')
    expect(
      await screen.findByRole('heading', { name: m.people_not_loaded_vips_title({ account: 'Luna Vale' }) }),
    ).toBeVisible()
    expect(screen.queryByRole('grid')).toBeNull()
  })

  it('keeps what is on screen when a new state arrives', async () => {
    const made = backend(
      supporters,
      people(3, () => notVip),
      { vips_read: Date.now() },
    )
    const { user, pick } = await shown(made, m.people_source_supporters())
    const started = saying(m.started_add({ ...many(1), account: 'Mira Rose' }))
    await pick(0)
    await user.click(screen.getByRole('button', { name: m.list_action_add() }))
    await user.click(
      within(await screen.findByRole('alertdialog')).getByRole('button', { name: m.start_button_add(many(1)) }),
    )
    expect(await screen.findByText(started)).toBeVisible()
    const before = calls(made, 'people').length
    const accounts = made.state.accounts.map((one) => ({ ...one, session: 'expired' as const }))
    made.events?.state({ ...made.state, revision: made.state.revision + 1, accounts })
    // The screen shows the new state.
    expect(
      (await screen.findAllByText(saying(m.account_expired_banner({ name: 'Mira Rose' })))).length,
    ).toBeGreaterThan(0)
    expect(screen.getByText(started)).toBeVisible()
    expect(calls(made, 'people')).toHaveLength(before)
  })

  it('requests the view again when someone was added or removed', async () => {
    const made = backend(vips, people(2))
    await shown(made)
    const before = calls(made, 'people').length
    const found = calls(made, 'findPeople').length
    for (let i = 0; i < 20; i += 1) made.append()
    await vi.waitFor(
      () => {
        expect(calls(made, 'people')).toHaveLength(before + 1)
      },
      { timeout: 3000 },
    )
    expect(calls(made, 'findPeople').length).toBeGreaterThan(found)
    expect(calls(made, 'findPeople').length).toBeLessThanOrEqual(found + 4)
  })

  it('says why the view could not be loaded, and tries again', async () => {
    const made = backend(vips, people(2))
    made.refuse('people', 'ledger_unreadable', { path: '/here' })
    const user = await entered(made)
    expect(
      await screen.findByText(having(problem({ code: 'ledger_unreadable', params: { path: '/here' } }))),
    ).toBeVisible()
    made.answers.clear()
    await user.click(screen.getByRole('button', { name: m.try_again() }))
    expect(await screen.findByRole('heading', { name: m.people_count_vips(many(2)) })).toBeVisible()
    expect(screen.queryByText(having(problem({ code: 'ledger_unreadable', params: { path: '/here' } })))).toBeNull()
  })
})

describe('a refresh', () => {
  it('shows its progress, and can be stopped', async () => {
    const made = backend(vips, people(120), { read: Date.now() - 60_000 })
    let end: (view: PeopleView) => void = () => undefined
    made.answers.set(
      'refreshPeople',
      () =>
        new Promise((resolve) => {
          end = resolve
        }),
    )
    const { user } = await shown(made)
    await user.click(screen.getByRole('button', { name: m.people_refresh() }))
    const bar = await screen.findByRole('progressbar', { name: m.people_loading_vips() })
    expect(bar).not.toHaveAttribute('value')
    const stop = screen.getByRole('button', { name: m.people_stop_label() })
    expect(stop).toHaveFocus()
    const view = made.views.values().next().value!
    made.showPeople({ ...view, reading: { step: 'list', pages: 2, people: 100 } })
    expect(
      await screen.findByText(`${m.people_total(many(100))}${m.between()}${m.people_pages(many(2))}`),
    ).toBeVisible()
    made.showPeople({ ...view, reading: { step: 'again', pages: 4, people: 120 } })
    expect(await screen.findByText(m.people_double_checking(), { selector: '.title' })).toBeVisible()
    await expectAccessible()
    await user.click(stop)
    expect(calls(made, 'stopRefresh')).toHaveLength(1)
    expect(screen.getByRole('button', { name: m.busy_stop() })).toBeVisible()
    end(made.showPeople({ ...view, reading: null, stopped: { code: 'people_stopped', params: {} } }))
    expect(await screen.findByText(`${m.problem_people_stopped()} ${m.advice_people_stopped()}`)).toBeVisible()
    // The focused element is gone, so the screen has the focus.
    await vi.waitFor(() => {
      expect(screen.getByRole('main')).toHaveFocus()
    })
    made.answers.clear()
    await user.click(screen.getByRole('button', { name: m.people_continue() }))
    await vi.waitFor(() => {
      expect(calls(made, 'refreshPeople')).toHaveLength(2)
    })
    expect(await screen.findByRole('button', { name: m.people_refresh() })).toBeVisible()
  })

  it('says why it ended early, and goes on from there', async () => {
    const made = backend(vips, people(60), {
      known: 'unread',
      read: null,
      stopped: { code: 'no_connection', params: {} },
    })
    const { user } = await shown(made)
    expect(screen.getByText(m.people_stopped()).closest('[role=alert]')).toHaveTextContent(
      `${m.problem_no_connection()} ${m.advice_no_connection()}`,
    )
    expect(screen.getByText(having(m.people_known_not_loaded()))).toBeVisible()
    await user.click(screen.getByRole('button', { name: m.people_continue() }))
    expect(calls(made, 'refreshPeople')).toEqual([['fansly_mira', vips, false]])
    expect(await screen.findByText(having(m.people_known_once()))).toBeVisible()
  })

  it('shows an error, and keeps what is known', async () => {
    const made = backend(vips, people(3))
    made.refuse('refreshPeople', 'people_busy')
    const { user } = await shown(made)
    await user.click(screen.getByRole('button', { name: m.people_refresh() }))
    expect(await screen.findByText(`${m.problem_people_busy()} ${m.advice_people_busy()}`)).toBeVisible()
    expect(screen.getByRole('heading', { name: m.people_count_vips(many(3)) })).toBeVisible()
  })

  it('goes on while another list is on screen', async () => {
    const made = backend(vips, people(3))
    made.answers.set('refreshPeople', () => new Promise(() => undefined))
    const { user } = await shown(made)
    await user.click(screen.getByRole('button', { name: m.people_refresh() }))
    await screen.findByRole('progressbar')
    await user.click(screen.getByRole('radio', { name: m.people_source_followers() }))
    expect(await screen.findByRole('button', { name: m.people_load() })).toBeVisible()
    expect(screen.queryByRole('progressbar')).toBeNull()
    await user.click(screen.getByRole('radio', { name: m.people_source_vips() }))
    expect(await screen.findByRole('progressbar')).toBeVisible()
    expect(calls(made, 'stopRefresh')).toEqual([])
  })
})

describe('what is known of a list', () => {
  it('offers to double-check the VIP list after one refresh, with the credits that uses', async () => {
    const made = backend(vips, people(60))
    const { user } = await shown(made)
    expect(
      screen.getByText(
        saying(`${m.people_last_refreshed({ when: m.when_now() })}${m.between()}${m.people_known_once()}`),
      ),
    ).toBeVisible()
    const twice = screen.getByRole('button', { name: m.people_double_check() })
    expect(twice).toHaveAccessibleDescription(m.people_credits_each(many(2)))
    await user.click(twice)
    expect(calls(made, 'refreshPeople')).toEqual([['fansly_mira', vips, true]])
    expect(await screen.findByText(having(m.people_known_verified()))).toBeVisible()
    expect(screen.queryByRole('button', { name: m.people_double_check() })).toBeNull()
    expect(screen.getByRole('button', { name: m.people_refresh() })).toHaveAccessibleDescription(
      m.people_credits(many(2)),
    )
  })

  it('does not offer to double-check other lists', async () => {
    await shown(
      backend(
        { kind: 'followers' },
        people(3, () => ({ vip: 'not_seen' })),
      ),
      m.people_source_followers(),
    )
    expect(await screen.findByText(having(m.people_known_once_plain()))).toBeVisible()
    expect(screen.queryByRole('button', { name: m.people_double_check() })).toBeNull()
  })

  it('says that there may be more, and that some cannot be shown', async () => {
    await shown(backend(vips, people(60), { known: 'part', nameless: 1 }))
    expect(screen.getByText(having(m.people_known_part()))).toBeVisible()
    expect(screen.getByText(m.people_nameless(many(1)))).toBeVisible()
  })

  it('says who was added, left, or was missed on the VIP list, and shows them', async () => {
    const change = (i: number): Partial<Person> => {
      if (i < 2) return { came: 'outside', changed: true }
      return i === 2 ? { vip: 'left', left: 'outside', changed: true } : i === 3 ? { vip: 'missed', changed: true } : {}
    }
    const made = backend(vips, people(20, change))
    const { user, row } = await shown(made)
    expect(
      screen.getByText(`${m.people_came(many(2))} ${m.people_left(many(1))} ${m.people_missed(many(1))}`),
    ).toBeVisible()
    await user.click(screen.getByRole('radio', { name: m.people_show_changed() }))
    expect(await screen.findByText(m.people_of({ count: 20, found: '4', all: '20' }))).toBeVisible()
    expect(asked(made)).toMatchObject({ source: vips, show: 'changed' })
    const words = [0, 2, 3].map((place) => within(row(place)).getAllByRole('gridcell')[2]!.textContent.trim())
    expect(words[0]).toBe(`${m.people_vip()} ${m.people_came_outside()}`)
    expect(words[1]).toBe(`${m.people_vip_left()} ${m.people_left_outside()}`)
    expect(words[2]).toBe(m.people_vip_missed())
  })

  it('says of other lists how many are not VIP yet, and when the VIP list was refreshed', async () => {
    const made = backend(
      supporters,
      people(8, (i) => (i < 6 ? notVip : {})),
      { vips_read: Date.now() },
    )
    const { user } = await shown(made, m.people_source_supporters())
    expect(
      screen.getByRole('heading', {
        name: `${m.people_count_supporters(many(8))}${m.between()}${m.people_not_vip(many(6))}`,
      }),
    ).toBeVisible()
    expect(screen.getByText(having(m.people_vips_refreshed({ when: m.when_now() })))).toBeVisible()
    expect(asked(made)).toMatchObject({ source: supporters, show: 'not_vip' })
    expect(screen.getByText(m.people_of({ count: 8, found: '6', all: '8' }))).toBeVisible()
    await user.click(screen.getByRole('radio', { name: m.people_show_all() }))
    expect(await screen.findByText(m.people_total(many(8)))).toBeVisible()
  })

  it('says of other lists that no one is known to be VIP when the VIP list was never loaded', async () => {
    const made = backend(
      supporters,
      people(4, () => ({ ...notVip, vip: 'unknown' })),
      { not_vip: null, vips_read: null },
    )
    const { user, row } = await shown(made, m.people_source_supporters())
    expect(screen.getByText(having(m.people_vips_never()))).toBeVisible()
    expect(within(row(0)).getByText(m.people_vip_unknown())).toBeVisible()
    await user.click(screen.getByRole('button', { name: m.people_vips_show() }))
    expect(await screen.findByRole('button', { name: m.people_load_vips() })).toBeVisible()
  })
})
