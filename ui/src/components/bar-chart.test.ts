import { render, screen, within } from '@testing-library/svelte'
import { expect, it } from 'vitest'
import BarChart, { type Bar } from './BarChart.svelte'

function drawn(...values: [number, number][]) {
  const series = [
    { word: 'Added', tone: 'ok' as const },
    { word: 'Removed', tone: 'neutral' as const, below: true },
  ]
  const bars = values.map((one, i): Bar => ({ name: `Day ${i}`, values: one }))
  const { container } = render(BarChart, { title: 'Work', over: 'Day', series, bars })
  const ticks = [...container.querySelectorAll<HTMLElement>('.scale span')].map((tick) => [
    tick.style.top,
    tick.textContent,
  ])
  return {
    ticks,
    ground: container.querySelector('.ground')!.getAttribute('y1'),
    pieces: container.querySelectorAll('.piece').length,
  }
}

it('names nothing but its ground while there is nothing in it', () => {
  expect(drawn([0, 0], [0, 0])).toEqual({ ticks: [['100%', '0']], ground: '100', pieces: 0 })
  expect(within(screen.getByRole('table', { name: 'Work' })).getAllByRole('row')).toHaveLength(3)
})

it.each([
  [
    1,
    0,
    [
      ['0%', '1'],
      ['100%', '0'],
    ],
  ],
  [
    0,
    1,
    [
      ['0%', '0'],
      ['100%', '1'],
    ],
  ],
  [
    1,
    1,
    [
      ['0%', '1'],
      ['50%', '0'],
      ['100%', '1'],
    ],
  ],
  // The ground is too close to the end of one of them.
  [
    1_000,
    1,
    [
      ['0%', '1,000'],
      ['100%', '1'],
    ],
  ],
])('names %i up and %i down, and the line in between', (up, down, ticks) => {
  expect(drawn([0, 0], [up, down]).ticks).toEqual(ticks)
})
