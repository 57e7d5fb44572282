use super::{context::Context, overview::Overview};
use crate::view::{AppState, Preferences};

/// The user's preferences, and the notices they have yet to read.
#[derive(Clone)]
pub struct Settings {
    pub(super) ctx: Context,
    pub(super) overview: Overview,
}

impl Settings {
    /// Saves the preferences.
    pub fn save(&self, preferences: Preferences) -> AppState {
        self.ctx.remember(|stored| stored.preferences = preferences);
        self.ctx.deps.events.appearance_changed(preferences.appearance);
        self.overview.state()
    }

    /// Dismisses the notices: the user has read them.
    pub fn dismiss_notices(&self) -> AppState {
        self.ctx.memory().notices.clear();
        self.overview.state()
    }
}
