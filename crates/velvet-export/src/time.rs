//! Timestamps in files. They are in UTC and say so: the local time depends on the place and the season, and a table
//! must say the same wherever and whenever it is opened.

use time::{OffsetDateTime, format_description::well_known::Rfc3339};

/// Formats a timestamp as `2026-11-24T12:48:55Z` (RFC 3339). No spreadsheet takes it for a date, so none rewrites it,
/// and it sorts correctly as text.
pub fn seconds(millis: i64) -> String {
    text(millis.div_euclid(1000) * 1000)
}

/// Formats a timestamp as `2026-11-24T12:48:55.123Z`.
pub(super) fn exact(millis: i64) -> String {
    text(millis)
}

/// Returns the days since the end of 1899, as a workbook counts them.
#[allow(clippy::cast_precision_loss)] // An f64 holds whole milliseconds for thousands of years.
pub(super) fn days(millis: i64) -> f64 {
    /// Days from 1899-12-30 to 1970-01-01.
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
