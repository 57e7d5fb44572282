//! What happens around each call: the request is recorded, takes its time, and may meet a fault.

use std::{future::pending, sync::Arc, time::Duration};

use axum::{
    Extension,
    extract::{Request, State},
    http::Uri,
    middleware::Next,
    response::Response,
};

use crate::{
    Fault, Rule, Shape,
    connection::{Ending, Line},
    faults::{Asked, Spoilt, inject_fault},
    service::{Caller, Service, Ticket},
};

/// Records a request, passes it on, and answers it, unless a fault says otherwise.
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
    let shape = rule.as_ref().and_then(|rule| match &rule.fault {
        Fault::Shape { shape } => Some(shape.clone()),
        _ => None,
    });
    let asked = Asked { method: request.method().clone(), uri: request.uri().clone() };
    if shape == Some(Shape::FilterIgnored) {
        *request.uri_mut() = without_filter(request.uri());
    }
    request.extensions_mut().insert(Ticket { number, may_take_effect, shape });
    if let Some(caller) = caller {
        request.extensions_mut().insert(caller);
    }

    rest(service.latency / 2).await;
    let reply = next.run(request).await;
    rest(service.latency / 2).await;

    let spoilt = match rule {
        Some(rule) => inject_fault(rule.fault, &asked, reply).await,
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

/// Returns the same address without `filter`.
fn without_filter(uri: &Uri) -> Uri {
    let pairs = uri.query().unwrap_or_default().split('&');
    let kept: Vec<&str> = pairs.filter(|pair| !pair.starts_with("filter=")).collect();
    format!("{}?{}", uri.path(), kept.join("&")).parse().unwrap_or_else(|_| uri.clone())
}

async fn rest(time: Duration) {
    if !time.is_zero() {
        tokio::time::sleep(time).await;
    }
}
