use std::{
    sync::atomic::{AtomicBool, Ordering},
    time::Duration,
};

use serde_json::Value;

use super::{
    Api, Fan,
    fan::{Names, id, text},
    reply::{Reply, id_text},
    walk::{Bounds, End, List, Listed, OnPage, Page, Reading, Source, walk},
};
use crate::{ids::FanId, view::Cause};

/// A hundred rows each.
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

/// How `status` is written: older pages of the documentation have figures, newer ones words. What was understood last
/// is remembered.
#[derive(Debug, Default)]
pub(super) struct StatusForm {
    figures: AtomicBool,
}

impl SubscriberStatus {
    fn written(self, figures: bool) -> &'static str {
        match (self, figures) {
            (Self::All, false) => "all",
            (Self::Active, false) => "active",
            (Self::Expired, false) => "expired",
            (Self::All, true) => "3,4",
            (Self::Active, true) => "3",
            (Self::Expired, true) => "4",
        }
    }
}

impl Api {
    /// Reads the account's subscribers. Costs one credit for a hundred rows, and one more when the service wants the
    /// status in another form than it was asked for in.
    ///
    /// # Errors
    /// What the service, or the way to it, answered; see [`Reading`].
    pub async fn subscribers(
        &self,
        status: SubscriberStatus,
        reading: &mut Reading<Subscriber>,
        patience: Duration,
        page: &mut OnPage<'_, Subscriber>,
    ) -> Result<End, Cause> {
        let account = reading.account().clone();
        let list = List { api: self, account, call: "subscribers", query: &[], patience, read: subscribers };
        let bounds = Bounds { most: PAGES, doubt_the_first: true };
        walk(&Subscribers { list, status }, reading, bounds, page).await
    }
}

struct Subscribers<'a> {
    list: List<'a, Subscriber>,
    status: SubscriberStatus,
}

impl Subscribers<'_> {
    async fn ask(&self, figures: bool, cursor: Option<&str>) -> Result<Reply, Cause> {
        let List { api, account, call, patience, .. } = &self.list;
        let mut query = vec![("status", self.status.written(figures)), ("limit", "100")];
        query.extend(cursor.map(|at| ("cursor", at)));
        api.read(&[account.as_str(), call], &query, *patience).await
    }
}

impl Source<Subscriber> for Subscribers<'_> {
    async fn page(&self, cursor: Option<&str>) -> Result<Page<Subscriber>, Cause> {
        let form = &self.list.api.status_form().figures;
        let figures = form.load(Ordering::Relaxed);
        let mut reply = self.ask(figures, cursor).await?;
        if reply.is_bad_request() {
            reply = self.ask(!figures, cursor).await?;
            if !reply.is_bad_request() {
                form.store(!figures, Ordering::Relaxed);
            }
        }
        (self.list.read)(&reply.nested()?).ok_or(Cause::ReplyIncomplete)
    }

    async fn breathe(&self) {
        self.list.breathe().await;
    }
}

impl Listed for Subscriber {
    fn id(&self) -> &FanId {
        &self.fan.id
    }

    fn mark(&self) -> Option<&str> {
        self.row.as_deref()
    }

    fn absorb(&mut self, later: Self) -> bool {
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

fn subscribers(inner: &Value) -> Option<Page<Subscriber>> {
    let response = &inner["data"]["response"];
    let rows = response["subscriptions"].as_array()?;
    let names = Names::of(response);
    Some(Page::of(inner, rows, |row| {
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
        let inner = json!({"data": {"response": {"subscriptions": rows}}});
        subscribers(&inner).unwrap().rows.remove(0)
    }

    #[test]
    fn of_several_subscriptions_the_one_that_runs_counts() {
        let (active, expired, odd) = (json!(3), json!("4"), json!(7));
        for order in [[0, 1, 2], [2, 1, 0], [1, 2, 0], [1, 0, 2]] {
            let rows = [row(&active, "Gold"), row(&expired, "Silver"), row(&odd, "Odd")];
            let mut rows = order.map(|place| rows[place].clone()).into_iter();
            let mut fan = rows.next().unwrap();
            rows.for_each(|row| _ = fan.absorb(row));
            assert_eq!((fan.standing, fan.tiers), (Standing::Active, vec!["Gold".to_owned()]), "{order:?}");
        }
        let mut fan = row(&expired, "Silver");
        assert!(fan.absorb(row(&json!("expired"), "Gold")) && !fan.absorb(row(&expired, "Gold")));
        assert_eq!((fan.standing, fan.tiers.len()), (Standing::Expired, 2));
        assert_eq!(row(&json!(3.0), "\u{200b}").standing, Standing::Unclear);
    }
}
