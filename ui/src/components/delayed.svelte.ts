/** Whether something has gone on for a while: what is over in a moment is not worth another picture in between. */
export class Delayed {
  /** It goes on, and has for a while. */
  is = $state(false)

  constructor(goesOn: () => boolean, after = 300) {
    $effect(() => {
      if (!goesOn()) {
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
