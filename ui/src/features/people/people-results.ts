import type { PeopleFound } from '../../backend/bindings/PeopleFound'
import type { PeopleQuery } from '../../backend/bindings/PeopleQuery'
import type { PeopleSource } from '../../backend/bindings/PeopleSource'
import type { Person } from '../../backend/bindings/Person'
import type { Backend } from '../../backend/backend'
import { PagedRows } from '../../components/table/paged-rows.svelte'

/** The query for everyone on a list, in the list's order. Lists of possible VIPs leave out those who are VIP. */
export function everybody(account: string, source: PeopleSource): PeopleQuery {
  const show = source.kind === 'vips' || source.kind === 'lapsed' ? 'all' : 'not_vip'
  return { account, source, text: '', show, sort: 'listed', descending: false }
}

/** The search results of a list of people. */
export class PeopleResults extends PagedRows<PeopleQuery, Person, PeopleFound> {
  constructor(backend: Backend) {
    super(everybody('', { kind: 'vips' }), {
      find: (query) => backend.findPeople(query),
      rows: async ({ found }, offset, limit) => (await backend.peopleRows(found, offset, limit)).rows,
      copy: (selection) => backend.copyPeople(selection),
    })
  }
}
