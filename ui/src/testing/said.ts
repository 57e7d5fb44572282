// Tests take every sentence from the catalog, so that a change of wording does not break them.
import { fanName } from '../format/fan'
import { count } from '../format/time'

/** A message takes a number twice: for its plural form, and as formatted text. */
export function many(number: number): { count: number; shown: string } {
  return { count: number, shown: count(number) }
}

/** A fan without a name, as in the name of a button. */
export function spoken(fan: string): string {
  return fanName({ fan, label: null })
}

export function beginning(words: string) {
  return (text: string) => text.startsWith(words)
}

export function having(words: string) {
  return (text: string) => text.includes(words)
}

export function oneOf(...all: string[]) {
  return (text: string) => all.includes(text)
}

/**
 * A matcher for sentences with names in elements of their own. It matches the innermost element with the whole sentence.
 */
export function saying(words: string) {
  const says = (element: Element | null) => element?.textContent.trim() === words
  return (_: string, element: Element | null) => says(element) && ![...(element?.children ?? [])].some(says)
}
