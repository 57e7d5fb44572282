/** Isolates a name in a sentence, so that a name written from right to left does not reorder the text around it. */
export function isolated(name: string): string {
  return `\u2068${name}\u2069`
}

/** Removes the isolates, for places where no element can replace them. */
export function plain(words: string): string {
  return words.replace(/[\u2068\u2069]/g, '')
}

/** Characters that are invisible or reorder the text after them. Those that join letters and emoji are not included. */
const unseen =
  /[\p{Cc}\p{Zl}\p{Zp}\u{AD}\u{61C}\u{180E}\u{200B}\u{200E}\u{200F}\u{202A}-\u{202E}\u{2060}-\u{2069}\u{FEFF}]/gu

/** A file's path, from left to right whatever its names contain, with a symbol for each invisible character. */
export function shownPath(path: string): string {
  const code = (char: string) => (char.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')
  return `\u2066${path.replace(unseen, (char) => `⟨U+${code(char)}⟩`)}\u2069`
}
