import { afterEach, describe, expect, it } from 'vitest'
import type { Language } from '../backend/bindings/Language'
import project from '../../project.inlang/settings.json'
import { bestMatch, directionOf, languageName, regional } from './language'
import { locale, setLocale } from './messages.svelte'
import { count, exact, moment } from './time'

const known: Language[] = ['en', 'de', 'es', 'pt-BR', 'en-xa', 'ar-xb']

describe('the language of the window', () => {
  it.each<[string[], Language | undefined]>([
    [['pt-BR', 'en'], 'pt-BR'],
    [['pt-PT'], 'pt-BR'],
    [['pt'], 'pt-BR'],
    [['de-AT', 'de'], 'de'],
    [['de-Latn-CH-1996'], 'de'],
    [['en-GB'], 'en'],
    [['EN-us'], 'en'],
    // The first of the system's languages that the app has, not the first language of the app.
    [['ja', 'de', 'en'], 'de'],
    [['nb', 'sv-SE'], undefined],
    [['C', 'en_US', ''], undefined],
    [['C', 'es-MX'], 'es'],
    [['ar', 'he'], undefined],
    [[], undefined],
  ])('for %j is %s', (asked, language) => {
    expect(bestMatch(asked, known)).toBe(language)
  })

  it('prefers the system’s own variant where the app has several', () => {
    const both = ['pt-BR', 'pt-PT'] as Language[]
    expect(bestMatch(['pt-PT'], both)).toBe('pt-PT')
    expect(bestMatch(['pt-AO'], both)).toBe('pt-BR')
  })
})

describe('the locale of dates and numbers', () => {
  it.each<[Language, string[], string]>([
    ['en', ['en-GB', 'en-US', 'en'], 'en-GB'],
    ['en', ['de-AT', 'en-IE'], 'en-IE'],
    ['en', ['de-AT'], 'en'],
    ['de', ['en-GB', 'de-AT', 'de-DE'], 'de-AT'],
    ['pt-BR', ['pt-PT'], 'pt-PT'],
    ['es', ['C', 'es-MX'], 'es-MX'],
    ['en-xa', ['en-GB'], 'en'],
    ['ar-xb', ['ar-EG'], 'ar'],
  ])('of %s among %j is %s', (language, asked, expected) => {
    expect(regional(language, asked)).toBe(expected)
  })
})

describe('the window', () => {
  afterEach(async () => {
    await setLocale('en')
  })

  const noon = new Date(2026, 2, 5, 12, 0).getTime()

  it('writes dates as the system does in the chosen language', async () => {
    await setLocale('en', ['en-US'])
    expect(exact(noon)).toMatch(/^March 5, 2026/)
    await setLocale('en', ['en-GB'])
    expect([locale(), exact(noon).slice(0, 12)]).toEqual(['en-GB', '5 March 2026'])
    expect(moment(noon)).toContain('12:00')
    expect(moment(noon)).not.toContain('PM')
  })

  it('writes numbers as the system does in the chosen language', async () => {
    await setLocale('de', ['de-DE'])
    expect(count(12_345)).toBe('12.345')
    await setLocale('de', ['de-CH'])
    expect(count(12_345)).toMatch(/^12[’']345$/)
  })

  it('follows the system, and a choice over the system', async () => {
    await setLocale(null, ['pt-PT', 'en'])
    expect([document.documentElement.lang, locale()]).toEqual(['pt-BR', 'pt-PT'])
    await setLocale('de', ['pt-PT', 'en'])
    expect([document.documentElement.lang, locale()]).toEqual(['de', 'de'])
    await setLocale(null, ['ja'])
    expect([document.documentElement.lang, locale()]).toEqual(['en', 'en'])
  })
})

it('says in which direction a language runs', () => {
  expect(project.locales.map((one) => directionOf(one as Language))).toEqual(project.locales.map(() => 'ltr'))
  expect(directionOf('ar-xb')).toBe('rtl')
  expect(directionOf('he' as Language)).toBe('rtl')
  expect(directionOf('en-xa')).toBe('ltr')
})

it('calls each language by its own name', () => {
  expect(languageName('de')).toBe('Deutsch')
  expect(languageName('pt-BR')).toBe('Português (Brasil)')
})
