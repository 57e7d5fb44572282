import { SvelteMap } from 'svelte/reactivity'
import type { PeopleSource } from '../host/bindings/PeopleSource'
import type { PeopleView } from '../host/bindings/PeopleView'

/** How the lists of people stand: who is VIP, who subscribes, follows or supports. */
export class People {
  readonly #views = new SvelteMap<string, PeopleView>()

  /** How a list stands, as far as it was told. */
  view(account: string, source: PeopleSource): PeopleView | undefined {
    return this.#views.get(keyOf(account, source))
  }

  /** News may arrive out of order: an older one than the last brings nothing new. */
  heard(view: PeopleView): void {
    const key = keyOf(view.account, view.source)
    const last = this.#views.get(key)
    if (last === undefined || view.revision > last.revision) this.#views.set(key, view)
  }

  /** Another log. */
  clear(): void {
    this.#views.clear()
  }
}

function keyOf(account: string, source: PeopleSource): string {
  return `${account} ${JSON.stringify(source)}`
}
