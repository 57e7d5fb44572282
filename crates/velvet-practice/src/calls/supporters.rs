use std::{cmp::Reverse, collections::HashMap, sync::Arc};

use axum::{
    extract::{Query, State, rejection::QueryRejection},
    http::StatusCode,
};
use serde::Deserialize;
use serde_json::{Value, json};

use super::own_account::OwnAccount;
use crate::{
    envelope::{self, Reply},
    service::Service,
};

/// Most supporters listed.
const TOP: usize = 100;
const DAY_MS: u64 = 86_400_000;

/// A period in milliseconds since 1970: from `after` up to, but not including, `before`.
#[derive(Deserialize)]
pub struct Period {
    before: Option<u64>,
    after: Option<u64>,
}

/// `GET /{account}/top-supporters`: the fans who paid most in a period, highest amount first.
pub async fn top_supporters(
    own: OwnAccount,
    State(service): State<Arc<Service>>,
    period: Result<Query<Period>, QueryRejection>,
) -> Result<Reply, Reply> {
    let Query(period) = period.map_err(|bad| envelope::error(StatusCode::BAD_REQUEST, &bad.body_text()))?;
    let (after, before) = (period.after.unwrap_or(0), period.before.unwrap_or(u64::MAX));
    let mut paid: HashMap<usize, u64> = HashMap::new();
    for payment in &own.get().audience.payments {
        let at = service.world.started - payment.days_ago * DAY_MS;
        if (after..before).contains(&at) {
            *paid.entry(payment.fan).or_default() += payment.gross;
        }
    }
    let mut ranked: Vec<(usize, u64)> = paid.into_iter().collect();
    ranked.sort_unstable_by_key(|&(fan, gross)| (Reverse(gross), fan));
    let rows = ranked.into_iter().take(TOP).map(|(fan, gross)| {
        json!({
            "correlationAccountId": service.world.fans.get(fan).id,
            "totalGross": gross,
            "totalNet": gross / 5 * 4,
        })
    });
    Ok(envelope::nested(&rows.collect::<Vec<Value>>().into()))
}
