import { afterAll, expect, test } from 'vitest'
import { asSentence, keychainName, whereTheKeyIs } from './keychain'
import { languages, m, setLocale } from './messages.svelte'

const refused = { kind: 'unread', because: 'refused' } as const

afterAll(() => setLocale('en'))

test.each(languages)(
  'the name of the keychain has a capital letter only where it starts a sentence (%s)',
  async (language) => {
    await setLocale(language)
    for (const kind of ['secret_service', 'keychain', 'credential_manager'] as const) {
      const name = keychainName(kind)
      const text = whereTheKeyIs(refused, kind)
      if (m.keychain_refused({ keychain: name }).startsWith(name)) expect(text.startsWith(asSentence(name))).toBe(true)
      else expect(text).toContain(` ${name}`)
    }
  },
)
