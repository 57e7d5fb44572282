import type { LookUp } from '../backend/bindings/LookUp'
import type { Mode } from '../backend/bindings/Mode'
import type { Person } from '../backend/bindings/Person'
import type { Understood } from '../backend/bindings/Understood'
import type { VipState } from '../backend/bindings/VipState'
import { m } from './messages.svelte'
import { count, relative } from './time'

/** The credits that the next submission uses, approximately. */
export function creditsAhead(understood: Understood, mode: Mode): string {
  if (understood.kind === 'several') return m.fan_hint_list()
  if (understood.kind !== 'name') return mode === 'practice' ? m.fan_hint_practice() : m.fan_hint()
  if (mode === 'practice') return m.fan_hint_name_practice()
  if (understood.credits === 0) return m.fan_hint_name_known()
  return m.fan_hint_name({ count: understood.credits, shown: count(understood.credits) })
}

/** The credits that a look-up has used. Empty in practice mode. */
export function cost({ credits, read }: LookUp, mode: Mode, now: number): string {
  if (mode === 'practice') return ''
  if (credits === 0) return m.lookup_credits_none({ when: relative(read, now) })
  return m.lookup_credits({ count: credits, shown: count(credits) })
}

/** A person's best name, or the ID if there is none. */
export function nameOf({ fan, name, username }: Person): string {
  return name ?? (username === null ? fan : `@${username}`)
}

/** Whether a person is VIP already. */
export function vip(state: VipState): string {
  switch (state) {
    case 'vip':
      return m.lookup_vip()
    case 'missed':
      return m.lookup_vip_missed()
    case 'left':
      return m.lookup_vip_left()
    case 'not_seen':
      return m.lookup_vip_not_seen()
    case 'unknown':
      return m.lookup_vip_unknown()
  }
}
