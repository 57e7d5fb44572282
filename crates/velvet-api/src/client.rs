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
    proxy::Proxy,
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
};

/// No real reply comes near this; one that does is not the service's.
const LARGEST_BODY: usize = 4 << 20;

/// How long a reading call waits in silence: somebody looks at a button that says so.
pub(super) const PATIENCE: Duration = Duration::from_secs(30);

const KEY_HEADER: HeaderName = HeaderName::from_static("x-api-key");

/// How long to wait for the service. Its own limits are not documented; its clients use 10 to 15 seconds.
#[derive(Debug, Clone, Copy)]
pub struct TimeLimits {
    /// Until the connection stands.
    pub connect: Duration,
    /// Until the whole reply is here.
    pub total: Duration,
}

impl Default for TimeLimits {
    fn default() -> Self {
        Self { connect: Duration::from_secs(10), total: Duration::from_secs(20) }
    }
}

/// Why no client could be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClientError {
    /// What the user is told.
    pub cause: Cause,
    /// For the log: never the key, and no address of a proxy.
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

/// The service, with one key. Cheap to clone; clones share connections, pace, whether the key may still be sent, and what
/// was learned about the service.
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
    /// A client that sends `key` to `url` and to no other place.
    ///
    /// # Errors
    /// When a proxy is set up that cannot be used, or the system's certificates cannot be read.
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

    /// The key is removed or replaced: neither this nor any clone sends it again, and what waits with it ends now. What
    /// is on its way already comes to its own end.
    pub fn revoke(&self) {
        self.revoked.cancel();
    }

    /// Whether the key [was removed or replaced](Self::revoke).
    pub fn is_revoked(&self) -> bool {
        self.revoked.is_cancelled()
    }

    /// Resolves when the key [is removed or replaced](Self::revoke).
    pub async fn revoked(&self) {
        self.revoked.cancelled().await;
    }

    /// Nothing leaves before `wait` is over: what an earlier run of the app was told.
    pub fn wait_as_told_before(&self, wait: Duration) {
        self.gate.wait_as_told_before(wait);
    }

    /// `told` is called with the moment until which the service says to wait, whenever it does: milliseconds since 1970.
    /// Not any more once the key is revoked. It may block for the disk.
    pub fn when_told_to_wait(&self, told: impl Fn(i64) + Send + Sync + 'static) {
        let revoked = self.revoked.clone();
        self.gate.when_told_to_wait(Box::new(move |until| {
            if !revoked.is_cancelled() {
                told(until);
            }
        }));
    }

    /// Takes a turn to send one request, or says how long to wait before asking again.
    ///
    /// # Errors
    /// The wait. [`until`](Self::until) waits no longer than that.
    pub fn try_acquire(&self, tempo: Pacing) -> Result<Permit, Wait> {
        self.gate.try_acquire(tempo)
    }

    /// Resolves when it is worth asking for a turn again: after the wait, or once an answer told more than was known.
    /// At once when the key is revoked.
    pub async fn until(&self, wait: &Wait) {
        tokio::select! {
            biased;
            () = self.revoked() => {}
            () = self.gate.until(wait) => {}
        }
    }

    /// Requests that left since this was made, each at least a credit; counted when they are answered or given up.
    pub fn requests(&self) -> u64 {
        self.gate.requests()
    }

    /// How long `items` requests would take at this tempo, from what is known of the plan. Nothing known: 600 a minute.
    pub fn forecast(&self, tempo: Pacing, items: u64) -> Duration {
        self.gate.forecast(tempo, items)
    }

    /// Sends `action` on `fan` once and judges the reply.
    ///
    /// When the service says to wait, the next [`turn`](Self::turn) says how long.
    pub async fn act(&self, turn: Permit, action: Action, account: &AccountId, fan: &FanId) -> Verdict {
        match self.send_act(turn, action, account, fan).await {
            Ok(reply) => {
                failpoint::hit(FailPoint::AfterSendBeforeJudge);
                let verdict = judge(action, fan, &reply);
                let to_wait = |verdict: &Verdict| matches!(verdict, Verdict::Not(reason) if reason.cause == Cause::AskedToWait);
                if to_wait(&verdict) && reply.status != 429 {
                    // The inner layer's 429: Fansly itself is in a hurry, and says no time.
                    self.gate.asked_to_wait();
                }
                verdict
            }
            Err(cause) => cause.into(),
        }
    }

    pub(super) async fn send_act(
        &self,
        turn: Permit,
        action: Action,
        account: &AccountId,
        fan: &FanId,
    ) -> Result<Reply, Cause> {
        let method = match action {
            Action::Add => Method::POST,
            Action::Remove => Method::DELETE,
        };
        self.send(turn, method, &[account.as_str(), "chats", fan.as_str(), "vip"], &[]).await
    }

    /// Reads, in its turn. A reading call can always be repeated, so it goes on by itself when told to wait, as long
    /// as that is no longer than `patience` in all.
    pub(super) async fn read(
        &self,
        parts: &[&str],
        query: &[(&str, &str)],
        patience: Duration,
    ) -> Result<Reply, Cause> {
        let deadline = self.clock().elapsed() + patience;
        loop {
            let turn = self.acquire_within(deadline).await?;
            let reply = self.send(turn, Method::GET, parts, query).await?;
            if reply.status != 429 {
                return Ok(reply);
            }
        }
    }

    /// A turn for a read, unless it would come too late.
    pub(super) async fn acquire_within(&self, deadline: Duration) -> Result<Permit, Cause> {
        loop {
            if self.is_revoked() {
                return Err(Cause::KeyRemoved);
            }
            let wait = match self.try_acquire(Pacing::AtOnce) {
                Ok(turn) => return Ok(turn),
                Err(wait) => wait,
            };
            // An answer is on its way, or is given up before long: that is no waiting in silence.
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
        turn: Permit,
        method: Method,
        parts: &[&str],
        query: &[(&str, &str)],
    ) -> Result<Reply, Cause> {
        // No body and so no `Content-Type`: it has caused 400s (API.md, "The two calls").
        let request = self.client.request(method, self.url.call(parts, query));
        self.send_request(turn, request).await
    }

    /// Posts JSON, for the contract probe alone.
    pub(super) async fn post(&self, turn: Permit, parts: &[&str], json: &Value) -> Result<Reply, Cause> {
        let request = self.client.post(self.url.call(parts, &[]));
        let request = request.header(CONTENT_TYPE, "application/json").body(json.to_string());
        self.send_request(turn, request).await
    }

    async fn send_request(&self, mut turn: Permit, request: RequestBuilder) -> Result<Reply, Cause> {
        // The one place that sends, so the one place to ask. A turn that is dropped here is given back.
        if self.is_revoked() {
            return Err(Cause::KeyRemoved);
        }
        turn.leaves();
        match request.send().await {
            Ok(response) => {
                let status = response.status().as_u16();
                turn.answered(&RateLimitHeaders::of(status, response.headers(), self.clock().now()));
                read_whole(response).await
            }
            Err(error) => {
                let cause = why_unanswered(&error);
                if cause.never_left() {
                    turn.never_left();
                }
                Err(cause)
            }
        }
    }
}

/// The only place where an HTTP client is made.
fn client(url: &ApiUrl, key: &ApiKey, limits: TimeLimits) -> Result<Client, ClientError> {
    // One provider for the whole program; a second call changes nothing.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let not_set_up = |why: String| ClientError { cause: Cause::ConnectionNotSetUp, why };
    let mut value = HeaderValue::from_str(key.expose()).map_err(|error| not_set_up(error.to_string()))?;
    value.set_sensitive(true);
    #[allow(clippy::disallowed_methods)] // This is the one place.
    let mut builder = Client::builder()
        .default_headers(HeaderMap::from_iter([(KEY_HEADER, value)]))
        // A redirect would carry the key to whatever host it names: custom headers are kept across hosts.
        .redirect(Policy::none())
        .referer(false)
        .https_only(!url.is_loopback())
        .user_agent(concat!("VelvetRope/", env!("CARGO_PKG_VERSION")))
        .connect_timeout(limits.connect)
        .timeout(limits.total);
    if url.is_loopback() {
        // A proxy would see the key: on this computer the connection is not encrypted.
        builder = builder.no_proxy();
    } else if Proxy::found(url) == Proxy::Unusable {
        // Past the proxy the service would learn the address that the proxy is there to hide.
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
            // A status that refuses needs no body to be believed.
            Err(_) if (400..500).contains(&status) && status != 408 => return Ok(Reply { status, body }),
            Err(error) if error.is_timeout() => return Err(Cause::NoReply),
            Err(_) => return Err(Cause::ReplyCutOff),
        }
    }
}

/// Whether the request left at all is what matters most here: what was never sent changed nothing.
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

/// What was wrong with the certificate of whoever answered. The handshake ends with it, so no request has left.
fn certificate_error<'a>(error: &'a (dyn Error + 'static)) -> Option<&'a rustls::CertificateError> {
    let mut next = Some(error);
    while let Some(error) = next {
        if let Some(rustls::Error::InvalidCertificate(why)) = error.downcast_ref() {
            return Some(why);
        }
        // Such an error names the source of what it holds as its own source, and so hides what it holds.
        let held = error.downcast_ref::<io::Error>().and_then(io::Error::get_ref);
        if let Some(found) = held.and_then(|held| certificate_error(held)) {
            return Some(found);
        }
        next = error.source();
    }
    None
}

/// An error in words, with what caused it.
fn with_sources(error: &dyn Error) -> String {
    let mut words = error.to_string();
    let mut next = error.source();
    while let Some(source) = next {
        words = format!("{words}: {source}");
        next = source.source();
    }
    words
}
