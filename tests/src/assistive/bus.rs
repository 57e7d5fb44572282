//! A private accessibility bus.

use std::path::Path;
use std::process::Command;

use zbus::Connection;
use zbus::connection::Builder;

use crate::processes::Program;
use crate::wait::until;

/// The launcher of at-spi2-core. It is not on the `PATH`: D-Bus starts it on ordinary desktops.
pub const LAUNCHER: &str = "/usr/libexec/at-spi-bus-launcher";

/// A running accessibility bus, which tells programs that a screen reader is at work.
#[derive(Debug)]
pub struct AccessibilityBus {
    address: String,
    _launcher: Program,
}

impl AccessibilityBus {
    /// Starts a bus for the desktop whose session bus has the given address, and waits until it is announced there.
    pub async fn start(mut launcher: Command, session: &str, logs: &Path) -> Self {
        launcher.args(["--launch-immediately", "--a11y=1", "--screen-reader=1"]);
        let launcher = Program::start(&mut launcher, &logs.join("accessibility.log"));
        let session = connect(session).await;
        let address = until("the accessibility bus; see accessibility.log", async || {
            let to = Some("org.a11y.Bus");
            let answer = session.call_method(to, "/org/a11y/bus", to, "GetAddress", &()).await.ok()?;
            answer.body().deserialize().ok()
        })
        .await;
        Self { address, _launcher: launcher }
    }

    /// Connects to the bus.
    pub async fn connect(&self) -> Connection {
        connect(&self.address).await
    }
}

async fn connect(address: &str) -> Connection {
    let connecting = Builder::address(address).expect("it is an address").build();
    connecting.await.unwrap_or_else(|error| panic!("{address} takes no connection: {error}"))
}
