use serde_json::json;

use super::own_account::OwnAccount;
use crate::envelope::{self, Reply};

/// `GET /{account}/me`: the creator's own profile, if the session is active.
pub async fn me(own: OwnAccount) -> Reply {
    let account = own.get();
    envelope::nested(&json!({ "account": {
        "id": account.native_id,
        "username": account.profile.username,
        "displayName": account.profile.name,
    } }))
}
