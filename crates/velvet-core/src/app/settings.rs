use super::{context::Context, overview::Overview};
use crate::view::{AppState, Preferences};

/// The user's preferences, and the notices they have not read yet.
#[derive(Clone)]
pub struct Settings {
    pub(super) ctx: Context,
    pub(super) overview: Overview,
}

impl Settings {
    /// Saves the preferences.
    pub async fn save(&self, preferences: Preferences) -> AppState {
        self.ctx.remember(|stored| stored.preferences = preferences).await;
        self.ctx.deps.events.appearance_changed(preferences.appearance);
        self.overview.state().await
    }

    /// Dismisses the notices, which the user has read.
    pub async fn dismiss_notices(&self) -> AppState {
        self.ctx.memory().notices.clear();
        self.overview.state().await
    }
}
