import { m } from '../../format/messages.svelte'

/**
 * A key with its modifiers, such as `Mod+Shift+H`, `Mod+,`, `F1`, or `?`. `Mod` is ⌘ on a Mac and Ctrl elsewhere. Digits
 * are keys of the row above the letters, whatever they type. Letters are those that the keyboard types.
 */
export type Shortcut = string

/** Whether this is a Mac, which has a key of its own for shortcuts, and a menu bar. */
export function isMac(): boolean {
  return navigator.userAgent.includes('Mac')
}

/** Whether a key press is this shortcut. */
export function matches(event: KeyboardEvent, shortcut: Shortcut): boolean {
  const { key, mod, shift } = parts(shortcut)
  const [main, other] = isMac() ? [event.metaKey, event.ctrlKey] : [event.ctrlKey, event.metaKey]
  if (main !== mod || other || event.altKey || typed(event) !== key) return false
  // Whether signs such as “?” need Shift depends on the keyboard.
  return !/^\w+$/.test(key) || event.shiftKey === shift
}

/** Whether a shortcut types nothing, so that it may also act while a text field has the focus. */
export function typesNothing(shortcut: Shortcut): boolean {
  return parts(shortcut).mod || /F\d+$/.test(shortcut)
}

/** The names of a shortcut's keys, as they are written on this computer's keyboard. */
export function keyNames(shortcut: Shortcut): string[] {
  const { key, mod, shift } = parts(shortcut)
  const mac = isMac()
  return [...(mod ? [mac ? '⌘' : m.keyboard_ctrl()] : []), ...(shift ? [mac ? '⇧' : m.keyboard_shift()] : []), key]
}

/** A shortcut in one text. */
export function shortcutText(shortcut: Shortcut): string {
  return keyNames(shortcut).join(isMac() ? '' : '+')
}

/** A shortcut as the value of `aria-keyshortcuts`. */
export function ariaShortcut(shortcut: Shortcut): string {
  return shortcut.replace('Mod', isMac() ? 'Meta' : 'Control')
}

function parts(shortcut: Shortcut): { key: string; mod: boolean; shift: boolean } {
  const keys = shortcut.split('+')
  return { key: keys.at(-1) ?? '', mod: keys.includes('Mod'), shift: keys.includes('Shift') }
}

/** The key in the spelling of a shortcut. */
function typed({ key, code }: KeyboardEvent): string {
  // The row of digits types signs on a French keyboard, and a Greek keyboard has no Latin letters.
  const digit = /^Digit(\d)$/.exec(code)?.[1]
  if (digit !== undefined && !/^\d$/.test(key)) return key === '?' ? key : digit
  const letter = /^Key([A-Z])$/.exec(code)?.[1]
  if (letter !== undefined && !/^[\x20-\x7e]$/.test(key)) return letter
  return key.length === 1 ? key.toUpperCase() : key
}
