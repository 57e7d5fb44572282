import { createSubscriber } from 'svelte/reactivity'

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
