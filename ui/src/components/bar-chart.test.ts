import { render, screen, within } from '@testing-library/svelte'
import userEvent from '@testing-library/user-event'
import { expect, it } from 'vitest'
import BarChart, { type Bar } from './BarChart.svelte'

function drawn(...values: [number, number][]) {
  const series = [
    { word: 'Added', fill: 'ok' as const },
    { word: 'Removed', fill: 'neutral' as const, below: true },
  ]
  const bars = values.map((one, i): Bar => ({ name: `Day ${i}`, values: one }))
  const { container } = render(BarChart, { title: 'Work', over: 'Day', series, bars })
  const ticks = [...container.querySelectorAll<HTMLElement>('.scale span')].map((tick) => [
    tick.style.top,
    tick.textContent,
  ])
  return {
    ticks,
    ground: container.querySelector<HTMLElement>('.ground')!.style.top,
    pieces: container.querySelectorAll('.piece').length,
  }
}

it('names only its zero line while it has no data', () => {
  expect(drawn([0, 0], [0, 0])).toEqual({ ticks: [['100%', '0']], ground: '100%', pieces: 0 })
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
  // The zero line is too close to the end of one of them.
  [
    1_000,
    1,
    [
      ['0%', '1,000'],
      ['100%', '1'],
    ],
  ],
])('labels %i up and %i down, and the zero line in between', (up, down, ticks) => {
  expect(drawn([0, 0], [up, down]).ticks).toEqual(ticks)
})

it('shows the values of a bar at the keyboard as under the pointer', async () => {
  const user = userEvent.setup()
  const series = [
    { word: 'Added', fill: 'ok' as const },
    { word: 'Failed', fill: 'bad' as const },
  ]
  const bars = [0, 1, 2].map((i): Bar => ({ name: `Day ${i}`, values: [i, 1] }))
  const marks = [{ from: 0.5, until: 1, words: 'Waited' }]
  const { container } = render(BarChart, { title: 'Work', over: 'Day', series, bars, marks, markWord: 'Waits' })
  const plot = screen.getByRole('slider', { name: 'Work' })
  const tip = () => [...container.querySelectorAll('.tip > *')].map((line) => line.textContent)
  expect(tip()).toEqual([])

  await user.tab()
  expect(plot).toHaveFocus()
  expect(tip()).toEqual(['Day 2', 'Added: 2', 'Failed: 1'])
  await user.keyboard('{ArrowLeft}')
  expect(plot).toHaveAttribute('aria-valuetext', 'Day 1, Added: 1, Failed: 1')
  await user.keyboard('{Home}{ArrowLeft}')
  expect(tip()).toEqual(['Day 0', 'Failed: 1', 'Waited'])
  await user.keyboard('{Escape}')
  expect(tip()).toEqual([])

  await user.hover(container.querySelectorAll('.column')[1]!)
  expect(tip()[0]).toBe('Day 1')
  await user.unhover(plot)
  expect(tip()).toEqual([])
})

it('reverses the arrow keys where text runs from right to left', async () => {
  const user = userEvent.setup()
  const bars = [0, 1].map((i): Bar => ({ name: `Day ${i}`, values: [1] }))
  const { container } = render(BarChart, { title: 'Work', over: 'Day', series: [{ word: 'Added', fill: 'ok' }], bars })
  container.style.direction = 'rtl'
  await user.tab()
  await user.keyboard('{ArrowRight}')
  expect(screen.getByRole('slider')).toHaveAttribute('aria-valuenow', '1')
  await user.keyboard('{ArrowLeft}')
  expect(screen.getByRole('slider')).toHaveAttribute('aria-valuenow', '2')
})
