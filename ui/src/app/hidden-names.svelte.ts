let hidden = $state(false)

/** Whether names are hidden on the screen. `styles/hidden-names.css` covers them; screen readers still read them. */
export function namesHidden(): boolean {
  return hidden
}

/** Hides or shows every name that is drawn in a `<bdi>`, and every tooltip that contains one. */
export function setNamesHidden(now: boolean): void {
  hidden = now
  if (now) document.documentElement.dataset.names = 'hidden'
  else delete document.documentElement.dataset.names
}

/** A tooltip with a name, an ID, or a note. There is none while names are hidden, because nothing can cover it. */
export function personalTitle(text: string | null | undefined): string | undefined {
  return hidden ? undefined : (text ?? undefined)
}
