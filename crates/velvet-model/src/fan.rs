use crate::ids::FanId;

/// A fan as a list of the service shows them. Names are safe for the screen; what could not be shown is left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fan {
    /// Who.
    pub id: FanId,
    /// The name by which they are found.
    pub username: Option<String>,
    /// The name they show beside it.
    pub name: Option<String>,
}

impl Fan {
    /// Takes names from `later` that are not known yet; whether there were any.
    pub fn learn(&mut self, later: Self) -> bool {
        let known = (self.username.is_some(), self.name.is_some());
        self.username = self.username.take().or(later.username);
        self.name = self.name.take().or(later.name);
        known != (self.username.is_some(), self.name.is_some())
    }
}
