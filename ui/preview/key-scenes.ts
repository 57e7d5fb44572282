import { FakeBackend } from '../src/backend/fake/fake'
import { fakeAccount, fakeKey, fakeSamples, fakeState, fakeTwoKeys } from '../src/backend/fake/state'
import { m } from '../src/format/messages.svelte'
import { goTo, never, press, type Scene, type } from './steps'

const settings = () => goTo('settings')

function inSettings(backend: () => FakeBackend, then?: Scene['then']): Scene {
  return {
    backend,
    then: async (made) => {
      await settings()
      await then?.(made)
    },
  }
}

const unread = { state: { kind: 'unread', because: 'locked' } } as const
const run = { state: { kind: 'session_only', because: 'missing' } } as const
const refused = { problem: { code: 'key_refused', params: {} } } as const

/** Keys in every state, with names of every kind. */
const many = () => {
  const names = [
    'Ana',
    'Bea',
    'An account with a name that is so long that it can hardly be on one line',
    'Cleo',
    'Dora',
    'Eva',
  ]
  const its = (key: number, all: string[]) =>
    all.map((name) => fakeAccount({ id: `fansly_${name}`, name, listed_name: name, key }))
  return new FakeBackend({
    accounts: [...fakeState().accounts, ...its(2, ['ليلى نور']), ...its(3, names)],
    accounts_problem: refused.problem,
    keys: [
      fakeKey(refused),
      fakeKey({ id: 2, accounts: ['ليلى نور'], ...unread }),
      fakeKey({ id: 3, accounts: names, ...run }),
      fakeKey({ id: 4, accounts: [] }),
    ],
  })
}

/** Several keys, in Settings and above the other screens. */
export const keyScenes: Record<string, Scene> = {
  'settings-keys-two': inSettings(() => new FakeBackend(fakeTwoKeys())),
  'settings-keys-one-unread': inSettings(() => new FakeBackend(fakeTwoKeys(unread))),
  'settings-keys-many': inSettings(many),
  'settings-keys-practice': inSettings(
    () => new FakeBackend({ ...fakeTwoKeys(), accounts: fakeState().accounts, mode: 'practice', samples: fakeSamples }),
  ),
  'settings-key-adding': inSettings(
    () => new FakeBackend(),
    () => press(m.key_add()),
  ),
  'settings-keys-adding': inSettings(
    () => new FakeBackend(fakeTwoKeys()),
    () => press(m.key_add()),
  ),
  'settings-keys-added': inSettings(
    () => new FakeBackend(),
    async () => {
      await press(m.key_add())
      await type('#key', 'af_live_4f9c1d2e8b7a6c5d')
    },
  ),
  'settings-keys-too-many': inSettings(
    () => new FakeBackend(fakeTwoKeys()),
    async (backend) => {
      backend.refuse('saveKey', 'keys_too_many', { limit: '9' })
      await press(m.key_add())
      await type('#key', 'af_live_4f9c1d2e8b7a6c5d')
    },
  ),
  'settings-keys-replacing': inSettings(
    () => new FakeBackend(fakeTwoKeys()),
    async (backend) => {
      backend.answers.set('replaceKey', () => never)
      await press(m.key_replace_label({ number: '2' }))
      await type('#key', 'af_live_4f9c1d2e8b7a6c5d')
    },
  ),
  'settings-keys-forget': inSettings(
    () => new FakeBackend(fakeTwoKeys()),
    () => press(m.key_remove_label({ number: '1' })),
  ),
  'keys-one-unread': { backend: () => new FakeBackend(fakeTwoKeys(unread)) },
  'keys-many': { backend: many },
}
