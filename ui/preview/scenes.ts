import type { KeychainProblem } from '../src/backend/bindings/KeychainProblem'
import type { LogRow } from '../src/backend/bindings/LogRow'
import { FakeBackend } from '../src/backend/fake/fake'
import { fakePeopleView, fakePerson, fakeRead } from '../src/backend/fake/people'
import { fakeKey, fakeRow, fakeSamples, fakeState } from '../src/backend/fake/state'
import { batchScenes } from './batch-scenes'
import { commandScenes } from './command-scenes'
import { fanScenes } from './fan-scenes'
import { hiddenScenes } from './hidden-scenes'
import { keyScenes } from './key-scenes'
import { listScenes } from './list-scenes'
import { logScenes } from './log-scenes'
import { batchSearchScenes, nameScenes } from './name-scenes'
import { peopleScenes } from './people-scenes'
import { updateScenes } from './update-scenes'
import { m } from '../src/format/messages.svelte'
import { beginning, frame, goTo, never, present, press, type Scene, type } from './steps'

const MINUTE = 60_000
const luna = { account: 'fansly_luna', account_name: 'Luna Vale' }

const variety: Partial<LogRow>[] = [
  { fan: '843584256474116096', can_undo: true },
  { fan: '227317562784874496', phase: 'sending', outcome: null, ended: null },
  { fan: '618592888766341120', outcome: 'unconfirmed', cause: 'no_reply', can_check: true },
  { fan: '918197836133183488', outcome: 'failed', cause: 'no_such_fan' },
  { fan: '374708676486770688', outcome: 'already', ...luna },
  { fan: '737318930569244672', action: 'remove', outcome: 'removed', can_undo: true },
  { fan: '500000000000000001', undone: true },
  { fan: '291827364554637281', outcome: 'stopped', ...luna },
  { fan: '661827364554637299', other_marks: true, can_undo: true },
  { fan: '777777', outcome: 'failed', action: 'remove', cause: 'session_expired' },
]

function rows(wanted: number): LogRow[] {
  return Array.from({ length: wanted }, (_, i) =>
    fakeRow({
      ...(variety[i] ?? { fan: `${400_000_000 + i}${300_000_000 + i * 7919}`, can_undo: i % 3 === 0 }),
      item: wanted - i,
      began: Date.now() - i * i * MINUTE,
      ended: i === 1 ? null : Date.now() - i * i * MINUTE,
    }),
  )
}

const settings = () => goTo('settings')

/** Adds a fan above eight rows, and waits for the ninth. */
async function addOne() {
  await type('#fan', '662918273645546372')
  await present('[role=row][data-item="9"]')
}

function refusing(code: Parameters<FakeBackend['refuse']>[1], params: Record<string, string>, text: string): Scene {
  return {
    backend: () => {
      const backend = new FakeBackend({}, rows(8))
      backend.answers.set('understand', () => Promise.resolve({ kind: 'invalid', failure: { code, params } }))
      return backend
    },
    then: () => type('#fan', text),
  }
}

function keychain(because: KeychainProblem): Scene {
  return { backend: () => new FakeBackend({ key: { kind: 'unread', because }, accounts: [] }) }
}

/** The whole app with a log and accounts, but no key that can be used. */
function withoutKey(because?: KeychainProblem, then?: Scene['then']): Scene {
  const keys = because && [fakeKey({ state: { kind: 'unread', because } })]
  return {
    backend: () => {
      const backend = new FakeBackend({ keys: keys ?? [] }, rows(8))
      const people = [fakePerson(), fakePerson({ fan: '227317562784874496', name: 'Zoë', username: 'zoe' })]
      backend.putPeople({ kind: 'vips' }, people)
      backend.views.set('fansly_mira {"kind":"vips"}', fakeRead(fakePeopleView({ source: { kind: 'vips' } }), people))
      return backend
    },
    ...(then && { then }),
  }
}

/** Just after the first key: no fan was added yet. */
function firstSteps(accounts: number, then?: Scene['then']): Scene {
  return {
    backend: () => {
      const untouched = fakeState().accounts.map((one) => ({ ...one, changed: false }))
      const backend = new FakeBackend({ accounts: untouched.slice(0, accounts) })
      backend.state.preferences = { ...backend.state.preferences, first_steps_done: false }
      return backend
    },
    ...(then && { then }),
  }
}

async function paste(text: string) {
  const field = await present('#fan')
  const event = new Event('paste', { bubbles: true, cancelable: true })
  field.dispatchEvent(Object.assign(event, { clipboardData: { getData: () => text } }))
  await present('.line .button')
}

const shown: Record<string, Scene> = {
  ...listScenes,
  ...nameScenes,
  ...batchSearchScenes,
  ...commandScenes,
  start: { backend: () => new FakeBackend({ key: { kind: 'none' }, accounts: [] }) },
  'start-other-keychain': {
    backend: () =>
      new FakeBackend({ key: { kind: 'none' }, keys: [], without_key: ['Mira Rose', 'Luna Vale', 'Noor'] }, rows(8)),
  },
  'start-two-warnings': {
    backend: () => {
      const path = '/home/mira/.local/share/org.velvetrope.desktop/ledger.sqlite3'
      const ledger = { kind: 'unavailable', failure: { code: 'ledger_read_only', params: { path } } } as const
      return new FakeBackend({ key: { kind: 'unread', because: 'locked' }, accounts: [], ledger })
    },
  },
  'start-erased': {
    backend: () => new FakeBackend({ key: { kind: 'none' }, keys: [], accounts: [], notices: [{ kind: 'erased' }] }),
  },
  'start-help': {
    backend: () => new FakeBackend({ key: { kind: 'none' }, accounts: [] }),
    then: async () => (await present('[aria-expanded]')).click(),
  },
  'start-checking': {
    backend: () => {
      const backend = new FakeBackend({ key: { kind: 'none' }, accounts: [] })
      backend.answers.set('saveKey', () => never)
      return backend
    },
    then: () => type('#key', 'af_live_4f9c1d2e8b7a6c5d'),
  },
  'start-refused': {
    backend: () => {
      const backend = new FakeBackend({ key: { kind: 'none' }, accounts: [] })
      backend.refuse('saveKey', 'key_refused')
      return backend
    },
    then: () => type('#key', 'af_live_4f9c1d2e8b7a6c5d'),
  },
  'connect-none': withoutKey(),
  'connect-missing': withoutKey('missing'),
  'connect-not-set-up': withoutKey('not_set_up'),
  'connect-locked': withoutKey('locked'),
  'connect-refused': withoutKey('refused'),
  'connect-vips': withoutKey('locked', () => goTo('vips')),
  'connect-vips-unread': withoutKey(undefined, async (backend) => {
    backend.views.clear()
    backend.peopleOf.clear()
    await goTo('vips')
  }),
  'connect-lists': withoutKey(undefined, () => goTo('lists')),
  'connect-list-check': withoutKey(undefined, async () => {
    await goTo('lists')
    await press(m.list_open())
  }),
  'connect-log': withoutKey(undefined, () => goTo('log')),
  'connect-settings': withoutKey(undefined, settings),
  'connect-dialog': withoutKey(undefined, async () => {
    await goTo('vips')
    await press(m.connect_open())
  }),
  'first-steps': firstSteps(2),
  'first-steps-one-account': firstSteps(1),
  'first-steps-done': firstSteps(2, () => type('#fan', '662918273645546372')),
  'add-several': {
    backend: () => new FakeBackend({}, rows(8)),
    then: () => paste('843584256474116096\tJamie K.\n227317562784874496\tZoë\n618592888766341120\tAlex'),
  },
  'start-missing': keychain('missing'),
  'start-not-set-up': keychain('not_set_up'),
  'start-locked': keychain('locked'),
  'start-keychain-refused': keychain('refused'),
  starting: {
    backend: () => {
      const backend = new FakeBackend()
      backend.answers.set('appState', () => never)
      return backend
    },
  },
  'starting-failed': {
    backend: () => {
      const backend = new FakeBackend()
      backend.refuse('appState', 'internal')
      return backend
    },
  },
  empty: { backend: () => new FakeBackend() },
  log: { backend: () => new FakeBackend({}, rows(10_000)) },
  'log-why': {
    backend: () => {
      const backend = new FakeBackend({}, rows(40).slice(2))
      backend.answers.set('check', () => Promise.resolve(backend.change(38, { checked: Date.now() })))
      return backend
    },
    then: async () => {
      await press(m.check(), '[role=grid]')
      await frame()
      await press(m.details_label({ fan: beginning('') }), '[role=row][data-index="0"]')
    },
  },
  'log-marks-and-words': {
    backend: () =>
      new FakeBackend({ accounts: fakeState().accounts.map((one) => ({ ...one, changed: false })) }, [
        fakeRow({ item: 2, fan: '518273645546372998', lost_marks: true, can_undo: true }),
        fakeRow({ item: 1, fan: '918197836133183488', outcome: 'failed', cause: 'refused', words: 'blocked' }),
      ]),
    then: async () => {
      await press(m.details_label({ fan: beginning('') }), '[role=row][data-index="0"]')
    },
  },
  added: { backend: () => new FakeBackend({}, rows(8)), then: addOne },
  sending: {
    backend: () => {
      const backend = new FakeBackend({}, rows(8))
      backend.answers.set('addVip', () => never)
      return backend
    },
    then: () => type('#fan', '662918273645546372'),
  },
  resting: {
    backend: () => {
      const backend = new FakeBackend({}, rows(8))
      backend.answers.set('addVip', () => {
        const row = backend.append({ fan: '662918273645546372', phase: 'waiting', outcome: null, ended: null })
        backend.events?.resting({ item: row.item, account: row.account, fan: row.fan, until: Date.now() + 12_000 })
        return never
      })
      return backend
    },
    then: addOne,
  },
  unconfirmed: {
    backend: () => {
      const backend = new FakeBackend({}, rows(8))
      backend.answers.set('addVip', () =>
        Promise.resolve(
          backend.append({
            fan: '662918273645546372',
            outcome: 'unconfirmed',
            cause: 'connection_lost',
            can_check: true,
          }),
        ),
      )
      return backend
    },
    then: addOne,
  },
  failed: {
    backend: () => {
      const backend = new FakeBackend({}, rows(8))
      backend.answers.set('addVip', () =>
        Promise.resolve(backend.append({ fan: '662918273645546372', outcome: 'failed', cause: 'no_such_fan' })),
      )
      return backend
    },
    then: addOne,
  },
  letters: refusing('fan_letters', { found: 'mira 843584256474116096' }, 'mira 843584256474116096'),
  scientific: refusing('fan_scientific', {}, '8.43584E+17'),
  'add-help': {
    backend: () => new FakeBackend({}, rows(8)),
    then: async () => (await present('form [aria-expanded]')).click(),
  },
  accounts: {
    backend: () => new FakeBackend({}, rows(8)),
    then: async () => {
      const trigger = await present('#account')
      trigger.focus()
      trigger.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true }))
    },
  },
  'no-accounts': { backend: () => new FakeBackend({ accounts: [], chosen: null }) },
  expired: { backend: () => new FakeBackend({ chosen: 'fansly_noor' }, rows(8)) },
  stale: { backend: () => new FakeBackend({ accounts_problem: { code: 'no_connection', params: {} } }, rows(8)) },
  practice: {
    backend: () => new FakeBackend({ mode: 'practice', key: { kind: 'none' }, samples: fakeSamples }, rows(4)),
  },
  'this-run': { backend: () => new FakeBackend({ key: { kind: 'session_only', because: 'missing' } }, rows(8)) },
  notices: {
    backend: () =>
      new FakeBackend(
        {
          notices: [
            { kind: 'ledger_set_aside', path: '/home/mira/.local/share/velvet-rope/ledger.damaged-1.sqlite3' },
            { kind: 'preferences_reset' },
            { kind: 'interrupted', count: 2 },
          ],
        },
        rows(3),
      ),
  },
  'no-ledger': {
    backend: () =>
      new FakeBackend({
        ledger: {
          kind: 'unavailable',
          failure: {
            code: 'ledger_read_only',
            params: { path: '/home/mira/.local/share/org.velvetrope.desktop/ledger.sqlite3' },
          },
        },
      }),
  },
  settings: { backend: () => new FakeBackend({}, rows(8)), then: settings },
  'settings-practice': {
    backend: () => new FakeBackend({ ...fakeState(), mode: 'practice', samples: fakeSamples }, rows(2)),
    then: settings,
  },
  'settings-saved': {
    backend: () => new FakeBackend({}, rows(8)),
    then: async (backend) => {
      await settings()
      backend.refuse('showSaved', 'file_not_shown', { file: 'Velvet Rope 2026-11-24.backup' })
      await press(m.backup_save())
      await press(m.show_in_folder())
      ;(await present('#section-data')).scrollIntoView()
    },
  },
  'settings-lower': {
    backend: () => new FakeBackend({}, rows(8)),
    then: async () => {
      await settings()
      ;(await present('#section-about')).scrollIntoView()
    },
  },
  'link-question': {
    backend: () => new FakeBackend({}, rows(8)),
    then: async () => {
      await settings()
      await press(m.console_open())
    },
  },
  report: {
    backend: () => new FakeBackend({}, rows(8)),
    then: async () => {
      await settings()
      await press(m.about_report())
      await present('.report [aria-busy=false]')
      await press(m.about_report_save(), '.report')
    },
  },
  help: { backend: () => new FakeBackend({}, rows(8)), then: () => goTo('help') },
  'whats-new': {
    backend: () => new FakeBackend({}, rows(8)),
    then: async () => {
      await goTo('help')
      await press(m.about_news())
      await present('.news h3')
    },
  },
  replace: {
    backend: () => new FakeBackend({}, rows(8)),
    then: async () => {
      await settings()
      await press(m.settings_key_replace())
    },
  },
  erase: {
    backend: () => new FakeBackend({}, rows(8)),
    then: async () => {
      await settings()
      await press(m.settings_erase_button())
    },
  },
  ...batchScenes,
  ...fanScenes,
  ...keyScenes,
  ...logScenes,
  ...peopleScenes,
  ...updateScenes,
}

export const scenes: Record<string, Scene> = { ...shown, ...hiddenScenes(shown) }
