use std::sync::Arc;

use axum::{
    extract::{Query, State, rejection::QueryRejection},
    http::StatusCode,
};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{
    own_account::OwnAccount,
    paging::{self, Limit},
};
use crate::{
    StatusForms,
    envelope::{self, Reply},
    service::Service,
    timestamp,
    world::Subscription,
};

const ACTIVE: u8 = 3;
const EXPIRED: u8 = 4;
const DAY_MS: u64 = 86_400_000;

#[derive(Deserialize)]
pub struct Wanted {
    status: Option<String>,
    search: Option<String>,
    cursor: Option<String>,
    #[serde(default)]
    limit: Limit,
}

/// `GET /{account}/subscribers`: one row per subscription, so a fan may have several. The rows have no names.
pub async fn subscribers(
    own: OwnAccount,
    State(service): State<Arc<Service>>,
    wanted: Result<Query<Wanted>, QueryRejection>,
) -> Result<Reply, Reply> {
    let Query(wanted) = wanted.map_err(|bad| envelope::error(StatusCode::BAD_REQUEST, &bad.body_text()))?;
    let active = status(wanted.status.as_deref(), service.status_forms)?;
    let start = paging::position(wanted.cursor.as_deref())?;
    let search = wanted.search.unwrap_or_default().trim().to_lowercase();

    let all = &own.get().audience.subscriptions;
    let fans = &service.world.fans;
    let rows = all.iter().enumerate().skip(start);
    let rows = rows.filter(|(_, row)| active.is_none_or(|active| row.active == active));
    let rows = rows.filter(|(_, row)| search.is_empty() || fans.get(row.fan).matches(&search));
    let (page, next) = paging::take(rows, wanted.limit.0);

    let running = all.iter().filter(|row| row.active).count();
    let stats = json!({ "totalActive": running, "totalExpired": all.len() - running, "total": all.len() });
    let rows: Vec<Value> = page.into_iter().map(|row| subscription(&service, row)).collect();
    Ok(envelope::page(service.cursor_place, &json!({ "stats": stats, "subscriptions": rows }), next))
}

fn subscription(service: &Service, row: &Subscription) -> Value {
    let away = row.days * DAY_MS;
    let day = if row.active { service.world.started + away } else { service.world.started - away };
    json!({
        "id": row.id,
        "subscriberId": service.world.fans.get(row.fan).id,
        "subscriptionTierName": row.tier,
        "status": if row.active { ACTIVE } else { EXPIRED },
        "renewDate": row.active.then(|| timestamp::iso(day)),
        "endsAt": timestamp::iso(day),
    })
}

/// Parses `status`: whether to list active or ended subscriptions. `None` means all.
fn status(text: Option<&str>, forms: StatusForms) -> Result<Option<bool>, Reply> {
    let (words, numbers) = (forms != StatusForms::Numbers, forms != StatusForms::Words);
    match text {
        None => Ok(None),
        Some("all") if words => Ok(None),
        Some("active") if words => Ok(Some(true)),
        Some("expired") if words => Ok(Some(false)),
        Some("3,4") if numbers => Ok(None),
        Some("3") if numbers => Ok(Some(true)),
        Some("4") if numbers => Ok(Some(false)),
        Some(_) => Err(envelope::error(StatusCode::BAD_REQUEST, "Invalid status")),
    }
}
