//! The programs between a test and the window: tauri-driver, and `WebKitWebDriver` behind it.

use std::net::TcpStream;

use fantoccini::{Client, ClientBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};

use crate::desktop::Desktop;
use crate::http;
use crate::paths;
use crate::processes::Program;
use crate::wait::{LONG, until, within};

/// A running tauri-driver. The app that it starts inherits its environment.
#[derive(Debug)]
pub struct Driver {
    address: String,
    /// Where `WebKitWebDriver` listens, for requests that bypass tauri-driver. tauri-driver keeps its connection open
    /// for the next command, and such a request would close that connection.
    native: String,
    _program: Program,
}

impl Driver {
    /// Starts a driver on `desktop` with additional environment variables, and waits until it answers.
    pub async fn start(desktop: &Desktop, environment: &[(String, String)]) -> Self {
        let [port, native] = http::free_ports();
        let mut command = desktop.command(paths::tauri_driver());
        command.arg("--port").arg(port.to_string()).arg("--native-port").arg(native.to_string());
        command.envs(environment.iter().map(|(name, value)| (name, value)));
        let program = Program::start(&mut command, &desktop.logs().join("app.log"));
        let [address, native] = [port, native].map(|port| format!("127.0.0.1:{port}"));
        until("the drivers to answer", async || {
            assert!(program.is_running(), "tauri-driver ended; see app.log");
            TcpStream::connect(&address).ok()?;
            let (status, _) = http::ask("GET", &native, "/status", None).ok()?;
            (status == 200).then_some(())
        })
        .await;
        Self { address, native, _program: program }
    }

    /// Starts the app and returns the session that drives its window.
    pub async fn open_app(&self) -> Client {
        let mut wanted = serde_json::Map::new();
        wanted.insert("tauri:options".to_owned(), json!({ "application": paths::app() }));
        // A command waits for the page's own answer, and a test waits longer than the app does.
        wanted.insert("timeouts".to_owned(), json!({ "script": 60_000, "pageLoad": 60_000, "implicit": 0 }));
        let mut builder = ClientBuilder::new(HttpConnector::new());
        let address = format!("http://{}", self.address);
        let connecting = builder.capabilities(wanted).connect(&address);
        // The driver itself waits forever for an app that ends without a window.
        within(LONG, "the app to open a window; see app.log", connecting)
            .await
            .unwrap_or_else(|error| panic!("the app's window cannot be driven: {error}"))
    }

    /// Returns the driver's answer to a plain request about `session`, without going through the client.
    pub fn ask(&self, session: &str, what: &str) -> Option<Value> {
        let (_, mut answer) =
            http::ask("GET", &self.native, &format!("/session/{session}/{what}"), None).ok()?;
        Some(answer["value"].take())
    }
}
