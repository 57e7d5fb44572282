//! The calls, one file each.

mod accounts;
mod by_ids;
mod chats;
mod followers;
mod me;
mod mute;
mod own_account;
mod paging;
mod person;
mod search;
mod subscribers;
mod supporters;
mod vip;

use std::sync::Arc;

use axum::{
    Router,
    http::StatusCode,
    routing::{get, post},
};

use crate::{
    envelope::{self, Reply},
    service::Service,
};

/// Returns the routes of all calls, below the base address.
pub fn router() -> Router<Arc<Service>> {
    Router::new()
        .route("/accounts", get(accounts::accounts))
        .route("/accounts/by-ids", get(by_ids::by_ids))
        .route("/search/{username}", get(search::search))
        .route("/{account}/me", get(me::me))
        .route("/{account}/chats", get(chats::chats))
        .route("/{account}/chats/mute", post(mute::mute))
        .route("/{account}/chats/unmute", post(mute::unmute))
        .route("/{account}/chats/{fan}/vip", post(vip::add).delete(vip::remove))
        .route("/{account}/top-supporters", get(supporters::top_supporters))
        .route("/{account}/subscribers", get(subscribers::subscribers))
        .route("/{account}/followers", get(followers::followers))
        .fallback(no_such_call)
        .method_not_allowed_fallback(no_such_call)
}

async fn no_such_call() -> Reply {
    envelope::error(StatusCode::NOT_FOUND, "Not Found")
}
