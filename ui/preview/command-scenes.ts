import { FakeBackend } from '../src/backend/fake/fake'
import { fakePerson } from '../src/backend/fake/people'
import { fakeRow } from '../src/backend/fake/state'
import { goTo, present, type Scene, shortcut, type } from './steps'

const rows = [
  fakeRow({ item: 3, fan: '843584256474116096', label: 'Jamie K.', note: 'Met at the Friday show', can_undo: true }),
  fakeRow({ item: 2, fan: '618592888766341120', label: 'Zoë', outcome: 'failed', cause: 'no_such_fan' }),
  fakeRow({ item: 1, fan: '374708676486770688', label: 'ليلى', account: 'fansly_luna', account_name: 'Luna Vale' }),
]

function backend(): FakeBackend {
  const made = new FakeBackend({}, rows)
  made.putPeople({ kind: 'vips' }, [fakePerson(), fakePerson({ fan: '227317562784874496', name: 'Jamie Lou' })])
  made.putPeople({ kind: 'vips' }, [fakePerson({ fan: '500000000000000001', name: null })], 'fansly_luna')
  return made
}

const FIELD = '[role=combobox]'
const palette = (then?: () => Promise<void>): Scene => ({
  backend,
  then: async () => {
    await shortcut({ key: 'k', ctrlKey: true }, FIELD)
    await then?.()
  },
})

/** The palette, the sheet of shortcuts, the menu of a row, a toast, and the edge in the account's color. */
export const commandScenes: Record<string, Scene> = {
  palette: palette(),
  'palette-hits': palette(async () => {
    await type(FIELD, 'jamie', false)
    await present('[role=option][data-value^=fan]')
  }),
  'palette-none': palette(async () => {
    await type(FIELD, 'nobody at all', false)
    await present('[role=option][data-value=new_fan_named]')
  }),
  'palette-command': palette(() => type(FIELD, 'go', false)),
  'palette-accounts': {
    backend,
    then: () => shortcut({ key: 'A', ctrlKey: true, shiftKey: true }, FIELD).then(() => undefined),
  },
  'shortcut-sheet': { backend, then: () => shortcut({ key: 'F1' }, '[role=dialog]').then(() => undefined) },
  'row-menu': {
    backend,
    then: async () => {
      await goTo('log')
      const row = await present('[role=row][data-item="3"]')
      row.focus()
      await shortcut({ key: 'F10', shiftKey: true }, '[role=menu]', row)
    },
  },
  'undo-toast': {
    backend,
    then: async () => {
      await type('#fan', '662918273645546372')
      await present('[role=row][data-item="4"]')
      await shortcut({ key: 'z', ctrlKey: true }, '.toast .ok')
    },
  },
  'account-edge-log': { backend, then: () => goTo('log') },
  'account-edge-settings': { backend, then: () => goTo('settings') },
}
