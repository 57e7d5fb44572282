import type { Appearance } from '../backend/bindings/Appearance'

/** Applies the chosen appearance. Without the attribute, the style sheets follow the system. */
export function applyTheme(appearance: Appearance): void {
  const root = document.documentElement
  if (appearance === 'system') delete root.dataset.appearance
  else root.dataset.appearance = appearance
}
