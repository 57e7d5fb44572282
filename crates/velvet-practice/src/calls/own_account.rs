use std::sync::Arc;

use axum::{
    extract::{FromRequestParts, RawPathParams},
    http::{Method, StatusCode, request::Parts},
};

use crate::{
    envelope::{self, Reply},
    service::{Caller, Service},
    world::Account,
};

/// The account named in the path. It belongs to the caller's key and its session is active; otherwise the request is
/// rejected here.
pub struct OwnAccount {
    service: Arc<Service>,
    place: usize,
}

impl OwnAccount {
    /// The account.
    pub fn get(&self) -> &Account {
        &self.service.world.accounts[self.place]
    }
}

impl FromRequestParts<Arc<Service>> for OwnAccount {
    type Rejection = Reply;

    async fn from_request_parts(parts: &mut Parts, service: &Arc<Service>) -> Result<Self, Reply> {
        let path = RawPathParams::from_request_parts(parts, service).await;
        let path = path.map_err(|_| envelope::error(StatusCode::BAD_REQUEST, "Malformed path"))?;
        let id = path.iter().find(|(name, _)| *name == "account").map_or("", |(_, id)| id);
        let Caller(key) = *parts.extensions.get().ok_or_else(envelope::account_denied)?;
        let mut own = service.keys.get(key).accounts.clone();
        let place = own.find(|&place| service.world.accounts[place].id == id);
        let account =
            Self { place: place.ok_or_else(envelope::account_denied)?, service: Arc::clone(service) };
        if account.get().is_alive() { Ok(account) } else { Err(expired(&parts.method)) }
    }
}

/// The reply when the session at Fansly has ended: Fansly answers 401, but the outer status is a success.
fn expired(method: &Method) -> Reply {
    let outer = if method == Method::POST { StatusCode::CREATED } else { StatusCode::OK };
    envelope::refused_inside(outer, StatusCode::UNAUTHORIZED)
}
