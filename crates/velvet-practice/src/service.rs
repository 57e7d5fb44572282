use std::{sync::Arc, time::Duration};

use axum::{Router, middleware};

use crate::{
    CursorPlace, Settings, Shape, StatusForms, calls, control, faults::Faults, gate::gate, intake::intake,
    keys::Keys, requests::Requests, world::World,
};

/// Everything the service is made of.
pub struct Service {
    pub world: World,
    pub keys: Keys,
    pub faults: Faults,
    pub requests: Requests,
    pub latency: Duration,
    pub cursor_place: CursorPlace,
    pub status_forms: StatusForms,
}

/// The key a request came with, as a place in the list of keys.
#[derive(Clone, Copy)]
pub struct Caller(pub usize);

/// What a call knows of the request it serves.
#[derive(Clone)]
pub struct Ticket {
    /// The request's number.
    pub number: u64,
    /// Whether it may change anything.
    pub may_take_effect: bool,
    /// The shape its reply is to have, if it is not the usual one.
    pub shape: Option<Shape>,
}

impl Service {
    /// The service of these settings, with a world of its own.
    pub fn new(settings: &Settings) -> Self {
        let world = World::invent(settings);
        Self {
            keys: Keys::new(&world, settings),
            world,
            faults: Faults::default(),
            requests: Requests::new(settings.requests_kept),
            latency: settings.latency,
            cursor_place: settings.cursor_place,
            status_forms: settings.status_forms,
        }
    }

    /// Its addresses.
    pub fn router(self: Arc<Self>, with_control: bool) -> Router {
        let api = calls::router()
            .layer(middleware::from_fn_with_state(Arc::clone(&self), gate))
            .layer(middleware::from_fn_with_state(Arc::clone(&self), intake));
        let mut router = Router::new().nest("/api/fansly", api);
        if with_control {
            router = router.nest("/control", control::router());
        }
        router.with_state(self)
    }
}
