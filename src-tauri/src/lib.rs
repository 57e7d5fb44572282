//! The shell of Velvet Rope: the window, its commands, and the system's keychain. All business rules are in
//! `velvet-core`.

mod about;
mod clipboard;
pub mod commands;
mod data_dir;
pub mod desktop;
mod dialogs;
mod displays;
pub mod dropping;
mod dumps;
mod event_channel;
pub mod keychain;
mod last_words;
mod logging;
mod main_window;
mod menu;
mod opener;
mod page;
mod panics;
mod practice;
mod preference_store;
mod quick_hide;
mod releases;
mod saved_files;
mod shell;
pub mod shutdown;
mod signals;
mod single;
mod taskbar;
mod window;

pub use clipboard::{AnyClipboard, Clipboard};
pub use dialogs::{AnyDialogs, Dialogs};
pub use event_channel::{Page, WindowEvents};
pub use opener::{AnyOpener, Opener, SystemOpener};
pub use practice::OwnPractice;
pub use preference_store::PluginPreferenceStore;
pub use saved_files::SavedFiles;
pub use shell::{context, run, with_commands};
