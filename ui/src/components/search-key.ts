/** Whether a dialog is open. One that is fading out does not count. */
export function isDialogOpen(): boolean {
  return document.querySelector(':is([role=dialog], [role=alertdialog]):not([data-state=closed])') !== null
}

/** Whether a key opens the search: Ctrl or ⌘ with F, or a slash while no text field has the focus. */
export function opensSearch(event: KeyboardEvent): boolean {
  const { key, ctrlKey, metaKey, altKey, shiftKey, target } = event
  if ((ctrlKey || metaKey) && !altKey && !shiftKey && key.toLowerCase() === 'f') return true
  const typing =
    target instanceof HTMLElement && target.matches('input:not([type=radio], [type=checkbox]), textarea, select')
  return key === '/' && !typing && !ctrlKey && !metaKey && !altKey
}
