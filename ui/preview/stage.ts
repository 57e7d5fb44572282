// Shows scenes one after another, in a page that already has the app's styles: its own, or that of the real window.
import { mount, tick, unmount } from 'svelte'
import type { Appearance } from '../src/backend/bindings/Appearance'
import type { Language } from '../src/backend/bindings/Language'
import type { FakeBackend } from '../src/backend/fake/fake'
import Root from '../src/app/Root.svelte'
import { setLocale } from '../src/format/messages.svelte'
import { crowded } from './crowded'
import { longest } from './longest'
import { scenes } from './scenes'

export interface Wish {
  appearance?: Appearance
  language?: Language
  /** With the longest values that are plausible. */
  long?: boolean
}

let shown: { window: object; backend: FakeBackend } | undefined

/** Shows a scene in place of whatever the page shows; resolves when it stands. */
export async function show(
  name: string,
  { appearance = 'system', language = 'en', long = false }: Wish = {},
): Promise<void> {
  const scene = scenes[name]
  if (!scene) throw new Error(`there is no scene ${name}`)
  // What the modules have set so far is brought to its end first: the first window would be stuck in the middle of it.
  await tick()
  if (shown) await unmount(shown.window)
  const target = document.createElement('div')
  target.id = 'app'
  document.body.replaceChildren(target)
  // The system speaks it too: the scene names buttons before the app has told the language.
  Object.defineProperty(navigator, 'languages', { value: [language], configurable: true })
  await setLocale(language)
  const backend = scene.backend()
  backend.state.preferences = { appearance, language }
  Object.assign(window, { backend }) // For the console: backend.append({ … })
  shown = { window: mount(Root, { target, props: { backend: long ? longest(backend) : backend } }), backend }
  await scene.then?.(backend)
  // Rows are put in place as soon as a frame has shown how much room they have.
  await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)))
}

/** What is crowded in a scene with the longest values, in any of the languages: each problem once, and where it was seen. */
export async function crowdedIn(name: string, languages: Language[], most: number): Promise<[string, string][]> {
  await show(name, { long: true })
  const found = new Map<string, string>()
  for (const language of languages) {
    await turnTo(language)
    for (const { problem, text } of crowded(most))
      if (!found.has(problem)) found.set(problem, `${name}, ${language}: “${text}”`)
  }
  return [...found]
}

/** As if the language had been changed in the settings; what is open stays open. */
async function turnTo(language: Language) {
  const backend = shown?.backend
  if (!backend || backend.state.preferences.language === language) return
  await setLocale(language)
  backend.events?.state(await backend.setPreferences({ ...backend.state.preferences, language }))
  await tick()
}

/** A scene for each screen, list and question, to be pictured. */
export const screens = [
  ...[
    'start-other-keychain',
    'start-refused',
    'log',
    'log-marks-and-words',
    'accounts',
    'add-found-several',
    'letters',
  ],
  ...['lists', 'list-check-everything', 'list-check-names', 'list-look', 'list-look-not-a-fan'],
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
  ],
]

/** What another scene shows too, but for a sentence or a row, and what takes long because of its many rows alone. */
const ALIKE = [
  /^(start|keys)-(?!other|two|help|refused)|^starting|^(sending|unconfirmed|failed|scientific|stale|practice|this-run|notices|no-|empty|replace)/,
  /^list-check-(again|remove|few|nobody|practice|saved|looking|found)|^lists-(practice|reading)|^list-look-found/,
  /^batch-(begun|remove|look|check|told|no-|trouble|paus|interrupted|key|credits|session|blocked|unproven|unknown|stop.|undo.|practice)/,
  /^log-(none|search|fan|undo-|started|exporting|new|unread|practice|all)|million/,
  /^(vips|suggest|lapsed)-(unread|first|part|sure|stopped-first|none|empty|refused|expired|no-|starting|started|all)/,
  /^settings-keys-(one|adding|added|too|replacing)|^settings-practice/,
]

/** The scenes that are measured. */
export const measured = Object.keys(scenes).filter((name) => !ALIKE.some((pattern) => pattern.test(name)))
