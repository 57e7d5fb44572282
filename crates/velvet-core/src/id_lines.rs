use velvet_model::ids::FanId;

/// Fan IDs as text for the clipboard.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct IdLines {
    /// The IDs, one per line.
    pub text: String,
    /// Number of IDs.
    pub count: u64,
}

impl IdLines {
    /// Appends an ID.
    pub(crate) fn push(&mut self, id: &str) {
        if self.count > 0 {
            self.text.push('\n');
        }
        self.text.push_str(id);
        self.count += 1;
    }
}

impl From<&FanId> for IdLines {
    fn from(fan: &FanId) -> Self {
        Self { text: fan.as_str().to_owned(), count: 1 }
    }
}
