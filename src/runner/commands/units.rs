//! Sizes and times as the docker program writes them (docker/go-units; Go's `time`).
//!
//! Imports: nothing of ours.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// A size with four digits at most, in steps of a thousand: `75.21MB`.
pub(super) fn size(bytes: f64) -> String {
    size_of(bytes, 4)
}

/// A size with three digits at most, as listings have it: `75.2MB`.
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

/// A number with so many digits that count, and without zeros behind it (C's `%g`, below a million).
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

/// Seconds since 1970, now.
pub(super) fn now() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or(Duration::ZERO);
    i64::try_from(since.as_secs()).unwrap_or(i64::MAX)
}

/// How long ago a moment was, in seconds since 1970: `57 minutes ago`.
pub(super) fn ago(moment: i64) -> String {
    format!("{} ago", span(now().saturating_sub(moment)))
}

/// A span of so many seconds: `About an hour`.
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

/// A moment's date and time of day, in UTC: years, months, days, hours, minutes, seconds.
fn parts(moment: i64) -> [i64; 6] {
    let (days, rest) = (moment.div_euclid(86_400), moment.rem_euclid(86_400));
    // Howard Hinnant, "chrono-compatible low-level date algorithms", `civil_from_days`.
    let shifted = days + 719_468;
    let era = shifted.div_euclid(146_097);
    let of_era = shifted.rem_euclid(146_097);
    let year_of_era = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted_month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * shifted_month + 2) / 5 + 1;
    let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    [year, month, day, rest / 3600, rest / 60 % 60, rest % 60]
}

/// A moment as Go prints it: `2026-11-24 04:43:07 +0000 UTC`.
pub(super) fn date(moment: i64) -> String {
    let [year, month, day, hour, minute, second] = parts(moment);
    format!("{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02} +0000 UTC")
}

/// A moment as letters have it: `Thu May  7 21:09:36 2026` (Go, `time.ANSIC`).
pub(super) fn letter_date(moment: i64) -> String {
    const DAYS: [&str; 7] = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"];
    const MONTHS: [&str; 12] =
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let [year, month, day, hour, minute, second] = parts(moment);
    let named =
        |names: &[&'static str], at: i64| usize::try_from(at).ok().and_then(|at| names.get(at).copied());
    let weekday = named(&DAYS, moment.div_euclid(86_400).rem_euclid(7)).unwrap_or_default();
    let month = named(&MONTHS, month - 1).unwrap_or_default();
    format!("{weekday} {month} {day:>2} {hour:02}:{minute:02}:{second:02} {year}")
}

/// A moment, in seconds since 1970, as RFC 3339 has it: `2026-11-24T04:43:07Z`.
#[must_use]
pub fn stamp(moment: i64) -> String {
    let [year, month, day, hour, minute, second] = parts(moment);
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z")
}

/// The seconds since 1970 of a time as engines write it: `2026-11-24T04:43:07.123Z`, or with
/// `+09:00` in place of `Z`; a date alone, or without seconds.
pub(super) fn read_stamp(text: &str) -> Option<i64> {
    let number = |range: std::ops::Range<usize>| text.get(range)?.parse::<i64>().ok();
    let (year, month, day) = (number(0..4)?, number(5..7)?, number(8..10)?);
    if text.as_bytes().get(4) != Some(&b'-') || !(1..=12).contains(&month) || !(1..=31).contains(&day) {
        return None;
    }
    let clock = text.len() >= 16;
    let (hour, minute) = if clock { (number(11..13)?, number(14..16)?) } else { (0, 0) };
    let second = number(17..19).unwrap_or_default();
    let zone = text.get(10..).and_then(|rest| rest.rfind(['+', '-']).map(|at| &rest[at..]));
    let shift = match zone.filter(|_| clock) {
        Some(zone) => {
            let minutes = 60 * zone.get(1..3)?.parse::<i64>().ok()? + zone.get(4..6)?.parse::<i64>().ok()?;
            if zone.starts_with('-') { -minutes } else { minutes }
        }
        None => 0,
    };
    // `days_from_civil`, from the same page.
    let shifted_year = if month <= 2 { year - 1 } else { year };
    let era = shifted_year.div_euclid(400);
    let year_of_era = shifted_year.rem_euclid(400);
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    let days = era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + of_year - 719_468;
    Some(days * 86_400 + hour * 3600 + minute * 60 + second - shift * 60)
}

/// The seconds since 1970 of a moment as filters take it: how long ago (`24h`, `1h30m`), a time, or
/// seconds since 1970.
pub(super) fn read_moment(text: &str) -> Option<i64> {
    if let Ok(seconds) = text.parse::<i64>() {
        return Some(seconds);
    }
    if let Some(span) = read_span(text) {
        return Some(now() - span);
    }
    read_stamp(text)
}

/// A span of Go's, in whole seconds.
fn read_span(text: &str) -> Option<i64> {
    let (mut rest, mut total) = (text, 0);
    while !rest.is_empty() {
        let end = rest.find(|c: char| !c.is_ascii_digit()).filter(|end| *end > 0)?;
        let number: i64 = rest[..end].parse().ok()?;
        let units = [("ms", 0), ("us", 0), ("ns", 0), ("h", 3600), ("m", 60), ("s", 1)];
        let (unit, size) = units.iter().find(|(unit, _)| rest[end..].starts_with(unit))?;
        total += number.checked_mul(*size)?;
        rest = &rest[end + unit.len()..];
    }
    (!text.is_empty()).then_some(total)
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
        for text in ["2026-11-24T04:43:07Z", "2026-11-24T04:43:07.123456Z", "2026-11-24T13:43:07+09:00"] {
            assert_eq!(read_stamp(text), Some(1_795_495_387), "{text}");
        }
        assert_eq!(read_stamp("2000-02-29"), Some(951_782_400));
        assert_eq!(read_moment("12"), Some(12));
        assert!(read_moment("1h30m").is_some_and(|moment| (now() - 5400 - moment).abs() < 5));
        assert_eq!(read_moment("soon"), None);
    }
}
