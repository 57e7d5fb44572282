//! Compares the runner with a bare loop: the same HTTP client and parallel requests, but no list, ledger, or checks.

use std::path::Path;
use std::process::{Command, ExitCode};
use std::time::Instant;

use futures::{StreamExt as _, stream};
use xtask::Figure;

use crate::service::Service;
use crate::{median, ours, per_item};

/// The argument that makes this program run the loop itself.
pub const WORD: &str = "be-the-bare-loop";

/// The most requests that the engine has in flight (`velvet_engine::run::send`).
const AT_ONCE: usize = 32;
const ITEMS: usize = 20_000;
const ROUNDS: usize = 5;

/// Compares the two, alternating.
pub fn measure() -> Vec<Figure> {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let service = Service::start(ITEMS, 0, folder.path());
    let list = service.list(ITEMS, folder.path());
    let (mut we, mut they) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        they.push(per_item(run(&service, &list), ITEMS));
        we.push(per_item(ours::run(&service, &list, ITEMS).seconds, ITEMS));
    }
    let (we, they) = (median(we), median(they));
    eprintln!(
        "With instant answers, {ITEMS} fans, {ROUNDS} rounds: runner {:.0} µs per item, bare loop {:.0} µs per item",
        we * 1e6,
        they * 1e6
    );
    vec![Figure::at_least("batch_speed_to_bare_loop", they / we, "x", 0.5)]
}

/// Runs the loop in a separate process, like the runner.
fn run(service: &Service, list: &Path) -> f64 {
    let before = service.requests();
    let began = Instant::now();
    let status = Command::new(std::env::current_exe().expect("a program knows its file"))
        .args([WORD, &service.url, &service.account])
        .arg(list)
        .env("VELVET_ROPE_API_KEY", &service.key)
        .status()
        .expect("it starts");
    let seconds = began.elapsed().as_secs_f64();
    assert!(status.success() && service.requests() == before + ITEMS as u64, "every fan should be sent once");
    seconds
}

/// Runs the loop in this process.
pub fn be_it(words: &[&str]) -> ExitCode {
    let [url, account, list] = words else { return ExitCode::from(2) };
    let fans = std::fs::read_to_string(list).expect("the list is there");
    let key = std::env::var("VELVET_ROPE_API_KEY").expect("the key is there");
    let _ = rustls::crypto::ring::default_provider().install_default();
    // The lint protects the app, which builds its only client in one place. This client is not a part of the app.
    #[allow(clippy::disallowed_methods)]
    let client = reqwest::Client::builder().no_proxy().build().expect("nothing special is asked for");
    let send = |fan: &str| {
        let request = client.post(format!("{url}/{account}/chats/{fan}/vip")).header("x-api-key", &key);
        async move {
            let reply = request.send().await.expect("the service answers");
            assert!(reply.status().is_success(), "{}", reply.status());
            reply.bytes().await.expect("the answer is whole")
        }
    };
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    runtime.expect("a runtime needs nothing special").block_on(async {
        // The loop uses tasks, like the engine. A single thread would be no fair peer.
        let tasks = stream::iter(fans.lines()).map(|fan| tokio::spawn(send(fan))).buffer_unordered(AT_ONCE);
        tasks.for_each(|reply| async { drop(reply.expect("no task breaks off")) }).await;
    });
    ExitCode::SUCCESS
}
