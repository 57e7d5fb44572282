use axum::{
    body::{Body, Bytes, to_bytes},
    http::{StatusCode, header::CONTENT_LENGTH},
    response::Response,
};
use serde_json::Value;

/// Changes the JSON of a reply. Any other body stays as it is.
pub(super) async fn edit(reply: Response, change: impl FnOnce(&mut Value)) -> Response {
    rewrite(reply, |bytes| match serde_json::from_slice(&bytes) {
        Ok(mut json) => {
            change(&mut json);
            json.to_string().into()
        }
        Err(_) => bytes,
    })
    .await
}

/// Replaces the body of a reply.
pub(super) async fn rewrite(reply: Response, change: impl FnOnce(Bytes) -> Bytes) -> Response {
    let (mut parts, body) = reply.into_parts();
    let bytes = to_bytes(body, usize::MAX).await.unwrap_or_default();
    parts.headers.remove(CONTENT_LENGTH);
    Response::from_parts(parts, Body::from(change(bytes)))
}

/// Copies the rate limit headers to a faulty reply: every reply has them, unless the fault sets its own.
pub(super) fn with_headers_of(reply: &Response, mut spoilt: Response) -> Response {
    for (name, value) in reply.headers().iter().filter(|(name, _)| name.as_str().starts_with("x-ratelimit-"))
    {
        spoilt.headers_mut().entry(name).or_insert_with(|| value.clone());
    }
    spoilt
}

/// Returns the status to send; 500 if the number is not a valid status.
pub(super) fn code(status: u16) -> StatusCode {
    StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
}
