use std::sync::Arc;

use axum::{Router, middleware};

use crate::{calls, control, gate::gate, host::own_host, middleware::intake, service::Service};

/// Returns the routes of a server on this port.
pub fn router(service: &Arc<Service>, port: u16, with_control: bool) -> Router {
    let api = calls::router()
        .layer(middleware::from_fn_with_state(Arc::clone(service), gate))
        .layer(middleware::from_fn_with_state(Arc::clone(service), intake));
    let mut router = Router::new().nest("/api/fansly", api);
    if with_control {
        router = router.nest("/control", control::router());
    }
    router.layer(middleware::from_fn_with_state(port, own_host)).with_state(Arc::clone(service))
}
