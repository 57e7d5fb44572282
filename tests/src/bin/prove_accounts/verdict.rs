use std::collections::HashMap;

use velvet_core::view::{Action, LogRow, Outcome};
use velvet_practice::Received;

use crate::world::World;

/// The totals of all sequences.
#[derive(Debug, Default)]
pub struct Verdict {
    pub sequences: u64,
    pub actions: u64,
    pub requests: u64,
    pub writes: u64,
    /// Requests whose key the server refused for the account.
    pub wrong_key: u64,
    /// Writes that match no item.
    pub foreign: u64,
    /// Items that say they were sent, but were not received.
    pub missing: u64,
    /// Actions that succeeded without the account's key, or were refused with it.
    pub wrongly_done: u64,
}

impl Verdict {
    pub fn add(&mut self, other: &Self) {
        self.sequences += other.sequences;
        self.actions += other.actions;
        self.requests += other.requests;
        self.writes += other.writes;
        self.wrong_key += other.wrong_key;
        self.foreign += other.foreign;
        self.missing += other.missing;
        self.wrongly_done += other.wrongly_done;
    }
}

/// An add or a removal: account, fan, and method.
type Write = (String, String, &'static str);

impl World {
    /// Compares what the server received with the log.
    pub async fn judge(&self, verdict: &mut Verdict) {
        self.app.idle().await;
        let received = self.service.requests();
        verdict.requests += received.len() as u64;
        verdict.wrong_key +=
            received.iter().filter(|one| matches!(one.status, Some(401 | 403))).count() as u64;
        let mut balance: HashMap<Write, i64> = HashMap::new();
        for write in received.iter().filter_map(write) {
            verdict.writes += 1;
            *balance.entry(write).or_default() += 1;
        }
        for row in self.log().await.into_iter().filter(was_sent) {
            let method = if row.action == Action::Add { "POST" } else { "DELETE" };
            *balance.entry((row.account, row.fan, method)).or_default() -= 1;
        }
        for left in balance.values() {
            verdict.foreign += u64::try_from(*left).unwrap_or(0);
            verdict.missing += u64::try_from(-*left).unwrap_or(0);
        }
    }

    async fn log(&self) -> Vec<LogRow> {
        let mut rows = Vec::new();
        loop {
            let offset = u32::try_from(rows.len()).expect("a short log");
            let some =
                self.app.entries().await.slice(offset, 200).await.expect("the ledger can be read").rows;
            if some.is_empty() {
                return rows;
            }
            rows.extend(some);
        }
    }
}

/// Each item is sent exactly once here, because there are no faults.
fn was_sent(row: &LogRow) -> bool {
    matches!(row.outcome, Some(Outcome::Added | Outcome::Removed | Outcome::Failed | Outcome::Unconfirmed))
}

/// Parses `/{account}/chats/{fan}/vip`.
fn write(received: &Received) -> Option<Write> {
    let method = match received.method.as_str() {
        "POST" => "POST",
        "DELETE" => "DELETE",
        _ => return None,
    };
    let mut parts = received.path.trim_start_matches('/').split('/');
    let (account, _, fan) = (parts.next()?, parts.next()?, parts.next()?);
    Some((account.to_owned(), fan.to_owned(), method))
}
