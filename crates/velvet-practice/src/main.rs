//! The simulated server as a program of its own, for tests, proofs (`./dev prove`), and benchmarks.

mod arguments;

use std::{future::pending, process::ExitCode};

use serde_json::json;
use velvet_practice::{Running, Settings};

fn main() -> ExitCode {
    match arguments::parse(std::env::args().skip(1)) {
        Ok(settings) => serve(settings),
        Err(problem) => {
            eprintln!("velvet-practice: {problem}\n\n{}", arguments::USAGE);
            ExitCode::from(2)
        }
    }
}

#[tokio::main]
async fn serve(settings: Settings) -> ExitCode {
    let running = match Running::start(settings).await {
        Ok(running) => running,
        Err(problem) => {
            eprintln!(
                "velvet-practice: Couldn't start: {problem}. If the port is in use, choose another --port."
            );
            return ExitCode::FAILURE;
        }
    };
    let about = json!({
        "url": running.url(),
        "control": running.control_url(),
        "keys": running.keys(),
        "accounts": running.accounts(),
    });
    println!("{about}");
    pending().await
}
