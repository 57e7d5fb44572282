/** The row that a key leads to, counted from the first one shown; nothing for a key that leads nowhere. */
export function rowFor(key: string, active: number, page: number, total: number): number | undefined {
  const rows: Record<string, number> = {
    ArrowUp: active - 1,
    ArrowDown: active + 1,
    PageUp: active - page,
    PageDown: active + page,
    Home: 0,
    End: total - 1,
  }
  const row = rows[key]
  return row === undefined ? undefined : Math.max(0, Math.min(total - 1, row))
}

/** From the row to its buttons, one after the other, and back. Gives back whether there was somewhere to go. */
export function sideways(row: HTMLElement, key: string): boolean {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[key]
  if (step === undefined) return false
  const stops = [row, ...row.querySelectorAll<HTMLElement>('button')]
  const next = stops[stops.indexOf(document.activeElement as HTMLElement) + step]
  next?.focus()
  return next !== undefined
}
