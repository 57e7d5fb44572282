/** Turns true after something has taken a while. A quick one shows no progress, which would only flicker. */
export class Delayed {
  /** It is in progress, and has been for longer than the delay. */
  is = $state(false)

  constructor(isBusy: () => boolean, after = 300) {
    $effect(() => {
      if (!isBusy()) {
        this.is = false
        return undefined
      }
      const timer = setTimeout(() => {
        this.is = true
      }, after)
      return () => {
        clearTimeout(timer)
      }
    })
  }
}
