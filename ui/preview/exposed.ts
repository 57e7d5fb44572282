// Checks that no personal value is drawn past the elements that hidden names cover.
import { FILLER } from './longest'

/** What covers its content while names are hidden, what only screen readers read, and what has no text on the screen. */
const COVERED = 'bdi, select.personal, .visually-hidden, script, style'

/** The end that `longest` gives to every name, note, and file. */
const NAME = FILLER.slice(0, 12)

/** A fan's ID, whole or in groups, of which `longest` makes twenty digits. */
const ID = /\d(?:[\s\u202f]?\d){14}/

/** The path of a folder on this computer is no name of anybody on Fansly. */
const PATH = /\u2066[^\u2069]*\u2069/g

function isPersonal(text: string): boolean {
  const rest = text.replace(PATH, '')
  return rest.includes(NAME) || ID.test(rest)
}

/**
 * Finds the names, IDs, and notes that can be seen although names are hidden: in a text outside what is covered, in a
 * tooltip, in a placeholder, or in the window's title. The page must show the longest values.
 */
export function exposed(): string[] {
  const found: string[] = []
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  for (let text = walker.nextNode(); text; text = walker.nextNode()) {
    const element = text.parentElement
    if (!element || element.closest(COVERED) || !isPersonal(text.nodeValue ?? '')) continue
    found.push(`text in ${named(element)}: ${text.nodeValue ?? ''}`)
  }
  for (const element of document.querySelectorAll<HTMLElement>('[title], [placeholder]')) {
    for (const name of ['title', 'placeholder']) {
      const text = element.getAttribute(name) ?? ''
      if (isPersonal(text)) found.push(`${name} of ${named(element)}: ${text}`)
    }
  }
  // Fields that hold text are covered by their kind.
  for (const field of document.querySelectorAll<HTMLInputElement>('input:not([type=text])')) {
    if (isPersonal(field.value)) found.push(`value of ${named(field)}: ${field.value}`)
  }
  if (isPersonal(document.title)) found.push(`title of the window: ${document.title}`)
  return found
}

function named(element: Element): string {
  const own = (one: Element) =>
    `${one.localName}.${[...one.classList].filter((name) => !name.startsWith('s')).join('.')}`
  return [element.parentElement?.parentElement, element.parentElement, element]
    .flatMap((one) => (one ? [own(one)] : []))
    .join(' > ')
}
