use crate::{
    app::{context::Shared, workspace::Workspace},
    view::{Failure, PeopleKnown, VipsKnown},
};
use velvet_ledger::{Ledger, VipsRead};
use velvet_model::ids::AccountId;

/// How long a VIP list counts as fresh, in milliseconds. Fans on a fresh list are VIP, as far as anybody knows.
const FRESH: i64 = 15 * 60_000;

impl Shared {
    /// Returns whether a list was read whole, and recently.
    pub(super) fn is_fresh(&self, read: &VipsRead) -> bool {
        is_fresh(read, self.deps.clock.now())
    }

    /// Returns whether it is known who is VIP.
    pub(in crate::app) fn knows_vips(&self, ledger: &Ledger, account: &AccountId) -> Result<bool, Failure> {
        Ok(ledger.vip_list(account)?.is_some_and(|read| self.is_fresh(&read)))
    }

    /// Returns what is known of an account's VIP list, for a list that is being prepared.
    pub(in crate::app) fn vips_known(&self, workspace: &Workspace, account: &str) -> Option<VipsKnown> {
        let read = workspace.ledger().ok()?.vip_list(&AccountId::new(account)?).ok()??;
        Some(VipsKnown { read: read.read, fresh: self.is_fresh(&read), credits: read.credits.max(1) })
    }
}

/// A read in the future was made before the clock was set back, so its age is unknown.
fn is_fresh(read: &VipsRead, now: i64) -> bool {
    read.known != PeopleKnown::Part && (0..FRESH).contains(&(now - read.read))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_is_fresh_for_a_quarter_of_an_hour_whatever_the_clock_does() {
        let read = |known| VipsRead { began: 900, read: 1_000, known, credits: 1, nameless: 0 };
        let fresh = |now| is_fresh(&read(PeopleKnown::Once), now);
        assert!(fresh(1_000) && fresh(1_000 + FRESH - 1));
        assert!(!fresh(1_000 + FRESH) && !fresh(999) && !fresh(i64::MIN / 2));
        assert!(!is_fresh(&read(PeopleKnown::Part), 1_000));
    }
}
