import { render } from '@testing-library/svelte'
import { expect, it } from 'vitest'
import { isolated, shownPath } from '../format/isolated'
import BidiText from './BidiText.svelte'

it('isolates the names in a sentence and keeps a path whole', () => {
  const path = shownPath('/home/mira/log')
  const { container } = render(BidiText, { text: `Couldn’t save ${path} for ${isolated('Mira Rose')}.` })
  expect(container).toHaveTextContent(`Couldn’t save ${path} for Mira Rose.`)
  expect([...container.querySelectorAll('bdi')].map((name) => name.textContent)).toEqual(['Mira Rose'])
})
