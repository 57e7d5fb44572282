import { tick } from 'svelte'
import type { FakeBackend } from '../src/backend/fake/fake'

/** A state of the window. */
export interface Scene {
  backend: () => FakeBackend
  /** What happens once the window is there. */
  then?: (backend: FakeBackend) => Promise<void>
}

/** For commands that never end. */
export const never = new Promise<never>(() => undefined)

/** As many as it takes until all that needs no frame has followed. */
const TICKS = 100

/** Waits until what was done is drawn, and the tables know how much room their rows have. */
export async function frame() {
  for (let ticks = 0; ticks < TICKS; ticks += 1) await tick()
  await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)))
}

/** Repeats `find` until it finds something, and does without frames: one takes long where no graphics card draws. */
async function until<T>(find: () => T | null | undefined): Promise<T> {
  for (let tries = 0; ; tries += 1) {
    const found = find()
    if (found) return found
    await (tries < TICKS ? tick() : frame())
  }
}

/** Waits for an element that matches `selector`. */
export function present<T extends HTMLElement>(selector: string): Promise<T> {
  return until(() => document.querySelector<T>(selector))
}

/** Goes to a screen, and waits for it: it loads when it is first shown. */
export async function goTo(screen: 'lists' | 'vips' | 'log' | 'settings' | 'help') {
  ;(await present(`nav button.${screen}`)).click()
  await present(`nav button.${screen}[aria-current]`)
}

/** Presses keys until the window takes them, and waits for what they show: commands load right after the first screen. */
export async function shortcut(keys: KeyboardEventInit, shows: string, at: EventTarget = document.body) {
  const press = () => new KeyboardEvent('keydown', { ...keys, bubbles: true, cancelable: true })
  // Whoever takes a key prevents what the browser does with it.
  await until(() => !at.dispatchEvent(press()))
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
  const button = await until(() =>
    [...place.querySelectorAll<HTMLElement>('button')].find((one) => {
      const words = one.getAttribute('aria-label') ?? one.textContent.trim()
      return words.startsWith(start) && rest.every((part) => words.includes(part))
    }),
  )
  button.click()
}
