import type { MenuItem } from '../../backend/bindings/MenuItem'
import type { SystemAction } from '../../backend/bindings/SystemAction'
import type { SystemMenu } from '../../backend/bindings/SystemMenu'
import { m } from '../../format/messages.svelte'
import type { AppCommand, CommandContext, CommandGroup } from './app-command'
import { groupName } from './groups'
import { registry } from './registry'

const line: MenuItem = { kind: 'separator' }

function system(action: SystemAction, label: string): MenuItem {
  return { kind: 'system', action, label }
}

/** The menus of the system's menu bar. Commands that other menus have already are not repeated. */
export function systemMenus(context: CommandContext): SystemMenu[] {
  const item = (command: AppCommand): MenuItem => {
    // A shortcut that belongs to text fields is the system's, and its menu must not take it.
    const shortcut = command.leavesFields ? undefined : command.shortcuts?.[0]
    const label = (command.menuName ?? command.name)?.() ?? command.label(context)
    return { kind: 'command', id: command.id, label, shortcut: shortcut ?? null }
  }
  const group = (name: CommandGroup) => registry.filter((one) => one.group === name)
  const items = (name: CommandGroup, ...except: string[]) =>
    group(name)
      .filter(({ id }) => !except.includes(id))
      .map(item)
  return [
    {
      title: m.app_name(),
      items: [
        system('about', m.menu_about()),
        line,
        { kind: 'command', id: 'go_settings', label: m.menu_settings(), shortcut: 'Mod+,' },
        line,
        system('services', m.menu_services()),
        line,
        system('hide', m.menu_hide()),
        system('hide_others', m.menu_hide_others()),
        system('show_all', m.menu_show_all()),
        line,
        system('quit', m.menu_quit()),
      ],
    },
    { title: m.menu_file(), items: [...items('do', 'undo'), line, system('close_window', m.menu_close())] },
    {
      title: m.menu_edit(),
      items: [
        system('undo', m.menu_undo()),
        system('redo', m.menu_redo()),
        line,
        system('cut', m.menu_cut()),
        system('copy', m.menu_copy()),
        system('paste', m.menu_paste()),
        system('select_all', m.menu_select_all()),
        line,
        ...group('do')
          .filter(({ id }) => id === 'undo')
          .map(item),
      ],
    },
    { title: m.menu_view(), items: items('look') },
    { title: groupName('go'), items: [...items('go', 'go_settings'), line, ...items('account')] },
    {
      title: m.menu_window(),
      items: [
        system('minimize', m.menu_minimize()),
        system('zoom', m.menu_zoom()),
        system('full_screen', m.menu_full_screen()),
      ],
    },
    { title: groupName('help'), items: items('help') },
  ]
}
