//! A client, and a server to talk to.

use std::sync::Once;

use reqwest::{Client, Method, RequestBuilder, Response, StatusCode, redirect::Policy};
use serde_json::Value;
use velvet_practice::{Running, Settings};

/// A server for one test, and a client with its key.
pub struct Caller {
    pub service: Running,
    pub client: Client,
}

/// The status and the JSON of a reply.
pub type Answer = (StatusCode, Value);

/// Returns a client that is not connected yet.
pub fn client() -> Client {
    static PROVIDER: Once = Once::new();
    PROVIDER.call_once(|| {
        let _ = rustls::crypto::ring::default_provider().install_default();
    });
    // The lint is about the app, whose only client is built in one place. This client is not part of the app.
    #[allow(clippy::disallowed_methods)]
    let builder = Client::builder();
    // No certificates: nothing here is encrypted, and loading the system's takes most of the time of a short test.
    builder.no_proxy().redirect(Policy::none()).tls_certs_only([]).build().unwrap()
}

/// Starts a server with these settings.
pub async fn start(settings: Settings) -> Caller {
    Caller { service: Running::start(settings).await.unwrap(), client: client() }
}

/// Starts a server with the default settings.
pub async fn ordinary() -> Caller {
    start(Settings::default()).await
}

/// Starts a server with few fans, which is faster.
pub async fn small() -> Caller {
    start(Settings { fans: 300, ..Settings::default() }).await
}

impl Caller {
    /// Returns a request without a key.
    pub fn bare(&self, method: Method, path: &str) -> RequestBuilder {
        self.client.request(method, format!("{}{path}", self.service.url()))
    }

    /// Returns a request with the first key.
    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.bare(method, path).header("x-api-key", self.service.key())
    }

    /// Sends a request. Returns the status and the JSON of the reply.
    pub async fn ask(&self, method: Method, path: &str) -> Answer {
        answer(self.request(method, path).send().await.unwrap()).await
    }

    /// Sends a GET request that must succeed. Returns the JSON of the reply.
    pub async fn get(&self, path: &str) -> Value {
        let (status, body) = self.ask(Method::GET, path).await;
        assert_eq!(status, StatusCode::OK, "{body}");
        body
    }

    /// Adds a fan to the VIP list of the first account.
    pub async fn add(&self, fan: &str) -> Answer {
        self.ask(Method::POST, &self.vip_path(fan)).await
    }

    /// Removes a fan from the VIP list of the first account.
    pub async fn remove(&self, fan: &str) -> Answer {
        self.ask(Method::DELETE, &self.vip_path(fan)).await
    }

    /// Returns the path of adds and removals of a fan.
    pub fn vip_path(&self, fan: &str) -> String {
        format!("/{}/chats/{fan}/vip", self.account())
    }

    /// Returns the ID of the first account.
    pub fn account(&self) -> String {
        self.service.accounts()[0].account_id.clone()
    }

    /// Returns the ID of the account whose session has expired.
    pub fn expired(&self) -> String {
        let accounts = self.service.accounts();
        accounts.into_iter().find(|account| account.session == "expired").unwrap().account_id
    }

    /// Returns the ID of a fan who is not VIP.
    pub fn fan(&self) -> String {
        self.service.samples(1).remove(0).0
    }

    /// Whether a fan is really VIP on the first account.
    pub fn is_vip(&self, fan: &str) -> bool {
        self.service.is_vip(&self.account(), fan)
    }
}

/// Returns the status and the JSON of a reply.
pub async fn answer(reply: Response) -> Answer {
    (reply.status(), reply.json().await.unwrap())
}

/// Returns the text of one field of each row.
pub fn texts(rows: &Value, field: &str) -> Vec<String> {
    rows.as_array().unwrap().iter().map(|row| row[field].as_str().unwrap().to_owned()).collect()
}
