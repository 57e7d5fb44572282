import { createContext } from 'svelte'
import { m } from '../format/messages.svelte'

export type Route = 'add' | 'lists' | 'vips' | 'log' | 'settings' | 'help'

const [useNavigate, setNavigate] = createContext<(route: Route) => void>()

export { setNavigate, useNavigate }

/** What a screen is called in the sidebar, and to screen readers. */
export function routeName(route: Route): string {
  return {
    add: m.nav_add,
    lists: m.nav_lists,
    vips: m.nav_vips,
    log: m.nav_log,
    settings: m.nav_settings,
    help: m.nav_help,
  }[route]()
}
