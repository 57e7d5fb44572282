use super::context::Context;
use crate::view::{AppState, Preferences};

/// The user's preferences, and the notices they have not read yet.
#[derive(Clone)]
pub struct Settings {
    pub(super) ctx: Context,
}

impl Settings {
    /// Saves the preferences.
    pub async fn save(&self, preferences: Preferences) -> AppState {
        self.ctx.remember(|stored| stored.preferences = preferences).await;
        self.ctx.updates_set.send_replace(());
        self.ctx.deps.events.appearance_changed(preferences.appearance);
        self.ctx.state().await
    }

    /// Remembers whether names are hidden on the screen, until the app closes. It changes nothing that is saved, exported,
    /// or copied.
    pub async fn hide_names(&self, hidden: bool) -> AppState {
        self.ctx.memory().names_hidden = hidden;
        self.ctx.state().await
    }

    /// Dismisses the notices, which the user has read.
    pub async fn dismiss_notices(&self) -> AppState {
        self.ctx.memory().notices.clear();
        self.ctx.state().await
    }
}
