use std::{
    io::{BufRead, BufReader},
    process::{Child, Command, Output, Stdio},
};

use serde_json::Value;

use crate::caller::{answer, client};

/// A process that is killed when the test ends, however it ends.
struct Process(Child);

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn command() -> Command {
    Command::new(env!("CARGO_BIN_EXE_velvet-practice"))
}

#[tokio::test]
async fn it_prints_where_it_is_in_one_line() {
    let arguments = ["--port", "0", "--seed", "9", "--plan", "pro", "--fans", "50"];
    let mut process = Process(command().args(arguments).stdout(Stdio::piped()).spawn().unwrap());
    let mut line = String::new();
    BufReader::new(process.0.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let about: Value = serde_json::from_str(&line).unwrap();

    assert_eq!(about["keys"].as_array().unwrap().len(), 2);
    assert_eq!(about["keys"][0]["plan"], "pro");
    assert_eq!(about["accounts"].as_array().unwrap().len(), 3);
    for field in ["account_id", "name", "native_id", "session"] {
        assert!(about["accounts"][0][field].is_string(), "{field}");
    }
    let (url, key) = (about["url"].as_str().unwrap(), about["keys"][0]["key"].as_str().unwrap());
    let reply = client().get(format!("{url}/accounts")).header("x-api-key", key).send().await.unwrap();
    let (_, body) = answer(reply).await;
    assert_eq!(body["data"]["accounts"][0]["accountId"], about["accounts"][0]["account_id"]);
    let control = about["control"].as_str().unwrap();
    let (_, seen) = answer(client().get(format!("{control}/requests")).send().await.unwrap()).await;
    assert_eq!(seen["count"], 1);
}

#[test]
fn the_key_it_prints_differs_at_each_start() {
    let start = |words: &[&str]| {
        let words = ["--port", "0", "--fans", "3"].iter().chain(words);
        let mut process = Process(command().args(words).stdout(Stdio::piped()).spawn().unwrap());
        let mut line = String::new();
        BufReader::new(process.0.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let about: Value = serde_json::from_str(&line).unwrap();
        (about["keys"][0]["key"].clone(), about["accounts"].clone())
    };
    let (one, other) = (start(&[]), start(&[]));
    assert_ne!(one.0, other.0);
    assert_eq!(one.1, other.1, "accounts stay");
    let seeded = ["--key-seed", "5"];
    assert_eq!(start(&seeded), start(&seeded));
}

#[test]
fn bad_arguments_are_told_how_it_goes() {
    let Output { status, stdout, stderr } = command().args(["--port", "many"]).output().unwrap();
    assert_eq!(status.code(), Some(2));
    assert!(stdout.is_empty());
    assert!(String::from_utf8(stderr).unwrap().contains("Usage: velvet-practice"));
}
