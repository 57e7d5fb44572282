use std::{io, time::Duration};

use crate::{
    CursorPlace, Settings, Shape, StatusForms,
    faults::Faults,
    keys::Keys,
    requests::Requests,
    world::{Account, World},
};

/// The state of the server.
pub struct Service {
    pub world: World,
    pub keys: Keys,
    pub faults: Faults,
    pub requests: Requests,
    pub latency: Duration,
    pub cursor_place: CursorPlace,
    pub status_forms: StatusForms,
}

/// The key of a request, as an index into the list of keys.
#[derive(Clone, Copy)]
pub struct Caller(pub usize);

/// What a call knows about its request.
#[derive(Clone)]
pub struct Ticket {
    /// The request's number.
    pub number: u64,
    /// Whether the request may change anything.
    pub may_take_effect: bool,
    /// The shape of the reply, if it is not the usual one.
    pub shape: Option<Shape>,
}

impl Service {
    /// Creates the state for these settings, with its own world. Fails if the system has no randomness for its keys.
    pub fn new(settings: &Settings) -> io::Result<Self> {
        let world = World::invent(settings)?;
        Ok(Self {
            keys: Keys::new(&world, settings),
            world,
            faults: Faults::default(),
            requests: Requests::new(settings.requests_kept),
            latency: settings.latency,
            cursor_place: settings.cursor_place,
            status_forms: settings.status_forms,
        })
    }

    /// Sets or clears a mark, if the request may take effect. Returns all marks as they are then, or as they would be.
    pub fn mark(&self, account: &Account, fan: usize, ticket: &Ticket, mark: u32, set: bool) -> u32 {
        if !ticket.may_take_effect {
            return account.would_be(fan, mark, set);
        }
        self.requests.took_effect(ticket.number);
        account.mark(fan, mark, set)
    }
}
