use crate::ids::FanId;

/// A fan as the API lists them. Names are sanitized for the screen, and are `None` if nothing could be shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fan {
    /// The fan's ID.
    pub id: FanId,
    /// The username, by which the fan can be found.
    pub username: Option<String>,
    /// The display name.
    pub name: Option<String>,
}

impl Fan {
    /// Fills in names that are still unknown from `later`. Returns whether there were any.
    pub fn learn(&mut self, later: Self) -> bool {
        let known = (self.username.is_some(), self.name.is_some());
        self.username = self.username.take().or(later.username);
        self.name = self.name.take().or(later.name);
        known != (self.username.is_some(), self.name.is_some())
    }
}
