//! A stand-in for the program that shows system notifications.
#![allow(clippy::used_underscore_binding)] // The macro of the interface hands on every argument.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use zbus::Connection;
use zbus::connection::Builder;
use zbus::zvariant::OwnedValue;

use crate::desktop::Desktop;
use crate::wait::until;

/// All that a notification says: the app, its icon, a title, and a text.
pub type Notice = [String; 4];

/// Keeps every notification of a desktop instead of showing it.
#[derive(Debug)]
pub struct Notices {
    shown: Arc<Mutex<Vec<Notice>>>,
    _bus: Connection,
}

impl Notices {
    /// Begins before the app starts, or any time later.
    pub async fn watch(desktop: &Desktop) -> Self {
        let shown = Arc::<Mutex<Vec<Notice>>>::default();
        let serving = Builder::address(desktop.bus_address())
            .and_then(|bus| bus.name("org.freedesktop.Notifications"))
            .and_then(|bus| bus.serve_at("/org/freedesktop/Notifications", Server(Arc::clone(&shown))));
        let bus = serving.expect("the names are well formed").build().await.expect("nobody else shows them");
        Self { shown, _bus: bus }
    }

    /// Returns what was shown so far.
    pub fn shown(&self) -> Vec<Notice> {
        self.shown.lock().expect("nobody panics with it").clone()
    }

    /// Waits until this many were shown. Returns all.
    pub async fn shows(&self, many: usize) -> Vec<Notice> {
        until(format!("{many} notifications"), async || {
            Some(self.shown()).filter(|shown| shown.len() >= many)
        })
        .await
    }
}

struct Server(Arc<Mutex<Vec<Notice>>>);

#[zbus::interface(name = "org.freedesktop.Notifications")]
impl Server {
    #[allow(clippy::too_many_arguments)] // The specification has this many.
    fn notify(
        &self,
        name: String,
        _replaces: u32,
        icon: String,
        summary: String,
        body: String,
        _actions: Vec<String>,
        _hints: HashMap<String, OwnedValue>,
        _expires: i32,
    ) -> u32 {
        let mut shown = self.0.lock().expect("nobody panics with it");
        shown.push([name, icon, summary, body]);
        u32::try_from(shown.len()).unwrap_or(u32::MAX)
    }
}
