//! Timestamps as the service writes them: `2026-05-17T14:03:40.079Z`.

use std::{
    num::NonZero,
    time::{SystemTime, UNIX_EPOCH},
};

use time::{
    OffsetDateTime,
    format_description::well_known::{
        Iso8601,
        iso8601::{Config, TimePrecision},
    },
};

/// Returns the milliseconds since 1970, UTC.
pub fn unix_ms(moment: SystemTime) -> u64 {
    let since = moment.duration_since(UNIX_EPOCH).unwrap_or_default();
    u64::try_from(since.as_millis()).unwrap_or(u64::MAX)
}

/// Returns the current time in ISO 8601 with milliseconds.
pub fn now() -> String {
    iso(unix_ms(SystemTime::now()))
}

/// Formats milliseconds since 1970 in ISO 8601 with milliseconds.
pub fn iso(unix_ms: u64) -> String {
    let moment = OffsetDateTime::from_unix_timestamp_nanos(i128::from(unix_ms) * 1_000_000);
    moment.ok().and_then(|moment| moment.format(&MILLISECONDS).ok()).unwrap_or_default()
}

/// Always three digits for the milliseconds, including zeros.
const MILLISECONDS: Iso8601<
    {
        let digits = TimePrecision::Second { decimal_digits: NonZero::new(3) };
        Config::DEFAULT.set_time_precision(digits).encode()
    },
> = Iso8601;

#[cfg(test)]
mod tests {
    use super::iso;

    #[test]
    fn known_moments() {
        assert_eq!(iso(0), "1970-01-01T00:00:00.000Z");
        assert_eq!(iso(951_782_400_000), "2000-02-29T00:00:00.000Z");
        assert_eq!(iso(1_779_026_620_079), "2026-05-17T14:03:40.079Z");
        assert_eq!(iso(4_102_444_799_999), "2099-12-31T23:59:59.999Z");
    }
}
