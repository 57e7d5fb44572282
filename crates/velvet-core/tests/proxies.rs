//! A configured proxy is used, or nothing is sent. Its address and password are never shown.

use std::{process::Command, sync::Arc, time::Duration};

use tokio::{
    io::AsyncReadExt,
    net::{TcpListener, TcpStream},
};
use velvet_core::{
    api::ApiKey,
    api::{Api, ApiUrl, TimeLimits},
    proxy::Proxy,
};

const NAMES: [&str; 6] = ["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy", "NO_PROXY", "no_proxy"];

const PASSWORD: &str = "hunter2";

/// Returns the output of a process with these variables. The environment is read when a client is created.
async fn said_with(variables: &[(&str, &str)]) -> String {
    let mut child = Command::new(std::env::current_exe().unwrap());
    child.args(["--exact", "proxies::the_process_with_a_proxy", "--ignored", "--nocapture"]);
    for name in NAMES.iter().chain(&["XDG_CURRENT_DESKTOP", "DBUS_SESSION_BUS_ADDRESS"]) {
        child.env_remove(name);
    }
    child.env("WITH_A_PROXY", "1").envs(variables.iter().copied());
    let output = tokio::task::spawn_blocking(move || child.output()).await.unwrap().unwrap();
    let printed = String::from_utf8(output.stdout).unwrap() + &String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() && printed.contains("Report created"), "{printed}");
    assert!(!printed.contains(PASSWORD), "{printed}");
    printed
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "the other tests start it"]
async fn the_process_with_a_proxy() {
    if std::env::var_os("WITH_A_PROXY").is_none() {
        return;
    }
    let url = ApiUrl::parse(ApiUrl::REAL).unwrap();
    println!("found: {:?}", url.proxy());
    let key = ApiKey::parse("a-key-for-a-test").unwrap();
    let limits = TimeLimits { connect: Duration::from_secs(5), total: Duration::from_secs(5) };
    match Api::new(url, &key, limits, Arc::new(crate::common::TestClock::default())) {
        // Without a proxy, this request would reach the real server.
        Ok(api) if ApiUrl::parse(ApiUrl::REAL).unwrap().proxy() == Proxy::Environment => {
            println!("asked: {:?}", api.accounts().await.map(drop));
        }
        Ok(_) => println!("client: made"),
        Err(no_client) => println!("client: {:?}, {no_client:?}", no_client.cause),
    }
    let folder = tempfile::tempdir().unwrap();
    let (clock, keychain, events, practice) = Default::default();
    let app = crate::common::open(ApiUrl::REAL, folder.path(), &clock, &keychain, &events, &practice);
    println!("{}", app.report(&[]).await.unwrap());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_proxy_that_cannot_be_used_stops_everything() {
    for (name, value) in [
        ("HTTPS_PROXY", "htp://me:hunter2@proxy.example:8080"),
        ("https_proxy", "http://me:hunter2@proxy example:8080"),
        ("ALL_PROXY", "socks9://me:hunter2@proxy.example"),
        ("all_proxy", "http://"),
    ] {
        let said = said_with(&[(name, value)]).await;
        assert!(
            said.contains("found: Unusable") && said.contains("client: ProxyUnusable"),
            "{value}: {said}"
        );
        assert!(said.contains("proxy       unusable\n"), "{said}");
        // If `NO_PROXY` covers the server, an unusable proxy does not matter.
        let said = said_with(&[(name, value), ("NO_PROXY", "apifansly.com")]).await;
        assert!(said.contains("found: None") && said.contains("client: made"), "{said}");
    }
    let said = said_with(&[("HTTPS_PROXY", "")]).await;
    assert!(said.contains("found: None") && said.contains("proxy       none\n"), "{said}");
}

#[tokio::test(flavor = "multi_thread")]
async fn requests_go_to_the_proxy_and_nowhere_else() {
    for (scheme, begins) in
        [("http", &b"CONNECT v1.apifansly.com:443"[..]), ("socks5h", &[5]), ("socks4a", &[4])]
    {
        let proxy = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let value = format!("{scheme}://me:{PASSWORD}@{}", proxy.local_addr().unwrap());
        let asked = tokio::spawn(async move {
            let (mut stream, _): (TcpStream, _) = proxy.accept().await.unwrap();
            let mut bytes = vec![0; 1024];
            let read = stream.read(&mut bytes).await.unwrap();
            bytes.truncate(read);
            bytes
        });
        let said = said_with(&[("ALL_PROXY", &value)]).await;
        assert!(said.contains("found: Environment") && said.contains("asked: Err(NoConnection)"), "{said}");
        assert!(said.contains("proxy       environment\n"), "{said}");
        assert!(asked.await.unwrap().starts_with(begins), "{scheme}");
    }
}
