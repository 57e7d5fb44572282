import { createSubscriber } from 'svelte/reactivity'
import { dayOf } from './spans'

/** The time now, milliseconds since 1970, for whatever shows it; read again every `every` milliseconds while shown. */
function ticking(every: number): () => number {
  const subscribe = createSubscriber((update) => {
    const timer = setInterval(update, every)
    return () => {
      clearInterval(timer)
    }
  })
  return () => {
    subscribe()
    return Date.now()
  }
}

/** For “2 min ago”. */
export const nowByHalfMinute = ticking(30_000)

/** For a countdown. */
export const nowBySecond = ticking(250)

const HOUR = 3_600_000

/** Changes when the day does. */
const day = createSubscriber((update) => {
  let timer: ReturnType<typeof setTimeout>
  const wait = () => {
    const now = new Date()
    const next = new Date(now.getFullYear(), now.getMonth(), now.getDate() + 1)
    timer = setTimeout(() => {
      update()
      wait()
    }, next.getTime() - now.getTime())
  }
  wait()
  return () => {
    clearTimeout(timer)
  }
})

/**
 * The time now, for telling when something was: read again as often as that is told otherwise. Within the hour that is
 * soon, on the same day it is at midnight, and of another day it is told for good, so nothing wakes up for it.
 */
export function nowSince(at: number): number {
  const now = Date.now()
  if (now - at < HOUR) return nowByHalfMinute()
  if (dayOf(at) === dayOf(now)) day()
  return now
}
