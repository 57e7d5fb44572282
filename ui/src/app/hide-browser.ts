import { isTextField } from '../components/focus'

/**
 * Turns off what a web view does as a browser: its menu, to reload, and to print. A reload would drop what is half typed.
 * Text fields keep their menu, to cut, copy, and paste. The plugin `tauri-plugin-prevent-default` does the same with a
 * script of its own, and asks for permissions besides.
 */
export function hideBrowser(window: Window): void {
  window.addEventListener('contextmenu', (event) => {
    if (!isTextField(event.target)) event.preventDefault()
  })
  // Also while a dialog stops keys on their way up.
  window.addEventListener(
    'keydown',
    (event) => {
      if (isBrowserKey(event)) event.preventDefault()
    },
    { capture: true },
  )
}

/** Reload, print, and, on Windows, save, show the source, and move the caret through the text. */
function isBrowserKey({ key, ctrlKey, metaKey, altKey }: KeyboardEvent): boolean {
  if (key === 'F5' || key === 'F7') return true
  return (ctrlKey || metaKey) && !altKey && ['r', 'p', 's', 'u'].includes(key.toLowerCase())
}
