/** Whether a question or a sheet is on screen. One that only fades away asks for nothing any more. */
export function isAsked(): boolean {
  return document.querySelector(':is([role=dialog], [role=alertdialog]):not([data-state=closed])') !== null
}

/** Whether a key leads to the search from everywhere on the screen: Ctrl or ⌘ with F. A slash does so from the table only. */
export function leadsToSearch({ key, ctrlKey, metaKey, altKey, shiftKey }: KeyboardEvent): boolean {
  return (ctrlKey || metaKey) && !altKey && !shiftKey && key.toLowerCase() === 'f'
}
