import '@testing-library/jest-dom/vitest'
import { cleanup, configure } from '@testing-library/svelte'
import { afterEach, vi } from 'vitest'
import { setLocale } from '../format/messages.svelte'

await setLocale('en')

afterEach(cleanup)

// A failure names the element only. The whole page would bury that.
configure({ getElementError: (message) => new Error(message ?? '') })

// jsdom has no layout. A row gets the height of a row, and everything else has room for fourteen rows.
const ROW = 45
const ROOM = 630

Object.defineProperties(HTMLElement.prototype, {
  offsetWidth: { get: (): number => 900, configurable: true },
  clientHeight: { get: (): number => ROOM, configurable: true },
})
Object.defineProperty(HTMLElement.prototype, 'offsetHeight', {
  configurable: true,
  get(this: HTMLElement) {
    return this.getAttribute('role') === 'row' || 'row' in this.dataset ? ROW : ROOM
  },
})
Element.prototype.scrollTo = function (this: Element, to?: ScrollToOptions | number) {
  if (typeof to === 'object' && to.top !== undefined) this.scrollTop = to.top
  this.dispatchEvent(new Event('scroll'))
} as typeof Element.prototype.scrollTo
Element.prototype.scrollIntoView = () => undefined

class NoResizing implements ResizeObserver {
  observe = () => undefined
  unobserve = () => undefined
  disconnect = () => undefined
}
vi.stubGlobal('ResizeObserver', NoResizing)
