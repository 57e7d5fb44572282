import type { UpdateState } from '../src/backend/bindings/UpdateState'
import { FakeBackend } from '../src/backend/fake/fake'
import { fakeNewVersion, fakeRow, fakeUpdates } from '../src/backend/fake/state'
import { m } from '../src/format/messages.svelte'
import { goTo, present, press, type Scene } from './steps'

/** In every language, as a release has it. */
const changes = {
  en: 'Lists with a million rows load twice as fast.',
  de: 'Listen mit einer Million Zeilen laden doppelt so schnell.',
  es: 'Las listas con un millón de filas se cargan el doble de rápido.',
  fr: 'Les listes d’un million de lignes se chargent deux fois plus vite.',
  it: 'Le liste con un milione di righe si caricano in metà tempo.',
  'pt-BR': 'As listas com um milhão de linhas carregam duas vezes mais rápido.',
}
const available = fakeNewVersion({ changes })
const fix = fakeNewVersion({
  version: '1.2.1',
  security: true,
  changes: {
    en: 'A damaged workbook could make the app use all memory.',
    de: 'Eine beschädigte Arbeitsmappe konnte den ganzen Arbeitsspeicher belegen.',
    es: 'Un libro de cálculo dañado podía agotar la memoria.',
    fr: 'Un classeur endommagé pouvait occuper toute la mémoire.',
    it: 'Una cartella di lavoro danneggiata poteva esaurire la memoria.',
    'pt-BR': 'Uma pasta de trabalho danificada podia esgotar a memória.',
  },
})

const withUpdates = (updates: Partial<UpdateState>) => () =>
  new FakeBackend({ updates: fakeUpdates({ host: 'github.com', page_host: 'github.com', ...updates }) }, [fakeRow()])

async function settings() {
  await goTo('settings')
  ;(await present('#section-updates')).scrollIntoView()
}

/** Notices of new versions. */
export const updateScenes: Record<string, Scene> = {
  'update-question': { backend: withUpdates({ ask: true }) },
  'update-notice': { backend: withUpdates({ available, tell: true }) },
  'update-security': { backend: withUpdates({ available: fix, tell: true }) },
  'update-link': {
    backend: withUpdates({ available, tell: true }),
    then: () => press(m.update_open()),
  },
  'settings-updates': {
    backend: withUpdates({ checked: Date.now() - 3_600_000 }),
    then: settings,
  },
  'settings-updates-found': {
    backend: () => {
      const backend = withUpdates({})()
      backend.newVersion = fix
      return backend
    },
    then: async () => {
      await settings()
      await press(m.updates_check())
    },
  },
  'settings-updates-refused': {
    backend: () => {
      const backend = withUpdates({ checked: Date.now() - 86_400_000 })()
      backend.refuse('checkUpdates', 'updates_unproven', { host: 'github.com' })
      return backend
    },
    then: async () => {
      await settings()
      await press(m.updates_check())
    },
  },
  'help-updates': { backend: withUpdates({}), then: () => goTo('help') },
}
