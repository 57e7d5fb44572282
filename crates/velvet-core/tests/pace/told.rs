//! Waits that the server asks for, in all formats.

use std::time::{Duration, UNIX_EPOCH};

use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
use velvet_core::api::{
    Pacing, Throttle,
    rate_limit::{RateLimitHeaders, RateLimiter},
};

/// The computer's date at the start of the simulated clock, in milliseconds since 1970.
const TODAY: u64 = 1_795_000_000_123;

/// The results of the waits.
#[derive(Debug, Default)]
pub struct Told {
    /// Permits that were granted too early.
    pub early: u64,
    /// Permits that were granted too late. The tolerance is a twentieth of the wait, but at most a second, plus one
    /// millisecond for the timer.
    pub late: u64,
}

/// Simulates this many "too many requests" answers, one after the other.
pub fn told(seed: u64, times: u64) -> Told {
    let mut dice = fastrand::Rng::with_seed(seed);
    let mut pace = RateLimiter::seeded(seed);
    let (mut now, mut told) = (Duration::ZERO, Told::default());
    for _ in 0..times {
        now += Duration::from_millis(dice.u64(0..100));
        let mut turn =
            || pace.try_acquire(Pacing::AtOnce, now).expect("the wait is over, and nothing is out");
        let mut place = turn();
        pace.leaves(&mut place, now);
        now += Duration::from_micros(dice.u64(0..400_000));
        let (headers, wait) = refusal(&mut dice, now);
        let said = RateLimitHeaders::of(429, &headers, i64::try_from(today(now)).expect("not so far away"));
        pace.answered(place, &said, now);
        // The wait is at least a second.
        let wait = wait.max(Duration::from_secs(1));
        let until = now + wait;
        // Ask at random times, with random pacing.
        for _ in 0..dice.u8(0..8) {
            now += wait.mul_f64(dice.f64() * 0.4);
            let tempo = dice.choice([Pacing::AtOnce, Pacing::Steady, Pacing::Fast]).expect("three");
            match pace.try_acquire(tempo, now) {
                Ok(place) => {
                    told.early += u64::from(now < until);
                    pace.unused(place);
                }
                Err(again) => {
                    told.early += u64::from(again.why == Throttle::RetryAfter && now + again.wait < until);
                }
            }
        }
        while let Err(again) = pace.try_acquire(Pacing::AtOnce, now).map(|place| pace.unused(place)) {
            now += again.wait;
            let allowed = until + (wait / 20).min(Duration::from_secs(1)) + Duration::from_millis(1);
            told.late += u64::from(now > allowed);
        }
        told.early += u64::from(now < until);
    }
    told
}

/// Returns the headers of a refusal, and the wait that they ask for.
fn refusal(dice: &mut fastrand::Rng, now: Duration) -> (HeaderMap, Duration) {
    let mut headers = HeaderMap::new();
    let mut most: Option<Duration> = None;
    for name in ["x-ratelimit-retry-after", "retry-after"] {
        let (text, wait) = match dice.u8(..8) {
            0 | 1 => continue,
            2 | 3 => {
                let seconds = dice.u64(0..120);
                (seconds.to_string(), Some(Duration::from_secs(seconds)))
            }
            4 | 5 => {
                let text = format!("{:.5}", dice.f64() * 90.0);
                let seconds = text.parse().expect("a number");
                (text, Some(Duration::from_secs_f64(seconds)))
            }
            6 => {
                let date = today(now) / 1_000 + dice.u64(0..100) - 10;
                let text = httpdate::fmt_http_date(UNIX_EPOCH + Duration::from_secs(date));
                (text, Some(Duration::from_millis((date * 1_000).saturating_sub(today(now)))))
            }
            _ => (dice.choice(["soon", "-5", "", "1 minute"]).expect("four").to_owned(), None),
        };
        headers.insert(
            HeaderName::from_static(name),
            HeaderValue::from_str(&text).expect("nothing but signs of a header"),
        );
        most = most.max(wait);
    }
    (headers, most.unwrap_or(Duration::from_secs(60)))
}

fn today(now: Duration) -> u64 {
    TODAY + u64::try_from(now.as_millis()).expect("not so far away")
}
