use std::{
    collections::VecDeque,
    sync::{Mutex, PoisonError},
    time::{Instant, SystemTime},
};

use axum::extract::Request;
use serde::Serialize;
use tokio::sync::watch;

use crate::{Fault, timestamp::unix_ms};

/// A request as it was received, and its result. Never holds its key.
#[derive(Debug, Clone, Serialize)]
pub struct Received {
    /// Its number, counted from 0.
    pub number: u64,
    /// When it arrived, in milliseconds since 1970.
    pub at_ms: u64,
    /// When it arrived, in microseconds since the server started. This clock is monotonic, for measuring intervals.
    pub after_us: u64,
    /// The method: `GET`, `POST` …
    pub method: String,
    /// Path and query after the base address: `/fansly_…/chats/…/vip`.
    pub path: String,
    /// The names of its headers, in lower case, separated by spaces.
    pub headers: String,
    /// Whether its key is one of the server's.
    pub key_matched: bool,
    /// The status of its reply; `None` while it is being served, and if it was never answered.
    pub status: Option<u16>,
    /// Whether it set, cleared, or confirmed a mark of a fan: an add or a removal that was carried out.
    pub took_effect: bool,
    /// The fault it met.
    pub fault: Option<Box<Fault>>,
}

impl Received {
    /// Whether it had a header with this name.
    pub fn has_header(&self, name: &str) -> bool {
        self.headers.split(' ').any(|header| header.eq_ignore_ascii_case(name))
    }
}

/// The requests received. The latest are kept in full.
pub struct Requests {
    started: Instant,
    keep: usize,
    kept: Mutex<VecDeque<Received>>,
    count: watch::Sender<u64>,
}

impl Requests {
    /// Returns an empty record that keeps up to `keep` requests, but at least one.
    pub fn new(keep: usize) -> Self {
        Self {
            started: Instant::now(),
            keep: keep.max(1),
            kept: Mutex::new(VecDeque::new()),
            count: watch::Sender::new(0),
        }
    }

    /// Records a request and returns its number.
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

    /// Records that a request took effect.
    pub fn took_effect(&self, number: u64) {
        self.change(number, |received| received.took_effect = true);
    }

    /// Records the status of a request's reply.
    pub fn answered(&self, number: u64, status: u16) {
        self.change(number, |received| received.status = Some(status));
    }

    /// Returns the requests still kept, from a number on, oldest first.
    pub fn since(&self, number: u64) -> Vec<Received> {
        self.with(|kept| {
            let oldest = kept.front().map_or(0, |first| first.number);
            let skip = usize::try_from(number.saturating_sub(oldest)).unwrap_or(usize::MAX);
            kept.iter().skip(skip).cloned().collect()
        })
    }

    /// Returns how many requests there were, kept or not.
    pub fn count(&self) -> u64 {
        *self.count.borrow()
    }

    /// Waits until there were `count` requests.
    pub async fn reached(&self, count: u64) {
        // The sender lives as long as `self`, so waiting cannot fail.
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
