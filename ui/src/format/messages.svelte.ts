import type { Language } from '../backend/bindings/Language'
import { bestMatch, directionOf, regional } from './language'

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

/** The languages of this build. Only development builds have the pseudo-languages. */
export const languages = Object.keys(catalogs).map((file) => file.replace(/^.*\/|\.js$/g, '')) as Language[]

// eslint-disable-next-line svelte/prefer-svelte-reactivity -- nothing on screen follows it
const loaded = new Map<Language, Messages>()
let wanted: Language | undefined
let current = $state.raw<{ language: Language; locale: string; direction: 'ltr' | 'rtl'; messages: Messages }>()

// eslint-disable-next-line svelte/prefer-svelte-reactivity -- nothing on screen follows it
const callable = new Map<keyof Messages, (inputs: never) => string>()

/**
 * Every message in the window's language. Code that calls one runs again when the language changes, and a message that was
 * kept from before is in the new language too.
 */
export const m = new Proxy({} as Messages, {
  get(_, name: keyof Messages) {
    // Some code asks whether there is a message, such as one for an error code of a later version.
    if (current && !(name in current.messages)) return undefined
    const known = callable.get(name)
    if (known) return known
    const message = (inputs: never) => (current?.messages[name] as (inputs: never) => string)(inputs)
    callable.set(name, message)
    return message
  },
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
  const language = languages.find((known) => known === preference) ?? bestMatch(asked, languages) ?? BASE
  wanted = language
  const messages = loaded.get(language) ?? (await load(language))
  if (wanted !== language) return
  const direction = directionOf(language)
  current = { language, locale: regional(language, asked), direction, messages }
  document.documentElement.lang = language
  document.documentElement.dir = direction
}

/** The language of the window, for texts that come in several. */
export function language(): Language {
  return current?.language ?? BASE
}

/** The locale for dates and numbers. */
export function locale(): string {
  return current?.locale ?? BASE
}

/** For components of libraries that don't see the direction of the page. */
export function direction(): 'ltr' | 'rtl' {
  return current?.direction ?? 'ltr'
}

async function load(language: Language): Promise<Messages> {
  const catalog = catalogs[`../paraglide/messages/${language}.js`]
  if (catalog === undefined) throw new Error(`there is no catalog for ${language}`)
  const messages = await catalog()
  loaded.set(language, messages)
  return messages
}
