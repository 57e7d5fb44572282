use std::sync::Arc;

use axum::{
    extract::{Query, State, rejection::QueryRejection},
    http::StatusCode,
};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{own_account::OwnAccount, paging, person::person};
use crate::{
    envelope::{self, Reply},
    service::Service,
    world::{Fan, Sort},
};

/// Rows per page; the call has no `limit`.
const PAGE: usize = 25;

/// The query. The real call has neither `limit` nor `offset`. They are refused here, so that no code comes to depend on
/// them.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Wanted {
    filter: Option<Filter>,
    search: Option<String>,
    #[serde(default)]
    sort: Order,
    cursor: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
enum Filter {
    Vips,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Order {
    #[default]
    Newest,
    Oldest,
    Unread,
}

/// `GET /{account}/chats`: all chats of the account, or those with VIPs. Fans without a chat are in neither list.
pub async fn chats(
    own: OwnAccount,
    State(service): State<Arc<Service>>,
    wanted: Result<Query<Wanted>, QueryRejection>,
) -> Result<Reply, Reply> {
    let Query(wanted) = wanted.map_err(|bad| envelope::error(StatusCode::BAD_REQUEST, &bad.body_text()))?;
    let start = paging::position(wanted.cursor.as_deref())?;
    let search = wanted.search.unwrap_or_default().trim().to_lowercase();
    let sort = match wanted.sort {
        Order::Newest => Sort::Newest,
        Order::Oldest => Sort::Oldest,
        Order::Unread => Sort::Unread,
    };
    let (account, fans) = (own.get(), &service.world.fans);
    let rows = (start..account.chats.len()).map(|position| (position, account.chats.at(sort, position)));
    let rows = rows.filter(|(_, chat)| wanted.filter.is_none() || account.is_vip(chat.fan));
    let rows = rows.filter(|(_, chat)| search.is_empty() || fans.get(chat.fan).matches(&search));
    let (page, next) = paging::take(rows, PAGE);

    let data: Vec<Value> = page
        .iter()
        .map(|chat| {
            let fan: &Fan = fans.get(chat.fan);
            json!({
                "groupId": chat.group_id.to_string(),
                "partnerAccountId": fan.id,
                "partnerUsername": fan.username,
                "flags": account.marks(chat.fan),
                "unreadCount": chat.unread,
            })
        })
        .collect();
    let accounts: Vec<Value> = page.iter().map(|chat| person(fans.get(chat.fan))).collect();
    let response = json!({ "data": data, "aggregationData": { "accounts": accounts } });
    Ok(envelope::page(service.cursor_place, &response, next))
}
