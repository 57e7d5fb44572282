use crate::{
    app::App,
    view::{AppState, ErrorCode, Failure, PeopleSource},
};
use velvet_model::sanitize::name;
use velvet_platform::blocking;

impl App {
    /// Keeps which people are to be proposed, under a name. Nothing is read or sent by that.
    ///
    /// # Errors
    /// `rule_name_empty`, `rule_name_taken`, a `ledger_…` code.
    pub async fn save_rule(&self, called: String, source: PeopleSource) -> Result<AppState, Failure> {
        self.started().await;
        let called = name(&called).ok_or_else(|| Failure::new(ErrorCode::RuleNameEmpty))?;
        let workspace = self.workspace();
        if !blocking(|| workspace.ledger()?.add_rule(&called, &source))? {
            return Err(Failure::new(ErrorCode::RuleNameTaken).with("name", called));
        }
        Ok(self.state())
    }

    /// Forgets a rule.
    ///
    /// # Errors
    /// A `ledger_…` code.
    pub async fn delete_rule(&self, rule: i64) -> Result<AppState, Failure> {
        self.started().await;
        let workspace = self.workspace();
        blocking(|| workspace.ledger()?.delete_rule(rule))?;
        Ok(self.state())
    }
}
