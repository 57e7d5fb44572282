import type { Kind } from '../words/row'
import type { IconName } from './icons'

/** The colours a result can have; none of them ever stands without its sign and word. */
export type Tone = 'ok' | 'unsure' | 'bad' | 'neutral'

const signs: Record<Kind, [IconName, Tone]> = {
  working: ['spinner', 'neutral'],
  waiting: ['clock', 'neutral'],
  added: ['check', 'ok'],
  removed: ['back', 'neutral'],
  already: ['dot', 'neutral'],
  failed: ['cross', 'bad'],
  unsure: ['question', 'unsure'],
  stopped: ['square', 'neutral'],
}

export function signOf(kind: Kind): IconName {
  return signs[kind][0]
}

export function toneOf(kind: Kind): Tone {
  return signs[kind][1]
}
