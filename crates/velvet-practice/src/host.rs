//! Checks which host a request was meant for.

use axum::{
    extract::{Request, State},
    http::{StatusCode, header::HOST},
    middleware::Next,
    response::{IntoResponse, Response},
};

use crate::envelope;

/// Refuses requests meant for another host. A web page can make its own host name resolve to this computer (DNS
/// rebinding) and then read the replies; such a request still names that host.
pub async fn own_host(State(port): State<u16>, request: Request, next: Next) -> Response {
    let own = format!("127.0.0.1:{port}");
    let header = request.headers().get(HOST).is_some_and(|host| host.as_bytes() == own.as_bytes());
    // An absolute URI, as sent to a proxy, takes precedence over the header (RFC 9112, 3.2.2).
    let address = request.uri().authority().is_none_or(|authority| authority.as_str() == own);
    if header && address {
        next.run(request).await
    } else {
        envelope::error(StatusCode::MISDIRECTED_REQUEST, "Misdirected Request").into_response()
    }
}
