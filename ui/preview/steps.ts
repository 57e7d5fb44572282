import type { FakeBackend } from '../src/backend/fake/fake'

/** A state of the window. */
export interface Scene {
  backend: () => FakeBackend
  /** What happens once the window is there. */
  then?: (backend: FakeBackend) => Promise<void>
}

/** For commands that never end. */
export const never = new Promise<never>(() => undefined)

/** Sooner than the next frame, which takes long where no graphics card draws. */
const soon = () => new Promise((resolve) => setTimeout(resolve))

/** Waits for an element that matches `selector`. */
export async function present<T extends HTMLElement>(selector: string): Promise<T> {
  for (;;) {
    const found = document.querySelector<T>(selector)
    if (found) return found
    await soon()
  }
}

/** Goes to a screen, and waits for it: it loads when it is first shown. */
export async function goTo(screen: 'lists' | 'vips' | 'log' | 'settings' | 'help') {
  ;(await present(`nav button.${screen}`)).click()
  await present(`nav button.${screen}[aria-current]`)
}

/** Presses keys until they have shown something: commands load right after the first screen. */
export async function shortcut(keys: KeyboardEventInit, shows: string, at: EventTarget = document.body) {
  while (!document.querySelector(shows)) {
    at.dispatchEvent(new KeyboardEvent('keydown', { ...keys, bubbles: true, cancelable: true }))
    // The same keys would close again what opens slowly.
    for (let wait = 0; wait < 500 && !document.querySelector(shows); wait += 1) await soon()
  }
  return present(shows)
}

export async function type(selector: string, text: string, send = true) {
  const field = await present<HTMLInputElement>(selector)
  field.value = text
  field.dispatchEvent(new Event('input', { bubbles: true }))
  if (send) field.form?.requestSubmit()
}

const REST = '\0'

/** For a value in a button's name of which only the beginning is known. */
export const beginning = (text: string) => text + REST

/** For a number in a button's name: any number above one. */
export const some = { count: 2, shown: REST }

export async function press(name: string, within = 'body') {
  const place = await present(within)
  const [start = '', ...rest] = name.split(REST)
  for (;;) {
    const found = [...place.querySelectorAll<HTMLElement>('button')].find((button) => {
      const words = button.getAttribute('aria-label') ?? button.textContent.trim()
      return words.startsWith(start) && rest.every((part) => words.includes(part))
    })
    if (found) {
      found.click()
      return
    }
    await soon()
  }
}
