import { tick } from 'svelte'

/** Remembers the focused element. If it has gone by the time the returned function is called, the screen gets the focus. */
export function holdFocus(): () => Promise<void> {
  const held = document.activeElement
  return async () => {
    await tick()
    const lost = held !== null && held !== document.body && !held.isConnected
    if (lost && document.activeElement === document.body) focusScreen()
  }
}

/** Focuses the screen as a whole, so that Tab goes on from there. */
export function focusScreen(): void {
  document.querySelector('main')?.focus({ preventScroll: true })
}

/** Whether text can be typed there, so that it has its own undo and its own menu. */
export function isTextField(target: EventTarget | null): boolean {
  if (target instanceof HTMLInputElement) return !['checkbox', 'radio', 'button', 'range'].includes(target.type)
  return target instanceof HTMLTextAreaElement || (target instanceof HTMLElement && target.isContentEditable)
}
