//! Changes a reply to another shape.

use axum::{
    body::{Body, Bytes},
    http::{Method, StatusCode, Uri},
    response::{Html, IntoResponse, Response},
};
use serde_json::{Value, json};

use super::{
    Field, Shape,
    edit::{code, edit, rewrite, with_headers_of},
    shape::{AccountIdName, AccountsForm, Level},
};
use crate::{envelope, world::VIP};

const FIREWALL: &str = "<!DOCTYPE html>\n<html lang=\"en\"><head><title>Attention Required!</title></head>\
    <body><h1>Sorry, you have been blocked</h1><p>You are unable to access this site.</p></body></html>\n";
const PORTAL: &str = "<!DOCTYPE html>\n<html lang=\"en\"><head><title>Guest Wi-Fi</title></head>\
    <body><form method=\"post\" action=\"/login\"><h1>Sign in to the network</h1>\
    <input name=\"room\"><button>Connect</button></form></body></html>\n";

/// The names of the lists of rows in `response`.
const LISTS: [&str; 3] = ["data", "followers", "subscriptions"];

/// What a request asked for.
pub struct Asked {
    /// The method.
    pub method: Method,
    /// Path and query after the base address.
    pub uri: Uri,
}

/// Changes a reply to the given shape.
pub async fn reshape(shape: Shape, asked: &Asked, reply: Response) -> Response {
    let instead = |refusal: Response| with_headers_of(&reply, refusal);
    match shape {
        Shape::PlanRefusal => {
            instead(refused(StatusCode::FORBIDDEN, "Your plan does not include this endpoint"))
        }
        Shape::CannotRoute => instead(cannot_route(asked)),
        Shape::Words { status, message } => instead(refused(code(status), &message)),
        Shape::InnerRefusal { status, code, details } => {
            let outer = if asked.method == Method::POST { StatusCode::CREATED } else { StatusCode::OK };
            let error = json!({ "code": code, "details": details });
            let inner = json!({ "status_code": status, "data": { "success": false, "error": error } });
            instead(json_reply(outer, &json!({ "statusCode": outer.as_u16(), "data": inner })))
        }
        Shape::SessionExpired => {
            instead(refused(StatusCode::UNAUTHORIZED, "Fansly session expired, please reconnect"))
        }
        // These pages do not come from the service, so they do not have its headers.
        Shape::FirewallPage => (StatusCode::FORBIDDEN, Html(FIREWALL)).into_response(),
        Shape::CaptivePortal { status } => (code(status), Html(PORTAL)).into_response(),
        Shape::LimitAtMost { most } => match limit(&asked.uri) {
            Some(limit) if limit > u64::from(most) => {
                instead(refused(StatusCode::BAD_REQUEST, &format!("limit must not be greater than {most}")))
            }
            _ => reply,
        },
        Shape::Bom => rewrite(reply, |bytes| Bytes::from([b"\xEF\xBB\xBF", &bytes[..]].concat())).await,
        Shape::Accepted if reply.status().is_success() => {
            let mut reply = edit(reply, |body| put(body, "", "statusCode", json!(202))).await;
            *reply.status_mut() = StatusCode::ACCEPTED;
            reply
        }
        // Refusals stay in the documented form.
        shape if reply.status().is_success() => edit(reply, |body| change(&shape, &asked.method, body)).await,
        _ => reply,
    }
}

/// Changes the JSON of a success. What is missing stays missing.
fn change(shape: &Shape, method: &Method, body: &mut Value) {
    match shape {
        Shape::FlatEnvelope => {
            if let Some(inner) = body.pointer_mut("/data/data").map(Value::take) {
                put(body, "", "data", inner);
            }
        }
        Shape::ResponseIs { value } => replace(body, "/data/data/response", value.clone()),
        Shape::NumberAsText { field } => number_as_text(body, *field),
        Shape::Padded { bytes } => put(body, "", "padding", json!("x".repeat(*bytes))),
        Shape::OldRecord => {
            if let Some(flags) = body.pointer_mut("/data/data/response/ignoreFlags") {
                let now = flags.as_u64().unwrap_or_default();
                let vip = u64::from(VIP);
                *flags = if *method == Method::DELETE { json!(now | vip) } else { json!(now & !vip) };
            }
        }
        Shape::CursorAt { level, name } => {
            if let Some(cursor) = take_cursor(body) {
                put(body, level.place(), name.text(), cursor);
            }
        }
        Shape::HasMore => {
            if let Some(cursor) = take_cursor(body) {
                put(body, "/data/data/response", "hasMore", json!(!cursor.is_null()));
            }
        }
        Shape::NoCursor => _ = take_cursor(body),
        Shape::GroupChat => {
            let chats = body.pointer_mut("/data/data/response/data").and_then(Value::as_array_mut);
            if let Some(chats) = chats {
                chats.insert(0, group_chat());
            }
        }
        Shape::EmptyListIs { value } if rows(body).is_some_and(Vec::is_empty) => {
            replace(body, "/data/data/response", value.clone());
        }
        Shape::BareRows => {
            if let Some(rows) = rows(body).cloned() {
                // `response` becomes an array, which cannot hold a cursor.
                if let Some(cursor) = take_cursor(body) {
                    put(body, "/data/data", "nextCursor", cursor);
                }
                replace(body, "/data/data/response", Value::Array(rows));
            }
        }
        Shape::Accounts { form, id } => accounts(body, *form, *id),
        Shape::AccountsRefused if body.pointer("/data/accounts").is_some() => {
            put(body, "", "data", json!({ "success": false, "count": 0, "accounts": [] }));
        }
        // These shapes are applied before the call, in the call, or to the whole reply.
        _ => {}
    }
}

/// Changes the envelope of the list of accounts, and the name of their ID.
fn accounts(body: &mut Value, form: AccountsForm, id: AccountIdName) {
    let Some(Value::Array(mut list)) = body.pointer_mut("/data/accounts").map(Value::take) else { return };
    for account in list.iter_mut().filter_map(Value::as_object_mut) {
        if let Some(text) = account.remove("accountId") {
            account.insert(id.text().to_owned(), text);
        }
    }
    let nested = |response: Value| {
        json!({
            "statusCode": 200,
            "message": "Success",
            "data": { "status_code": 200, "data": { "success": true, "response": response } },
        })
    };
    match form {
        AccountsForm::Flat => replace(body, "/data/accounts", Value::Array(list)),
        AccountsForm::Unwrapped => *body = json!({ "success": true, "accounts": list }),
        AccountsForm::Data => *body = json!({ "data": list }),
        AccountsForm::Nested => *body = nested(json!({ "accounts": list })),
        AccountsForm::NestedRows => *body = nested(Value::Array(list)),
        AccountsForm::Bare => *body = Value::Array(list),
    }
}

/// Returns the rows of a list.
fn rows(body: &Value) -> Option<&Vec<Value>> {
    let response = body.pointer("/data/data/response")?;
    response.as_array().or_else(|| LISTS.iter().find_map(|list| response[*list].as_array()))
}

/// Removes the cursor of a list and returns it; `None` if the reply is not a page of a list.
fn take_cursor(body: &mut Value) -> Option<Value> {
    let places = [(Level::Outer, "nextCursor"), (Level::Inner, "nextCursor"), (Level::Response, "cursor")];
    places
        .into_iter()
        .find_map(|(level, name)| body.pointer_mut(level.place())?.as_object_mut()?.remove(name))
}

fn number_as_text(body: &mut Value, field: Field) {
    let (parent, name) = field.place();
    if let Some(number) = body.pointer_mut(parent).and_then(|parent| parent.get_mut(name))
        && number.is_number()
    {
        *number = json!(number.to_string());
    }
}

fn group_chat() -> Value {
    json!({
        "groupId": "812345678901234567",
        "partnerAccountId": null,
        "partnerUsername": null,
        "flags": 0,
        "unreadCount": 0,
    })
}

fn limit(uri: &Uri) -> Option<u64> {
    let pairs = uri.query().unwrap_or_default().split('&');
    pairs.filter_map(|pair| pair.strip_prefix("limit=")).find_map(|text| text.parse().ok())
}

fn cannot_route(asked: &Asked) -> Response {
    let words = format!("Cannot {} /api/fansly{}", asked.method, asked.uri);
    let body = json!({ "statusCode": 404, "message": words, "error": "Not Found" });
    json_reply(StatusCode::NOT_FOUND, &body)
}

fn refused(status: StatusCode, words: &str) -> Response {
    envelope::error(status, words).into_response()
}

fn json_reply(status: StatusCode, body: &Value) -> Response {
    (status, [("content-type", "application/json")], Body::from(body.to_string())).into_response()
}

fn put(body: &mut Value, parent: &str, name: &str, value: Value) {
    if let Some(Value::Object(fields)) = body.pointer_mut(parent) {
        fields.insert(name.to_owned(), value);
    }
}

fn replace(body: &mut Value, place: &str, value: Value) {
    if let Some(found) = body.pointer_mut(place) {
        *found = value;
    }
}
