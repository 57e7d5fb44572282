/** A name inside a sentence, so that one written from right to left does not turn the sentence around. */
export function isolated(name: string): string {
  return `\u2068${name}\u2069`
}

/** The same sentence without the marks around its names, for where no element can keep them apart. */
export function plain(words: string): string {
  return words.replace(/[\u2068\u2069]/g, '')
}

/** What is not seen in a name, or turns the text behind it around; what joins letters and emoji may stay. */
const unseen =
  /[\p{Cc}\p{Zl}\p{Zp}\u{AD}\u{61C}\u{180E}\u{200B}\u{200E}\u{200F}\u{202A}-\u{202E}\u{2060}-\u{2069}\u{FEFF}]/gu

/** The path of a file, from left to right whatever is in its names, with a sign for each character that is not seen. */
export function shownPath(path: string): string {
  const code = (char: string) => (char.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')
  return `\u2066${path.replace(unseen, (char) => `⟨U+${code(char)}⟩`)}\u2069`
}
