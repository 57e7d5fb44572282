import { expect, it, vi } from 'vitest'
import { exposedIn, watched } from '../../preview/stage'
import { namesHidden } from '../app/hidden-names.svelte'

// The page has no layout here. The window tests look at the same scenes, and at what covers the names.
vi.stubGlobal('requestAnimationFrame', (then: () => void) => setTimeout(then))

it.each(watched)('draws no name, ID, or note past its cover in %s', async (scene) => {
  expect(await exposedIn(scene)).toEqual([])
  expect(namesHidden()).toBe(true)
})
