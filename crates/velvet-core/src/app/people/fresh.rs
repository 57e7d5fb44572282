use crate::{
    app::{App, desk::Desk},
    ids::AccountId,
    ledger::{Ledger, VipsRead},
    view::{Failure, PeopleKnown, VipsKnown},
};

/// How long a VIP list counts as fresh: who was on it is VIP, as far as anybody knows.
const FRESH: i64 = 15 * 60_000;

impl App {
    /// Whether a list was read whole, just now.
    pub(super) fn is_fresh(&self, read: &VipsRead) -> bool {
        read.known != PeopleKnown::Part && self.parts().clock.now() - read.read < FRESH
    }

    /// Whether it is known who is VIP.
    pub(in crate::app) fn knows_vips(&self, ledger: &Ledger, account: &AccountId) -> Result<bool, Failure> {
        Ok(ledger.vip_list(account)?.is_some_and(|read| self.is_fresh(&read)))
    }

    /// What is known of an account's VIP list, for a list that is prepared.
    pub(in crate::app) fn vips_known(&self, desk: &Desk, account: &str) -> Option<VipsKnown> {
        let read = desk.ledger().ok()?.vip_list(&AccountId::new(account)?).ok()??;
        Some(VipsKnown { read: read.read, fresh: self.is_fresh(&read), credits: read.credits.max(1) })
    }
}
