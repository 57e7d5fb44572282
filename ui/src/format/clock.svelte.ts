import { createSubscriber } from 'svelte/reactivity'
import { dayOf } from './spans'

/**
 * Returns a function for the current time (milliseconds since 1970), which updates every `every` milliseconds while it is
 * shown.
 */
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
 * The current time (milliseconds since 1970) for describing the moment `at`. It updates when the description changes:
 * within the hour soon, on the same day at midnight, and after that never, so that nothing wakes up for old entries.
 */
export function nowSince(at: number): number {
  const now = Date.now()
  if (now - at < HOUR) return nowByHalfMinute()
  if (dayOf(at) === dayOf(now)) day()
  return now
}
