//! A client and a service to talk to.

use std::sync::Once;

use reqwest::{Client, Method, RequestBuilder, Response, StatusCode, redirect::Policy};
use serde_json::Value;
use velvet_practice::{Running, Settings};

/// A service of its own for one test, and a client that has its key.
pub struct Caller {
    pub service: Running,
    pub client: Client,
}

/// The status of a reply and its JSON.
pub type Answer = (StatusCode, Value);

/// Connects to nothing yet.
pub fn client() -> Client {
    static PROVIDER: Once = Once::new();
    PROVIDER.call_once(|| {
        let _ = rustls::crypto::ring::default_provider().install_default();
    });
    // The rule against this is about the app, whose only client is built in one place. This one is no part of it.
    #[allow(clippy::disallowed_methods)]
    let builder = Client::builder();
    // No certificates: nothing here is encrypted, and reading those of the system takes most of a short test.
    builder.no_proxy().redirect(Policy::none()).tls_certs_only([]).build().unwrap()
}

/// A service with these settings.
pub async fn start(settings: Settings) -> Caller {
    Caller { service: Running::start(settings).await.unwrap(), client: client() }
}

/// An ordinary service.
pub async fn ordinary() -> Caller {
    start(Settings::default()).await
}

/// A service with few fans, which is there sooner.
pub async fn small() -> Caller {
    start(Settings { fans: 300, ..Settings::default() }).await
}

impl Caller {
    /// A request without a key.
    pub fn bare(&self, method: Method, path: &str) -> RequestBuilder {
        self.client.request(method, format!("{}{path}", self.service.url()))
    }

    /// A request with the first key.
    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.bare(method, path).header("x-api-key", self.service.key())
    }

    /// Asks and reads the JSON of the answer.
    pub async fn ask(&self, method: Method, path: &str) -> Answer {
        answer(self.request(method, path).send().await.unwrap()).await
    }

    /// Reads, and expects it to go well.
    pub async fn get(&self, path: &str) -> Value {
        let (status, body) = self.ask(Method::GET, path).await;
        assert_eq!(status, StatusCode::OK, "{body}");
        body
    }

    /// Adds a fan on the first account.
    pub async fn add(&self, fan: &str) -> Answer {
        self.ask(Method::POST, &self.vip_path(fan)).await
    }

    /// Removes a fan on the first account.
    pub async fn remove(&self, fan: &str) -> Answer {
        self.ask(Method::DELETE, &self.vip_path(fan)).await
    }

    /// The path of both.
    pub fn vip_path(&self, fan: &str) -> String {
        format!("/{}/chats/{fan}/vip", self.account())
    }

    /// The first account.
    pub fn account(&self) -> String {
        self.service.accounts()[0].account_id.clone()
    }

    /// The account whose session has expired.
    pub fn expired(&self) -> String {
        let accounts = self.service.accounts();
        accounts.into_iter().find(|account| account.session == "expired").unwrap().account_id
    }

    /// A fan who is not VIP.
    pub fn fan(&self) -> String {
        self.service.samples(1).remove(0).0
    }

    /// Whether a fan really is VIP of the first account.
    pub fn is_vip(&self, fan: &str) -> bool {
        self.service.is_vip(&self.account(), fan)
    }
}

/// Status and JSON.
pub async fn answer(reply: Response) -> Answer {
    (reply.status(), reply.json().await.unwrap())
}

/// Texts of one field of each row.
pub fn texts(rows: &Value, field: &str) -> Vec<String> {
    rows.as_array().unwrap().iter().map(|row| row[field].as_str().unwrap().to_owned()).collect()
}
