use std::time::{Duration, UNIX_EPOCH};

use reqwest::header::HeaderMap;

/// Wait if the server gives no duration.
const UNTOLD: Duration = Duration::from_secs(60);
/// Shortest wait. The server may ask for zero, but sending at once would be too fast again.
const SHORTEST: Duration = Duration::from_secs(1);
/// Longest wait that a header can impose.
const LONGEST: Duration = Duration::from_secs(24 * 60 * 60);

/// The rate limit headers of a reply (API.md, "Limits, money, errors").
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RateLimitHeaders {
    /// The HTTP status.
    pub status: u16,
    /// Requests allowed per minute.
    pub limit: Option<i64>,
    /// Requests still allowed at the moment.
    pub remaining: Option<i64>,
    /// How long to wait. Only with status 429.
    pub wait: Option<Duration>,
}

impl RateLimitHeaders {
    /// Parses the headers. `today` is the computer's time in milliseconds since 1970, because a wait may be given as a
    /// date.
    pub fn of(status: u16, headers: &HeaderMap, today: i64) -> Self {
        let limit = number(headers, "x-ratelimit-limit").filter(|limit| *limit > 0);
        let remaining = number(headers, "x-ratelimit-remaining").filter(|remaining| *remaining >= 0);
        let wait = if status == 429 { wait(headers, today) } else { None };
        Self { status, limit, remaining, wait }
    }
}

/// Returns the longest wait in either header, including repeated headers.
fn wait(headers: &HeaderMap, today: i64) -> Option<Duration> {
    ["x-ratelimit-retry-after", "retry-after"]
        .iter()
        .flat_map(|name| headers.get_all(*name))
        .filter_map(|value| {
            let text = value.to_str().ok()?.trim();
            seconds(text).or_else(|| until(text, today))
        })
        .max()
}

/// Returns the wait to apply: as long as requested, but at least a second and at most a day.
pub(super) fn obeyed(told: Option<Duration>) -> Duration {
    told.unwrap_or(UNTOLD).clamp(SHORTEST, LONGEST)
}

fn number(headers: &HeaderMap, name: &str) -> Option<i64> {
    headers.get(name)?.to_str().ok()?.trim().parse().ok()
}

/// Parses seconds, whole or with a fraction. Rounds up to the millisecond, so that nothing is sent too early.
fn seconds(text: &str) -> Option<Duration> {
    let seconds: f64 = text.parse().ok().filter(|s: &f64| s.is_finite() && *s >= 0.0)?;
    let wait = Duration::try_from_secs_f64(seconds).unwrap_or(LONGEST).min(LONGEST);
    Some(Duration::from_millis(u64::try_from(wait.as_nanos().div_ceil(1_000_000)).unwrap_or(u64::MAX)))
}

/// Parses an HTTP date. A date in the past means zero.
fn until(text: &str, today: i64) -> Option<Duration> {
    let date = httpdate::parse_http_date(text).ok()?.duration_since(UNIX_EPOCH).ok()?;
    let today = Duration::from_millis(u64::try_from(today).unwrap_or(0));
    Some(date.saturating_sub(today).min(LONGEST))
}

#[cfg(test)]
mod tests {
    use super::*;

    const TODAY: i64 = 1_795_000_000_000;

    fn wait(pairs: &[(&'static str, &str)]) -> Option<Duration> {
        let headers = pairs.iter().map(|(name, value)| ((*name).parse().unwrap(), value.parse().unwrap()));
        RateLimitHeaders::of(429, &headers.collect(), TODAY).wait
    }

    #[allow(clippy::unnecessary_wraps)] // Same type as `wait`.
    fn secs(n: u64) -> Option<Duration> {
        Some(Duration::from_secs(n))
    }

    #[test]
    fn a_wait_is_read_in_every_form() {
        let date = httpdate::fmt_http_date(UNIX_EPOCH + Duration::from_secs(1_795_000_090));
        assert_eq!(wait(&[("x-ratelimit-retry-after", "12")]), secs(12));
        assert_eq!(wait(&[("retry-after", " 7 ")]), secs(7));
        assert_eq!(wait(&[("retry-after", "7"), ("x-ratelimit-retry-after", "9")]), secs(9));
        assert_eq!(wait(&[("retry-after", "9"), ("x-ratelimit-retry-after", "7")]), secs(9));
        assert_eq!(wait(&[("retry-after", "1"), ("retry-after", "8")]), secs(8));
        assert_eq!(wait(&[("retry-after", "2.0004")]), Some(Duration::from_millis(2_001)));
        assert_eq!(wait(&[("retry-after", &date)]), secs(90));
        assert_eq!(wait(&[("retry-after", &date), ("x-ratelimit-retry-after", "12")]), secs(90));
        assert_eq!(wait(&[("retry-after", "Wed, 21 Oct 2015 07:28:00 GMT")]), secs(0));
        assert_eq!(wait(&[("retry-after", "1e300")]), Some(LONGEST));
        for nothing in ["-3", "soon", "", "NaN", "inf"] {
            assert_eq!(wait(&[("retry-after", nothing)]), None, "{nothing}");
        }
    }

    #[test]
    fn a_wait_has_a_least_and_a_most() {
        assert_eq!(obeyed(None), UNTOLD);
        assert_eq!(obeyed(Some(Duration::ZERO)), SHORTEST);
        assert_eq!(obeyed(Some(LONGEST * 2)), LONGEST);
        assert_eq!(obeyed(secs(12)), Duration::from_secs(12));
    }
}
