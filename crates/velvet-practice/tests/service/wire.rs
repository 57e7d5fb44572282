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
