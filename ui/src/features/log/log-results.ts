import type { LogFound } from '../../backend/bindings/LogFound'
import type { LogQuery } from '../../backend/bindings/LogQuery'
import type { LogRow } from '../../backend/bindings/LogRow'
import type { Backend } from '../../backend/backend'
import { PagedRows } from '../../components/table/paged-rows.svelte'

/** The query for the whole log, newest first. */
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

/** The search results of the log. */
export class LogResults extends PagedRows<LogQuery, LogRow, LogFound> {
  constructor(backend: Backend) {
    super(everything, {
      find: (query) => backend.findLog(query),
      rows: async ({ found }, offset, limit) => (await backend.foundRows(found, offset, limit)).rows,
      copy: (selection) => backend.copyEntries(selection),
    })
  }
}
