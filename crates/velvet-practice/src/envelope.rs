//! The shapes of replies.

use axum::{
    Json,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use serde_json::{Value, json};

use crate::{CursorPlace, timestamp, world::Account};

/// A reply before it is serialized.
pub struct Reply {
    status: StatusCode,
    body: Value,
}

impl IntoResponse for Reply {
    fn into_response(self) -> Response {
        (self.status, Json(self.body)).into_response()
    }
}

/// `{statusCode,message,data:X}`
pub fn flat(data: &Value) -> Reply {
    let body = json!({ "statusCode": 200, "message": "Success", "data": data });
    Reply { status: StatusCode::OK, body }
}

/// `{statusCode,message,data:{status_code,data:{success,response:X}}}`
pub fn nested(response: &Value) -> Reply {
    let inner = json!({ "status_code": 200, "data": { "success": true, "response": response } });
    let body = json!({ "statusCode": 200, "message": "Success", "data": inner });
    Reply { status: StatusCode::OK, body }
}

/// The nested form with the cursor of the next page, which is null after the last.
pub fn page(place: CursorPlace, response: &Value, next: Option<usize>) -> Reply {
    let mut reply = nested(response);
    let cursor = next.map(|position| position.to_string());
    let (parent, name) = match place {
        CursorPlace::Outer => ("/data", "nextCursor"),
        CursorPlace::Inner => ("/data/data", "nextCursor"),
        CursorPlace::Response => ("/data/data/response", "cursor"),
    };
    if let Some(Value::Object(fields)) = reply.body.pointer_mut(parent) {
        fields.insert(name.to_owned(), json!(cursor));
    }
    reply
}

/// The reply to a call that changes something: the nested form with a timestamp.
pub fn written(status: StatusCode, success: bool, response: &Value) -> Reply {
    let inner = json!({ "status_code": 200, "data": { "success": success, "response": response } });
    Reply { status, body: timed(status, "Success", &inner) }
}

/// The reply to a call that marks a fan: the record that Fansly keeps.
pub fn record(status: StatusCode, account: &Account, fan: &str, marks: u32) -> Reply {
    // The creator's native ID, not the ID in the path: clients must not depend on either (a guess).
    let record = json!({ "accountId": account.native_id, "ignoredId": fan, "ignoreFlags": marks });
    written(status, true, &record)
}

/// The reply when the service works but Fansly refuses: an inner status inside an outer success (a guess).
pub fn refused_inside(status: StatusCode, inner: StatusCode) -> Reply {
    let data = json!({ "status_code": inner.as_u16(), "data": { "success": false, "response": null } });
    Reply { status, body: timed(status, "Success", &data) }
}

/// `{statusCode,message,data:null,timestamp}`
pub fn error(status: StatusCode, message: &str) -> Reply {
    Reply { status, body: timed(status, message, &Value::Null) }
}

/// The reply for an account that does not belong to the key.
pub fn account_denied() -> Reply {
    let body = json!({ "error": "Account not found or access denied" });
    Reply { status: StatusCode::FORBIDDEN, body }
}

fn timed(status: StatusCode, message: &str, data: &Value) -> Value {
    json!({
        "statusCode": status.as_u16(),
        "message": message,
        "data": data,
        "timestamp": timestamp::now(),
    })
}
