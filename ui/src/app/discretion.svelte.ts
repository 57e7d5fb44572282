import { tick } from 'svelte'
import { m } from '../format/messages.svelte'
import type { App } from './app.svelte'
import { matches } from './commands/shortcut'
import { namesHidden, setNamesHidden } from './hidden-names.svelte'

/** The shortcuts. */
export const HIDE_NAMES = 'Mod+Shift+N'
export const QUICK_HIDE = 'Mod+Shift+H'

/** How long the window waits for the page to cover the names before it goes, in milliseconds. */
const COVERED = 30

/** Keeps what is on the screen from people who glance at it. */
export class Discretion {
  readonly #app: App
  /** The window was hidden in a hurry, and the user has not come back. */
  #away = false

  constructor(app: App) {
    this.#app = app
  }

  get namesHidden(): boolean {
    return namesHidden()
  }

  /** Hides or shows names, until the app closes. */
  hideNames(hidden = !this.namesHidden): void {
    this.#cover(hidden)
    this.#app.announce(hidden ? m.names_hidden() : m.names_shown())
  }

  /** Takes the window off the screen. When it comes back, it is as it was, with names hidden. */
  async quickHide(): Promise<void> {
    this.#cover(true)
    this.#away = true
    await tick()
    // A frame with covered names should be the last one, and so the first one that is seen again.
    await Promise.race([
      new Promise(requestAnimationFrame),
      new Promise((resolve) => {
        setTimeout(resolve, COVERED)
      }),
    ])
    await this.#app.backend.quickHide().catch(() => {
      this.#away = false
    })
  }

  /** Does what a shortcut says, even before the other commands have loaded. Returns whether it was one of these. */
  press(event: KeyboardEvent): boolean {
    const [names, all] = [matches(event, HIDE_NAMES), matches(event, QUICK_HIDE)]
    if (!names && !all) return false
    if (event.repeat) return true
    if (names) this.hideNames()
    else void this.quickHide()
    return true
  }

  /** Whether nothing may be said aloud. */
  get away(): boolean {
    return this.#away
  }

  /** Called for everything that only somebody at the window can do. */
  back(): void {
    this.#away = false
  }

  #cover(hidden: boolean): void {
    setNamesHidden(hidden)
    // Remembered for a page that is loaded again. If that fails, this page is still right.
    this.#app.backend.hideNames(hidden).catch(() => undefined)
  }
}
