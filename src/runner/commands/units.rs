//! Formats sizes and times as the docker program does (docker/go-units; Go's `time`).

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;

/// Formats a size with at most four digits, in steps of a thousand: `75.21MB`.
pub(super) fn size(bytes: f64) -> String {
    size_of(bytes, 4)
}

/// Formats a size with at most three digits, as in listings: `75.2MB`.
pub(super) fn short_size(bytes: f64) -> String {
    size_of(bytes, 3)
}

fn size_of(bytes: f64, digits: i32) -> String {
    const UNITS: [&str; 9] = ["B", "kB", "MB", "GB", "TB", "PB", "EB", "ZB", "YB"];
    let (mut value, mut unit) = (bytes, 0);
    while value >= 1000.0 && unit < UNITS.len() - 1 {
        value /= 1000.0;
        unit += 1;
    }
    format!("{}{}", general(value, digits), UNITS[unit])
}

/// Formats a number with this many significant digits, without trailing zeros.
/// Source: C's `%g`, below a million.
fn general(value: f64, digits: i32) -> String {
    if value == 0.0 {
        return "0".to_owned();
    }
    let before = (1..9).take_while(|power| value.abs() >= 10_f64.powi(*power)).count();
    let after = usize::try_from(digits).unwrap_or_default().saturating_sub(before + 1);
    let text = format!("{value:.after$}");
    if !text.contains('.') {
        return text;
    }
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// Returns the current time, in seconds since 1970.
pub(super) fn now() -> i64 {
    Timestamp::now().as_second()
}

/// Formats how long ago a moment, in seconds since 1970, was: `57 minutes ago`.
pub(super) fn ago(moment: i64) -> String {
    format!("{} ago", span(now().saturating_sub(moment)))
}

/// Formats a duration in seconds: `About an hour`.
fn span(seconds: i64) -> String {
    let minutes = seconds / 60;
    // Rounded.
    let hours = (seconds + 1800) / 3600;
    let whole_hours = seconds / 3600;
    match () {
        () if seconds < 1 => "Less than a second".to_owned(),
        () if seconds == 1 => "1 second".to_owned(),
        () if seconds < 60 => format!("{seconds} seconds"),
        () if minutes == 1 => "About a minute".to_owned(),
        () if minutes < 60 => format!("{minutes} minutes"),
        () if hours == 1 => "About an hour".to_owned(),
        () if hours < 48 => format!("{hours} hours"),
        () if hours < 24 * 7 * 2 => format!("{} days", hours / 24),
        () if hours < 24 * 30 * 2 => format!("{} weeks", hours / 24 / 7),
        () if hours < 24 * 365 * 2 => format!("{} months", hours / 24 / 30),
        () => format!("{} years", whole_hours / 24 / 365),
    }
}

/// Formats a moment with `strftime`, in UTC; empty after the year 9999.
fn formatted(moment: i64, format: &str) -> String {
    Timestamp::from_second(moment)
        .map_or_else(|_| String::new(), |moment| moment.strftime(format).to_string())
}

/// Formats a moment as Go prints it: `2026-11-24 04:43:07 +0000 UTC`.
pub(super) fn date(moment: i64) -> String {
    formatted(moment, "%Y-%m-%d %H:%M:%S +0000 UTC")
}

/// Formats a moment as `Thu May  7 21:09:36 2026` (Go, `time.ANSIC`).
pub(super) fn letter_date(moment: i64) -> String {
    formatted(moment, "%a %b %e %H:%M:%S %Y")
}

/// Formats a moment, in seconds since 1970, as RFC 3339: `2026-11-24T04:43:07Z`.
#[must_use]
pub fn stamp(moment: i64) -> String {
    formatted(moment, "%Y-%m-%dT%H:%M:%SZ")
}

/// Parses an engine's time into seconds since 1970: `2026-11-24T04:43:07.123Z`.
/// `+09:00` may replace `Z`. Without a zone, without seconds, or a date alone, it is UTC.
pub(super) fn read_stamp(text: &str) -> Option<i64> {
    let in_utc = || text.parse::<DateTime>().and_then(|time| TimeZone::UTC.to_timestamp(time));
    let moment = text.parse::<Timestamp>().or_else(|_| in_utc()).ok()?;
    // Rounds down, also before 1970.
    Some(moment.as_second() - i64::from(moment.subsec_nanosecond() < 0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_dockers() {
        for (bytes, long, short) in [
            (0.0, "0B", "0B"),
            (999.0, "999B", "999B"),
            (2048.0, "2.048kB", "2.05kB"),
            (75_211_234.0, "75.21MB", "75.2MB"),
            (134_600_000.0, "134.6MB", "135MB"),
            (1_000_000.0, "1MB", "1MB"),
            (1_500_000_000.0, "1.5GB", "1.5GB"),
        ] {
            assert_eq!((size(bytes).as_str(), short_size(bytes).as_str()), (long, short));
        }
    }

    #[test]
    fn spans_are_dockers() {
        for (seconds, words) in [
            (0, "Less than a second"),
            (1, "1 second"),
            (59, "59 seconds"),
            (60, "About a minute"),
            (3599, "59 minutes"),
            (3600, "About an hour"),
            (7200, "2 hours"),
            (86_400 * 3, "3 days"),
            (86_400 * 20, "2 weeks"),
            (86_400 * 90, "3 months"),
            (86_400 * 365 * 3, "3 years"),
        ] {
            assert_eq!(span(seconds), words);
        }
    }

    #[test]
    fn moments_are_written_and_read() {
        assert_eq!(date(1_795_495_387), "2026-11-24 04:43:07 +0000 UTC");
        assert_eq!(letter_date(1_778_188_176), "Thu May  7 21:09:36 2026");
        assert_eq!(stamp(951_782_400), "2000-02-29T00:00:00Z");
        for text in [
            "2026-11-24T04:43:07Z",
            "2026-11-24T04:43:07.123456789Z",
            "2026-11-24T13:43:07+09:00",
            "2026-11-24T04:43:07",
        ] {
            assert_eq!(read_stamp(text), Some(1_795_495_387), "{text}");
        }
        for text in ["2026-11-24T04:43", "2026-11-24T04:43Z", "2026-11-23T23:13-05:30"] {
            assert_eq!(read_stamp(text), Some(1_795_495_380), "{text}");
        }
        assert_eq!(read_stamp("2000-02-29"), Some(951_782_400));
        // Go's zero time is in the year 1.
        assert_eq!(read_stamp("0001-01-01T00:00:00Z"), Some(-62_135_596_800));
        assert_eq!((read_stamp("2026-11-34"), read_stamp("today")), (None, None));
        assert_eq!(date(i64::MAX), "");
    }
}
