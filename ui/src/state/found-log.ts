import type { LogFound } from '../host/bindings/LogFound'
import type { LogQuery } from '../host/bindings/LogQuery'
import type { LogRow } from '../host/bindings/LogRow'
import type { Host } from '../host/host'
import { Found } from './found.svelte'

/** The whole log, newest first. */
export const everything: LogQuery = {
  text: '',
  account: null,
  batch: null,
  fan: null,
  standings: [],
  action: null,
  from: null,
  until: null,
  sort: { by: 'when', descending: true },
}

/** What was found in the log. */
export class FoundLog extends Found<LogQuery, LogRow, LogFound> {
  constructor(host: Host) {
    super(everything, {
      find: (query) => host.findLog(query),
      rows: async (found, offset, limit) => (await host.foundRows(found, offset, limit)).rows,
      ids: (selection) => host.idsOf(selection),
    })
  }
}
