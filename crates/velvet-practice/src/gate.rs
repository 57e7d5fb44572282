//! The checks before every call: the key, the plan, the credits, and the form of the request.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use axum::{
    extract::{Request, State},
    http::{
        HeaderMap, HeaderName, HeaderValue, StatusCode,
        header::{CONTENT_LENGTH, CONTENT_TYPE, TRANSFER_ENCODING},
    },
    middleware::Next,
    response::{IntoResponse, Response},
};

use crate::{
    envelope::{self, Reply},
    keys::{Charge, Refusal},
    service::{Caller, Service},
};

const LIMIT: HeaderName = HeaderName::from_static("x-ratelimit-limit");
const PLAN: HeaderName = HeaderName::from_static("x-ratelimit-plan");
/// Name of the header with the number of requests that may follow at once.
pub const REMAINING: HeaderName = HeaderName::from_static("x-ratelimit-remaining");
/// Name of the header with the seconds to wait, on a 429.
pub const WAIT: HeaderName = HeaderName::from_static("x-ratelimit-retry-after");

/// Refuses what the service would refuse, and sets the rate limit headers on every reply to a known key. Without a
/// known key there is no plan to state, and without a limit there are no numbers (both are guesses).
pub async fn gate(State(service): State<Arc<Service>>, request: Request, next: Next) -> Response {
    let Some(&Caller(key)) = request.extensions().get::<Caller>() else {
        return envelope::error(StatusCode::UNAUTHORIZED, "Invalid or missing API key").into_response();
    };
    let charge = service.keys.get(key).charge(Instant::now());
    let mut reply = match &charge.refusal {
        Some(refusal) => turned_away(refusal),
        None if has_stray_content_type(request.headers()) => {
            envelope::error(StatusCode::BAD_REQUEST, "Content-Type without a body").into_response()
        }
        None => next.run(request).await,
    };
    announce(&charge, reply.headers_mut());
    reply
}

fn turned_away(refusal: &Refusal) -> Response {
    match refusal {
        Refusal::TooFast(wait) => {
            let words = "Rate limit exceeded. Please try again later.";
            let mut reply = envelope::error(StatusCode::TOO_MANY_REQUESTS, words).into_response();
            reply.headers_mut().insert(WAIT, HeaderValue::from(whole_seconds(*wait)));
            reply
        }
        Refusal::CreditsSpent => credits_spent().into_response(),
    }
}

fn credits_spent() -> Reply {
    envelope::error(StatusCode::PAYMENT_REQUIRED, "You have used all credits of this month")
}

/// Rounds up, so that a client that waits this long is not refused again.
fn whole_seconds(wait: Duration) -> u64 {
    (wait.as_secs() + u64::from(wait.subsec_nanos() > 0)).max(1)
}

fn announce(charge: &Charge, headers: &mut HeaderMap) {
    headers.insert(PLAN, HeaderValue::from_static(charge.plan.label()));
    if let Some(limit) = charge.limit {
        headers.insert(LIMIT, HeaderValue::from(limit));
        headers.insert(REMAINING, HeaderValue::from(charge.remaining));
    }
}

/// The real service was seen to refuse this.
fn has_stray_content_type(headers: &HeaderMap) -> bool {
    let length = headers.get(CONTENT_LENGTH).map_or("0", |length| length.to_str().unwrap_or("0"));
    headers.contains_key(CONTENT_TYPE) && length == "0" && !headers.contains_key(TRANSFER_ENCODING)
}
