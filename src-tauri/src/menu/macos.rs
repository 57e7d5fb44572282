//! macOS has a menu bar at the top of the screen.

use tauri::{
    AppHandle, Runtime,
    menu::{Menu, MenuItem as Command, PredefinedMenuItem as System, Submenu},
};
use velvet_core::view::{AppEvent, MenuItem, SystemAction, SystemMenu};

use crate::event_channel::tell;

/// Replaces the menus in the menu bar. The first one is that of the app.
pub fn show<R: Runtime>(app: &AppHandle<R>, menus: &[SystemMenu]) -> tauri::Result<()> {
    let bar = Menu::new(app)?;
    for menu in menus {
        let submenu = Submenu::new(app, &menu.title, true)?;
        for item in &menu.items {
            append(app, &submenu, item)?;
        }
        bar.append(&submenu)?;
    }
    app.set_menu(bar).map(drop)
}

/// Tells the window which command the user chooses.
pub fn listen<R: Runtime>(app: &AppHandle<R>) {
    app.on_menu_event(|app, event| {
        tell(app, AppEvent::Command(event.id().0.clone()));
    });
}

fn append<R: Runtime>(app: &AppHandle<R>, menu: &Submenu<R>, item: &MenuItem) -> tauri::Result<()> {
    match item {
        MenuItem::Separator => menu.append(&System::separator(app)?),
        MenuItem::System { action, label } => menu.append(&system(app, *action, label)?),
        MenuItem::Command { id, label, shortcut } => {
            let keys = shortcut.as_ref().map(|shortcut| shortcut.replace("Mod", "CmdOrCtrl"));
            menu.append(&Command::with_id(app, id, label, true, keys.as_deref())?)
        }
    }
}

/// The system does these itself, and knows their shortcuts.
fn system<R: Runtime>(app: &AppHandle<R>, action: SystemAction, label: &str) -> tauri::Result<System<R>> {
    let label = Some(label);
    match action {
        SystemAction::About => System::about(app, label, None),
        SystemAction::Services => System::services(app, label),
        SystemAction::Hide => System::hide(app, label),
        SystemAction::HideOthers => System::hide_others(app, label),
        SystemAction::ShowAll => System::show_all(app, label),
        SystemAction::Quit => System::quit(app, label),
        SystemAction::Undo => System::undo(app, label),
        SystemAction::Redo => System::redo(app, label),
        SystemAction::Cut => System::cut(app, label),
        SystemAction::Copy => System::copy(app, label),
        SystemAction::Paste => System::paste(app, label),
        SystemAction::SelectAll => System::select_all(app, label),
        SystemAction::Minimize => System::minimize(app, label),
        SystemAction::Zoom => System::maximize(app, label),
        SystemAction::FullScreen => System::fullscreen(app, label),
        SystemAction::CloseWindow => System::close_window(app, label),
    }
}
