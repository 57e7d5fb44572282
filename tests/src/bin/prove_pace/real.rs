use std::{sync::Arc, time::Duration, time::Instant};

use tokio::task::JoinSet;
use velvet_core::{
    api::ApiKey,
    api::{Api, ApiUrl, Pacing, TimeLimits, Verdict},
    clock::SystemClock,
    ids::{AccountId, FanId},
    view::Action,
};
use velvet_practice::{Plan, Running, Settings};

/// The results on the real clock.
pub struct Real {
    /// The time from the first request to the last answer, divided by the least time of an evenly paced run.
    pub ratio: f64,
    /// The number of "too many requests" answers.
    pub too_fast: u64,
}

/// Adds a thousand fans at 600 requests per minute, over HTTP.
#[tokio::main]
pub async fn thousand(seed: u64) -> Real {
    let settings = Settings {
        seed,
        plan: Plan::Starter,
        latency: Duration::from_millis(50),
        fans: 6_000,
        ..Settings::default()
    };
    let service = Running::start(settings).await.expect("a port on this computer");
    let key = ApiKey::parse(service.key()).expect("a key");
    let url = ApiUrl::parse(&service.url()).expect("an address");
    let api = Api::new(url, &key, TimeLimits::default(), Arc::new(SystemClock::default())).expect("a client");
    let account = AccountId::new(service.accounts()[0].account_id.clone()).expect("an account");
    let mut fans = service.samples(1_000).into_iter().map(|(fan, _)| FanId::parse(&fan).expect("a fan"));
    assert_eq!(fans.len(), 1_000, "the world is too small");
    let (mut out, mut too_fast, mut next) = (JoinSet::new(), 0, fans.next());
    let start = Instant::now();
    loop {
        let wait = match next.take() {
            Some(fan) => match api.try_acquire(Pacing::Fast) {
                Ok(turn) => {
                    let (api, account) = (api.clone(), account.clone());
                    out.spawn(async move { (api.act(turn, Action::Add, &account, &fan).await, fan) });
                    next = fans.next();
                    continue;
                }
                Err(wait) => {
                    next = Some(fan);
                    Some(wait)
                }
            },
            None => None,
        };
        let until = async {
            match &wait {
                Some(wait) => api.until(wait).await,
                None => std::future::pending().await,
            }
        };
        tokio::select! {
            Some(answered) = out.join_next() => {
                let (verdict, fan) = answered.expect("no panic");
                if !matches!(verdict, Verdict::Done { .. }) {
                    eprintln!("{fan}: {verdict:?}");
                    too_fast += 1;
                }
            }
            () = until, if wait.is_some() => {}
            else => break,
        }
    }
    Real { ratio: start.elapsed().as_secs_f64() / super::proofs::LEAST, too_fast }
}
