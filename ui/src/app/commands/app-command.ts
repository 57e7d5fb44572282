import type { App } from '../app.svelte'
import type { Route } from '../navigation'
import type { Shortcut } from './shortcut'

/** The part of the palette, the sheet of shortcuts, and the system's menu that a command is in. */
export type CommandGroup = 'do' | 'go' | 'account' | 'look' | 'help'

/** What lies over the window on request. */
export type Overlay = 'palette' | 'accounts' | 'shortcuts'

/** What a command acts on. */
export interface CommandContext {
  readonly app: App
  /** Resolves when the screen is shown. */
  readonly navigate: (route: Route) => Promise<void>
}

/** Something that the user can do from anywhere: by a shortcut, in the palette, or in the system's menu. */
export interface AppCommand {
  /** Unique, and stable: the system's menu names it too. */
  readonly id: string
  readonly group: CommandGroup
  readonly label: (context: CommandContext) => string
  /** The label in the sheet and in the system's menu, if `label` depends on the moment. */
  readonly name?: () => string
  /** The label in the system's menu, which bystanders see, if another one says what the app is for. */
  readonly menuName?: () => string
  /** The first one is shown beside the label. */
  readonly shortcuts?: readonly Shortcut[]
  /** Whether it can be done now. It always can if this is missing. */
  readonly when?: (context: CommandContext) => boolean
  readonly run: (context: CommandContext) => unknown
  /** Its shortcut belongs to a text field that has the focus, such as undo. Shortcuts that type something always do. */
  readonly leavesFields?: boolean
  /** Its shortcut works even while a dialog or a menu is open. */
  readonly overDialogs?: boolean
  /** It is not listed in the palette, because it opens it. */
  readonly unlisted?: boolean
}
