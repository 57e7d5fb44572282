//! A minimal HTTP client for local programs. It also works while a test is failing, when nothing may block on async
//! code.

use std::io::{self, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::time::Duration;

use serde_json::Value;

/// Sends a request to `address` (`127.0.0.1:PORT`). Returns the status and the JSON body.
pub fn ask(method: &str, address: &str, path: &str, body: Option<&Value>) -> io::Result<(u16, Value)> {
    ask_with_key(method, address, path, body, None)
}

/// Sends a request with an API key.
pub fn ask_with_key(
    method: &str,
    address: &str,
    path: &str,
    body: Option<&Value>,
    key: Option<&str>,
) -> io::Result<(u16, Value)> {
    let place: SocketAddr = address.parse().map_err(io::Error::other)?;
    let mut stream = TcpStream::connect_timeout(&place, Duration::from_secs(5))?;
    stream.set_read_timeout(Some(Duration::from_secs(15)))?;
    let key = key.map(|key| format!("x-api-key: {key}\r\n")).unwrap_or_default();
    // The server rejects a content type and a length without a body.
    let (kind, body) = body.map(described).unwrap_or_default();
    let head = format!("{method} {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n{key}{kind}\r\n");
    stream.write_all(head.as_bytes())?;
    stream.write_all(body.as_bytes())?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer)?;
    read(&answer).ok_or_else(|| io::Error::other(String::from_utf8_lossy(&answer)))
}

/// Returns different ports that are free right now.
pub fn free_ports<const N: usize>() -> [u16; N] {
    let held = [(); N].map(|()| TcpListener::bind("127.0.0.1:0").expect("a port is free"));
    held.map(|listener| listener.local_addr().expect("it is bound").port())
}

/// Returns the headers for a body, and the body.
fn described(body: &Value) -> (String, String) {
    let body = body.to_string();
    (format!("Content-Type: application/json\r\nContent-Length: {}\r\n", body.len()), body)
}

fn read(answer: &[u8]) -> Option<(u16, Value)> {
    let end = answer.windows(4).position(|four| four == b"\r\n\r\n")?;
    let head = std::str::from_utf8(&answer[..end]).ok()?;
    let status = head.split(' ').nth(1)?.parse().ok()?;
    let body = &answer[end + 4..];
    if head.to_ascii_lowercase().contains("transfer-encoding: chunked") {
        return Some((status, serde_json::from_slice(&joined(body)?).unwrap_or_default()));
    }
    Some((status, serde_json::from_slice(body).unwrap_or_default()))
}

/// Joins the chunks of a chunked body.
fn joined(mut body: &[u8]) -> Option<Vec<u8>> {
    let mut whole = Vec::new();
    loop {
        let line = body.windows(2).position(|two| two == b"\r\n")?;
        let length = usize::from_str_radix(std::str::from_utf8(&body[..line]).ok()?.trim(), 16).ok()?;
        if length == 0 {
            return Some(whole);
        }
        whole.extend_from_slice(body.get(line + 2..line + 2 + length)?);
        body = body.get(line + 4 + length..)?;
    }
}
