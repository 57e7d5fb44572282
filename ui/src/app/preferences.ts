import type { Preferences } from '../backend/bindings/Preferences'
import type { App } from './app.svelte'
import { anyLedger, Query } from './command.svelte'
import { workQueue } from './one-by-one'

/** Changes some of the preferences. Each change builds on the one before, so that none reverts another. */
export function settingPreferences(app: App): Query<[Partial<Preferences>], unknown> {
  const queue = workQueue()
  return new Query(anyLedger, (change: Partial<Preferences>) =>
    queue(async () => {
      const now = app.state?.preferences
      if (now) await app.change((backend) => backend.setPreferences({ ...now, ...change }))
    }),
  )
}
