//! Numbers: sizes, processors, seconds, plain ones.

use std::str::FromStr;

use super::super::action::{Cpus, Swap, Timeout};
use super::super::findings::Findings;
use crate::diagnostic::Diagnostic;
use crate::source::Located;

/// Splits a decimal number into the whole part and the digits after the point.
pub(super) fn decimal(text: &str) -> Option<(u64, &str)> {
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(whole) || !digits(part) || (whole.is_empty() && part.is_empty()) {
        return None;
    }
    let whole = if whole.is_empty() { 0 } else { whole.parse().ok()? };
    Some((whole, part))
}

/// Returns `decimal` times `unit`, rounded down.
pub(super) fn scaled(text: &str, unit: u64) -> Option<u64> {
    let (whole, part) = decimal(text)?;
    let part = &part[..part.len().min(18)];
    let below = if part.is_empty() { 0 } else { part.parse::<u128>().ok()? };
    let digits = u32::try_from(part.len()).ok()?;
    let behind = below * u128::from(unit) / 10_u128.pow(digits);
    u64::try_from(u128::from(whole) * u128::from(unit) + behind).ok()
}

/// Reads a size in bytes: `512m`, `1.5g`, `64MiB`, `1024`.
///
/// Every unit is a power of 1024 (go-units, `RAMInBytes`).
pub(in super::super) fn bytes(written: &Located, findings: &mut Findings) -> Option<u64> {
    let text = written.text.as_str();
    let end = text.rfind(|c: char| c.is_ascii_digit() || c == '.').map_or(0, |at| at + 1);
    let (number, unit) = text.split_at(end);
    let unit = unit.strip_prefix(' ').unwrap_or(unit).to_lowercase();
    let power = match unit.as_str() {
        "" | "b" => Some(0),
        unit => {
            let (first, rest) = unit.split_at(unit.chars().next().map_or(0, char::len_utf8));
            ["k", "m", "g", "t", "p"]
                .iter()
                .position(|known| *known == first)
                .filter(|_| matches!(rest, "" | "b" | "ib"))
                .map(|at| at + 1)
        }
    };
    let Some(power) = power.filter(|_| decimal(number).is_some()) else {
        let place = if decimal(number).is_some() { written.span(end..text.len()) } else { written.whole };
        return findings.fault(Diagnostic::error("size", place).arg("text", text));
    };
    match scaled(number, 1_u64 << (10 * power)).filter(|size| i64::try_from(*size).is_ok()) {
        Some(size) => Some(size),
        None => findings.fault(Diagnostic::error("size", written.whole).arg("text", text)),
    }
}

/// Reads a size in bytes, or -1.
pub(in super::super) fn swap(written: &Located, findings: &mut Findings) -> Option<Swap> {
    if written.text == "-1" {
        return Some(Swap::Unlimited);
    }
    bytes(written, findings).map(Swap::Bytes)
}

/// Reads a number of processors: `1.5`.
pub(in super::super) fn cpus(written: &Located, findings: &mut Findings) -> Option<Cpus> {
    let exact = decimal(&written.text).is_some_and(|(_, part)| part.len() <= 9);
    match scaled(&written.text, 1_000_000_000).filter(|nanos| exact && i64::try_from(*nanos).is_ok()) {
        Some(nanos) => Some(Cpus(nanos)),
        None => wrong("cpus", written, findings),
    }
}

fn parsed<T: FromStr>(
    wants: &'static str,
    written: &Located,
    findings: &mut Findings,
    holds: fn(&T) -> bool,
) -> Option<T> {
    // Go and Rust both accept a plus sign, but it is not usual.
    match written.text.parse().ok().filter(holds).filter(|_| !written.text.starts_with('+')) {
        Some(number) => Some(number),
        None => wrong(wants, written, findings),
    }
}

fn wrong<T>(wants: &'static str, written: &Located, findings: &mut Findings) -> Option<T> {
    findings.fault(Diagnostic::error("number", written.whole).arg("text", &written.text).arg("wants", wants))
}

/// Reads a number from 0.
pub(in super::super) fn natural(written: &Located, findings: &mut Findings) -> Option<u64> {
    parsed("natural", written, findings, |number: &u64| i64::try_from(*number).is_ok())
}

/// Reads a number from -1, which means no limit.
pub(in super::super) fn number(written: &Located, findings: &mut Findings) -> Option<i64> {
    parsed("limit", written, findings, |number: &i64| *number >= -1)
}

/// Reads a count.
pub(in super::super) fn count(written: &Located, findings: &mut Findings) -> Option<u32> {
    parsed("natural", written, findings, |number: &u32| i32::try_from(*number).is_ok())
}

/// Reads `--memory-swappiness`; -1 is the same as leaving it out.
pub(in super::super) fn swappiness(written: &Located, findings: &mut Findings) -> Option<u8> {
    parsed("swappiness", written, findings, |number: &u8| *number <= 100)
}

/// Reads `--oom-score-adj`.
pub(in super::super) fn oom_score(written: &Located, findings: &mut Findings) -> Option<i32> {
    parsed("oom-score", written, findings, |number: &i32| (-1000..=1000).contains(number))
}

/// Reads the seconds until a container is killed, or -1.
pub(in super::super) fn timeout(written: &Located, findings: &mut Findings) -> Option<Timeout> {
    if written.text == "-1" {
        return Some(Timeout::Never);
    }
    parsed("seconds", written, findings, |number: &u32| i32::try_from(*number).is_ok()).map(Timeout::Seconds)
}

/// Reads `ps -n`: a count, or -1 for all.
///
/// The outer `Option` is `None` if it has a fault.
#[expect(clippy::option_option, reason = "the outer one is for faults")]
pub(in super::super) fn last(written: &Located, findings: &mut Findings) -> Option<Option<u32>> {
    if written.text == "-1" { Some(None) } else { count(written, findings).map(Some) }
}

/// Reads `logs -n`: a number of lines, or `all`.
///
/// The outer `Option` is `None` if it has a fault.
#[expect(clippy::option_option, reason = "the outer one is for faults")]
pub(in super::super) fn tail(written: &Located, findings: &mut Findings) -> Option<Option<u64>> {
    if matches!(written.text.as_str(), "all" | "-1") {
        return Some(None);
    }
    parsed("lines", written, findings, |number: &u64| i64::try_from(*number).is_ok()).map(Some)
}
