import type { Person } from '../src/backend/bindings/Person'
import { FakeBackend } from '../src/backend/fake/fake'
import { fakeRow } from '../src/backend/fake/state'
import { fakePerson } from '../src/backend/fake/people'
import { m } from '../src/format/messages.svelte'
import { beginning, goTo, never, present, press, type Scene, type } from './steps'

const log = () => [
  fakeRow({
    item: 3,
    fan: '227317562784874496',
    can_undo: true,
    began: Date.now() - 130_000,
    ended: Date.now() - 130_000,
  }),
  fakeRow({ item: 2, fan: '618592888766341120', outcome: 'unconfirmed', cause: 'no_reply', can_check: true }),
  fakeRow({ item: 1, fan: '918197836133183488', outcome: 'failed', cause: 'no_such_fan' }),
]

const jamie = fakePerson({ vip: 'not_seen', since: null, came: null })

const several: Person[] = [
  jamie,
  fakePerson({
    fan: '618592888766341120',
    username: 'jamie_and_the_long_winding_road',
    name: 'Jamie, who writes a lot',
    vip: 'vip',
  }),
  fakePerson({ fan: '374708676486770688', username: 'jamie.ly', name: 'جيمي', vip: 'left', note: 'Met at the fair' }),
  fakePerson({ fan: '737318930569244672', username: null, name: 'Jamie', vip: 'missed' }),
  fakePerson({ fan: '500000000000000001', username: 'jamie77', name: null, vip: 'unknown' }),
  fakePerson({ fan: '291827364554637281', username: null, name: null, vip: 'not_seen' }),
]

function looked(text: string, called: Person[], more = false, credits = 1): Scene {
  return {
    backend: () => {
      const backend = new FakeBackend({}, log())
      backend.answers.set('lookUp', () =>
        Promise.resolve({ text, account: 'fansly_mira', people: called, more, credits, read: Date.now() - 400_000 }),
      )
      return backend
    },
    then: () => type('#fan', text),
  }
}

const many = Array.from(
  { length: 50 },
  (_, i) =>
    several[i] ??
    fakePerson({
      fan: `${400_000_000 + i}${300_000_000 + i * 7919}`,
      username: `jamie_${i}`,
      name: `Jamie ${i}`,
      vip: 'not_seen',
    }),
)

const accounts = async () => {
  await goTo('settings')
  ;(await present('#settings-accounts')).scrollIntoView()
}

/** Names in the fan field, and the accounts in Settings. */
export const fanScenes: Record<string, Scene> = {
  'add-name': { backend: () => new FakeBackend({}, log()), then: () => type('#fan', '@jamie_k', false) },
  'add-typo': {
    backend: () => {
      const backend = new FakeBackend({}, log())
      backend.refuse('addVip', 'fan_unlikely_long')
      return backend
    },
    then: () => type('#fan', '8435842564741160967', true),
  },
  'add-looking-up': {
    backend: () => {
      const backend = new FakeBackend({}, log())
      backend.answers.set('lookUp', () => never)
      return backend
    },
    then: () => type('#fan', '@jamie_k'),
  },
  'add-found-one': looked('@jamie_k', [jamie]),
  'add-found-vip': looked('@jamie_k', [{ ...jamie, vip: 'vip' }], false, 0),
  'add-found-several': looked('jamie', several),
  'add-found-many': looked('jamie', many, true, 2),
  'add-found-none': looked('jamee', []),
  'add-look-up-refused': {
    backend: () => {
      const backend = new FakeBackend({}, log())
      backend.refuse('lookUp', 'no_connection')
      return backend
    },
    then: () => type('#fan', '@jamie_k'),
  },
  'settings-accounts': { backend: () => new FakeBackend({}, log()), then: accounts },
  'settings-account-edit': {
    backend: () => new FakeBackend({}, log()),
    then: async () => {
      await accounts()
      await press(m.account_rename_label({ name: beginning('Mira Rose') }))
      await press(m.account_colour_label({ name: beginning('Luna Vale') }))
    },
  },
}
