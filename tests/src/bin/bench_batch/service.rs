//! The simulated server in a separate process, and lists of its fans.

use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;
use velvet_tests::http;
use velvet_tests::processes::Program;

/// A running server.
pub struct Service {
    /// The base URL of its API.
    pub url: String,
    /// A key that it accepts.
    pub key: String,
    /// An account of that key.
    pub account: String,
    /// All fans of the server.
    fans: Vec<String>,
    control: String,
    _program: Program,
}

impl Service {
    /// Starts a server without a rate limit.
    pub fn start(fans: usize, latency: u32, folder: &Path) -> Self {
        let mut command = Command::new(program());
        // No benchmark reads single requests, so the server keeps few.
        command.args(["--port", "0", "--vips", "0", "--requests", "100"]);
        command.args(["--fans", &fans.to_string(), "--latency", &latency.to_string()]);
        let (program, line) = Program::start_and_hear(&mut command, &folder.join("service.log"));
        let said: Value = serde_json::from_str(&line).expect("the service announces itself in JSON");
        let text = |pointer: &str| {
            said.pointer(pointer).and_then(Value::as_str).expect("it says where it is").to_owned()
        };
        let mut service = Self {
            url: text("/url"),
            key: text("/keys/0/key"),
            account: text("/accounts/0/account_id"),
            fans: Vec::new(),
            control: text("/control"),
            _program: program,
        };
        service.fans = serde_json::from_value(service.ask("/fans")["fans"].take()).expect("fans are ids");
        service
    }

    /// Returns the number of requests received so far.
    pub fn requests(&self) -> u64 {
        self.ask("/requests")["count"].as_u64().expect("a count is a number")
    }

    /// Writes a list of its first fans, one ID per line.
    pub fn list(&self, count: usize, folder: &Path) -> PathBuf {
        let path = folder.join(format!("fans-{count}.txt"));
        let mut file = BufWriter::new(File::create(&path).expect("the folder is ours"));
        for fan in self.fans.iter().take(count) {
            writeln!(file, "{fan}").expect("there is room");
        }
        file.flush().expect("there is room");
        path
    }

    fn ask(&self, path: &str) -> Value {
        let rest = self.control.strip_prefix("http://").expect("it is a local address");
        let (address, base) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
        let answer = http::ask("GET", address, &format!("{base}{path}"), None);
        answer.expect("the service answers").1
    }
}

fn program() -> PathBuf {
    std::env::var_os("VELVET_TEST_PRACTICE")
        .map_or_else(|| super::ours::beside("velvet-practice"), Into::into)
}
