// Measures whether every text that is shown has room where it stands.

/** What holds one message: buttons, what is chosen from, and the heads of columns. */
const PLACES = 'button, summary, [role^=menuitem], [role=tab], [role=columnheader], th'

/** Differences that come from rounding, in pixels. */
const SLACK = 1.5

/** Not even a short word has room in so many pixels. */
const NARROW = 40

/** An element, measured. */
interface Box {
  element: Element
  parent: Box | undefined
  rect: DOMRect
  inline: boolean
  /** For screen readers alone. */
  hidden: boolean
  /** How it treats what does not fit, aside and below: `visible`, or cut off, or scrolled to. */
  aside: string
  below: string
  /** What it cuts off ends in an ellipsis. */
  ellipsis: boolean
  /** The part of the page that it belongs to: the page itself, or what lies over it on purpose. */
  layer: Element
}

interface Text {
  words: string
  /** The element that has it, and the nearest one that is no part of a line. */
  element: Element
  block: Box
  lines: DOMRect[]
  /** Its lines as far as they can be seen, without what is scrolled away. */
  seen: DOMRect[]
}

/** Something that has no room. */
export interface Crowded {
  /** Where, and what is wrong; the same for every row of a table. */
  problem: string
  /** The text that it was seen with. */
  text: string
}

/**
 * Which texts on the page have no room: one is cut off without a title that tells all of it, runs out of its box or of the
 * window, lies over another, or takes more lines than `most` in a button or the like.
 */
export function crowded(most: number): Crowded[] {
  const found: Crowded[] = []
  const say = (element: Element, problem: string, text = element.textContent ?? '') => {
    found.push({ problem: `${named(element)} ${problem}`, text: text.replace(/\s+/g, ' ').trim() })
  }
  const texts = shownTexts()
  for (const text of texts) {
    for (const problem of cutOff(text)) say(text.element, problem, text.words)
    if (text.lines.length > 3 && text.lines.every((line) => line.width < NARROW))
      say(text.element, 'is broken into letters', text.words)
  }
  for (const place of document.querySelectorAll(PLACES)) {
    const inside = texts.filter((text) => place.contains(text.element))
    // What has several blocks of text is an entry of a list, and what is nothing but a name is as long as the name.
    if (new Set(inside.map((text) => text.block)).size !== 1 || inside.every((text) => text.element.closest('bdi')))
      continue
    const lines = new Set(inside.flatMap((text) => text.lines.map((line) => Math.round(line.bottom / 4)))).size
    const words = inside.flatMap((text) => text.words.split(/\s+/)).length
    if (lines > Math.min(most, words)) say(place, `takes ${lines} lines`)
  }
  for (const field of document.querySelectorAll<HTMLInputElement | HTMLSelectElement>('input[placeholder], select')) {
    if (!fits(field)) say(field, 'is narrower than its words', fieldWords(field))
  }
  for (const [one, other] of overlapping(texts)) say(one.element, `lies over ${named(other.element)}`)
  return found
}

function shownTexts(): Text[] {
  const boxes = new Map<Element, Box>()
  const found: Text[] = []
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  const range = document.createRange()
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const element = node.parentElement
    const words = node.textContent?.trim() ?? ''
    if (words === '' || !element || !visible(element)) continue
    range.selectNodeContents(node)
    const lines = [...range.getClientRects()].filter((line) => line.width > 1)
    const block = blockOf(measured(element, boxes))
    if (lines.length > 0 && !isForTheEar(block)) found.push({ words, element, block, lines, seen: lines })
  }
  return found
}

function visible(element: Element): boolean {
  return element.checkVisibility({ visibilityProperty: true, opacityProperty: true }) && !element.closest('option')
}

function isForTheEar(box: Box): boolean {
  return box.hidden || (box.parent !== undefined && isForTheEar(box.parent))
}

function measured(element: Element, boxes: Map<Element, Box>): Box {
  const known = boxes.get(element)
  if (known) return known
  const { clipPath, display, overflowX, overflowY, position, textOverflow, webkitLineClamp, zIndex } =
    getComputedStyle(element)
  const parent = element.parentElement && element !== document.body ? measured(element.parentElement, boxes) : undefined
  const apart =
    element.matches('dialog, [popover], [data-bits-floating-content-wrapper]') ||
    position === 'fixed' ||
    position === 'sticky' ||
    zIndex !== 'auto'
  const box: Box = {
    element,
    parent,
    rect: element.getBoundingClientRect(),
    hidden: clipPath !== 'none',
    inline: display === 'inline' || display === 'contents',
    aside: overflowX,
    below: overflowY,
    ellipsis: textOverflow === 'ellipsis' || webkitLineClamp !== 'none',
    layer: apart || !parent ? element : parent.layer,
  }
  boxes.set(element, box)
  return box
}

function blockOf(box: Box): Box {
  return box.inline && box.parent ? blockOf(box.parent) : box
}

/** Goes up from a text through all that could cut it off, and finds out what of it can be seen at this moment. */
function cutOff(text: Text): string[] {
  const problems: string[] = []
  const { block, lines } = text
  if (block.aside === 'visible' && lines.some((line) => isAside(line, block.rect))) problems.push('runs out of its box')
  // What is cut off here is nothing to what is around it, and what is scrolled to may be anywhere.
  let aside = true
  let below = true
  for (let box: Box | undefined = block; box; box = box.parent) {
    if (box.aside !== 'visible' && !box.inline) {
      const { rect } = box
      const cutAside: boolean = aside && lines.some((line) => isAside(line, rect))
      const cutBelow: boolean =
        below && lines.some((line) => line.top < rect.top - SLACK || line.bottom > rect.bottom + SLACK)
      if (cutAside && scrolls(box.aside)) problems.push('has to be scrolled to sideways')
      else if (cutAside || (cutBelow && !scrolls(box.below))) {
        if (!box.ellipsis) problems.push('is cut off')
        else if (!box.element.closest('[title]') && !box.element.querySelector('[title]'))
          problems.push('is cut off, and no title tells all of it')
      }
      text.seen = text.seen.map((line) => meet(line, rect)).filter((line) => line.width > 1 && line.height > 1)
      aside &&= !cutAside
      below &&= !cutBelow && !scrolls(box.below)
    }
    if (box.element === box.layer) break
  }
  if (aside && lines.some((line) => isAside(line, new DOMRect(0, 0, innerWidth, innerHeight))))
    problems.push('runs out of the window')
  return problems
}

const scrolls = (overflow: string) => overflow === 'auto' || overflow === 'scroll'
const isAside = (line: DOMRect, box: DOMRect) => line.left < box.left - SLACK || line.right > box.right + SLACK

function meet(a: DOMRect, b: DOMRect): DOMRect {
  const left = Math.max(a.left, b.left)
  const top = Math.max(a.top, b.top)
  return new DOMRect(
    left,
    top,
    Math.max(0, Math.min(a.right, b.right) - left),
    Math.max(0, Math.min(a.bottom, b.bottom) - top),
  )
}

/** Texts of the same part of the page of which one lies over the other. */
function overlapping(texts: Text[]): [Text, Text][] {
  const found: [Text, Text][] = []
  const lines = texts
    .flatMap((text) => text.seen.map((line) => ({ text, line })))
    .toSorted((a, b) => a.line.top - b.line.top)
  lines.forEach((one, place) => {
    for (let next = place + 1; next < lines.length; next += 1) {
      const other = lines[next]
      // Lines that follow each other closely touch.
      if (!other || other.line.top > one.line.bottom - 4) break
      const aside = Math.min(one.line.right, other.line.right) - Math.max(one.line.left, other.line.left)
      const apart = one.text.element === other.text.element || one.text.block.layer !== other.text.block.layer
      if (aside > 2 && !apart) found.push([one.text, other.text])
    }
  })
  return found
}

/** Whether what an empty field asks for, or a closed list has chosen, has room; no element holds these words. */
function fits(field: HTMLInputElement | HTMLSelectElement): boolean {
  const typed = field instanceof HTMLInputElement && field.value !== ''
  // What the user's file calls a column is isolated, and may be shortened.
  if (typed || field.title !== '' || fieldWords(field).includes('\u2068') || !visible(field)) return true
  const { paddingLeft, paddingRight, fontWeight, fontSize, fontFamily } = getComputedStyle(field)
  const pen = document.createElement('canvas').getContext('2d')
  if (!pen) return true
  pen.font = `${fontWeight} ${fontSize} ${fontFamily}`
  return (
    pen.measureText(fieldWords(field)).width <=
    field.clientWidth - parseFloat(paddingLeft) - parseFloat(paddingRight) + SLACK
  )
}

function fieldWords(field: HTMLInputElement | HTMLSelectElement): string {
  return field instanceof HTMLSelectElement ? (field.selectedOptions[0]?.label ?? '') : field.placeholder
}

/** An element and what it stands in, as a style sheet would name it. */
function named(element: Element): string {
  const names = []
  for (let at: Element | null = element; at && names.length < 4; at = at.parentElement) {
    // What Svelte adds tells nobody anything.
    const classes = [...at.classList].filter((name) => !/^s[\da-z]{5}$/.test(name))
    names.unshift([at.tagName.toLowerCase(), ...classes].join('.'))
  }
  return names.join(' > ')
}
