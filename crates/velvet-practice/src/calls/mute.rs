use std::sync::Arc;

use axum::{
    Extension, Json,
    extract::{State, rejection::JsonRejection},
    http::StatusCode,
};
use serde::Deserialize;

use super::own_account::OwnAccount;
use crate::{
    envelope::{self, Reply},
    service::{Service, Ticket},
    world::MUTED,
};

/// The body: the fan to mute or unmute.
#[derive(Deserialize)]
pub struct Target {
    #[serde(rename = "targetUserId")]
    fan: String,
}

type Body = Result<Json<Target>, JsonRejection>;

/// `POST /{account}/chats/mute`. The reply is not documented; here it is the same as for an add (a guess).
pub async fn mute(
    own: OwnAccount,
    service: State<Arc<Service>>,
    ticket: Extension<Ticket>,
    body: Body,
) -> Result<Reply, Reply> {
    mark(&own, &service, &ticket, body, true)
}

/// `POST /{account}/chats/unmute`.
pub async fn unmute(
    own: OwnAccount,
    service: State<Arc<Service>>,
    ticket: Extension<Ticket>,
    body: Body,
) -> Result<Reply, Reply> {
    mark(&own, &service, &ticket, body, false)
}

fn mark(
    own: &OwnAccount,
    service: &Service,
    ticket: &Ticket,
    body: Body,
    muted: bool,
) -> Result<Reply, Reply> {
    let Json(Target { fan: id }) =
        body.map_err(|bad| envelope::error(StatusCode::BAD_REQUEST, &bad.body_text()))?;
    let fan = service.world.fans.find(&id);
    let fan = fan.ok_or_else(|| envelope::error(StatusCode::NOT_FOUND, "Not Found"))?;
    let marks = service.mark(own.get(), fan, ticket, MUTED, muted);
    Ok(envelope::record(StatusCode::CREATED, own.get(), &id, marks))
}
