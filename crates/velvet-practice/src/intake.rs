//! What happens to every request around the call itself: it is written down, takes its time, and may meet a fault.

use std::{future::pending, sync::Arc, time::Duration};

use axum::{
    Extension,
    extract::{Request, State},
    middleware::Next,
    response::Response,
};

use crate::{
    Rule,
    connection::{Ending, Line},
    faults::{Spoilt, spoil},
    service::{Caller, Service, Ticket},
};

/// Takes in one request.
pub async fn intake(
    State(service): State<Arc<Service>>,
    Extension(line): Extension<Line>,
    mut request: Request,
    next: Next,
) -> Response {
    let key = request.headers().get("x-api-key").and_then(|text| text.to_str().ok());
    let caller = key.and_then(|text| service.keys.find(text)).map(Caller);
    let rule = service.faults.meet(request.method(), request.uri().path());
    let number = service.requests.arrived(&request, caller.is_some(), rule.as_ref().map(|rule| &rule.fault));
    let may_take_effect = rule.as_ref().is_none_or(Rule::takes_effect);
    request.extensions_mut().insert(Ticket { number, may_take_effect });
    if let Some(caller) = caller {
        request.extensions_mut().insert(caller);
    }

    rest(service.latency / 2).await;
    let reply = next.run(request).await;
    rest(service.latency / 2).await;

    let spoilt = match rule {
        Some(rule) => spoil(rule.fault, reply).await,
        None => Spoilt::Reply(reply),
    };
    match spoilt {
        Spoilt::Reply(reply) => {
            service.requests.answered(number, reply.status().as_u16());
            reply
        }
        Spoilt::Ending(ending) => {
            if let Ending::Bytes { status, .. } = &ending {
                service.requests.answered(number, *status);
            }
            line.end(ending).await;
            pending().await
        }
        Spoilt::Silence => pending().await,
    }
}

async fn rest(time: Duration) {
    if !time.is_zero() {
        tokio::time::sleep(time).await;
    }
}
