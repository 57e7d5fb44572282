//! A server with an untrusted certificate gets no request, and the user learns why. Linux only, where a variable names
//! the trusted authorities.
#![cfg(target_os = "linux")]

use std::{
    path::{Path, PathBuf},
    process::Command,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair, date_time_ymd};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpListener,
};
use tokio_rustls::{
    TlsAcceptor,
    rustls::{ServerConfig, crypto::ring, pki_types::PrivateKeyDer},
};
use velvet_core::{
    api::ApiKey,
    api::{Api, ApiUrl, TimeLimits},
    view::Cause,
};

/// A certificate authority.
struct Authority {
    issuer: Issuer<'static, KeyPair>,
    file: PathBuf,
}

impl Authority {
    fn new(folder: &Path, name: &str) -> Self {
        let key = KeyPair::generate().unwrap();
        let mut params = CertificateParams::default();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let file = folder.join(name);
        #[allow(clippy::disallowed_methods)] // Not a file of the app.
        std::fs::write(&file, params.self_signed(&key).unwrap().pem()).unwrap();
        Self { issuer: Issuer::new(params, key), file }
    }
}

/// A server with a certificate of its own, and the number of requests that reached it.
struct Service {
    url: String,
    requests: Arc<AtomicUsize>,
}

impl Service {
    async fn start(authority: &Authority, params: CertificateParams) -> Self {
        let key = KeyPair::generate().unwrap();
        let certificate = params.signed_by(&key, &authority.issuer).unwrap();
        let key = PrivateKeyDer::try_from(key.serialize_der()).unwrap();
        let config = ServerConfig::builder_with_provider(ring::default_provider().into())
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(vec![certificate.der().clone()], key)
            .unwrap();
        let acceptor = TlsAcceptor::from(Arc::new(config));
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("https://localhost:{}/api/fansly", listener.local_addr().unwrap().port());
        let requests = Arc::<AtomicUsize>::default();
        let received = requests.clone();
        tokio::spawn(async move {
            loop {
                let (stream, _) = listener.accept().await.unwrap();
                let Ok(mut stream) = acceptor.accept(stream).await else { continue };
                let mut bytes = [0; 4096];
                if stream.read(&mut bytes).await.is_ok_and(|read| read > 0) {
                    received.fetch_add(1, Ordering::SeqCst);
                    let body = r#"{"statusCode":200,"data":{"accounts":[]}}"#;
                    let reply = format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n{body}", body.len());
                    let _ = stream.write_all(reply.as_bytes()).await;
                    let _ = stream.shutdown().await;
                }
            }
        });
        Self { url, requests }
    }
}

/// Returns the output of a process that trusts only `authorities`. They are read once, when a client is created.
async fn asked_by(authorities: &Path, service: &Service) -> String {
    let mut child = Command::new(std::env::current_exe().unwrap());
    child.args(["--exact", "certificates::the_process_that_asks", "--ignored", "--nocapture"]);
    child.env("SSL_CERT_FILE", authorities).env_remove("SSL_CERT_DIR").env("ASKED", &service.url);
    let output = tokio::task::spawn_blocking(move || child.output()).await.unwrap().unwrap();
    let printed = String::from_utf8(output.stdout).unwrap();
    let said = printed.lines().find_map(|line| line.split_once("says: "));
    said.unwrap_or_else(|| panic!("{printed}\n{}", String::from_utf8_lossy(&output.stderr))).1.to_owned()
}

#[tokio::test]
#[ignore = "the other tests start it"]
async fn the_process_that_asks() {
    let Ok(asked) = std::env::var("ASKED") else { return };
    let url = ApiUrl::parse(&asked).unwrap();
    let key = ApiKey::parse("a-key-for-a-test").unwrap();
    let clock = Arc::new(crate::common::TestClock::default());
    let limits = TimeLimits { connect: Duration::from_secs(20), total: Duration::from_secs(20) };
    match Api::new(url, &key, limits, clock) {
        Ok(api) => println!("says: {:?}", api.accounts().await.map(|accounts| accounts.len())),
        Err(no_client) => println!("says: {:?}", Err::<usize, _>(no_client.cause)),
    }
}

fn said(cause: Cause) -> String {
    format!("{:?}", Err::<usize, _>(cause))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_certificate_is_refused_in_words_of_its_own() {
    let folder = tempfile::tempdir().unwrap();
    let (known, unknown) =
        (Authority::new(folder.path(), "known.pem"), Authority::new(folder.path(), "unknown.pem"));
    let good = || CertificateParams::new(["localhost".to_owned()]).unwrap();
    let elsewhere = CertificateParams::new(["elsewhere.example".to_owned()]).unwrap();
    let mut expired = good();
    (expired.not_before, expired.not_after) = (date_time_ymd(2019, 1, 1), date_time_ymd(2020, 1, 1));
    let mut early = good();
    early.not_before = date_time_ymd(4000, 1, 1);

    let trusted = Service::start(&known, good()).await;
    assert_eq!(asked_by(&known.file, &trusted).await, format!("{:?}", Ok::<usize, Cause>(0)));
    assert_eq!(trusted.requests.load(Ordering::SeqCst), 1);
    for (why, service) in [
        ("nobody known signed it", Service::start(&unknown, good()).await),
        ("for another name", Service::start(&known, elsewhere).await),
        ("expired", Service::start(&known, expired).await),
        ("not valid yet", Service::start(&known, early).await),
    ] {
        assert_eq!(asked_by(&known.file, &service).await, said(Cause::CertificateRefused), "{why}");
        assert_eq!(service.requests.load(Ordering::SeqCst), 0, "{why}: a request left");
    }
    let missing = folder.path().join("missing.pem");
    assert_eq!(asked_by(&missing, &trusted).await, said(Cause::ConnectionNotSetUp));
    assert_eq!(trusted.requests.load(Ordering::SeqCst), 1);
    assert!(Cause::CertificateRefused.nothing_changed() && Cause::ConnectionNotSetUp.nothing_changed());
}
