import type { BatchView } from '../backend/bindings/BatchView'
import type { Step } from '../backend/bindings/Step'
import type { WaitReason } from '../backend/bindings/WaitReason'
import { m } from './messages.svelte'
import { isolated } from './isolated'
import { brief } from './span'
import { count, secondsLeft, untilWhen } from './time'

/** Why nothing is sent at the moment, and for how long or until when. Both times are milliseconds since 1970. */
export function waitWords(why: WaitReason, until: number, now: number): string {
  const left = { left: brief(secondsLeft(until, now)) }
  switch (why) {
    case 'told': {
      const when = untilWhen(until, now)
      return when === undefined ? m.progress_wait_told(left) : m.progress_wait_told_until({ when })
    }
    case 'plan_full':
      return m.progress_wait_plan_full(left)
    case 'no_connection':
      return m.progress_wait_no_connection(left)
    case 'trouble':
      return m.progress_wait_trouble(left)
  }
}

/** The same without the seconds, which a screen reader should not count. */
export function waitAnnouncement(why: WaitReason): string {
  return {
    told: m.progress_wait_told_said,
    plan_full: m.progress_wait_plan_full_said,
    no_connection: m.progress_wait_no_connection_said,
    trouble: m.progress_wait_trouble_said,
  }[why]()
}

/** Why nothing was sent for a while, in a few words. */
export function waitReason(why: WaitReason): string {
  return {
    told: m.course_told,
    plan_full: m.course_plan_full,
    no_connection: m.course_no_connection,
    trouble: m.course_trouble,
  }[why]()
}

/** What a running batch does besides adding or removing. Empty while it does that. */
export function stepWords(step: Step, { counts, account_name }: Pick<BatchView, 'counts' | 'account_name'>): string {
  const account = isolated(account_name)
  switch (step.kind) {
    case 'sending':
      return ''
    case 'looking':
      return step.pages > 0
        ? m.progress_loading_page({ account, page: count(step.pages) })
        : m.progress_loading({ account })
    case 'checking': {
      const params = { count: counts.unconfirmed, shown: count(counts.unconfirmed), account }
      return step.pages > 0
        ? m.progress_checking_page({ ...params, page: count(step.pages) })
        : m.progress_checking(params)
    }
  }
}
