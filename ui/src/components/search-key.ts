/** Whether a dialog is open. One that is fading out does not count. */
export function isDialogOpen(): boolean {
  return document.querySelector(':is([role=dialog], [role=alertdialog]):not([data-state=closed])') !== null
}

/** Whether a key opens the search from anywhere on the screen: Ctrl or ⌘ with F. A slash opens it from the table only. */
export function opensSearch({ key, ctrlKey, metaKey, altKey, shiftKey }: KeyboardEvent): boolean {
  return (ctrlKey || metaKey) && !altKey && !shiftKey && key.toLowerCase() === 'f'
}
