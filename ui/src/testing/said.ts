// Tests take every sentence from the catalogue, so that other words break none of them.
import { fanName } from '../format/fan'
import { count } from '../format/time'

/** A message takes a number twice: for its plural form, and as it is shown. */
export function many(number: number): { count: number; shown: string } {
  return { count: number, shown: count(number) }
}

/** What a fan without a name is called in the name of a button. */
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

/** For sentences with names in them, which stand in elements of their own: matches the innermost element that says it all. */
export function saying(words: string) {
  const says = (element: Element | null) => element?.textContent.trim() === words
  return (_: string, element: Element | null) => says(element) && ![...(element?.children ?? [])].some(says)
}
