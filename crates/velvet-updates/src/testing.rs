//! A host of notices on this computer, with a certificate of its own, and a key that signs notices. For tests.
#![allow(clippy::missing_panics_doc, clippy::unwrap_used, reason = "only tests use it")]

use std::{collections::BTreeMap, future::pending, sync::Arc};

use minisign::KeyPair;
use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer};
use reqwest::Certificate;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    sync::watch,
};
use tokio_rustls::{
    TlsAcceptor,
    rustls::{ServerConfig, crypto::ring, pki_types::PrivateKeyDer},
    server::TlsStream,
};

use crate::Releases;

/// The path of the notice.
const FILE: &str = "/notice.json";

/// The page with the downloads.
pub const PAGE: &str = "https://releases.example/velvet-rope";

/// Signs notices.
pub struct Signer(KeyPair);

impl Signer {
    /// Creates a signer with a new key.
    pub fn new() -> Self {
        Self(KeyPair::generate_unencrypted_keypair().unwrap())
    }

    /// Returns the public key, as a release is given it.
    pub fn key(&self) -> String {
        self.0.pk.to_base64()
    }

    /// Returns the signature of a text.
    pub fn sign(&self, text: &str) -> String {
        minisign::sign(None, &self.0.sk, text.as_bytes(), None, None).unwrap().to_string()
    }

    /// Returns the file with this notice, signed.
    pub fn file(&self, notice: &str) -> Answer {
        file(notice, &self.sign(notice))
    }
}

impl Default for Signer {
    fn default() -> Self {
        Self::new()
    }
}

/// Returns a file with these texts as notice and signature.
pub fn file(notice: &str, signature: &str) -> Answer {
    Answer::File(serde_json::json!({ "notice": notice, "signature": signature }).to_string())
}

/// Returns the text of a notice.
pub fn notice(version: &str, date: &str, severity: &str) -> String {
    let changes = serde_json::json!({ "en": "Lists load faster.", "de": "Listen laden schneller." });
    let notice =
        serde_json::json!({ "version": version, "date": date, "severity": severity, "changes": changes });
    notice.to_string()
}

/// What a [`Host`] answers.
#[derive(Clone)]
pub enum Answer {
    /// This file.
    File(String),
    /// This status, without a body.
    Status(u16),
    /// A redirect to this address.
    Redirect(String),
    /// A body without an announced length that never ends.
    Endless,
    /// The beginning of a body, and then nothing.
    Hangs,
    /// Nothing until another answer is given for this path, and then that.
    Late,
}

/// An HTTPS server. It ends with the runtime.
pub struct Host {
    address: String,
    authority: Certificate,
    answers: watch::Sender<BTreeMap<String, Answer>>,
    requests: watch::Receiver<Vec<String>>,
}

impl Host {
    /// Starts a host whose notice is this.
    pub async fn start(answer: Answer) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("https://127.0.0.1:{}", listener.local_addr().unwrap().port());
        let (acceptor, authority) = identity();
        let (tell, requests) = watch::channel(Vec::new());
        let host = Self { address, authority, answers: watch::Sender::default(), requests };
        host.answer(FILE, answer);
        let (answers, tell) = (host.answers.subscribe(), Arc::new(tell));
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (acceptor, answers, tell) = (acceptor.clone(), answers.clone(), tell.clone());
                tokio::spawn(async move {
                    // A client that does not trust the certificate ends the connection.
                    if let Ok(stream) = acceptor.accept(stream).await {
                        serve(stream, answers, &tell).await;
                    }
                });
            }
        });
        host
    }

    /// From now on, answers requests for `path` like this.
    pub fn answer(&self, path: &str, answer: Answer) {
        self.answers.send_modify(|answers| drop(answers.insert(path.to_owned(), answer)));
    }

    /// From now on, this is the notice.
    pub fn publish(&self, answer: Answer) {
        self.answer(FILE, answer);
    }

    /// Returns the address of `path` on this host.
    pub fn at(&self, path: &str) -> String {
        format!("{}{path}", self.address)
    }

    /// Returns the heads of all requests so far, in lower case.
    pub fn requests(&self) -> Vec<String> {
        self.requests.borrow().clone()
    }

    /// Resolves when this many requests have arrived.
    pub async fn requested(&self, count: usize) {
        self.requests.clone().wait_for(|requests| requests.len() >= count).await.unwrap();
    }

    /// Returns what a release is built with whose notices are here, signed by `signer`.
    pub fn releases(&self, signer: &Signer) -> Releases {
        Releases::new(&self.at(FILE), &signer.key(), PAGE).unwrap().trusting_only(self.authority.clone())
    }
}

/// A certificate for `127.0.0.1`, and the authority that signed it.
fn identity() -> (TlsAcceptor, Certificate) {
    let mut params = CertificateParams::default();
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let key = rcgen::KeyPair::generate().unwrap();
    let authority = params.self_signed(&key).unwrap();
    let issuer = Issuer::new(params, key);
    let key = rcgen::KeyPair::generate().unwrap();
    let own = CertificateParams::new(["127.0.0.1".to_owned()]).unwrap().signed_by(&key, &issuer).unwrap();
    let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![own.der().clone()], PrivateKeyDer::Pkcs8(key.serialize_der().into()))
        .unwrap();
    (TlsAcceptor::from(Arc::new(config)), Certificate::from_der(authority.der()).unwrap())
}

async fn serve(
    mut stream: TlsStream<TcpStream>,
    mut answers: watch::Receiver<BTreeMap<String, Answer>>,
    tell: &watch::Sender<Vec<String>>,
) {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        let Ok(byte) = stream.read_u8().await else { return };
        head.push(byte);
    }
    let head = String::from_utf8(head).unwrap().to_lowercase();
    let path = head.split(' ').nth(1).unwrap_or_default().to_owned();
    tell.send_modify(|requests| requests.push(head));
    let is_there = |answers: &BTreeMap<_, _>| !matches!(answers.get(&path), Some(Answer::Late));
    let Ok(answer) = answers.wait_for(is_there).await.map(|answers| answers.get(&path).cloned()) else {
        return;
    };
    let reply = match answer.unwrap_or(Answer::Late) {
        Answer::Late => "HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\n\r\n".to_owned(),
        Answer::File(text) => format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n{text}", text.len()),
        Answer::Status(status) => format!("HTTP/1.1 {status} No\r\ncontent-length: 0\r\n\r\n"),
        Answer::Redirect(to) => format!("HTTP/1.1 302 Found\r\nlocation: {to}\r\ncontent-length: 0\r\n\r\n"),
        Answer::Endless => {
            let mut sent = stream.write_all(b"HTTP/1.1 200 OK\r\n\r\n").await;
            while sent.is_ok() {
                sent = stream.write_all(&[b' '; 1024]).await;
            }
            return;
        }
        Answer::Hangs => {
            let _ = stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n{").await;
            let _ = stream.flush().await;
            return pending().await;
        }
    };
    let _ = stream.write_all(reply.as_bytes()).await;
    let _ = stream.shutdown().await;
}
