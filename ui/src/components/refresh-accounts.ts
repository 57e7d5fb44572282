import type { App } from '../app/app.svelte'
import { anyLedger, Command } from '../app/command.svelte'
import { failureOf } from '../backend/backend'
import { problemAndAdvice } from '../format/failure'
import { m } from '../format/messages.svelte'

/** Refreshes the accounts of every key, and announces the result. */
export function refreshAccounts(app: App): Command<[], void> {
  return new Command(anyLedger, async () => {
    try {
      await app.change((backend) => backend.refreshAccounts())
      const trouble = app.state?.accounts_problem
      app.announce(trouble ? problemAndAdvice(trouble) : m.account_refreshed())
    } catch (thrown) {
      app.announce(problemAndAdvice(failureOf(thrown)))
      throw thrown
    }
  })
}
