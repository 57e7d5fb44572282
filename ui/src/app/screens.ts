import type { Component } from 'svelte'
import type { AppState } from '../backend/bindings/AppState'
import AddScreen from '../features/add/AddScreen.svelte'
import type { Route } from './navigation'

export type Screen = Component<{ state: AppState }>

/** The first screen is part of the first script. The others are chunks that load when the user goes there. */
const screens: Record<Route, () => Promise<{ default: Screen }> | { default: Screen }> = {
  add: () => ({ default: AddScreen }),
  lists: () => import('../features/lists/ListsScreen.svelte'),
  vips: () => import('../features/people/PeopleScreen.svelte'),
  log: () => import('../features/log/LogScreen.svelte'),
  settings: async () => ({ default: (await import('../features/settings/settings-and-help')).SettingsScreen }),
  help: async () => ({ default: (await import('../features/settings/settings-and-help')).HelpScreen }),
}

export async function loadScreen(route: Route): Promise<Screen> {
  return (await screens[route]()).default
}
