import { render, screen } from '@testing-library/svelte'
import userEvent from '@testing-library/user-event'
import { expect, it, vi } from 'vitest'
import RadioGroup from './RadioGroup.svelte'
import Switch from './Switch.svelte'

const choices = [
  { value: 'a', name: 'First', hint: 'The one before' },
  { value: 'b', name: 'Second', hint: 'The one after' },
]

const radio = (name: RegExp) => screen.getByRole('radio', { name })

it('is one Tab stop, and the arrow keys of both directions choose', async () => {
  const user = userEvent.setup()
  const onchoose = vi.fn()
  const { rerender } = render(RadioGroup, { title: 'Which', choices, chosen: 'a', onchoose })
  expect(screen.getByRole('radiogroup', { name: 'Which' })).toContainElement(radio(/^First The one before$/))
  await user.tab()
  expect(radio(/^First/)).toHaveFocus()
  await user.keyboard('{ArrowRight}')
  expect(onchoose).toHaveBeenLastCalledWith('b')
  await rerender({ chosen: 'b' })
  expect(radio(/^Second/)).toHaveFocus()
  await user.keyboard('{ArrowDown}')
  expect(onchoose).toHaveBeenLastCalledWith('a')
  await user.tab()
  expect(document.body).toHaveFocus()
})

it('shows the option that is chosen, not the one that was pressed', async () => {
  const user = userEvent.setup()
  const onchoose = vi.fn()
  render(RadioGroup, { title: 'Which', choices, chosen: 'a', onchoose })
  await user.click(radio(/^Second/))
  expect(onchoose).toHaveBeenCalledExactlyOnceWith('b')
  expect(radio(/^First/)).toBeChecked()
  expect(radio(/^Second/)).not.toBeChecked()
})

it('has a switch that is named by its title, described by its hint, and shows its state', async () => {
  const user = userEvent.setup()
  const onchange = vi.fn()
  const { rerender } = render(Switch, { title: 'Twice', hint: 'It takes longer', on: false, onchange })
  const both = screen.getByRole('switch', { name: 'Twice', description: 'It takes longer' })
  await user.click(both)
  expect(onchange).toHaveBeenLastCalledWith(true)
  expect(both).not.toBeChecked()
  await rerender({ on: true })
  expect(both).toBeChecked()
  both.focus()
  await user.keyboard(' ')
  expect(onchange).toHaveBeenLastCalledWith(false)
})
