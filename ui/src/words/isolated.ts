/** A name inside a sentence, so that one written from right to left does not turn the sentence around. */
export function isolated(name: string): string {
  return `\u2068${name}\u2069`
}
