//! Compares the runner with other tools: the vendor's documented Python snippet in a loop, and Postman's runner.

use std::ffi::OsString;
use std::fs::File;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

use serde_json::json;
use xtask::Figure;

use crate::service::Service;
use crate::{median, ours, per_item};

const LATENCY: u32 = 50;
const ITEMS: usize = 2_000;
/// The peers are slow, and their time per item does not depend on the number of items.
const THEIR_ITEMS: usize = 200;
const ROUNDS: usize = 3;

/// Compares the tools, alternating.
pub fn measure() -> Vec<Figure> {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let service = Service::start(ITEMS, LATENCY, folder.path());
    let list = service.list(ITEMS, folder.path());
    let their_list = service.list(THEIR_ITEMS, folder.path());
    let python = python(&service, &their_list, folder.path());
    let newman = newman(&service, &their_list, folder.path());
    let (mut we, mut loops, mut runners) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        we.push(per_item(ours::run(&service, &list, ITEMS).seconds, ITEMS));
        loops.push(timed(&service, &python));
        runners.extend(newman.as_deref().map(|words| timed(&service, words)));
    }
    let (we, python) = (median(we), median(loops));
    eprintln!(
        "With answers after {LATENCY} ms, {ITEMS} fans ({THEIR_ITEMS} for Python and newman), {ROUNDS} rounds: \
         runner {:.2} ms per item, Python {:.1} ms per item",
        we * 1e3,
        python * 1e3
    );
    let mut figures = vec![Figure::at_least("batch_speed_to_python_loop", python / we, "x", 20.0)];
    if runners.is_empty() {
        eprintln!("Skipped newman: it isn't installed. Run ./dev bench batch to install it.");
    } else {
        figures.push(Figure::unbound("batch_speed_to_newman", median(runners) / we, "x"));
    }
    figures
}

/// Returns a peer's time per item, including the start of its program.
fn timed(service: &Service, words: &[OsString]) -> f64 {
    let before = service.requests();
    let began = Instant::now();
    let (program, words) = words.split_first().expect("a command has a program");
    let status = Command::new(program)
        .args(words)
        .env("PRACTICE_KEY", &service.key)
        .env("NO_PROXY", "127.0.0.1")
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .status()
        .expect("the peer starts");
    let seconds = began.elapsed().as_secs_f64();
    assert!(status.success(), "{} failed", program.display());
    assert_eq!(service.requests(), before + THEIR_ITEMS as u64, "every fan should be sent once");
    per_item(seconds, THEIR_ITEMS)
}

/// The snippet from the vendor's page "Add Fan to VIP", run once for each line of a list.
const SNIPPET: &str = r#"
import os, sys
import requests
base, account, path = sys.argv[1:]
for fan_id in open(path).read().split():
    url = f"{base}/{account}/chats/{fan_id}/vip"
    headers = {
        "x-api-key": os.environ["PRACTICE_KEY"]
    }
    response = requests.post(url, headers=headers)
    print(response.json())
"#;

fn python(service: &Service, list: &Path, folder: &Path) -> Vec<OsString> {
    let script = written(folder.join("snippet.py"), SNIPPET);
    let python = std::env::var_os("VELVET_BENCH_PYTHON").unwrap_or_else(|| "python3".into());
    vec![python, script.into(), (&service.url).into(), (&service.account).into(), list.into()]
}

/// Returns Postman's runner with one request and a data file. The file is JSON with IDs as strings, because newman
/// reads IDs in CSV as numbers.
fn newman(service: &Service, list: &Path, folder: &Path) -> Option<Vec<OsString>> {
    let newman = PathBuf::from(std::env::var_os("VELVET_BENCH_NEWMAN")?);
    let collection = json!({
        "info": { "name": "VIP", "schema": "https://schema.getpostman.com/json/collection/v2.1.0/collection.json" },
        "item": [{
            "name": "Add Fan to VIP",
            "request": {
                "method": "POST",
                "header": [{ "key": "x-api-key", "value": service.key }],
                "url": format!("{}/{}/chats/{{{{fan_id}}}}/vip", service.url, service.account),
            },
        }],
    });
    let fans = std::fs::read_to_string(list).expect("the list is there");
    let data: Vec<_> = fans.lines().map(|fan| json!({ "fan_id": fan })).collect();
    let collection = written(folder.join("collection.json"), &collection.to_string());
    let data = written(folder.join("data.json"), &json!(data).to_string());
    let words = ["node".into(), newman.into(), "run".into(), collection.into(), "--silent".into()];
    Some(words.into_iter().chain(["--iteration-data".into(), data.into()]).collect())
}

fn written(path: PathBuf, text: &str) -> PathBuf {
    let mut file = File::create(&path).expect("the folder is ours");
    file.write_all(text.as_bytes()).expect("there is room");
    path
}
