//! The app without its window: services for everything the user can ask for. The shell hands in the keychain, the
//! practice service, the clock, and a sink for events.

mod accounts;
mod backups;
mod batch_views;
mod batches;
mod context;
mod dependencies;
mod entries;
mod erase;
mod export;
mod exports;
mod file_names;
mod held_key;
mod id_check;
mod items;
mod keys;
mod lists;
mod modes;
mod open_lists;
mod own_files;
mod people;
mod preference_file;
mod preferences;
mod progress;
mod queue;
mod report;
mod scheduler;
mod settings;
mod start;
mod state;
mod updates;
mod workspace;

use std::sync::Arc;

pub use accounts::Accounts;
pub use backups::Backups;
pub use batches::Batches;
pub use dependencies::{Dependencies, EventSink, Keychain, Practice, PracticeHost, PreferenceStore};
pub use entries::Entries;
pub use export::Export;
pub use id_check::IdCheck;
pub use items::Items;
pub use keys::Keys;
pub use lists::{Lists, RejectedRows};
pub use modes::Modes;
pub use people::{People, PeopleExportCursor};
pub use preference_file::{OpenedPreferences, PreferenceFile};
pub use settings::Settings;
use tokio::sync::OnceCell;
pub use updates::Updates;

use self::{context::Context, scheduler::Scheduler};
use crate::view::{AppState, Failure, Link, Notice, Preferences};

/// The app. Cheap to clone; clones are the same app.
///
/// Each group of commands is a service. Getting a service waits until the app [has started](Self::started).
#[derive(Clone)]
pub struct App {
    ctx: Context,
    started: Arc<OnceCell<()>>,
    services: Arc<Services>,
}

macro_rules! services {
    ($($(#[$doc:meta])* $name:ident: $service:ident,)+) => {
        struct Services {
            scheduler: Scheduler,
            $($name: $service,)+
        }

        impl App {
            $(
                $(#[$doc])*
                pub async fn $name(&self) -> &$service {
                    self.started().await;
                    &self.services.$name
                }
            )+
        }
    };
}

services! {
    /// The accounts of the keys.
    accounts: Accounts,
    /// Backups of the log, and trimming.
    backups: Backups,
    /// Batches of many fans.
    batches: Batches,
    /// The entries of the log.
    entries: Entries,
    /// Single items: one fan at a time.
    items: Items,
    /// The user's API keys.
    keys: Keys,
    /// The list that is being prepared.
    lists: Lists,
    /// Live and practice mode.
    modes: Modes,
    /// Lists of people, as the server has them.
    people: People,
    /// The user's preferences, and the notices.
    settings: Settings,
    /// Notices of new versions.
    updates: Updates,
}

impl Services {
    fn new(ctx: &Context) -> Self {
        let ctx = || ctx.clone();
        let scheduler = Scheduler::new(ctx());
        let accounts = Accounts { ctx: ctx() };
        let people = People { ctx: ctx(), scheduler: scheduler.clone() };
        let lists = Lists { ctx: ctx(), scheduler: scheduler.clone(), people: people.clone() };
        Self {
            backups: Backups {
                ctx: ctx(),
                scheduler: scheduler.clone(),
                accounts: accounts.clone(),
                lists: lists.clone(),
            },
            batches: Batches { ctx: ctx(), scheduler: scheduler.clone() },
            entries: Entries { ctx: ctx(), scheduler: scheduler.clone() },
            items: Items { ctx: ctx() },
            keys: Keys {
                ctx: ctx(),
                scheduler: scheduler.clone(),
                accounts: accounts.clone(),
                lists: lists.clone(),
            },
            modes: Modes {
                ctx: ctx(),
                scheduler: scheduler.clone(),
                accounts: accounts.clone(),
                lists: lists.clone(),
            },
            settings: Settings { ctx: ctx() },
            updates: Updates { ctx: ctx() },
            scheduler,
            accounts,
            lists,
            people,
        }
    }
}

impl App {
    /// Returns everything the window needs to draw itself, except the entries of the log.
    pub async fn state(&self) -> AppState {
        self.started().await;
        self.ctx.state().await
    }

    /// Returns the preferences without waiting for the start.
    pub fn preferences(&self) -> Preferences {
        self.ctx.memory().stored.preferences
    }

    /// Returns the address of a page that the window named.
    ///
    /// # Errors
    /// `link_unusable`.
    pub fn address_of(&self, link: &Link) -> Result<String, Failure> {
        link.url(self.ctx.deps.releases.as_ref().map(|releases| releases.page().as_str()))
    }

    /// Returns whether batches are running or queued, in either mode.
    pub fn batches_run(&self) -> bool {
        self.services.scheduler.batches_run()
    }

    /// Pauses every running or queued batch. [`App::idle`] resolves once they have paused.
    pub async fn pause_batches(&self) {
        self.services.scheduler.pause_batches().await;
    }

    /// Stops every running or queued batch. [`App::idle`] resolves once they have stopped.
    pub async fn stop_batches(&self) {
        self.services.scheduler.stop_batches().await;
    }

    /// Stops the export that is being written; it then fails with `export_stopped`.
    pub fn cancel_export(&self) {
        self.ctx.exports.stop();
    }

    /// Resolves when nothing is in progress that the end of the app should not interrupt.
    pub async fn idle(&self) {
        self.ctx.in_flight.none().await;
    }

    /// Stops every single item that waits. A user who closes the window does not want it to be sent later.
    pub fn stop_all_waiting(&self) {
        self.ctx.in_flight.stop_all();
    }

    /// Records that the page's process ended and is restarted. The next page shows a notice.
    pub fn page_ended(&self) {
        self.ctx.note(Notice::PageReloaded);
    }

    /// Records that a part of the app has panicked. The window shows a notice.
    pub async fn report_crash(&self) {
        self.ctx.note(Notice::Crashed);
        self.ctx.deps.events.state_changed(self.ctx.state().await);
    }
}
