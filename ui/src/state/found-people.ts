import type { PeopleFound } from '../host/bindings/PeopleFound'
import type { PeopleQuery } from '../host/bindings/PeopleQuery'
import type { PeopleSource } from '../host/bindings/PeopleSource'
import type { Person } from '../host/bindings/Person'
import type { Host } from '../host/host'
import { Found } from './found.svelte'

/** All who are on a list, as the service lists them; of those who might become VIP, who is not yet. */
export function everybody(account: string, source: PeopleSource): PeopleQuery {
  const show = source.kind === 'vips' || source.kind === 'lapsed' ? 'all' : 'not_vip'
  return { account, source, text: '', show, sort: 'listed', descending: false }
}

/** Who was found on a list of people. */
export class FoundPeople extends Found<PeopleQuery, Person, PeopleFound> {
  constructor(host: Host) {
    super(everybody('', { kind: 'vips' }), {
      find: (query) => host.findPeople(query),
      rows: async (found, offset, limit) => (await host.peopleRows(found, offset, limit)).rows,
      ids: (selection) => host.idsOfPeople(selection),
    })
  }
}
