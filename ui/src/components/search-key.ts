/** Whether a question or a sheet is on screen. One that only fades away asks for nothing any more. */
export function isAsked(): boolean {
  return document.querySelector(':is([role=dialog], [role=alertdialog]):not([data-state=closed])') !== null
}

/** Whether a key is the one that leads to the search: Ctrl or ⌘ with F, or a slash where nothing is typed. */
export function leadsToSearch(event: KeyboardEvent): boolean {
  const { key, ctrlKey, metaKey, altKey, shiftKey, target } = event
  if ((ctrlKey || metaKey) && !altKey && !shiftKey && key.toLowerCase() === 'f') return true
  const typing =
    target instanceof HTMLElement && target.matches('input:not([type=radio], [type=checkbox]), textarea, select')
  return key === '/' && !typing && !ctrlKey && !metaKey && !altKey
}
