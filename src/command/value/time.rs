//! Durations and times.

use std::time::Duration;

use super::super::findings::Findings;
use super::number::{decimal, scaled};
use crate::diagnostic::Diagnostic;
use crate::source::Located;

/// The units of Go's durations, in billionths of a second; longer names first.
const UNITS: [(&str, u64); 8] = [
    ("ns", 1),
    ("us", 1_000),
    ("µs", 1_000),
    ("μs", 1_000),
    ("ms", 1_000_000),
    ("s", 1_000_000_000),
    ("m", 60_000_000_000),
    ("h", 3_600_000_000_000),
];

/// Reads a duration: `30s`, `1m30s`, `500ms`.
///
/// The form is that of Go's `time.ParseDuration`, without a sign.
pub(in super::super) fn duration(written: &Located, findings: &mut Findings) -> Option<Duration> {
    match nanos(&written.text) {
        Some(nanos) => Some(Duration::from_nanos(nanos)),
        None => findings.fault(Diagnostic::error("time-span", written.whole).arg("text", &written.text)),
    }
}

fn nanos(text: &str) -> Option<u64> {
    if text == "0" {
        return Some(0);
    }
    let mut rest = text;
    let mut total = 0_u64;
    while !rest.is_empty() {
        let end = rest.find(|c: char| !c.is_ascii_digit() && c != '.').filter(|&end| end > 0)?;
        let (number, behind) = rest.split_at(end);
        let (unit, size) = UNITS.iter().find(|(unit, _)| behind.starts_with(unit))?;
        total = total.checked_add(scaled(number, *size)?)?;
        rest = &behind[unit.len()..];
    }
    Some(total).filter(|total| !text.is_empty() && i64::try_from(*total).is_ok())
}

/// Reads a time in the forms of `logs --since`, and keeps it as written.
///
/// The forms are a time span before now, a date and time, or seconds since 1970.
pub(in super::super) fn moment(written: &Located, findings: &mut Findings) -> Option<String> {
    let text = written.text.as_str();
    let date = |text: &str| {
        let mut parts = text.get(..10)?.split('-').map(str::len);
        let digits = text.bytes().all(|byte| byte.is_ascii_digit() || b"-T:.Z+".contains(&byte));
        (digits && [parts.next(), parts.next(), parts.next()] == [Some(4), Some(2), Some(2)]).then_some(())
    };
    if decimal(text).is_some() || nanos(text).is_some() || date(text).is_some() {
        return Some(text.to_owned());
    }
    findings.fault(Diagnostic::error("moment", written.whole).arg("text", text))
}
