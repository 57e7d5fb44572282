use std::time::Duration;

use serde_json::Value;

use super::{
    Api, Fan,
    fan::{Names, id, text},
    pagination::{Bounds, Completeness, List, ListRow, OnPage, Page, PagedRead, paginate, rows},
    reply::{id_text, response},
};
use velvet_model::{Cause, ids::FanId};

/// Mostly a hundred rows each.
const PAGES: u64 = 2_000;

/// Which subscribers are asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SubscriberStatus {
    /// Those who are, and those who were.
    All,
    /// Those who are.
    Active,
    /// Those who were. A fan whose subscription ran out and who has another one may be among them.
    Expired,
}

/// How it stands with a subscription.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// It has run out.
    Expired,
    /// The service says something that is not known here, or nothing.
    Unclear,
    /// It runs.
    Active,
}

/// A fan who subscribes, or did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subscriber {
    /// Who. The list has no names of its own; they are there when the service adds them.
    pub fan: Fan,
    /// Of several subscriptions the one that runs counts.
    pub standing: Standing,
    /// Names of the tiers of the subscriptions that count.
    pub tiers: Vec<String>,
    row: Option<String>,
}

impl SubscriberStatus {
    /// In words and in figures.
    fn written(self) -> [&'static str; 2] {
        match self {
            Self::All => ["all", "3,4"],
            Self::Active => ["active", "3"],
            Self::Expired => ["expired", "4"],
        }
    }
}

impl Api {
    /// Reads the account's subscribers. Uses at least one credit for a hundred rows.
    ///
    /// # Errors
    /// What the service, or the way to it, answered; see [`PagedRead`].
    pub async fn subscribers(
        &self,
        status: SubscriberStatus,
        reading: &mut PagedRead<Subscriber>,
        patience: Duration,
        page: &mut OnPage<'_, Subscriber>,
    ) -> Result<Completeness, Cause> {
        let query = [("status", status.written())];
        let list = List::new(self, reading.account(), "subscribers", patience, subscribers);
        let bounds = Bounds { most: PAGES, doubt_the_first: true };
        paginate(&list.query(&query).limit("100"), reading, bounds, page).await
    }
}

impl ListRow for Subscriber {
    fn id(&self) -> &FanId {
        &self.fan.id
    }

    fn mark(&self) -> Option<&str> {
        self.row.as_deref()
    }

    fn merge(&mut self, later: Self) -> bool {
        let mut changed = self.fan.learn(later.fan);
        if later.standing > self.standing {
            (self.standing, self.tiers) = (later.standing, later.tiers);
            changed = true;
        } else if later.standing == self.standing {
            for tier in later.tiers {
                if !self.tiers.contains(&tier) {
                    self.tiers.push(tier);
                    changed = true;
                }
            }
        }
        changed
    }
}

fn subscribers(json: &Value) -> Option<Page<Subscriber>> {
    let (rows, names) = (rows(json, "subscriptions")?, Names::of(response(json)));
    Some(Page::of(json, rows, |row| {
        Some(Subscriber {
            fan: names.fan(id(row, "subscriberId")?, &Value::Null),
            standing: standing(&row["status"]),
            tiers: text(row, "subscriptionTierName").into_iter().collect(),
            row: id_text(&row["id"]),
        })
    }))
}

/// 3 runs, 4 has run out (API.md, "Reads that help"); words are understood as well.
fn standing(status: &Value) -> Standing {
    match id_text(status).unwrap_or_default().to_ascii_lowercase().as_str() {
        "3" | "active" => Standing::Active,
        "4" | "expired" => Standing::Expired,
        _ => Standing::Unclear,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn row(status: &Value, tier: &str) -> Subscriber {
        let rows =
            json!([{"subscriberId": "843584256474116096", "status": status, "subscriptionTierName": tier}]);
        let json = json!({"data": {"data": {"response": {"subscriptions": rows}}}});
        subscribers(&json).unwrap().rows.remove(0)
    }

    #[test]
    fn of_several_subscriptions_the_one_that_runs_counts() {
        let (active, expired, odd) = (json!(3), json!("4"), json!(7));
        for order in [[0, 1, 2], [2, 1, 0], [1, 2, 0], [1, 0, 2]] {
            let rows = [row(&active, "Gold"), row(&expired, "Silver"), row(&odd, "Odd")];
            let mut rows = order.map(|place| rows[place].clone()).into_iter();
            let mut fan = rows.next().unwrap();
            rows.for_each(|row| _ = fan.merge(row));
            assert_eq!((fan.standing, fan.tiers), (Standing::Active, vec!["Gold".to_owned()]), "{order:?}");
        }
        let mut fan = row(&expired, "Silver");
        assert!(fan.merge(row(&json!("expired"), "Gold")) && !fan.merge(row(&expired, "Gold")));
        assert_eq!((fan.standing, fan.tiers.len()), (Standing::Expired, 2));
        assert_eq!(row(&json!(3.0), "\u{200b}").standing, Standing::Unclear);
    }
}
