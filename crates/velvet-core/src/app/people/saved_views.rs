use crate::{
    app::People,
    view::{AppState, ErrorCode, Failure, PeopleSource},
};
use velvet_model::sanitize::name;

impl People {
    /// Saves a view of people under a name. This reads and sends nothing.
    ///
    /// # Errors
    /// `rule_name_empty`, `rule_name_taken`, a `ledger_…` code.
    pub async fn save_view(&self, called: String, source: PeopleSource) -> Result<AppState, Failure> {
        let called = name(&called).ok_or_else(|| Failure::new(ErrorCode::RuleNameEmpty))?;
        let workspace = self.ctx.workspace();
        let name = called.clone();
        if !workspace.write(move |ledger| ledger.add_rule(&name, &source)).await? {
            return Err(Failure::new(ErrorCode::RuleNameTaken).with("name", called));
        }
        Ok(self.ctx.state().await)
    }

    /// Deletes a saved view.
    ///
    /// # Errors
    /// A `ledger_…` code.
    pub async fn delete_view(&self, rule: i64) -> Result<AppState, Failure> {
        let workspace = self.ctx.workspace();
        workspace.write(move |ledger| ledger.delete_view(rule)).await?;
        Ok(self.ctx.state().await)
    }
}
