import type { Mode } from '../backend/bindings/Mode'
import type { OfferPart } from '../backend/bindings/OfferPart'
import { m } from './messages.svelte'
import { isolated } from './isolated'
import { takes } from './span'
import { count } from './time'

/** What one batch of an offer would do. */
export function offerLine({ action, account_name, count: fans }: OfferPart): string {
  const params = { count: fans, shown: count(fans), account: isolated(account_name) }
  return action === 'add' ? m.offer_add(params) : m.offer_remove(params)
}

/** The credits and the time of all batches. Leaves out credits in practice mode, and the time without a key. */
export function offerCost(parts: OfferPart[], mode: Mode): string {
  const credits = parts.reduce((sum, part) => sum + part.count, 0)
  const known = parts.every((part) => part.seconds !== null)
  const time = takes(parts.reduce((sum, part) => sum + (part.seconds ?? 0), 0))
  if (mode !== 'live') return known ? m.batch_time_practice({ time }) : m.fan_hint_practice()
  const params = { count: credits, shown: count(credits) }
  return known ? m.batch_credits_time({ ...params, time }) : m.offer_credits(params)
}
