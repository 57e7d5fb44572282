/** How long after the last letter the number of results is announced, in milliseconds. */
const AFTER_TYPING = 700

/**
 * Announces what `words` says about the results of a search, once typing has paused. `generation` counts the results: the
 * first are not announced.
 */
export function announceCount(
  app: { announce(words: string): void },
  generation: () => number,
  words: () => string,
): void {
  $effect(() => {
    if (generation() < 2) return undefined
    const now = words()
    const timer = setTimeout(() => {
      app.announce(now)
    }, AFTER_TYPING)
    return () => {
      clearTimeout(timer)
    }
  })
}
