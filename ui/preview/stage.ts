// Shows scenes one after another in a page that already has the app's styles, such as that of the real window.
import { mount, tick, unmount } from 'svelte'
import type { Appearance } from '../src/backend/bindings/Appearance'
import type { Language } from '../src/backend/bindings/Language'
import type { FakeBackend } from '../src/backend/fake/fake'
import Root from '../src/app/Root.svelte'
import { setLocale } from '../src/format/messages.svelte'
import { crowded } from './crowded'
import { exposed } from './exposed'
import { longest } from './longest'
import { scenes } from './scenes'
import { frame } from './steps'

export interface SceneOptions {
  appearance?: Appearance
  language?: Language
  /** Hides names from the start. */
  hidden?: boolean
  /** Uses the longest plausible values. */
  long?: boolean
}

let shown: { window: object; backend: FakeBackend } | undefined

/** Replaces the content of the page with a scene. Resolves when it is complete. */
export async function show(
  name: string,
  { appearance = 'system', language = 'en', hidden = false, long = false }: SceneOptions = {},
): Promise<void> {
  const scene = scenes[name]
  if (!scene) throw new Error(`there is no scene ${name}`)
  // Pending updates of the modules must finish first, or the first window would get stuck in them.
  await tick()
  if (shown) await unmount(shown.window)
  const target = document.createElement('div')
  target.id = 'app'
  document.body.replaceChildren(target)
  // The scene finds buttons by name before the app has sent its language, so the system's language must be the same.
  Object.defineProperty(navigator, 'languages', { value: [language], configurable: true })
  await setLocale(language)
  const backend = scene.backend()
  backend.state.preferences = { ...backend.state.preferences, appearance, language }
  if (hidden) backend.state.names_hidden = true
  Object.assign(window, { backend }) // For the console: backend.append({ … })
  shown = { window: mount(Root, { target, props: { backend: long ? longest(backend) : backend } }), backend }
  await scene.then?.(backend)
  await frame()
}

/** The problems of a scene with the longest values in any of these languages: each once, with an example. */
export async function crowdedIn(name: string, languages: Language[], most: number): Promise<[string, string][]> {
  await show(name, { long: true })
  const found = new Map<string, string>()
  for (const language of languages) {
    await switchTo(language)
    for (const { problem, text } of crowded(most))
      if (!found.has(problem)) found.set(problem, `${name}, ${language}: “${text}”`)
  }
  return [...found]
}

/** The personal values of a scene that can be seen although names are hidden. */
export async function exposedIn(name: string): Promise<string[]> {
  await show(name, { long: true, hidden: true })
  return exposed()
}

/** Changes the language as the settings do. What is open stays open. */
async function switchTo(language: Language) {
  const backend = shown?.backend
  if (!backend || backend.state.preferences.language === language) return
  await setLocale(language)
  backend.events?.state(await backend.setPreferences({ ...backend.state.preferences, language }))
  await tick()
}

/** The scenes to take pictures of: one for each screen, list, and dialog. */
export const screens = [
  ...[
    'start-other-keychain',
    'connect-vips',
    'connect-list-check',
    'first-steps',
    'add-several',
    'list-also',
    'start-refused',
    'log',
    'log-marks-and-words',
    'accounts',
    'add-found-several',
    'letters',
  ],
  ...[
    'lists',
    'list-check-everything',
    'list-check-names',
    'list-check-damaged',
    'list-check-matched',
    'list-check-column',
    'list-look-ambiguous',
    'list-look-matched',
    'list-look-matched-by-id',
    'list-look',
    'list-look-not-a-fan',
  ],
  ...['batch-history', 'batch-large', 'batch-same-refusal', 'batch-ended', 'batch-undo', 'batch-close'],
  ...['log-filtered', 'log-detail', 'log-selected', 'log-export', 'log-undo'],
  ...[
    'vips-chosen',
    'vips-question',
    'suggest-rules',
    'suggest-subscribers',
    'settings-keys-many',
    'settings-accounts',
    'erase',
    'help',
    'whats-new',
  ],
  ...['palette-hits', 'shortcut-sheet', 'row-menu', 'undo-toast', 'link-question'],
  ...['names-details', 'names-offer', 'batches-search', 'vips-export'],
  ...['update-question', 'update-notice', 'update-security', 'settings-updates-found', 'settings-updates-refused'],
]

/** Scenes that look like another one except for a sentence or a row, or that take long because of their many rows. */
const ALIKE = [
  /^(start|keys)-(?!other|two|help|refused)|^connect-(none|not|missing|refused|log|settings|lists)|^first-steps-|^starting|^(sending|unconfirmed|failed|scientific|stale|practice|this-run|notices|no-|empty|replace)/,
  /^list-check-(again|remove|few|nobody|practice|saved|looking|found)|^lists-(practice|reading)|^list-look-found/,
  /^batch-(begun|remove|look|check|told|no-|trouble|paus|interrupted|key|credits|session|blocked|unproven|unknown|stop.|undo.|practice)/,
  /^log-(none|search|fan|undo-|started|exporting|new|unread|practice|all)|million/,
  /^hidden-/,
  /^(vips|suggest|lapsed)-(unread|first|part|sure|stopped-first|none|empty|refused|expired|no-|starting|started|all)/,
  /^settings-keys-(one|adding|added|too|replacing)|^settings-practice/,
]

/** The scenes to check for crowded texts. */
export const measured = Object.keys(scenes).filter((name) => !ALIKE.some((pattern) => pattern.test(name)))

/** The scenes to look for personal values in. Those with names hidden from the start are the same. */
export const watched = Object.keys(scenes).filter((name) => !/^hidden-|million|^starting$/.test(name))
