use rusqlite::params;

use super::{Ledger, LedgerError};

impl Ledger {
    /// Returns how many credits the app has used since a time in milliseconds since 1970, at least.
    ///
    /// It counts the requests of batches and of single items that were begun since then; fans of earlier batches who were
    /// sent since then and answered, one credit each; the last load of each VIP list, unless a batch made it and counts
    /// it; and names whose last look-up was since then, one credit each.
    ///
    /// It doesn't count what the ledger doesn't remember: loads of supporters, subscribers, followers, and chats, earlier
    /// loads of a VIP list, checks of single items and of sessions, lists of accounts, and what other programs do with
    /// the key.
    pub fn credits_since(&self, since: i64) -> Result<u64, LedgerError> {
        self.read(|connection| {
            // Numbers rise with time, so nothing older than the first older batch is looked at.
            let older: i64 = connection
                .prepare_cached(
                    "SELECT coalesce((SELECT id FROM batch WHERE began < ? ORDER BY id DESC LIMIT 1), 0)",
                )?
                .query_row([since], |row| row.get(0))?;
            connection
                .prepare_cached(
                    "SELECT (SELECT coalesce(sum(requests), 0) FROM batch WHERE id > ?2)
                          + (SELECT count(*) FROM item
                             WHERE place > coalesce((SELECT its.place FROM item AS its
                                                     WHERE its.place IS NOT NULL AND its.began < ?1
                                                     ORDER BY its.place DESC LIMIT 1), 0)
                               AND batch <= ?2 AND began >= ?1 AND outcome IN ('added', 'removed', 'unsure'))
                          + (SELECT coalesce(sum(pages), 0) FROM vip_list
                             WHERE began >= ?1
                               AND NOT EXISTS (SELECT 1 FROM batch
                                               WHERE batch.account = vip_list.account AND batch.pace IS NOT NULL
                                                 AND batch.began <= vip_list.began
                                                 AND coalesce(batch.ended, vip_list.read) >= vip_list.read))
                          + (SELECT count(*) FROM looked_up WHERE read >= ?1)",
                )?
                .query_row(params![since, older], |row| row.get(0))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Completion, Intent, LookedUp, NewBatch, NewItem, VipsRead, checkpoint::Checkpoint};
    use velvet_model::{
        Action, Outcome, PeopleKnown,
        ids::{AccountId, FanId},
    };

    fn fan(number: u32) -> FanId {
        FanId::from_digits(format!("8435842564741{number:05}")).unwrap()
    }

    #[test]
    fn credits_of_a_month_are_those_of_requests_since_it_began_and_no_more() {
        let folder = tempfile::tempdir().unwrap();
        let ledger = Ledger::open(&folder.path().join("ledger.sqlite3"), 1, 0).unwrap().ledger;
        let (mira, noa) = (AccountId::new("fansly_1").unwrap(), AccountId::new("fansly_2").unwrap());
        ledger.remember_account(&mira).unwrap();
        ledger.remember_account(&noa).unwrap();
        let month = 10_000;
        assert_eq!(ledger.credits_since(month).unwrap(), 0);
        // A batch of the month before sends one fan before its end, and one after it.
        let items = (1..=3).map(|number| NewItem { fan: fan(number), label: None, row: None });
        let new = NewBatch::new(mira.clone(), Action::Add);
        let batch = ledger.write_batch(&new, items, &[], 9_000).unwrap().id;
        let round = |now| Checkpoint { claim: 1, ..Checkpoint::new(batch, mira.clone(), Action::Add, now) };
        let first = ledger.checkpoint(&round(9_500)).unwrap().claimed[0].item;
        let added = Completion::of(Outcome::Added);
        let next = Checkpoint { endings: vec![(first, added.clone())], requests: 1, ..round(10_500) };
        let second = ledger.checkpoint(&next).unwrap().claimed[0].item;
        assert_eq!(ledger.credits_since(month).unwrap(), 0, "it may not have left yet");
        let last = Checkpoint { endings: vec![(second, added)], requests: 1, claim: 0, ..round(10_600) };
        ledger.checkpoint(&last).unwrap();
        assert_eq!(ledger.credits_since(month).unwrap(), 1);
        assert_eq!(ledger.credits_since(9_000).unwrap(), 2, "all requests of the batch");
        // A load of the VIP list during that batch is among its requests. One of another account is not.
        let read =
            VipsRead { began: 11_000, read: 11_500, known: PeopleKnown::Once, credits: 7, nameless: 0 };
        ledger.vips_read(&mira, &read, &[]).unwrap();
        assert_eq!(ledger.credits_since(month).unwrap(), 1);
        ledger.vips_read(&noa, &read, &[]).unwrap();
        assert_eq!(ledger.credits_since(month).unwrap(), 8);
        ledger.remember_look_up(&noa, "kay", &LookedUp { fans: vec![], more: false, read: 12_000 }).unwrap();
        assert_eq!(ledger.credits_since(month).unwrap(), 9);
        let single = Intent { account: noa, fan: fan(9), action: Action::Add, undoes: None, label: None };
        let begun = ledger.begin(&single, 13_000).unwrap();
        ledger.count_requests(begun.batch, 2).unwrap();
        assert_eq!(ledger.credits_since(month).unwrap(), 11);
        assert_eq!(ledger.credits_since(20_000).unwrap(), 0, "another month");
    }
}
