// Texts that are put together from several. Languages differ in how, so the catalog says it.
import { m } from './messages.svelte'

/** Sentences one after another. Leaves out those that are empty or undefined. */
export function sentences(...said: readonly (string | undefined)[]): string {
  return joined(said, m.joined_sentences)
}

/** “A, B, C”, for names and numbers that others may follow. */
export function enumerated(parts: readonly string[]): string {
  return joined(parts, m.joined_names)
}

/** “Added: 3”. */
export function labelled(label: string, text: string): string {
  return m.joined_label({ label, text })
}

function joined(
  parts: readonly (string | undefined)[],
  pair: (two: { first: string; second: string }) => string,
): string {
  const said = parts.filter((part) => part !== undefined && part !== '') as string[]
  return said.length === 0 ? '' : said.reduce((first, second) => pair({ first, second }))
}
