import type { FanHit } from '../bindings/FanHit'
import type { LogRow } from '../bindings/LogRow'
import type { Person } from '../bindings/Person'
import { folded } from './log'

/** The fans whom the palette finds. `peopleOf` has the people by account and list. */
export function fakeHits(text: string, rows: LogRow[], peopleOf: ReadonlyMap<string, Person[]>): FanHit[] {
  const words = folded(text).split(/\s+/).filter(Boolean)
  const hits = new Map<string, FanHit>()
  const hit = (fan: string, of: Partial<FanHit>) => {
    const before = hits.get(fan) ?? { fan, name: null, username: null, note: null, logged: false, vip_of: [] }
    hits.set(fan, { ...before, ...of })
    return before
  }
  for (const { fan, label, note } of rows) if (!hits.has(fan)) hit(fan, { name: label, note, logged: true })
  for (const [list, people] of peopleOf) {
    const [account = ''] = list.split(' ')
    if (!list.endsWith('{"kind":"vips"}')) continue
    for (const { fan, name, username, note } of people) {
      const { vip_of } = hit(fan, { name, username, note })
      hit(fan, { vip_of: [...vip_of, account] })
    }
  }
  const where = ({ fan, name, username, note }: FanHit) => folded([fan, name, username, note].join('\n'))
  return [...hits.values()].filter((one) => words.every((word) => where(one).includes(word))).slice(0, 8)
}
