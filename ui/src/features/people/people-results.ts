import type { PeopleFound } from '../../backend/bindings/PeopleFound'
import type { PeopleQuery } from '../../backend/bindings/PeopleQuery'
import type { PeopleSource } from '../../backend/bindings/PeopleSource'
import type { Person } from '../../backend/bindings/Person'
import type { Backend } from '../../backend/backend'
import { PagedRows } from '../../components/table/paged-rows.svelte'

/** All who are on a list, as the service lists them; of those who might become VIP, who is not yet. */
export function everybody(account: string, source: PeopleSource): PeopleQuery {
  const show = source.kind === 'vips' || source.kind === 'lapsed' ? 'all' : 'not_vip'
  return { account, source, text: '', show, sort: 'listed', descending: false }
}

/** Who was found on a list of people. */
export class PeopleResults extends PagedRows<PeopleQuery, Person, PeopleFound> {
  constructor(backend: Backend) {
    super(everybody('', { kind: 'vips' }), {
      find: (query) => backend.findPeople(query),
      rows: async ({ found }, offset, limit) => (await backend.peopleRows(found, offset, limit)).rows,
      copy: (selection) => backend.copyPeople(selection),
    })
  }
}
