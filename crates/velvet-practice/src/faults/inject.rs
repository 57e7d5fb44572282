use std::{collections::BTreeMap, time::Duration};

use axum::{
    body::{Body, to_bytes},
    http::{
        HeaderName, HeaderValue, StatusCode,
        header::{CONTENT_LENGTH, CONTENT_TYPE, LOCATION, RETRY_AFTER},
    },
    response::{Html, IntoResponse, Response},
};
use serde_json::{Value, json};

use super::{
    Fault,
    edit::{code, edit, with_headers_of},
    huge_body::Torrent,
    lists,
    reshape::{Asked, reshape},
};
use crate::{
    connection::Ending,
    envelope,
    gate::{REMAINING, WAIT},
};

/// A reply after a fault was injected.
pub enum Spoilt {
    /// This reply is sent.
    Reply(Response),
    /// The connection is cut like this.
    Ending(Ending),
    /// Nothing is ever sent.
    Silence,
}

/// Injects a fault into a reply.
pub async fn inject_fault(fault: Fault, asked: &Asked, reply: Response) -> Spoilt {
    let spoilt = match fault {
        Fault::Delay { ms } => {
            tokio::time::sleep(Duration::from_millis(ms)).await;
            reply
        }
        Fault::Hang => return Spoilt::Silence,
        Fault::Reset => return Spoilt::Ending(Ending::Reset),
        Fault::TruncatedBody => return Spoilt::Ending(half(reply).await),
        Fault::Html { status } => with_headers_of(&reply, html(code(status))),
        Fault::EmptyBody => with_headers_of(&reply, reply.status().into_response()),
        Fault::HugeBody { bytes } => {
            with_headers_of(&reply, (reply.status(), Body::new(Torrent::new(bytes))).into_response())
        }
        Fault::Redirect { location, status } => {
            let mut redirect = code(status).into_response();
            set(&mut redirect, LOCATION, &location);
            with_headers_of(&reply, redirect)
        }
        Fault::Status { status } => {
            let code = code(status);
            let words = code.canonical_reason().unwrap_or("Error");
            with_headers_of(&reply, envelope::error(code, words).into_response())
        }
        Fault::AccountDenied => with_headers_of(&reply, envelope::account_denied().into_response()),
        Fault::TooFast { retry_after, standard } => {
            let mut refusal =
                envelope::error(StatusCode::TOO_MANY_REQUESTS, "Too Many Requests").into_response();
            set(&mut refusal, if standard { RETRY_AFTER } else { WAIT }, &retry_after.to_string());
            set(&mut refusal, REMAINING, "0");
            with_headers_of(&reply, refusal)
        }
        Fault::Shape { shape } => reshape(shape, asked, reply).await,
        Fault::Reply { status, headers, body } => with_headers_of(&reply, any(status, &headers, body)),
        Fault::WrongFan { .. }
        | Fault::Refused
        | Fault::Inner { .. }
        | Fault::Missing { .. }
        | Fault::FlagMissing
        | Fault::EmptyData
        | Fault::Edit { .. }
        | Fault::NumberIds { .. }
        | Fault::EndlessList => edit(reply, |body| alter(&fault, body)).await,
    };
    Spoilt::Reply(spoilt)
}

/// Changes the JSON of a reply. What is missing stays missing.
fn alter(fault: &Fault, body: &mut Value) {
    match fault {
        Fault::WrongFan { fan } => {
            if let Some(id) = body.pointer_mut("/data/data/response/ignoredId") {
                *id = json!(fan.clone().unwrap_or_else(|| neighbour(id.as_str().unwrap_or_default())));
            }
        }
        Fault::Refused => put(body, "/data/data/success", json!(false)),
        Fault::Inner { status } => {
            put(body, "/data/status_code", json!(status));
            put(body, "/data/data", json!({ "success": false, "response": null }));
        }
        Fault::Missing { field } => {
            let (parent, name) = field.place();
            if let Some(Value::Object(fields)) = body.pointer_mut(parent) {
                fields.remove(name);
            }
        }
        Fault::FlagMissing => put(body, "/data/data/response/ignoreFlags", json!(0)),
        Fault::EmptyData => {
            put(body, "/data/nextCursor", Value::Null);
            put(body, "/data/data/nextCursor", Value::Null);
            put(body, "/data/count", json!(0));
            // The accounts call has no nested response: its list is directly in `data`.
            for list in ["/data/data/response", "/data/accounts"] {
                if let Some(list) = body.pointer_mut(list) {
                    empty(list);
                }
            }
        }
        Fault::Edit { place, value } => lists::edit(body, place, value.as_ref()),
        Fault::NumberIds { float } => lists::number_ids(body, *float),
        Fault::EndlessList => lists::endless(body),
        _ => {}
    }
}

fn put(body: &mut Value, place: &str, value: Value) {
    if let Some(found) = body.pointer_mut(place) {
        *found = value;
    }
}

/// Empties a value, but keeps the structure of its arrays and objects.
fn empty(value: &mut Value) {
    match value {
        Value::Array(items) => items.clear(),
        Value::Object(fields) => {
            fields.retain(|_, field| field.is_array() || field.is_object());
            fields.values_mut().for_each(empty);
        }
        _ => {}
    }
}

/// Returns the same ID with another last digit.
fn neighbour(id: &str) -> String {
    let (head, last) = id.split_at(id.len().saturating_sub(1));
    format!("{head}{}", if last == "7" { "3" } else { "7" })
}

/// Returns a reply as sent over the wire, with half its body.
async fn half(reply: Response) -> Ending {
    let (parts, body) = reply.into_parts();
    let body = to_bytes(body, usize::MAX).await.unwrap_or_default();
    let mut wire = format!("HTTP/1.1 {}\r\n", parts.status).into_bytes();
    for (name, value) in parts.headers.iter().filter(|(name, _)| *name != CONTENT_LENGTH) {
        wire.extend_from_slice(name.as_str().as_bytes());
        wire.extend_from_slice(b": ");
        wire.extend_from_slice(value.as_bytes());
        wire.extend_from_slice(b"\r\n");
    }
    wire.extend_from_slice(format!("content-length: {}\r\n\r\n", body.len()).as_bytes());
    wire.extend_from_slice(&body[..body.len() / 2]);
    Ending::Bytes { status: parts.status.as_u16(), wire }
}

fn html(status: StatusCode) -> Response {
    let page = "<!DOCTYPE html>\n<html><head><title>Bad gateway</title></head>\
                <body><h1>Something is in the way</h1><p>Please try again later.</p></body></html>\n";
    (status, Html(page)).into_response()
}

fn any(status: u16, headers: &BTreeMap<String, String>, body: String) -> Response {
    let mut reply = (code(status), body).into_response();
    set(&mut reply, CONTENT_TYPE, "application/json");
    for (name, value) in headers {
        if let Ok(name) = HeaderName::try_from(name) {
            set(&mut reply, name, value);
        }
    }
    reply
}

fn set(reply: &mut Response, name: HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::try_from(value) {
        reply.headers_mut().insert(name, value);
    }
}
