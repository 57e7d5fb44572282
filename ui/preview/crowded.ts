// Checks whether every visible text has room.

/** Elements that hold one message: buttons, options, and column titles. */
const PLACES = 'button, summary, [role^=menuitem], [role=tab], [role=columnheader], th'

/** Differences up to this many pixels come from rounding. */
const SLACK = 1.5

/** Not even a short word fits into this many pixels. */
const NARROW = 40

/** An element and its measurements. */
interface Box {
  element: Element
  parent: Box | undefined
  rect: DOMRect
  inline: boolean
  /** Visible to screen readers only. */
  hidden: boolean
  /** How it treats content that does not fit, to the side and below: `visible`, or clipped, or scrolled. */
  aside: string
  below: string
  /** Clipped text ends in an ellipsis. */
  ellipsis: boolean
  /** The part of the page that it belongs to: the page itself, or an overlay. */
  layer: Element
}

interface Text {
  words: string
  /** The text's own element, and the nearest one that is not inline. */
  element: Element
  block: Box
  lines: DOMRect[]
  /** Its visible lines, without what is scrolled away. */
  seen: DOMRect[]
}

/** A text that has no room. */
export interface Crowded {
  /** Where and what the problem is. All rows of a table share one. */
  problem: string
  /** An example of the text. */
  text: string
}

/**
 * Finds the texts on the page that have no room: clipped without a title that contains all of it, outside their box or the
 * window, over another text, or with more than `most` lines in a button or the like.
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
    // Several blocks of text are an entry of a list, and an element that is only a name may be as long as the name.
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
    const lines = wholeLines([...range.getClientRects()].filter((line) => line.width > 1))
    const block = blockOf(measured(element, boxes))
    if (lines.length > 0 && !isForTheEar(block)) found.push({ words, element, block, lines, seen: lines })
  }
  return found
}

/** A line may come in parts, where its direction changes. */
function wholeLines(parts: DOMRect[]): DOMRect[] {
  const lines: DOMRect[] = []
  for (const part of parts) {
    const at = lines.findIndex(
      (line) => Math.abs(line.top - part.top) < SLACK && Math.abs(line.bottom - part.bottom) < SLACK,
    )
    const line = lines[at]
    if (line === undefined) lines.push(part)
    else {
      const left = Math.min(line.left, part.left)
      lines[at] = new DOMRect(left, line.top, Math.max(line.right, part.right) - left, line.height)
    }
  }
  return lines
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

/** Goes up from a text through everything that could clip it, and finds its currently visible part. */
function cutOff(text: Text): string[] {
  const problems: string[] = []
  const { block, lines } = text
  const control = text.element.closest('button, a')
  if (block.aside === 'visible' && lines.some((line) => isAside(line, block.rect))) problems.push('runs out of its box')
  // Clipped content cannot overflow what is around it, and scrolled content may be anywhere.
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
        else if (control && box.element !== control && box.element.contains(control))
          problems.push('is in a control that is cut off')
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

/** Pairs of texts in the same layer of which one is over the other. */
function overlapping(texts: Text[]): [Text, Text][] {
  const found: [Text, Text][] = []
  const lines = texts
    .flatMap((text) => text.seen.map((line) => ({ text, line })))
    .toSorted((a, b) => a.line.top - b.line.top)
  lines.forEach((one, place) => {
    for (let next = place + 1; next < lines.length; next += 1) {
      const other = lines[next]
      // Adjacent lines may touch.
      if (!other || other.line.top > one.line.bottom - 4) break
      const aside = Math.min(one.line.right, other.line.right) - Math.max(one.line.left, other.line.left)
      // The parts of one paragraph share its lines, and from right to left the browser gives them overlapping boxes.
      const [first, second] = [one.text.element, other.text.element]
      const same = first.contains(second) || second.contains(first)
      if (aside > 2 && !same && one.text.block.layer === other.text.block.layer) found.push([one.text, other.text])
    }
  })
  return found
}

/**
 * Whether the placeholder of an empty field, or the selected option of a closed menu, fits. No element holds these texts.
 */
function fits(field: HTMLInputElement | HTMLSelectElement): boolean {
  const typed = field instanceof HTMLInputElement && field.value !== ''
  // A column's name from the user's file is isolated, and may be shortened.
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

/** An element and its ancestors, as a style sheet would name them. */
function named(element: Element): string {
  const names = []
  for (let at: Element | null = element; at && names.length < 4; at = at.parentElement) {
    // Svelte's own class names say nothing.
    const classes = [...at.classList].filter((name) => !/^s[\da-z]{5}$/.test(name))
    names.unshift([at.tagName.toLowerCase(), ...classes].join('.'))
  }
  return names.join(' > ')
}
