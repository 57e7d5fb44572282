import { m } from '../../format/messages.svelte'
import type { CommandGroup } from './app-command'

/** The heading of a group of commands. */
export function groupName(group: CommandGroup): string {
  return {
    do: m.palette_do,
    go: m.palette_go,
    account: m.account_menu,
    look: m.settings_appearance,
    help: m.palette_help,
  }[group]()
}
