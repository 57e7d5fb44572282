use super::view::state;
use crate::{
    app::People,
    view::{Failure, FanRecord, FanStanding},
};
use velvet_model::ids::{FanId, created_ms};

/// Number of entries in a record. The log has the others.
const ENTRIES: u32 = 20;

impl People {
    /// Returns what the app knows of a fan, on all accounts. Makes no requests.
    ///
    /// # Errors
    /// A `fan_…` code if the text is not a fan ID, a `ledger_…` code.
    pub async fn record(&self, fan: String) -> Result<FanRecord, Failure> {
        let fan = FanId::from_digits(fan)?;
        let workspace = self.ctx.workspace();
        let read = workspace.read(move |ledger| {
            let (total, entries) = ledger.fan_entries(&fan, ENTRIES)?;
            let standings = ledger.fan_on_accounts(&fan)?.into_iter().map(|on| FanStanding {
                account: on.account,
                account_name: on.account_name,
                vip: state(on.vip, !on.vips_known),
                came: on.came,
                left: on.left,
                since: on.since,
                other_marks: on.other_marks,
            });
            let standings = standings.collect();
            let (known, note) = (ledger.person(&fan)?, ledger.note(&fan)?);
            Ok::<_, Failure>(FanRecord {
                created: created_ms(fan.as_str()),
                fan: fan.to_string(),
                username: known.username,
                name: known.name,
                note,
                standings,
                entries,
                total,
            })
        });
        read.await
    }
}
