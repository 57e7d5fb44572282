import { isTextField } from '../../components/focus'
import { isDialogOpen } from '../../components/search-key'
import type { AppCommand, CommandContext } from './app-command'
import { registry } from './registry'
import { matches, typesNothing } from './shortcut'

/** Whether a command can be done now. */
export function isAvailable(command: AppCommand, context: CommandContext): boolean {
  return command.when?.(context) ?? true
}

/** Runs the command that was chosen in the system's menu, if it can be done now. A question on screen comes first. */
export function runFromMenu(id: string, context: CommandContext): void {
  const command = registry.find((one) => one.id === id)
  if (!command || isCovered(command) || !isAvailable(command, context)) return
  void command.run(context)
}

/** The command that a key press means now. Undefined if it means none. */
export function commandFor(event: KeyboardEvent, context: CommandContext): AppCommand | undefined {
  if (event.repeat || event.isComposing) return undefined
  // A menu finds its options by what is typed.
  const field = isTextField(event.target) || event.target instanceof HTMLSelectElement
  return registry.find((command) => {
    const shortcut = command.shortcuts?.find((one) => matches(event, one))
    if (shortcut === undefined) return false
    if (field && (command.leavesFields === true || !typesNothing(shortcut))) return false
    if (isCovered(command)) return false
    return isAvailable(command, context)
  })
}

/** Whether something lies over the window that keeps this command from acting on what is below. */
function isCovered(command: AppCommand): boolean {
  if (command.overDialogs === true) return false
  return isDialogOpen() || document.querySelector('[role=menu][data-state=open]') !== null
}
