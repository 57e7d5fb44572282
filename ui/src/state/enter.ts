import { createContext } from 'svelte'

/** The screens. */
export type Room = 'add' | 'lists' | 'vips' | 'log' | 'settings'

const [useEnter, setEnter] = createContext<(room: Room) => void>()

export { setEnter, useEnter }
