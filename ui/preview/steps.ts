import type { FakeBackend } from '../src/backend/fake/fake'

/** One state of the window. */
export interface Scene {
  backend: () => FakeBackend
  /** What is done once the window is there. */
  then?: (backend: FakeBackend) => Promise<void>
}

/** For what is to stay under way. */
export const never = new Promise<never>(() => undefined)

/** Sooner than the next frame, which takes its time where no graphics card draws. */
const soon = () => new Promise((resolve) => setTimeout(resolve))

/** Waits until the page has what `selector` names, then hands it over. */
export async function present<T extends HTMLElement>(selector: string): Promise<T> {
  for (;;) {
    const found = document.querySelector<T>(selector)
    if (found) return found
    await soon()
  }
}

export async function type(selector: string, text: string, send = true) {
  const field = await present<HTMLInputElement>(selector)
  field.value = text
  field.dispatchEvent(new Event('input', { bubbles: true }))
  if (send) field.form?.requestSubmit()
}

const REST = '\0'

/** A value in the name of a button, of which only the beginning is known. */
export const beginning = (text: string) => text + REST

/** Any number of what a button counts, more than one. */
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
