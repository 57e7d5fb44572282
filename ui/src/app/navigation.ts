import { createContext } from 'svelte'

/** The screens. */
export type Route = 'add' | 'lists' | 'vips' | 'log' | 'settings'

const [useNavigate, setNavigate] = createContext<(route: Route) => void>()

export { setNavigate, useNavigate }
