use std::sync::Arc;

use axum::{
    Extension,
    extract::{Path, State},
    http::StatusCode,
};
use serde_json::Value;

use super::own_account::OwnAccount;
use crate::{
    Shape,
    envelope::{self, Reply},
    service::{Service, Ticket},
    world::{Account, VIP},
};

/// `POST /{account}/chats/{fan}/vip`. A fan who is already VIP gets the same reply (a guess).
pub async fn add(
    own: OwnAccount,
    service: State<Arc<Service>>,
    Path((_, fan)): Path<(String, String)>,
    Extension(ticket): Extension<Ticket>,
) -> Reply {
    mark(own.get(), &service, &fan, &ticket, true)
}

/// `DELETE /{account}/chats/{fan}/vip`. The real reply is not documented. Here it is the envelope of an add, with the
/// outer status 200 and without the VIP bit, whether or not it was set before.
pub async fn remove(
    own: OwnAccount,
    service: State<Arc<Service>>,
    Path((_, fan)): Path<(String, String)>,
    Extension(ticket): Extension<Ticket>,
) -> Reply {
    mark(own.get(), &service, &fan, &ticket, false)
}

fn mark(account: &Account, service: &Service, id: &str, ticket: &Ticket, vip: bool) -> Reply {
    let status = if vip { StatusCode::CREATED } else { StatusCode::OK };
    if id == account.native_id {
        // No one can be their own VIP: Fansly refuses, and the service passes that on (a guess).
        return envelope::written(status, false, &Value::Null);
    }
    let Some(fan) = service.world.fans.find(id) else {
        return envelope::error(StatusCode::NOT_FOUND, "Not Found");
    };
    match ticket.shape {
        Some(Shape::RepeatedAddConflicts) if vip && account.is_vip(fan) => {
            return envelope::error(StatusCode::CONFLICT, "User is on the VIP list already");
        }
        Some(Shape::RemovalFindsNobody) if !vip && !account.is_vip(fan) => {
            return envelope::error(StatusCode::NOT_FOUND, "User is not on the VIP list");
        }
        _ => {}
    }
    let marks = service.mark(account, fan, ticket, VIP, vip);
    envelope::record(status, account, id, marks)
}
