// Both screens load together. As a chunk of its own, help would split the script that every screen shares, and pieces
// compress less well than the whole.
export { default as HelpScreen } from '../help/HelpScreen.svelte'
export { default as SettingsScreen } from './SettingsScreen.svelte'
