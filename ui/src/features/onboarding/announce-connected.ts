import type { App } from '../../app/app.svelte'
import { m } from '../../format/messages.svelte'
import { count } from '../../format/time'

/** Announces, after a key was saved, how many accounts are connected. */
export function announceConnected(app: App): void {
  const total = app.state?.accounts.length ?? 0
  app.announce(m.connected({ count: total, shown: count(total) }))
}
