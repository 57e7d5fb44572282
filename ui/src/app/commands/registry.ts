import type { Appearance } from '../../backend/bindings/Appearance'
import { m } from '../../format/messages.svelte'
import { HIDE_NAMES, QUICK_HIDE } from '../discretion.svelte'
import type { Route } from '../navigation'
import { routeName } from '../navigation'
import type { AppCommand, CommandContext, Overlay } from './app-command'
import type { Shortcut } from './shortcut'
import { changeName, undoLast } from './undo-change'

const show =
  (overlay: Overlay) =>
  ({ app }: CommandContext) => {
    app.overlay = overlay
  }

function go(route: Route, ...shortcuts: Shortcut[]): AppCommand {
  return {
    id: `go_${route}`,
    group: 'go',
    label: () => m.command_go({ screen: routeName(route) }),
    shortcuts,
    run: ({ navigate }) => navigate(route),
  }
}

function appearance(appearance: Appearance, choice: () => string): AppCommand {
  return {
    id: `appearance_${appearance}`,
    group: 'look',
    label: () => m.command_appearance({ choice: choice() }),
    when: ({ app }) => app.state?.preferences.appearance !== appearance,
    run: ({ app }) => app.prefer({ appearance }),
  }
}

/**
 * Every command, in the order of the palette. To add one, add it here, with a label in every language. Shortcuts, palette,
 * sheet, and the system's menu follow. These are taken: by the browser's editing A, C, V, X, Y, by the search of a screen
 * F, by macOS H, M, Q, W and Shift with 3, 4, 5, by the input methods of Linux and Windows Shift with U, 0 and digits.
 */
export const registry: readonly AppCommand[] = [
  {
    id: 'palette',
    group: 'help',
    label: () => m.command_palette(),
    menuName: () => m.menu_search(),
    shortcuts: ['Mod+K'],
    unlisted: true,
    run: show('palette'),
  },
  {
    id: 'new_fan',
    group: 'do',
    label: () => m.command_new_fan(),
    menuName: () => m.menu_new(),
    shortcuts: ['Mod+N'],
    run: async ({ app, navigate }) => {
      await navigate('add')
      app.adds.begin()
    },
  },
  {
    id: 'open_list',
    group: 'do',
    label: () => m.command_open_list(),
    shortcuts: ['Mod+O'],
    run: async ({ app, navigate }) => {
      app.batches.shown = undefined
      await navigate('lists')
      // A list that is being checked stays until the user closes it.
      if (!app.lists.list && !app.lists.task) void app.lists.open()
    },
  },
  {
    id: 'undo',
    group: 'do',
    label: ({ app }) => {
      const last = app.changes.last
      return last ? m.command_undo_what({ what: changeName(last, app) }) : m.command_undo()
    },
    name: () => m.command_undo(),
    shortcuts: ['Mod+Z'],
    leavesFields: true,
    when: ({ app }) => app.changes.last !== undefined,
    run: undoLast,
  },
  go('add', 'Mod+1'),
  go('lists', 'Mod+2'),
  { ...go('vips', 'Mod+3'), menuName: () => m.command_go({ screen: m.menu_people() }) },
  go('log', 'Mod+4'),
  go('settings', 'Mod+5', 'Mod+,'),
  {
    id: 'switch_account',
    group: 'account',
    label: () => m.command_switch_account(),
    shortcuts: ['Mod+Shift+A'],
    when: ({ app }) => (app.state?.accounts.length ?? 0) > 1,
    run: show('accounts'),
  },
  appearance('system', () => m.appearance_system()),
  appearance('light', () => m.appearance_light()),
  appearance('dark', () => m.appearance_dark()),
  {
    id: 'hide_names',
    group: 'look',
    label: () => m.hide_names(),
    shortcuts: [HIDE_NAMES],
    overDialogs: true,
    run: ({ app }) => {
      app.discretion.hideNames()
    },
  },
  {
    id: 'quick_hide',
    group: 'look',
    label: () => m.quick_hide(),
    shortcuts: [QUICK_HIDE],
    overDialogs: true,
    run: ({ app }) => app.discretion.quickHide(),
  },
  {
    id: 'shortcuts',
    group: 'help',
    label: () => m.command_shortcuts(),
    shortcuts: ['F1', '?'],
    run: show('shortcuts'),
  },
  go('help'),
]
