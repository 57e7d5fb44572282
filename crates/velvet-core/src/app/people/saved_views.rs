use crate::{
    app::People,
    view::{AppState, ErrorCode, Failure, PeopleSource},
};
use velvet_model::sanitize::name;
use velvet_platform::blocking;

impl People {
    /// Saves a view of people under a name. This reads and sends nothing.
    ///
    /// # Errors
    /// `rule_name_empty`, `rule_name_taken`, a `ledger_…` code.
    pub async fn save_view(&self, called: String, source: PeopleSource) -> Result<AppState, Failure> {
        let called = name(&called).ok_or_else(|| Failure::new(ErrorCode::RuleNameEmpty))?;
        let workspace = self.ctx.workspace();
        if !blocking(|| workspace.ledger()?.add_rule(&called, &source).map_err(Failure::from))? {
            return Err(Failure::new(ErrorCode::RuleNameTaken).with("name", called));
        }
        Ok(self.overview.state())
    }

    /// Deletes a saved view.
    ///
    /// # Errors
    /// A `ledger_…` code.
    pub async fn delete_view(&self, rule: i64) -> Result<AppState, Failure> {
        let workspace = self.ctx.workspace();
        blocking(|| workspace.ledger()?.delete_view(rule).map_err(Failure::from))?;
        Ok(self.overview.state())
    }
}
