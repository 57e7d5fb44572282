import type { Action } from '../backend/bindings/Action'
import type { ExportWords } from '../backend/bindings/ExportWords'
import type { PeopleColumn } from '../backend/bindings/PeopleColumn'
import type { PeopleProgress } from '../backend/bindings/PeopleProgress'
import type { PeopleQuery } from '../backend/bindings/PeopleQuery'
import type { PeopleSource } from '../backend/bindings/PeopleSource'
import type { PeopleView } from '../backend/bindings/PeopleView'
import type { Person } from '../backend/bindings/Person'
import type { VipState } from '../backend/bindings/VipState'
import { m } from './messages.svelte'
import { fanName } from './fan'
import { isolated } from './isolated'
import { enumerated } from './joined'
import { count } from './time'

/** The kinds of lists, each with its initial filters. */
export const sources: readonly PeopleSource[] = [
  { kind: 'vips' },
  { kind: 'supporters', days: 90, most: 25 },
  { kind: 'subscribers', status: 'active', tier: null },
  { kind: 'followers' },
  { kind: 'chats' },
  { kind: 'lapsed' },
]

/** The action for the people on a list: VIPs are removed, everyone else is added. */
export function actionFor({ kind }: PeopleSource): Action {
  return kind === 'vips' || kind === 'lapsed' ? 'remove' : 'add'
}

/** The name of a kind of list. */
export function kindWord(kind: PeopleSource['kind']): string {
  return {
    vips: m.people_source_vips,
    supporters: m.people_source_supporters,
    subscribers: m.people_source_subscribers,
    followers: m.people_source_followers,
    chats: m.people_source_chats,
    lapsed: m.people_source_lapsed,
  }[kind]()
}

export function periodWord(days: number | null): string {
  if (days === null) return m.people_days_ever()
  return days === 365 ? m.people_days_365() : m.people_days({ count: days, shown: count(days) })
}

export function mostWord(most: number | null): string {
  return most === null ? m.people_most_all() : m.people_most_first({ count: most, shown: count(most) })
}

/** The longest name, in characters. */
export const NAME_LIMIT = 120

/** A list with its filters: the suggested name for a view or a batch. */
export function sourceName(source: PeopleSource): string {
  return wholeName(source).slice(0, NAME_LIMIT)
}

/** The number of people on a list. */
export function peopleCount({ source, people }: Pick<PeopleView, 'source' | 'people'>): string {
  const params = { count: people, shown: count(people) }
  if (source.kind === 'subscribers' && source.status === 'expired') return m.people_count_expired(params)
  return {
    vips: m.people_count_vips,
    supporters: m.people_count_supporters,
    subscribers: m.people_count_subscribers,
    followers: m.people_count_followers,
    chats: m.people_count_chats,
    lapsed: m.people_count_lapsed,
  }[source.kind](params)
}

/** How certain the number is. Only the VIP list can be double-checked. */
export function knownWord({ known, source }: Pick<PeopleView, 'known' | 'source'>): string {
  if (known === 'once' && source.kind !== 'vips') return m.people_known_once_plain()
  return {
    unread: m.people_known_not_loaded,
    part: m.people_known_part,
    once: m.people_known_once,
    sure: m.people_known_verified,
  }[known]()
}

/** The invitation to load a list for the first time. */
export function unreadWords(source: PeopleSource, name: string): { title: string; text: string } {
  const account = { account: isolated(name) }
  switch (source.kind) {
    case 'vips':
      return { title: m.people_not_loaded_vips_title(account), text: m.people_not_loaded_vips() }
    case 'supporters':
      return { title: m.people_not_loaded_supporters_title(account), text: m.people_not_loaded_supporters() }
    case 'subscribers':
      return { title: m.people_not_loaded_subscribers_title(account), text: m.people_not_loaded_subscribers() }
    case 'followers':
      return { title: m.people_not_loaded_followers_title(account), text: m.people_not_loaded_subscribers() }
    case 'chats':
      return { title: m.people_not_loaded_chats_title(account), text: m.people_not_loaded_chats() }
    case 'lapsed':
      return { title: m.people_not_loaded_lapsed_title(), text: m.people_not_loaded_lapsed(account) }
  }
}

/** The current step of a refresh. */
export function stepWord({ kind }: PeopleSource, progress: PeopleProgress | null): string {
  if (progress?.step === 'again') return m.people_double_checking()
  if (progress?.step === 'vips') return m.people_loading_vips_too()
  return kind === 'vips' ? m.people_loading_vips() : m.people_loading_list()
}

/** The credits that the next refresh uses. Practice mode uses none. */
export function creditsWord(credits: number | null, live: boolean): string {
  if (!live) return m.fan_hint_practice()
  return credits === null ? m.people_credits_unknown() : m.people_credits({ count: credits, shown: count(credits) })
}

/** A person in the names of buttons. */
export function personName({ fan, name, username }: Person): string {
  return fanName({ fan, label: name ?? (username === null ? null : `@${username}`) })
}

/** The columns that people can be sorted by. */
export const peopleColumns: readonly PeopleColumn[] = ['listed', 'name', 'fan', 'since']

export function peopleColumnWord(column: PeopleColumn, { kind }: PeopleSource): string {
  if (column === 'listed') return kind === 'supporters' ? m.people_column_rank() : m.people_column_listed()
  return { name: m.table_column_name, fan: m.table_column_id, since: m.people_column_since }[column]()
}

export function vipWord(vip: VipState): string {
  return {
    vip: m.people_vip,
    missed: m.people_vip_missed,
    left: m.people_vip_left,
    not_seen: m.people_vip_not_seen,
    unknown: m.people_vip_unknown,
  }[vip]()
}

/** Who added or removed the person, if that is known. */
export function changedByWord({ vip, came, left }: Pick<Person, 'vip' | 'came' | 'left'>): string {
  if (vip === 'left') {
    if (left === 'app') return m.people_left_app()
    return left === 'outside' ? m.people_left_outside() : ''
  }
  if (vip !== 'vip' && vip !== 'missed') return ''
  if (came === 'app') return m.people_came_app()
  return came === 'outside' ? m.people_came_outside() : ''
}

/** What else is known: the rank among supporters, and the subscription. */
export function aboutWords({ rank, subscription, tiers }: Person): string[] {
  const words: string[] = []
  if (rank !== null) words.push(m.people_rank({ rank: count(rank) }))
  if (subscription === 'active' && tiers.length > 0)
    words.push(m.people_subscribed_tiers({ tiers: enumerated(tiers.map(isolated)) }))
  else if (subscription !== null) words.push(subscriptionWord(subscription))
  return words
}

/** Whether there is a search text. */
export function isSearch(query: Pick<PeopleQuery, 'text'>): boolean {
  return query.text.trim() !== ''
}

/** The texts in an exported list of people, in the window's language. */
export function peopleExportWords(): ExportWords {
  const states: VipState[] = ['vip', 'missed', 'left', 'not_seen', 'unknown']
  return {
    name: m.people_export_name(),
    headings: {
      fan: m.log_column_fan(),
      username: m.people_column_username(),
      name: m.table_column_name(),
      vip: m.people_column_vip(),
      since: m.people_column_since(),
      rank: m.people_column_rank(),
      subscription: m.people_status(),
      tiers: m.people_column_tiers(),
      note: m.note(),
    },
    words: {
      ...Object.fromEntries(states.map((state) => [state, vipWord(state)])),
      active: m.people_subscribed(),
      expired: m.people_subscription_ended(),
      unclear: m.people_subscription_unclear(),
    },
  }
}

function subscriptionWord(subscription: NonNullable<Person['subscription']>): string {
  return { active: m.people_subscribed, expired: m.people_subscription_ended, unclear: m.people_subscription_unclear }[
    subscription
  ]()
}

function wholeName(source: PeopleSource): string {
  if (source.kind === 'supporters') {
    const period = { period: periodWord(source.days) }
    return source.most === null
      ? m.people_name_supporters_all(period)
      : m.people_name_supporters({ ...period, most: count(source.most) })
  }
  if (source.kind === 'subscribers') {
    const name = source.status === 'active' ? m.people_name_active() : m.people_name_expired()
    return source.tier === null ? name : m.people_name_tier({ name, tier: source.tier })
  }
  return kindWord(source.kind)
}
