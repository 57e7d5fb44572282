import type { Language } from '../backend/bindings/Language'

/** Made-up languages of development builds, with the locales of their dates and numbers. */
const pseudo: Partial<Record<Language, string>> = { 'en-xa': 'en', 'ar-xb': 'ar' }

/** Scripts that are written from right to left. */
const FROM_THE_RIGHT = ['Arab', 'Hebr', 'Syrc', 'Thaa', 'Nkoo', 'Adlm']

/** The best of the `known` languages for the system's: that of the first tag which has one. */
export function bestMatch(asked: readonly string[], known: readonly Language[]): Language | undefined {
  for (const tag of asked) {
    const alike = known.filter((one) => pseudo[one] === undefined && languageOf(one) === languageOf(tag))
    const best = alike.find((one) => one === tag) ?? alike[0]
    if (best !== undefined) return best
  }
  return undefined
}

/** The locale for dates and numbers: the system's own variant of the language, such as `en-GB` for `en`. */
export function regional(language: Language, asked: readonly string[]): string {
  return pseudo[language] ?? asked.find((tag) => languageOf(tag) === languageOf(language)) ?? language
}

export function directionOf(language: Language): 'ltr' | 'rtl' {
  return FROM_THE_RIGHT.includes(new Intl.Locale(language).maximize().script ?? '') ? 'rtl' : 'ltr'
}

/** The language's own name for itself, so that people find it who cannot read the current one. */
export function languageName(language: Language): string {
  const name = new Intl.DisplayNames([language], { type: 'language' }).of(language) ?? language
  return name.charAt(0).toLocaleUpperCase(language) + name.slice(1)
}

/** Undefined for what is no language tag: a system may call its language “C”. */
function languageOf(tag: string): string | undefined {
  try {
    return new Intl.Locale(tag).language
  } catch {
    return undefined
  }
}
