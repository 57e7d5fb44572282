import type { VipState } from '../backend/bindings/VipState'
import type { Kind } from '../format/entry'
import type { IconName } from './icons'

/** The colors of a result. Each one always comes with its icon and word. */
export type Tone = 'ok' | 'unconfirmed' | 'bad' | 'neutral'

/** How a segment of a bar is filled: see styles/fills.css. */
export type Fill = Tone | 'stopped'

const signs: Record<Kind, [IconName, Tone]> = {
  working: ['spinner', 'neutral'],
  waiting: ['clock', 'neutral'],
  added: ['check', 'ok'],
  removed: ['back', 'neutral'],
  already: ['dot', 'neutral'],
  failed: ['cross', 'bad'],
  unconfirmed: ['question', 'unconfirmed'],
  stopped: ['square', 'neutral'],
}

export function signOf(kind: Kind): IconName {
  return signs[kind][0]
}

export function toneOf(kind: Kind): Tone {
  return signs[kind][1]
}

/** The fill for results of this kind. */
export function fillOf(kind: Kind): Fill {
  if (kind === 'removed') return 'ok'
  return kind === 'stopped' ? 'stopped' : toneOf(kind)
}

const vips: Record<VipState, [IconName, Tone]> = {
  vip: ['check', 'ok'],
  missed: ['question', 'unconfirmed'],
  left: ['back', 'neutral'],
  not_seen: ['minus', 'neutral'],
  unknown: ['question', 'neutral'],
}

export function vipSign(vip: VipState): IconName {
  return vips[vip][0]
}

export function vipTone(vip: VipState): Tone {
  return vips[vip][1]
}
