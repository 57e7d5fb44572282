import { tick } from 'svelte'

/** Remembers what has the focus; call the answer when something may have taken that away, and the screen gets it. */
export function holdFocus(): () => Promise<void> {
  const held = document.activeElement
  return async () => {
    await tick()
    const lost = held !== null && held !== document.body && !held.isConnected
    if (lost && document.activeElement === document.body) focusScreen()
  }
}

/** Puts the focus on the screen as a whole, so that Tab goes on from there. */
export function focusScreen(): void {
  document.querySelector('main')?.focus({ preventScroll: true })
}
