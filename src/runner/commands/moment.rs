//! The times of `--since` and `--until`, in the engine's form: seconds since 1970, with a fraction
//! (docker/engine, `api/types/time/timestamp.go`).

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use super::units;

/// Returns a time in the engine's form.
/// The grammar accepts only a number, a duration before now, or a date. A date without a zone is UTC.
#[must_use]
pub fn for_engine(written: &str) -> String {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    moment(written, now)
}

fn moment(written: &str, now: Duration) -> String {
    if written.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.') {
        return written.to_owned();
    }
    if let Some(span) = span(written) {
        // The docker program omits the fraction here.
        return now.saturating_sub(span).as_secs().to_string();
    }
    let fraction = written
        .split_once('.')
        .map_or("", |(_, rest)| &rest[..rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len())]);
    // An invalid date is passed on, and the engine refuses it.
    units::read_stamp(written)
        .map_or_else(|| written.to_owned(), |seconds| format!("{seconds}.{fraction:0<9}"))
}

/// Parses a Go duration: `1h30m`, `1.5s`, `500ms`.
fn span(text: &str) -> Option<Duration> {
    const UNITS: [(&str, f64); 8] = [
        ("ns", 1e-9),
        ("us", 1e-6),
        ("µs", 1e-6),
        ("μs", 1e-6),
        ("ms", 1e-3),
        ("s", 1.0),
        ("m", 60.0),
        ("h", 3600.0),
    ];
    let (mut rest, mut seconds) = (text, 0.0);
    while !rest.is_empty() {
        let end = rest.find(|c: char| !c.is_ascii_digit() && c != '.').filter(|end| *end > 0)?;
        let number: f64 = rest[..end].parse().ok()?;
        let (unit, size) = UNITS.iter().find(|(unit, _)| rest[end..].starts_with(unit))?;
        seconds += number * size;
        rest = &rest[end + unit.len()..];
    }
    Duration::try_from_secs_f64(seconds).ok().filter(|_| !text.is_empty())
}

/// Returns the seconds since 1970 of a filter's time.
/// It is a duration before now (`24h`, `1h30m`), a time, or seconds since 1970.
pub(super) fn read(text: &str) -> Option<i64> {
    if let Ok(seconds) = text.parse::<i64>() {
        return Some(seconds);
    }
    if let Some(span) = span(text) {
        return units::now().checked_sub_unsigned(span.as_secs());
    }
    units::read_stamp(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn filters_take_numbers_spans_and_times() {
        assert_eq!(read("12"), Some(12));
        assert!(read("1h30m").is_some_and(|moment| (units::now() - 5400 - moment).abs() < 5));
        assert_eq!(read("soon"), None);
    }

    #[test]
    fn moments_are_seconds_since_1970() {
        let now = Duration::from_secs(10_000);
        for (written, wanted) in [
            ("1700000000", "1700000000"),
            ("1700000000.5", "1700000000.5"),
            ("1h", "6400"),
            ("1m30s", "9910"),
            ("500ms", "9999"),
            ("1970-01-01T00:00:01.5Z", "1.500000000"),
            ("1970-01-02", "86400.000000000"),
            ("1970-01-01T09:00:00+09:00", "0.000000000"),
        ] {
            assert_eq!(moment(written, now), wanted, "{written}");
        }
    }
}
