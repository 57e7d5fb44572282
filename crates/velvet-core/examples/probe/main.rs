//! The contract probe, for whoever has a key: what the service really answers, next to what is expected of it (API.md).
//!
//! `cargo run -p velvet-core --example probe -- --account ID --fan ID`
//!
//! It asks for the key without showing it (or reads it from the first line of its input, when that is no terminal),
//! says how many credits it uses, and reads what the app reads. Then, after a typed `yes`, it mutes the fan, adds them,
//! looks, adds them again, removes them, looks, and unmutes them: that shows whether adding clears other marks. It prints
//! names of fields, types, lengths and marks, never another value, so that what it says can be shown to anybody. It keeps
//! nothing. `VELVET_ROPE_API_URL` takes the place of the real service, as for the app.
//!
//! Take a fan who has a recent chat and is neither VIP, muted, blocked nor on another list.

mod parts;

use std::{
    env,
    io::{self, IsTerminal, Write},
    process::ExitCode,
};

use parts::console::{Console, Piped};
use velvet_core::api::ApiUrl;

/// Somebody at a terminal.
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
            // Where nobody listens any more there is nobody to tell.
            let _ = writeln!(io::stderr(), "probe: {problem}");
            ExitCode::FAILURE
        }
    }
}
