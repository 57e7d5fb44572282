import type { FakeHost } from '../src/host/fake'

/** One state of the window. */
export interface Scene {
  host: () => FakeHost
  /** What is done once the window is there. */
  then?: (host: FakeHost) => Promise<void>
}

/** For what is to stay under way. */
export const never = new Promise<never>(() => undefined)

/** Waits until the page has what `selector` names, then hands it over. */
export async function present<T extends HTMLElement>(selector: string): Promise<T> {
  for (;;) {
    const found = document.querySelector<T>(selector)
    if (found) return found
    await new Promise((resolve) => requestAnimationFrame(resolve))
  }
}

export async function type(selector: string, text: string, send = true) {
  const field = await present<HTMLInputElement>(selector)
  field.value = text
  field.dispatchEvent(new Event('input', { bubbles: true }))
  if (send) field.form?.requestSubmit()
}

export async function press(name: string, within = 'body') {
  const place = await present(within)
  for (;;) {
    const found = [...place.querySelectorAll<HTMLElement>('button')].find(
      (button) => button.textContent.trim().startsWith(name) || button.getAttribute('aria-label') === name,
    )
    if (found) {
      found.click()
      return
    }
    await new Promise((resolve) => requestAnimationFrame(resolve))
  }
}
