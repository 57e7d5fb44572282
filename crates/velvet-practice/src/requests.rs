use std::{
    collections::VecDeque,
    sync::{Mutex, PoisonError},
    time::{Instant, SystemTime},
};

use axum::extract::Request;
use serde::Serialize;
use tokio::sync::watch;

use crate::{Fault, timestamp::unix_ms};

/// One request as it came in, and what became of it. Never its key.
#[derive(Debug, Clone, Serialize)]
pub struct Received {
    /// Counted from 0.
    pub number: u64,
    /// When it arrived, milliseconds since 1970.
    pub at_ms: u64,
    /// When it arrived, microseconds since the service started: steady, for measuring distances.
    pub after_us: u64,
    /// `GET`, `POST` …
    pub method: String,
    /// Path and query behind the base address: `/fansly_…/chats/…/vip`.
    pub path: String,
    /// Names of its headers, in lower case, with a blank between them.
    pub headers: String,
    /// Whether its key is one of the service's.
    pub key_matched: bool,
    /// The status it was answered with; nothing while it is being served, and when it never was answered.
    pub status: Option<u16>,
    /// Whether it changed a mark of a fan, or confirmed it: an add or removal that was carried out.
    pub took_effect: bool,
    /// The fault it met.
    pub fault: Option<Box<Fault>>,
}

impl Received {
    /// Whether it had a header of this name.
    pub fn has_header(&self, name: &str) -> bool {
        self.headers.split(' ').any(|header| header.eq_ignore_ascii_case(name))
    }
}

/// The requests received, the latest of them in full.
pub struct Requests {
    started: Instant,
    keep: usize,
    kept: Mutex<VecDeque<Received>>,
    count: watch::Sender<u64>,
}

impl Requests {
    /// None yet.
    pub fn new(keep: usize) -> Self {
        Self {
            started: Instant::now(),
            keep: keep.max(1),
            kept: Mutex::new(VecDeque::new()),
            count: watch::Sender::new(0),
        }
    }

    /// Writes down a request and gives it a number.
    pub fn arrived(&self, request: &Request, key_matched: bool, fault: Option<&Fault>) -> u64 {
        let headers: Vec<&str> = request.headers().keys().map(axum::http::HeaderName::as_str).collect();
        let mut received = Received {
            number: 0,
            at_ms: unix_ms(SystemTime::now()),
            after_us: u64::try_from(self.started.elapsed().as_micros()).unwrap_or(u64::MAX),
            method: request.method().to_string(),
            path: request.uri().to_string(),
            headers: headers.join(" "),
            key_matched,
            status: None,
            took_effect: false,
            fault: fault.cloned().map(Box::new),
        };
        self.with(|kept| {
            let number = kept.back().map_or(0, |last| last.number + 1);
            received.number = number;
            if kept.len() == self.keep {
                kept.pop_front();
            }
            kept.push_back(received);
            self.count.send_replace(number + 1);
            number
        })
    }

    /// Its effect took place.
    pub fn took_effect(&self, number: u64) {
        self.change(number, |received| received.took_effect = true);
    }

    /// It was answered.
    pub fn answered(&self, number: u64, status: u16) {
        self.change(number, |received| received.status = Some(status));
    }

    /// Those that are still kept, from a number on, oldest first.
    pub fn since(&self, number: u64) -> Vec<Received> {
        self.with(|kept| {
            let oldest = kept.front().map_or(0, |first| first.number);
            let skip = usize::try_from(number.saturating_sub(oldest)).unwrap_or(usize::MAX);
            kept.iter().skip(skip).cloned().collect()
        })
    }

    /// How many there were, kept or not.
    pub fn count(&self) -> u64 {
        *self.count.borrow()
    }

    /// Waits until there were so many.
    pub async fn reached(&self, count: u64) {
        // The sender lives as long as this does, so waiting cannot fail.
        let _ = self.count.subscribe().wait_for(|&so_far| so_far >= count).await;
    }

    fn change(&self, number: u64, change: impl FnOnce(&mut Received)) {
        self.with(|kept| {
            let oldest = kept.front().map_or(0, |first| first.number);
            let place = number.checked_sub(oldest).and_then(|place| usize::try_from(place).ok());
            if let Some(received) = place.and_then(|place| kept.get_mut(place)) {
                change(received);
            }
        });
    }

    fn with<T>(&self, act: impl FnOnce(&mut VecDeque<Received>) -> T) -> T {
        act(&mut self.kept.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

#[cfg(test)]
mod tests {
    use axum::{body::Body, extract::Request};

    use super::Requests;

    #[test]
    fn only_the_latest_are_kept_and_late_news_of_a_forgotten_one_is_harmless() {
        let requests = Requests::new(2);
        for _ in 0..5 {
            requests.arrived(&Request::new(Body::empty()), true, None);
        }
        requests.answered(0, 200);
        requests.answered(4, 201);
        let kept: Vec<_> =
            requests.since(0).iter().map(|received| (received.number, received.status)).collect();
        assert_eq!(kept, [(3, None), (4, Some(201))]);
        assert_eq!(requests.since(4).len(), 1);
        assert_eq!(requests.count(), 5);
    }
}
