import { describe, expect, it } from 'vitest'
import { ScaledScroll, MAX_HEIGHT } from './scaled-scroll'

const ROW = 45
const MILLION = 1_000_000 * ROW
const ROOM = 600

function million() {
  const scroll = new ScaledScroll()
  scroll.fit(MILLION, ROOM)
  return scroll
}

describe('a list that fits', () => {
  it('is never scaled', () => {
    const scroll = new ScaledScroll()
    scroll.fit(300_000 * ROW, ROOM)
    expect(scroll.height).toBe(300_000 * ROW)
    for (const at of [0, 1, 44.5, 9_000_000, 300_000 * ROW - ROOM]) {
      scroll.scrolled(at)
      expect([scroll.top, scroll.settled, scroll.placed(90)]).toEqual([at, at, 90])
    }
  })
})

describe('a million rows', () => {
  it('is no taller than an element can be', () => {
    expect(million().height).toBe(MAX_HEIGHT)
    expect(MAX_HEIGHT).toBeLessThan(17_000_000)
  })

  it('is reached from the first row to the last with the scroll bar', () => {
    const scroll = million()
    scroll.scrolled(MAX_HEIGHT - ROOM)
    expect(scroll.top).toBe(MILLION - ROOM)
    scroll.scrolled((MAX_HEIGHT - ROOM) / 2)
    expect(scroll.top).toBeCloseTo((MILLION - ROOM) / 2, 3)
    scroll.scrolled(0)
    expect(scroll.top).toBe(0)
  })

  it('moves by exactly one row when told to, wherever it is', () => {
    const scroll = million()
    for (const row of [0, 1, 499_999, 777_777, 999_986]) {
      const at = scroll.to(row * ROW)
      scroll.scrolled(at) // The scroller reports its movement.
      expect(scroll.top).toBe(row * ROW)
      scroll.scrolled(scroll.to((row + 1) * ROW))
      expect(scroll.top).toBe(Math.min((row + 1) * ROW, MILLION - ROOM))
    }
  })

  it.each([0, 3.5, 8_388_609.25, MAX_HEIGHT - ROOM])(
    'keeps rows adjacent to the pixel, with the scroller at %f',
    (at) => {
      const scroll = million()
      scroll.scrolled(at)
      const first = Math.floor(scroll.top / ROW)
      const placed = Array.from({ length: 14 }, (_, i) => scroll.placed((first + i) * ROW))
      expect(placed.slice(1).map((y, i) => y - placed[i]!)).toEqual(Array.from({ length: 13 }, () => ROW))
      expect(placed.map(Math.fround)).toEqual(placed)
    },
  )

  it('moves with the wheel as far as any other list', () => {
    const scroll = million()
    scroll.to(20_000_000)
    scroll.scrolled(scroll.at + 120)
    expect(scroll.top).toBe(20_000_120)
    scroll.scrolled(scroll.at - 360)
    expect(scroll.top).toBe(19_999_760)
  })

  it('does not move on screen while the scroller is corrected', () => {
    const scroll = million()
    scroll.to(20_000_000)
    for (let i = 0; i < 100; i += 1) scroll.scrolled(scroll.at + 120)
    const shown = scroll.placed(20_012_000) - scroll.at
    expect(scroll.at).not.toBeCloseTo(scroll.settled)
    scroll.scrolled(scroll.to(scroll.top))
    expect(Math.abs(scroll.placed(20_012_000) - scroll.at - shown)).toBeLessThan(1)
    expect(scroll.at).toBeCloseTo(scroll.settled)
  })

  it.each([-1, 1])('is reached to the very end with the wheel alone, in direction %i', (way) => {
    const scroll = million()
    const end = way > 0 ? MILLION - ROOM : 0
    scroll.to(way > 0 ? MILLION - 30_000 : 30_000)
    for (let i = 0; i < 600 && scroll.top !== end; i += 1) {
      scroll.scrolled(Math.max(0, Math.min(MAX_HEIGHT - ROOM, scroll.at + way * 120)))
      if (scroll.stuck) scroll.to(scroll.top)
    }
    expect(scroll.top).toBe(end)
    expect(scroll.stuck).toBe(false)
  })

  it('keeps its position when a few rows are added or the window grows', () => {
    const scroll = million()
    scroll.to(123_456 * ROW)
    scroll.fit(MILLION + 10 * ROW, ROOM + 200)
    expect(scroll.top).toBe(123_456 * ROW)
  })
})
