import type { SessionState } from '../backend/bindings/SessionState'
import { m } from './messages.svelte'

/** The state of an account's session at Fansly, as far as it is known. */
export function session(state: SessionState): string {
  switch (state) {
    case 'unknown':
      return m.session_unknown()
    case 'alive':
      return m.session_active()
    case 'expired':
      return m.account_expired()
  }
}

/** The names of the badge colors, in their order. */
export function colours(): string[] {
  return [
    m.colour_0(),
    m.colour_1(),
    m.colour_2(),
    m.colour_3(),
    m.colour_4(),
    m.colour_5(),
    m.colour_6(),
    m.colour_7(),
  ]
}
