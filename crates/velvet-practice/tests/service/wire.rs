use std::time::{Duration, Instant};

use reqwest::{Method, StatusCode};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};
use velvet_practice::{Running, Settings};

use crate::caller::{client, small, start};

#[tokio::test]
async fn one_connection_serves_many_requests() {
    let caller = small().await;
    let address = caller.service.url().replace("http://", "").replace("/api/fansly", "");
    let mut line = TcpStream::connect(&address).await.unwrap();
    let get = format!("GET /api/fansly/accounts HTTP/1.1\r\nhost: {address}\r\nx-api-key: wrong\r\n\r\n");
    for _ in 0..3 {
        line.write_all(get.as_bytes()).await.unwrap();
        let mut heard = Vec::new();
        while !heard.ends_with(b"}") {
            assert!(line.read_buf(&mut heard).await.unwrap() > 0);
        }
        assert!(heard.starts_with(b"HTTP/1.1 401"));
    }
    assert_eq!(caller.service.request_count(), 3);
}

#[tokio::test]
async fn latency_is_taken_by_every_answer() {
    let caller = start(Settings { latency: Duration::from_millis(40), ..Settings::default() }).await;
    let began = Instant::now();
    caller.get("/accounts").await;
    assert!(began.elapsed() >= Duration::from_millis(40));
}

#[tokio::test]
async fn it_says_what_it_received() {
    let caller = small().await;
    let fan = caller.fan();
    caller.add(&fan).await;
    caller.service.received(1).await;
    let [seen] = &caller.service.requests()[..] else { panic!("one request") };
    assert_eq!((seen.method.as_str(), &seen.path), ("POST", &caller.vip_path(&fan)));
    assert!(seen.has_header("X-Api-Key") && !seen.has_header("Content-Type"));
    assert!(seen.key_matched && seen.took_effect);
    assert_eq!((seen.number, seen.status), (0, Some(201)));
}

#[tokio::test]
async fn it_stops_when_dropped_and_takes_open_connections_with_it() {
    let caller = small().await;
    caller.get("/accounts").await;
    let (address, client) = (caller.service.url(), caller.client.clone());
    drop(caller);
    let stopped = async {
        while client.request(Method::GET, format!("{address}/accounts")).send().await.is_ok() {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(Duration::from_secs(10), stopped).await.unwrap();
}

#[tokio::test]
async fn a_port_that_is_taken_is_an_error() {
    let caller = small().await;
    let port = caller.service.url().rsplit_once(':').unwrap().1.replace("/api/fansly", "").parse().unwrap();
    assert!(Running::start(Settings { port, ..Settings::default() }).await.is_err());
    assert_eq!(client().get(caller.service.url()).send().await.unwrap().status(), StatusCode::UNAUTHORIZED);
}

/// Sends a request as raw text. Returns the first line of the reply.
async fn first_line(address: &str, words: &str) -> String {
    let mut line = TcpStream::connect(address).await.unwrap();
    line.write_all(words.as_bytes()).await.unwrap();
    let mut heard = String::new();
    line.read_to_string(&mut heard).await.unwrap();
    heard.lines().next().unwrap().to_owned()
}

#[tokio::test]
async fn what_was_meant_for_another_host_is_refused_and_not_taken_in() {
    let caller = start(Settings { fans: 300, control: true, ..Settings::default() }).await;
    let own = caller.service.url().replace("http://", "").replace("/api/fansly", "");
    let port = own.rsplit_once(':').unwrap().1;
    let key = caller.service.key();
    let ask = async |target: &str, host: Option<&str>| {
        let host = host.map(|host| format!("host: {host}\r\n")).unwrap_or_default();
        let words = format!("GET {target} HTTP/1.1\r\n{host}x-api-key: {key}\r\nconnection: close\r\n\r\n");
        first_line(&own, &words).await
    };
    let foreign = [
        format!("evil.example:{port}"),
        format!("localhost:{port}"),
        format!("[::1]:{port}"),
        "127.0.0.1".to_owned(),
        "127.0.0.1:1".to_owned(),
        String::new(),
    ];
    for target in ["/api/fansly/accounts", "/control/fans", "/anything"] {
        for host in &foreign {
            assert_eq!(ask(target, Some(host)).await, "HTTP/1.1 421 Misdirected Request", "{target} {host}");
        }
        assert_eq!(ask(target, None).await, "HTTP/1.1 421 Misdirected Request", "{target} without a host");
    }
    let in_full = format!("http://evil.example:{port}/api/fansly/accounts");
    assert_eq!(ask(&in_full, Some(&own)).await, "HTTP/1.1 421 Misdirected Request");
    assert_eq!(caller.service.request_count(), 0);
    assert_eq!(ask("/api/fansly/accounts", Some(&own)).await, "HTTP/1.1 200 OK");
    let in_full = format!("http://{own}/api/fansly/accounts");
    assert_eq!(ask(&in_full, Some(&own)).await, "HTTP/1.1 200 OK");
    assert_eq!(caller.service.request_count(), 2);
}

#[tokio::test]
async fn a_key_of_another_start_opens_nothing_unless_a_seed_is_set() {
    let earlier = small().await;
    let later = small().await;
    assert_eq!(later.service.accounts(), earlier.service.accounts());
    assert_eq!(later.service.fans(), earlier.service.fans());
    let with_key = async |key: &str| {
        let request = later.bare(Method::GET, "/accounts").header("x-api-key", key);
        request.send().await.unwrap().status()
    };
    assert_eq!(with_key(earlier.service.key()).await, StatusCode::UNAUTHORIZED);
    assert_eq!(with_key(later.service.key()).await, StatusCode::OK);
    let seeded = || start(Settings { fans: 3, key_seed: Some(7), ..Settings::default() });
    assert_eq!(seeded().await.service.keys(), seeded().await.service.keys());
}
