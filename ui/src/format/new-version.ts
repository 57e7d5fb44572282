import type { NewVersion } from '../backend/bindings/NewVersion'
import { m } from './messages.svelte'

/** That there is a new version, and whether it fixes a security problem. */
export function announced({ version, security }: NewVersion): string {
  return security ? m.update_security({ version }) : m.update_available({ version })
}
