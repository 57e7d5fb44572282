import type { Language } from '../backend/bindings/Language'
import { baseLocale, locales, overwriteGetLocale, type Locale } from '../paraglide/runtime.js'

let chosen = $state<Locale>(baseLocale)

// Every message asks for the language, so reading it from a signal makes the whole window follow a change at once.
overwriteGetLocale(() => chosen)

/** The languages this build has; the pseudo-language is in development builds only. */
export const languages = locales as readonly Language[]

/** Speaks `preference`, or the best of what the system asks for, and marks the document accordingly. */
export function setLocale(preference: Language | null, asked: readonly string[] = navigator.languages): void {
  chosen = locales.find((known) => known === preference) ?? best(asked)
  document.documentElement.lang = chosen
  document.documentElement.dir = 'ltr'
}

/** For dates and numbers: the pseudo-language counts in English. */
export function locale(): string {
  return (chosen as Language) === 'en-xa' ? 'en' : chosen
}

function best(asked: readonly string[]): Locale {
  for (const tag of asked) {
    const known = locales.find((one) => one === tag.split('-')[0]?.toLowerCase())
    if (known !== undefined) return known
  }
  return baseLocale
}
