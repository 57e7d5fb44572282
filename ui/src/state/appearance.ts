import type { Appearance } from '../host/bindings/Appearance'

/** Wears the chosen appearance; without the attribute the style sheets follow the system. */
export function wear(appearance: Appearance): void {
  const root = document.documentElement
  if (appearance === 'system') delete root.dataset.appearance
  else root.dataset.appearance = appearance
}
