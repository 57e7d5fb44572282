import { createContext } from 'svelte'

export type Route = 'add' | 'lists' | 'vips' | 'log' | 'settings'

const [useNavigate, setNavigate] = createContext<(route: Route) => void>()

export { setNavigate, useNavigate }
