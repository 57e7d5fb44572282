import type { Language } from '../backend/bindings/Language'

type Catalog = typeof import('../paraglide/messages/en.js')

/** Each message is a function of its placeholders. A message without placeholders takes no argument. */
type Messages = {
  readonly [Name in keyof Catalog]: Catalog[Name] extends (inputs: infer Inputs) => infer Text
    ? object extends Inputs
      ? (inputs?: Inputs) => Text
      : (inputs: Inputs) => Text
    : never
}

const BASE: Language = 'en'

/** The compiled catalogs by file. Each is a chunk of its own, so that the window loads only the language it shows. */
const catalogs = import.meta.glob<Messages>(['../paraglide/messages/*.js', '!../paraglide/messages/_index.js'])

/** The languages of this build. Only development builds have the pseudo-language. */
export const languages = Object.keys(catalogs).map((file) => file.replace(/^.*\/|\.js$/g, '')) as Language[]

// eslint-disable-next-line svelte/prefer-svelte-reactivity -- nothing on screen follows it
const loaded = new Map<Language, Messages>()
let wanted: Language | undefined
let current = $state.raw<{ language: Language; messages: Messages }>()

/** Every message in the window's language. Code that reads one runs again when the language changes. */
export const m = new Proxy({} as Messages, {
  get: (_, name: keyof Messages) => current?.messages[name],
})

/** Whether a language is loaded. Until then, there is no text to show. */
export function hasMessages(): boolean {
  return current !== undefined
}

/**
 * Switches to the language `preference`, or to the best match for the system's languages, and marks the document with it.
 * Resolves when its messages are loaded.
 */
export async function setLocale(
  preference: Language | null,
  asked: readonly string[] = navigator.languages,
): Promise<void> {
  const language = languages.find((known) => known === preference) ?? best(asked)
  wanted = language
  const messages = loaded.get(language) ?? (await load(language))
  if (wanted !== language) return
  current = { language, messages }
  document.documentElement.lang = language
  document.documentElement.dir = 'ltr'
}

/** The locale for dates and numbers. The pseudo-language uses English ones. */
export function locale(): string {
  const language = current?.language ?? BASE
  return language === 'en-xa' ? BASE : language
}

async function load(language: Language): Promise<Messages> {
  const catalog = catalogs[`../paraglide/messages/${language}.js`]
  if (catalog === undefined) throw new Error(`there is no catalog for ${language}`)
  const messages = await catalog()
  loaded.set(language, messages)
  return messages
}

function best(asked: readonly string[]): Language {
  for (const tag of asked) {
    const known = languages.find((one) => one === tag.split('-')[0]?.toLowerCase())
    if (known !== undefined) return known
  }
  return BASE
}
