import type { Language } from '../backend/bindings/Language'
import { m } from './messages.svelte'

// Each language has its own name for itself, so that people find it who cannot read the current one.
const names: Record<Language, () => string> = {
  en: () => m.language_en(),
  es: () => m.language_es(),
  'en-xa': () => m.language_en_xa(),
}

/** What a language is called in the choice of languages. */
export function languageName(language: Language): string {
  return names[language]()
}
