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

/** What the arrow keys reach in a row or in the header. */
export function controlsOf(row: Element): HTMLElement[] {
  return [...row.querySelectorAll<HTMLElement>('button, [role=checkbox]')].filter((one) => one.offsetWidth > 0)
}

/** Moves the focus along `stops` as an arrow key says. Returns whether there was somewhere to go. */
export function moveAlong(stops: HTMLElement[], key: string): boolean {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[key]
  if (step === undefined) return false
  const forward = document.documentElement.dir === 'rtl' ? -step : step
  const next = stops[stops.indexOf(document.activeElement as HTMLElement) + forward]
  next?.focus()
  return next !== undefined
}
