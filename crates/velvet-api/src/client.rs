use std::{error::Error, fmt, io, sync::Arc, time::Duration};

use reqwest::{
    Client, Method, RequestBuilder, Response,
    header::{CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue},
    redirect::Policy,
};
use serde_json::Value;
use tokio_util::sync::CancellationToken;

use super::{
    ApiUrl,
    judge::{Verdict, judge},
    rate_limit::{Pacing, Permit, RateLimitHeaders, SharedRateLimiter, Throttle, Wait},
    reply::Reply,
    understood::Understood,
    vip_filter::VipFilter,
};
use crate::ApiKey;
use velvet_model::{
    Action, Cause,
    ids::{AccountId, FanId},
};
use velvet_platform::{
    clock::Clock,
    failpoint::{self, FailPoint},
    proxy::Proxy,
};

/// No real reply comes close to this size. A larger body is not from the API.
const LARGEST_BODY: usize = 4 << 20;

/// How long a read waits for the rate limit, while the user looks at a busy button.
pub(super) const PATIENCE: Duration = Duration::from_secs(30);

const KEY_HEADER: HeaderName = HeaderName::from_static("x-api-key");

/// Timeouts. The server's own limits are not documented. Other clients use 10 to 15 seconds.
#[derive(Debug, Clone, Copy)]
pub struct TimeLimits {
    /// Time to establish the connection.
    pub connect: Duration,
    /// Time to receive the complete reply.
    pub total: Duration,
}

impl Default for TimeLimits {
    fn default() -> Self {
        Self { connect: Duration::from_secs(10), total: Duration::from_secs(20) }
    }
}

/// Why the client could not be built.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClientError {
    /// The cause to show to the user.
    pub cause: Cause,
    /// Details for the log. Never the key, and no proxy address.
    pub why: String,
}

impl fmt::Display for ClientError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.why)
    }
}

impl Error for ClientError {}

impl From<ClientError> for String {
    fn from(no_client: ClientError) -> Self {
        no_client.why
    }
}

/// An API client with one key.
///
/// Cheap to clone. Clones share connections, rate limiter, revocation, and what was learned about the server.
#[derive(Clone)]
pub struct Api {
    url: ApiUrl,
    client: Client,
    gate: Arc<SharedRateLimiter>,
    understood: Arc<Understood>,
    vip_filter: Arc<VipFilter>,
    revoked: CancellationToken,
}

impl Api {
    /// Creates a client that sends `key` only to `url`.
    ///
    /// # Errors
    /// If a proxy is set up that the app cannot use, or if the system's certificates cannot be read.
    pub fn new(
        url: ApiUrl,
        key: &ApiKey,
        limits: TimeLimits,
        clock: Arc<dyn Clock>,
    ) -> Result<Self, ClientError> {
        let client = client(&url, key, limits)?;
        Ok(Self {
            url,
            client,
            gate: Arc::new(SharedRateLimiter::new(clock)),
            understood: Arc::default(),
            vip_filter: Arc::default(),
            revoked: CancellationToken::new(),
        })
    }

    /// Revokes the key because it was removed or replaced. No clone sends it again, and pending waits end now. Requests
    /// in flight complete.
    pub fn revoke(&self) {
        self.revoked.cancel();
    }

    /// Returns whether the key [was removed or replaced](Self::revoke).
    pub fn is_revoked(&self) -> bool {
        self.revoked.is_cancelled()
    }

    /// Completes when the key [is removed or replaced](Self::revoke).
    pub async fn revoked(&self) {
        self.revoked.cancelled().await;
    }

    /// Sends nothing before `wait` is over. The server asked an earlier run of the app to wait.
    pub fn restore_wait(&self, wait: Duration) {
        self.gate.restore_wait(wait);
    }

    /// Registers a callback for whenever the server asks to wait. It gets the end of the wait, in milliseconds since
    /// 1970.
    ///
    /// Only the first callback counts. It is not called after the key is revoked. It is called inside the runtime, and must not block.
    pub fn on_wait(&self, told: impl Fn(i64) + Send + Sync + 'static) {
        let revoked = self.revoked.clone();
        self.gate.on_wait(Box::new(move |until| {
            if !revoked.is_cancelled() {
                told(until);
            }
        }));
    }

    /// Acquires a permit to send one request.
    ///
    /// # Errors
    /// How long to wait before trying again. [`until`](Self::until) waits at most that long, except for
    /// [`Throttle::Probing`], where it waits for a reply.
    pub fn try_acquire(&self, pacing: Pacing) -> Result<Permit, Wait> {
        self.gate.try_acquire(pacing)
    }

    /// Completes when it is worth trying to acquire a permit again: after the wait, when a reply changes what is known,
    /// or when the key is revoked.
    pub async fn until(&self, wait: &Wait) {
        tokio::select! {
            biased;
            () = self.revoked() => {}
            () = self.gate.until(wait) => {}
        }
    }

    /// Returns the number of requests sent so far, each at least one credit. A request counts once it is answered or
    /// given up.
    pub fn requests(&self) -> u64 {
        self.gate.requests()
    }

    /// Estimates how long `items` requests take at this pacing, based on what is known of the plan. If nothing is
    /// known, [`Pacing::Fast`] assumes 600 per minute.
    pub fn forecast(&self, pacing: Pacing, items: u64) -> Duration {
        self.gate.forecast(pacing, items)
    }

    /// Sends `action` for `fan` once and judges the reply.
    ///
    /// If the server asks to wait, the next [`try_acquire`](Self::try_acquire) returns how long.
    pub async fn act(&self, permit: Permit, action: Action, account: &AccountId, fan: &FanId) -> Verdict {
        match self.send_act(permit, action, account, fan).await {
            Ok(reply) => {
                failpoint::hit(FailPoint::AfterSendBeforeJudge);
                let verdict = judge(action, fan, &reply);
                let to_wait = |verdict: &Verdict| matches!(verdict, Verdict::Not(reason) if reason.cause == Cause::AskedToWait);
                if to_wait(&verdict) && reply.status != 429 {
                    // A 429 of the inner layer comes from Fansly itself and has no wait time.
                    self.gate.asked_to_wait();
                }
                verdict
            }
            Err(cause) => cause.into(),
        }
    }

    pub(super) async fn send_act(
        &self,
        permit: Permit,
        action: Action,
        account: &AccountId,
        fan: &FanId,
    ) -> Result<Reply, Cause> {
        let method = match action {
            Action::Add => Method::POST,
            Action::Remove => Method::DELETE,
        };
        self.send(permit, method, &[account.as_str(), "chats", fan.as_str(), "vip"], &[]).await
    }

    /// Sends a read request and returns the reply. Reads are repeatable, so it retries after a 429 as long as the total
    /// wait stays within `patience`.
    pub(super) async fn read(
        &self,
        parts: &[&str],
        query: &[(&str, &str)],
        patience: Duration,
    ) -> Result<Reply, Cause> {
        let deadline = self.clock().elapsed() + patience;
        loop {
            let permit = self.acquire_within(deadline).await?;
            let reply = self.send(permit, Method::GET, parts, query).await?;
            if reply.status != 429 {
                return Ok(reply);
            }
        }
    }

    /// Acquires a permit for a read, unless it would come after `deadline`.
    pub(super) async fn acquire_within(&self, deadline: Duration) -> Result<Permit, Cause> {
        loop {
            if self.is_revoked() {
                return Err(Cause::KeyRemoved);
            }
            let wait = match self.try_acquire(Pacing::AtOnce) {
                Ok(permit) => return Ok(permit),
                Err(wait) => wait,
            };
            // A probing wait is short: a reply is on its way, or the request times out soon.
            if wait.why != Throttle::Probing && self.clock().elapsed() + wait.wait > deadline {
                return Err(Cause::AskedToWait);
            }
            self.until(&wait).await;
        }
    }

    pub(super) fn understood(&self) -> &Understood {
        &self.understood
    }

    pub(super) fn vip_filter(&self) -> &VipFilter {
        &self.vip_filter
    }

    pub(super) fn clock(&self) -> &dyn Clock {
        self.gate.clock()
    }

    async fn send(
        &self,
        permit: Permit,
        method: Method,
        parts: &[&str],
        query: &[(&str, &str)],
    ) -> Result<Reply, Cause> {
        // Sent without a body, and so without `Content-Type`, which has caused 400s (API.md, "The two calls the app
        // exists for").
        let request = self.client.request(method, self.url.call(parts, query));
        self.send_request(permit, request).await
    }

    /// Sends a POST request with a JSON body. Only the contract probe uses it.
    pub(super) async fn post(&self, permit: Permit, parts: &[&str], json: &Value) -> Result<Reply, Cause> {
        let request = self.client.post(self.url.call(parts, &[]));
        let request = request.header(CONTENT_TYPE, "application/json").body(json.to_string());
        self.send_request(permit, request).await
    }

    async fn send_request(&self, mut permit: Permit, request: RequestBuilder) -> Result<Reply, Cause> {
        // Everything is sent from here, so one check is enough. A permit that is dropped here is released.
        if self.is_revoked() {
            return Err(Cause::KeyRemoved);
        }
        permit.leaves();
        match request.send().await {
            Ok(response) => {
                let status = response.status().as_u16();
                permit.answered(&RateLimitHeaders::of(status, response.headers(), self.clock().now()));
                read_whole(response).await
            }
            Err(error) => {
                let cause = why_unanswered(&error);
                if cause.never_left() {
                    permit.never_left();
                }
                Err(cause)
            }
        }
    }
}

/// Builds the HTTP client. The only place that does.
fn client(url: &ApiUrl, key: &ApiKey, limits: TimeLimits) -> Result<Client, ClientError> {
    // Sets the crypto provider of the whole process. A second call has no effect.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let not_set_up = |why: String| ClientError { cause: Cause::ConnectionNotSetUp, why };
    let mut value = HeaderValue::from_str(key.expose()).map_err(|error| not_set_up(error.to_string()))?;
    value.set_sensitive(true);
    #[allow(clippy::disallowed_methods)] // The only place that may.
    let mut builder = Client::builder()
        .default_headers(HeaderMap::from_iter([(KEY_HEADER, value)]))
        // A redirect would send the key to any host, because custom headers are kept across hosts.
        .redirect(Policy::none())
        .referer(false)
        .https_only(!url.is_loopback())
        .user_agent(concat!("VelvetRope/", env!("CARGO_PKG_VERSION")))
        .connect_timeout(limits.connect)
        .timeout(limits.total);
    if url.is_loopback() {
        // The connection to this computer is not encrypted, so a proxy would see the key.
        builder = builder.no_proxy();
    } else if url.proxy() == Proxy::Unusable {
        // Without the proxy, the server would see the address that the proxy may be there to hide.
        let why = "a proxy is set up that cannot be used".to_owned();
        return Err(ClientError { cause: Cause::ProxyUnusable, why });
    }
    builder.build().map_err(|error| not_set_up(with_sources(&error.without_url())))
}

async fn read_whole(mut response: Response) -> Result<Reply, Cause> {
    let status = response.status().as_u16();
    let mut body = Vec::new();
    loop {
        match response.chunk().await {
            Ok(Some(chunk)) if body.len() + chunk.len() > LARGEST_BODY => return Err(Cause::ReplyTooLarge),
            Ok(Some(chunk)) => body.extend_from_slice(&chunk),
            Ok(None) => return Ok(Reply { status, body }),
            // An error status is enough, even without its body.
            Err(_) if (400..500).contains(&status) && status != 408 => return Ok(Reply { status, body }),
            Err(error) if error.is_timeout() => return Err(Cause::NoReply),
            Err(_) => return Err(Cause::ReplyCutOff),
        }
    }
}

/// Maps a transport error to its cause. What matters most is whether the request was sent: if not, nothing changed.
fn why_unanswered(error: &reqwest::Error) -> Cause {
    if let Some(why) = certificate_error(error) {
        tracing::warn!(%why, "the certificate was refused");
        Cause::CertificateRefused
    } else if error.is_connect() || error.is_builder() {
        Cause::NoConnection
    } else if error.is_timeout() {
        Cause::NoReply
    } else {
        Cause::ConnectionLost
    }
}

/// Finds the reason if the server's certificate was rejected. That ends the handshake, so no request was sent.
fn certificate_error<'a>(error: &'a (dyn Error + 'static)) -> Option<&'a rustls::CertificateError> {
    let mut next = Some(error);
    while let Some(error) = next {
        if let Some(rustls::Error::InvalidCertificate(why)) = error.downcast_ref() {
            return Some(why);
        }
        // `io::Error::source` skips the wrapped error and returns the source of that one, so look at the wrapped error
        // too.
        let held = error.downcast_ref::<io::Error>().and_then(io::Error::get_ref);
        if let Some(found) = held.and_then(|held| certificate_error(held)) {
            return Some(found);
        }
        next = error.source();
    }
    None
}

/// Formats an error together with its sources.
fn with_sources(error: &dyn Error) -> String {
    let mut words = error.to_string();
    let mut next = error.source();
    while let Some(source) = next {
        words = format!("{words}: {source}");
        next = source.source();
    }
    words
}
