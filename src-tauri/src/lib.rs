//! The shell of Velvet Rope: the window, its commands, the system's keychain. Every rule is in `velvet-core`.

mod about;
pub mod closing;
pub mod commands;
mod data_dir;
pub mod desktop;
mod dialogs;
mod displays;
pub mod dropping;
pub mod keychain;
mod listener;
mod logging;
mod practice;
mod shell;
mod window;

pub use dialogs::{AnyDialogs, Dialogs};
pub use listener::{Page, WindowListener};
pub use practice::OwnPractice;
pub use shell::{context, run, with_commands};
