//! The contract probe, for anyone with a key. Compares what the API really returns with what API.md expects.
//!
//! `cargo run -p velvet-core --example probe -- --account ID --fan ID`
//!
//! It prompts for the key without showing it, or reads it from the first line of its input if that is not a terminal.
//! It says how many credits it uses, and makes the read calls that the app makes. Then, after a typed `yes`, it mutes
//! the fan, adds them, checks, adds them again, removes them, checks, and unmutes them. That shows whether adding
//! clears other marks.
//!
//! It prints only field names, types, lengths, and marks, so its output can be shown to anyone. It stores nothing.
//! `VELVET_ROPE_API_URL` replaces the real server, as it does for the app.
//!
//! Choose a fan who has a recent chat and is not VIP, muted, blocked, or on another list.

mod parts;

use std::{
    env,
    io::{self, IsTerminal, Write},
    process::ExitCode,
};

use parts::console::{Console, Piped};
use velvet_core::api::ApiUrl;

/// A user at a terminal.
struct Terminal;

impl Console for Terminal {
    fn key(&mut self) -> io::Result<String> {
        rpassword::prompt_password("API key (hidden as you type): ")
    }

    fn answer(&mut self) -> io::Result<String> {
        let mut line = String::new();
        io::stdin().read_line(&mut line).map(|_| line)
    }
}

#[tokio::main]
async fn main() -> ExitCode {
    let words: Vec<String> = env::args().skip(1).collect();
    let given = env::var_os("VELVET_ROPE_API_URL").filter(|text| !text.is_empty());
    let url =
        ApiUrl::parse(given.as_ref().map_or(ApiUrl::REAL.into(), |text| text.to_string_lossy()).as_ref());
    let mut out = io::stdout();
    let done = if io::stdin().is_terminal() {
        parts::run(&words, url, &mut Terminal, &mut out).await
    } else {
        parts::run(&words, url, &mut Piped(io::stdin().lock()), &mut out).await
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            // If stderr is closed, there is nowhere to report it.
            let _ = writeln!(io::stderr(), "probe: {problem}");
            ExitCode::FAILURE
        }
    }
}
