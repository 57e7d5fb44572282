/** A piece of a line: plain, emphasized, or a name as it is typed. */
export interface Piece {
  kind: 'text' | 'strong' | 'code'
  text: string
}

export type Block =
  | { kind: 'version'; text: string }
  | { kind: 'group'; text: string }
  | { kind: 'text'; pieces: Piece[] }
  | { kind: 'list'; items: Piece[][] }

/**
 * Reads the Markdown that CHANGELOG.md uses: headings, lists, paragraphs, emphasis, code, and links, of which the text
 * stays. Everything else is text. What stands before the first version is for the people who write the file.
 */
export function changelog(markdown: string): Block[] {
  const blocks: Block[] = []
  let lines: string[] = []
  let bullets: string[] = []
  const end = () => {
    if (lines.length > 0) blocks.push({ kind: 'text', pieces: pieces(lines.join(' ')) })
    if (bullets.length > 0) blocks.push({ kind: 'list', items: bullets.map(pieces) })
    lines = []
    bullets = []
  }
  const start = markdown.search(/^## /m)
  for (const line of start < 0 ? [] : markdown.slice(start).split(/\r?\n/)) {
    const [, marks = '', title = ''] = /^(#{2,})\s+(.*)$/.exec(line) ?? []
    const [, bullet] = /^\s*[*-]\s+(.*)$/.exec(line) ?? []
    const text = line.trim()
    if (marks) {
      end()
      blocks.push({ kind: marks.length === 2 ? 'version' : 'group', text: plain(title) })
    } else if (bullet !== undefined) {
      if (lines.length > 0) end()
      bullets.push(bullet)
    } else if (text === '') {
      end()
    } else if (bullets.length > 0) {
      bullets.push(`${bullets.pop() ?? ''} ${text}`)
    } else {
      lines.push(text)
    }
  }
  end()
  return blocks
}

const marks = /\*\*([^*]+)\*\*|\*([^*]+)\*|`([^`]+)`/g

function pieces(line: string): Piece[] {
  const text = line.replaceAll(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
  const found: Piece[] = []
  let from = 0
  for (const match of text.matchAll(marks)) {
    const [whole, strong, emphasis, code] = match
    if (match.index > from) found.push({ kind: 'text', text: text.slice(from, match.index) })
    found.push(code === undefined ? { kind: 'strong', text: strong ?? emphasis ?? '' } : { kind: 'code', text: code })
    from = match.index + whole.length
  }
  if (from < text.length) found.push({ kind: 'text', text: text.slice(from) })
  return found
}

function plain(line: string): string {
  // Versions in Keep a Changelog stand in brackets when they lead to a comparison.
  return pieces(line)
    .map(({ text }) => text)
    .join('')
    .replaceAll(/[[\]]/g, '')
}
