import { cleanup, screen, within } from '@testing-library/svelte'
import { expect, it, vi } from 'vitest'
import { FakeBackend } from '../../backend/fake/fake'
import { fakeGroup } from '../../backend/fake/list'
import { m } from '../../format/messages.svelte'
import { checked, quote } from '../../testing/list-screen'
import { calls, expectAccessible } from '../../testing/open'
import { many } from '../../testing/said'

const withNames = { groups: [fakeGroup('ready', 2), fakeGroup('name', 3), fakeGroup('not_a_fan', 1)] }

it('offers to look up names, with the credits it uses, and adds no one before they are found', async () => {
  const { backend, user, group, summary } = await checked({ ...withNames, revision: 17 })
  expect(group('name')).toHaveTextContent(`3 ${m.list_names()}`)
  expect(group('name')).toHaveTextContent(`${quote('3', '@night_owl')}, ${quote('5', 'Zoë')}, ${quote('7', '@kay')}`)
  expect(group('name')).toHaveTextContent(m.list_names_credits({ ...many(6), time: m.batch_takes_moment() }))
  expect(summary()).toHaveTextContent(m.start_button_add(many(2)))
  await expectAccessible()
  await user.click(screen.getByRole('button', { name: m.list_names_look_up(many(3)) }))
  expect(calls(backend, 'lookUpNames')).toEqual([[17]])
  expect(calls(backend, 'startList')).toEqual([])
  await vi.waitFor(() => {
    expect(group('by_name')).toHaveTextContent(`3 ${m.list_by_name()}`)
  })
  expect(summary()).toHaveTextContent(m.start_button_add(many(5)))
  await user.click(
    within(group('by_name')).getByRole('button', { name: m.list_view_label({ group: m.list_by_name() }) }),
  )
  const row = (await screen.findAllByRole('row', { hidden: true })).find((one) =>
    one.textContent.includes('@night_owl'),
  )!
  expect(row).toHaveTextContent('Zoë')
  expect(row).toHaveTextContent('737318930569244672')
})

it('offers to look up IDs, beside the damaged ones if there are any', async () => {
  const ids = { count: 120, credits: 3, seconds: null, stopped: null }
  for (const [kinds, place] of [
    [['ready'], 'ready'],
    [['ready', 'damaged'], 'damaged'],
  ] as const) {
    const { backend, user, group } = await checked({
      groups: kinds.map((kind) => fakeGroup(kind, 60)),
      ids,
      revision: 17,
    })
    expect(group(place)).toHaveTextContent(m.list_names_credits_only(many(3)))
    await user.click(screen.getByRole('button', { name: m.list_ids_look_up(many(120)) }))
    expect(calls(backend, 'lookUpIds')).toEqual([[17]])
    cleanup()
  }
})

it('shows the progress of the look-up, and stops it', async () => {
  const backend = new FakeBackend()
  let answer: () => void = () => undefined
  backend.answers.set(
    'lookUpNames',
    () =>
      new Promise((resolve) => {
        answer = () => {
          resolve(
            backend.openedList({ groups: [fakeGroup('ready', 2), fakeGroup('by_name', 1), fakeGroup('name', 2)] }),
          )
        }
      }),
  )
  const { user, group } = await checked(withNames, backend)
  await user.click(screen.getByRole('button', { name: m.list_names_look_up(many(3)) }))
  backend.events?.listProgress({ done: 1, total: 3, rows: 1 })
  await vi.waitFor(() => {
    expect(group('name')).toHaveTextContent(m.list_names_so_far({ done: '1', total: '3', found: '1' }))
  })
  expect(screen.getByRole('progressbar', { name: m.list_names_busy() })).toHaveValue(1)
  await vi.waitFor(() => {
    expect(screen.getByRole('button', { name: m.list_names_stop() })).toHaveFocus()
  })
  await user.keyboard('{Enter}')
  expect(calls(backend, 'stopLookUp')).toHaveLength(1)
  answer()
  expect(await screen.findByRole('button', { name: m.list_names_look_up(many(2)) })).toBeVisible()
  expect(group('by_name')).toHaveTextContent(`1 ${m.list_by_name()}`)
})

it('says why a look-up ended, and that the people found are kept', async () => {
  const backend = new FakeBackend()
  backend.answers.set('lookUpNames', () =>
    Promise.resolve(
      backend.openedList({
        ...withNames,
        names: { count: 3, credits: 6, seconds: null, stopped: { code: 'credits_spent', params: {} } },
      }),
    ),
  )
  const { user, group } = await checked(withNames, backend)
  await user.click(screen.getByRole('button', { name: m.list_names_look_up(many(3)) }))
  const words = `${m.problem_credits_spent()} ${m.advice_credits_spent()} ${m.list_names_kept()}`
  await vi.waitFor(() => {
    expect(within(group('name')).getByRole('alert')).toHaveTextContent(words)
  })
  expect(group('name')).toHaveTextContent(m.list_names_credits_only(many(6)))
})

it('says that names come first when no row is ready', async () => {
  const { summary } = await checked({ groups: [fakeGroup('name', 3)] })
  expect(summary()).toHaveTextContent(m.start_nobody_names())
})

it('mentions no credits for look-ups in practice mode', async () => {
  const { group } = await checked(withNames, new FakeBackend({ mode: 'practice' }))
  expect(group('name')).toHaveTextContent(m.list_names_practice())
})

it('says that names that were not found are no IDs', async () => {
  const { group } = await checked({
    groups: [
      fakeGroup('ready', 2),
      fakeGroup('not_a_fan', 2, [
        { reason: { kind: 'name_unknown' }, count: 1 },
        { reason: { kind: 'name_unclear' }, count: 1 },
      ]),
    ],
  })
  expect(group('not_a_fan')).toHaveTextContent(m.list_no_fan())
  expect(group('not_a_fan')).toHaveTextContent(m.list_reason_counted({ ...many(1), reason: m.reason_name_unknown() }))
})
