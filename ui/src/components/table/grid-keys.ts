/** The index of the row that a key leads to. Undefined for a key that moves nowhere. */
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

/**
 * The controls that the arrow keys reach in a row or in the header. Buttons that copy come last, because Ctrl+C copies the
 * ID of the row too.
 */
export function controlsOf(row: Element): HTMLElement[] {
  const all = [...row.querySelectorAll<HTMLElement>('button, [role=checkbox]')].filter((one) => one.offsetWidth > 0)
  const copies = (one: HTMLElement) => 'copies' in one.dataset
  return [...all.filter((one) => !copies(one)), ...all.filter(copies)]
}

/** Moves the focus along `stops` in the direction of an arrow key. Returns whether it could move. */
export function moveAlong(stops: HTMLElement[], key: string): boolean {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[key]
  if (step === undefined) return false
  const forward = document.documentElement.dir === 'rtl' ? -step : step
  const next = stops[stops.indexOf(document.activeElement as HTMLElement) + forward]
  next?.focus()
  return next !== undefined
}
