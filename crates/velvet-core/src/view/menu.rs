use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A menu of the system's menu bar, as the window describes it in its language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct SystemMenu {
    /// Its title.
    pub title: String,
    /// Its items.
    pub items: Vec<MenuItem>,
}

/// An item of such a menu.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum MenuItem {
    /// A command of the window.
    Command {
        /// The command's ID, which the window is told when the user chooses it.
        id: String,
        /// Its text.
        label: String,
        /// Its shortcut, such as `Mod+Shift+A`.
        shortcut: Option<String>,
    },
    /// Something that the system does.
    System {
        /// What it does.
        action: SystemAction,
        /// Its text.
        label: String,
    },
    /// A line.
    Separator,
}

/// What a system does with the app or its window.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum SystemAction {
    /// Shows the name and version of the app.
    About,
    /// Shows the services of other apps.
    Services,
    /// Hides the app.
    Hide,
    /// Hides all other apps.
    HideOthers,
    /// Shows all apps.
    ShowAll,
    /// Ends the app.
    Quit,
    /// Undoes typing.
    Undo,
    /// Redoes typing.
    Redo,
    /// Cuts the selected text.
    Cut,
    /// Copies the selected text.
    Copy,
    /// Pastes text.
    Paste,
    /// Selects all text.
    SelectAll,
    /// Minimizes the window.
    Minimize,
    /// Makes the window as large as the screen allows.
    Zoom,
    /// Shows the window on the whole screen.
    FullScreen,
    /// Closes the window.
    CloseWindow,
}
