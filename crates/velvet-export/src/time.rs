//! Moments as they are written. In UTC, and saying so: which hour it was on the user's clock changes with the place and
//! with the season, and a table that is opened elsewhere or in winter must not tell another story.

use time::{OffsetDateTime, format_description::well_known::Rfc3339};

/// `2026-11-24T12:48:55Z` (RFC 3339): no spreadsheet takes it for a date of its own, so none rewrites it, and it sorts
/// as it stands.
pub fn seconds(millis: i64) -> String {
    text(millis.div_euclid(1000) * 1000)
}

/// `2026-11-24T12:48:55.123Z`.
pub(super) fn exact(millis: i64) -> String {
    text(millis)
}

/// Days since the end of 1899, as a workbook counts them.
#[allow(clippy::cast_precision_loss)] // A day's milliseconds leave room for thousands of years.
pub(super) fn days(millis: i64) -> f64 {
    /// From 1899-12-30 to 1970-01-01.
    const BEFORE_1970: f64 = 25_569.0;
    millis as f64 / 86_400_000.0 + BEFORE_1970
}

fn text(millis: i64) -> String {
    let moment = OffsetDateTime::from_unix_timestamp_nanos(i128::from(millis) * 1_000_000);
    moment.ok().and_then(|moment| moment.format(&Rfc3339).ok()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_told_in_utc() {
        assert_eq!(seconds(1_795_524_535_123), "2026-11-24T12:48:55Z");
        assert_eq!(exact(1_795_524_535_123), "2026-11-24T12:48:55.123Z");
        assert_eq!(exact(0), "1970-01-01T00:00:00Z");
        assert_eq!(seconds(i64::MAX), "", "a moment that no calendar has");
        assert!((days(1_795_478_400_000) - 46_350.0).abs() < 1e-9);
    }
}
