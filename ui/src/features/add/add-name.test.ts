import { screen, within } from '@testing-library/svelte'
import { afterEach, expect, it, vi } from 'vitest'
import type { LookUp } from '../../backend/bindings/LookUp'
import type { Understood } from '../../backend/bindings/Understood'
import { FakeBackend } from '../../backend/fake/fake'
import { fakePerson } from '../../backend/fake/people'
import { m } from '../../format/messages.svelte'
import { calls, expectAccessible, open } from '../../testing/open'
import { many, oneOf, saying, spoken } from '../../testing/said'
import { relative } from '../../format/time'

const FAN = '843584256474116096'
const OTHER = '618592888766341120'

async function ready(backend = new FakeBackend()) {
  const { user } = open(backend)
  const field = await screen.findByRole<HTMLInputElement>('textbox', { name: m.fan_label() })
  const result = () => document.getElementById('result')!
  return { backend, user, field, result }
}

const oneOrMany = oneOf(m.lookup_title_one(), m.lookup_title_many())
/** The card in which the user confirms a person. */
const card = () => screen.findByRole('group', { name: oneOrMany })
const noCard = () => {
  expect(screen.queryByRole('group', { name: oneOrMany })).toBeNull()
}

afterEach(() => {
  vi.restoreAllMocks()
})

/** Waits until the card has been on screen long enough to see it. */
function glance() {
  const later = performance.now() + 300
  vi.spyOn(performance, 'now').mockReturnValue(later)
}

/** Waits until typing has paused and the app was asked what the text means. */
async function asked(backend: FakeBackend, text: string) {
  await vi.waitFor(() => {
    expect(calls(backend, 'understand').at(-1)).toEqual(['fansly_mira', text])
  })
  await settled()
}

/** Waits until pending promises have settled. */
const settled = () => new Promise((resolve) => setTimeout(resolve))

/** Holds the next answers to `command` until the test gives them, in the order of the calls. */
function held<Answer>(backend: FakeBackend, command: 'understand' | 'lookUp'): ((answer: Answer) => void)[] {
  const ends: ((answer: Answer) => void)[] = []
  backend.answers.set(command, () => new Promise((resolve) => ends.push(resolve)))
  return ends
}

function answer(look: Partial<LookUp> = {}): LookUp {
  return {
    text: 'jamie',
    account: 'fansly_mira',
    people: [fakePerson({ vip: 'not_seen' })],
    more: false,
    credits: 1,
    read: Date.now(),
    ...look,
  }
}

it('adds an ID at once and never looks it up', async () => {
  const { backend, user, field, result } = await ready()
  await user.type(field, FAN)
  await asked(backend, FAN)
  expect(screen.getByRole('button', { name: m.fan_add_to({ account: 'Mira Rose' }) })).toBeVisible()
  await user.keyboard('{Enter}')
  await vi.waitFor(() => {
    expect(result()).toHaveTextContent(m.result_added({ fan: FAN, account: 'Mira Rose' }))
  })
  expect(calls(backend, 'addVip')).toEqual([['fansly_mira', FAN]])
  expect(calls(backend, 'lookUp')).toEqual([])
})

it('says what a look-up uses, looks up a name, and adds the confirmed person, by keyboard alone', async () => {
  const { backend, user, field, result } = await ready()
  await user.type(field, '@jamie_k')
  await vi.waitFor(() => {
    expect(field).toHaveAccessibleDescription(expect.stringContaining(m.fan_hint_name(many(2))))
  })
  expect(document.querySelector('.visually-hidden[role=status]')).toHaveTextContent(m.fan_hint_name(many(2)))
  expect(screen.getByRole('button', { name: m.fan_look_up() })).toBeVisible()
  expect(calls(backend, 'lookUp')).toEqual([])
  await user.keyboard('{Enter}')
  const found = await card()
  expect(calls(backend, 'lookUp')).toEqual([['fansly_mira', '@jamie_k']])
  expect(found).toHaveTextContent('Jamie K.')
  expect(found).toHaveTextContent('@jamie_k')
  expect(found).toHaveTextContent(FAN)
  expect(found).toHaveTextContent(m.lookup_vip_not_seen())
  expect(found).toHaveTextContent(m.lookup_body({ account: 'Mira Rose' }))
  expect(found).toHaveTextContent(m.lookup_credits(many(1)))
  expect(
    within(found).getByRole('button', { name: m.lookup_add_label({ account: 'Mira Rose', who: 'Jamie K.' }) }),
  ).toHaveFocus()
  expect(calls(backend, 'addVip')).toEqual([])
  await expectAccessible()
  glance()
  await user.keyboard('{Enter}')
  await vi.waitFor(() => {
    expect(result()).toHaveTextContent(m.result_added({ fan: FAN, account: 'Mira Rose' }))
  })
  expect(calls(backend, 'addVip')).toEqual([['fansly_mira', FAN]])
  expect(field).toHaveValue('')
  expect(field).toHaveFocus()
  noCard()
  await user.click(within(result()).getByRole('button', { name: m.undo_label({ fan: spoken(FAN) }) }))
  expect(calls(backend, 'undo')).toEqual([[1]])
})

it('waits after Enter until it knows what the text means, and adds nothing on a guess', async () => {
  const backend = new FakeBackend()
  const ends = held<Understood>(backend, 'understand')
  const { user, field } = await ready(backend)
  await user.type(field, 'jamie{Enter}')
  await asked(backend, 'jamie')
  expect([...calls(backend, 'addVip'), ...calls(backend, 'lookUp')]).toEqual([])
  ends[0]?.({ kind: 'name', credits: 2 })
  await card()
  expect(calls(backend, 'addVip')).toEqual([])
  expect(calls(backend, 'lookUp').length).toBe(1)
})

it('does not look up a text that was replaced before it was known to be a name', async () => {
  const backend = new FakeBackend()
  const ends = held<Understood>(backend, 'understand')
  const { user, field } = await ready(backend)
  await user.type(field, 'jamie{Enter}')
  await user.keyboard('zoe')
  ends[0]?.({ kind: 'name', credits: 2 })
  await settled()
  expect(calls(backend, 'lookUp')).toEqual([])
})

it('shows no hint for the text before', async () => {
  const backend = new FakeBackend()
  const ends = held<Understood>(backend, 'understand')
  const { user, field } = await ready(backend)
  await user.type(field, 'jamie')
  await asked(backend, 'jamie')
  await user.clear(field)
  await user.type(field, FAN)
  await asked(backend, FAN)
  const [old, now] = ends.slice(-2)
  now?.({ kind: 'fan' })
  old?.({ kind: 'name', credits: 2 })
  await settled()
  expect(screen.getByRole('button', { name: m.fan_add_to({ account: 'Mira Rose' }) })).toBeVisible()
  expect(field).toHaveAccessibleDescription(expect.stringContaining(m.fan_hint()))
})

it('lists several people, says that there may be more, and adds the chosen one', async () => {
  const backend = new FakeBackend()
  const people = [
    fakePerson({ vip: 'vip' }),
    fakePerson({ fan: OTHER, username: null, name: 'جيمي', vip: 'left', note: 'Met at the fair' }),
    fakePerson({ fan: '374708676486770688', username: null, name: null, vip: 'unknown' }),
  ]
  const read = Date.now() - 400_000
  backend.answers.set('lookUp', () => Promise.resolve(answer({ people, more: true, credits: 0, read })))
  const { user, field } = await ready(backend)
  await user.type(field, 'jamie{Enter}')
  const found = await card()
  expect(within(found).getAllByRole('listitem').length).toBe(3)
  expect(found).toHaveTextContent(m.lookup_more())
  expect(found).toHaveTextContent(m.lookup_credits_none({ when: relative(read, Date.now()) }))
  const [first, second, third] = within(found).getAllByRole('listitem')
  expect(first).toHaveTextContent(m.lookup_vip())
  expect(
    within(first!).getByRole('button', { name: m.lookup_add_label({ account: 'Mira Rose', who: 'Jamie K.' }) }),
  ).toHaveAccessibleDescription(m.lookup_vip())
  expect(second).toHaveTextContent(m.lookup_vip_left())
  expect(second).toHaveTextContent(m.note_of({ note: 'Met at the fair' }))
  expect(within(second!).getByText('جيمي').tagName).toBe('BDI')
  expect(third).toHaveTextContent(m.lookup_nameless())
  await expectAccessible()
  await user.click(
    within(second!).getByRole('button', { name: m.lookup_add_label({ account: 'Mira Rose', who: 'جيمي' }) }),
  )
  expect(calls(backend, 'addVip')).toEqual([['fansly_mira', OTHER]])
})

it('says what to try when no one was found, and searches again on request', async () => {
  const backend = new FakeBackend()
  backend.called = () => []
  const { user, field } = await ready(backend)
  await user.type(field, 'jamee{Enter}')
  const none = (await screen.findByText(saying(m.lookup_none({ text: 'jamee' })))).closest('[role=status]')
  expect(none).toHaveTextContent(m.lookup_none_advice())
  expect(none).toHaveTextContent(m.lookup_credits(many(1)))
  expect(field).toHaveValue('jamee')
  expect(field).toHaveFocus()
  await expectAccessible()
  await user.keyboard('{Enter}')
  expect(calls(backend, 'lookUp').length).toBe(2)
  expect(calls(backend, 'addVip')).toEqual([])
})

it('says why a look-up failed, and tries again', async () => {
  const backend = new FakeBackend()
  backend.refuse('lookUp', 'credits_spent')
  const { user, field } = await ready(backend)
  await user.type(field, 'jamie{Enter}')
  const alert = (await screen.findByText(m.problem_credits_spent())).closest('[role=alert]')
  expect(alert).toHaveTextContent(m.advice_credits_spent())
  await expectAccessible()
  backend.answers.delete('lookUp')
  await user.click(screen.getByRole('button', { name: m.try_again() }))
  expect(await card()).toHaveTextContent('Jamie K.')
  expect(screen.queryByText(m.problem_credits_spent())).toBeNull()
})

it('shows only after sending that a text means no one', async () => {
  const backend = new FakeBackend()
  const failure = { code: 'fan_other_site', params: { site: 'example.com' } }
  backend.answers.set('understand', () => Promise.resolve({ kind: 'invalid', failure }))
  const { user, field, result } = await ready(backend)
  await user.type(field, 'https://example.com/jamie')
  await asked(backend, 'https://example.com/jamie')
  expect(result()).not.toHaveTextContent('example.com')
  await user.keyboard('{Enter}')
  await vi.waitFor(() => {
    expect(result()).toHaveTextContent(m.problem_fan_other_site({ site: 'example.com' }))
  })
  expect(field).toHaveAttribute('aria-invalid', 'true')
  expect([...calls(backend, 'addVip'), ...calls(backend, 'lookUp')]).toEqual([])
})

it('says why a text could not be understood, and sends nothing', async () => {
  const backend = new FakeBackend()
  backend.refuse('understand', 'internal')
  const { user, field, result } = await ready(backend)
  await user.type(field, `${FAN}{Enter}`)
  await vi.waitFor(() => {
    expect(result()).toHaveTextContent(m.problem_internal())
  })
  expect(calls(backend, 'addVip')).toEqual([])
})

it.each(['typing', 'Escape', 'the button'])('stops a look-up in progress: %s', async (how) => {
  const backend = new FakeBackend()
  const ends = held<LookUp>(backend, 'lookUp')
  const { user, field } = await ready(backend)
  await user.type(field, 'jamie{Enter}')
  expect(await screen.findByText(saying(m.lookup_busy({ text: 'jamie' })))).toBeVisible()
  if (how === 'typing') await user.keyboard('zoe')
  else if (how === 'Escape') await user.keyboard('{Escape}')
  else await user.click(screen.getByRole('button', { name: m.cancel() }))
  expect(screen.queryByText(saying(m.lookup_busy({ text: 'jamie' })))).toBeNull()
  expect(field).toHaveFocus()
  ends[0]?.(answer())
  await settled()
  noCard()
  expect(field).toHaveFocus()
})

it.each(['{Escape}', m.lookup_again()])('closes the card and returns to the field: %s', async (how) => {
  const { backend, user, field } = await ready()
  await user.type(field, 'jamie{Enter}')
  const found = await card()
  if (how === '{Escape}') await user.keyboard(how)
  else await user.click(within(found).getByRole('button', { name: how }))
  noCard()
  expect(field).toHaveFocus()
  expect(field).toHaveValue('jamie')
  expect(calls(backend, 'addVip')).toEqual([])
})

it('offers no one after another account was chosen, even when the answer comes later', async () => {
  const backend = new FakeBackend()
  const { user, field } = await ready(backend)
  await user.type(field, 'jamie{Enter}')
  await card()
  const another = (chosen: string) => {
    backend.events?.state({ ...backend.state, chosen, revision: backend.state.revision + 1 })
  }
  backend.state = { ...backend.state, revision: 7 }
  another('fansly_luna')
  await vi.waitFor(noCard)
  const ends = held<LookUp>(backend, 'lookUp')
  field.focus()
  await user.keyboard('{Enter}')
  await vi.waitFor(() => {
    expect(calls(backend, 'lookUp').at(-1)).toEqual(['fansly_luna', 'jamie'])
  })
  backend.state = { ...backend.state, revision: 9 }
  another('fansly_mira')
  ends[0]?.(answer({ account: 'fansly_luna' }))
  await settled()
  noCard()
  expect(calls(backend, 'addVip')).toEqual([])
})

it('keeps the account that was chosen when Enter was pressed', async () => {
  const backend = new FakeBackend()
  const ends = held<Understood>(backend, 'understand')
  const { user, field } = await ready(backend)
  await user.type(field, `${FAN}{Enter}`)
  backend.events?.state({ ...backend.state, chosen: 'fansly_luna', revision: 5 })
  for (const end of ends) end({ kind: 'fan' })
  await vi.waitFor(() => {
    expect(calls(backend, 'addVip')).toEqual([['fansly_mira', FAN]])
  })
})

it('does not treat a click meant for the field as a confirmation', async () => {
  const { backend, user, field } = await ready()
  await user.type(field, 'jamie{Enter}')
  await card()
  await user.keyboard('{Enter}')
  expect(calls(backend, 'addVip')).toEqual([])
  glance()
  await user.keyboard('{Enter}')
  expect(calls(backend, 'addVip').length).toBe(1)
})

it('says that a known name uses no credits, and mentions no credits in practice mode', async () => {
  const backend = new FakeBackend()
  backend.answers.set('understand', () => Promise.resolve({ kind: 'name', credits: 0 }))
  const { user, field } = await ready(backend)
  await user.type(field, 'jamie')
  await vi.waitFor(() => {
    expect(field).toHaveAccessibleDescription(expect.stringContaining(m.fan_hint_name_known()))
  })
  backend.answers.clear()
  backend.events?.state({ ...backend.state, mode: 'practice', revision: 5 })
  await vi.waitFor(() => {
    expect(field).toHaveAccessibleDescription(expect.stringContaining(m.fan_hint_name_practice()))
  })
  await user.keyboard('{Enter}')
  expect(await card()).not.toHaveTextContent('credit')
})
