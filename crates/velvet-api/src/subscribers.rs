use std::time::Duration;

use serde_json::Value;

use super::{
    Api, Fan,
    fan::{Names, id, text},
    pagination::{Bounds, Completeness, List, ListRow, OnPage, Page, PagedRead, paginate, rows},
    reply::{id_text, response},
};
use velvet_model::{Cause, ids::FanId};

/// Maximum number of pages, usually with 100 rows each.
const PAGES: u64 = 2_000;

/// Which subscribers to request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SubscriberStatus {
    /// Current and former subscribers.
    All,
    /// Current subscribers.
    Active,
    /// Former subscribers. May include fans who have another active subscription.
    Expired,
}

/// State of a subscription.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// Expired.
    Expired,
    /// The API returned an unknown state, or none.
    Unclear,
    /// Active.
    Active,
}

/// A current or former subscriber.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subscriber {
    /// The fan. This list has no names of its own, so they are set only if the API adds them.
    pub fan: Fan,
    /// State of the subscription. Of several subscriptions, an active one counts.
    pub standing: Standing,
    /// Tier names of the subscriptions that count.
    pub tiers: Vec<String>,
    row: Option<String>,
}

impl SubscriberStatus {
    /// Returns the query value in word form and in numeric form.
    fn written(self) -> [&'static str; 2] {
        match self {
            Self::All => ["all", "3,4"],
            Self::Active => ["active", "3"],
            Self::Expired => ["expired", "4"],
        }
    }
}

impl Api {
    /// Reads the account's subscribers. Uses at least one credit per 100 rows.
    ///
    /// # Errors
    /// The error from the server or from the network in between. See [`PagedRead`].
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

/// Parses a status: 3 is active, 4 is expired (API.md, "Reads that help"). Words are accepted too.
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
