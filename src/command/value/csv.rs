//! Comma-separated fields, quoted as in CSV files (RFC 4180, Go's `encoding/csv`).

use super::super::findings::Findings;
use crate::diagnostic::Diagnostic;
use crate::source::Located;

/// Returns the fields of a text, without quotes.
///
/// An empty field or a stray quote is a fault.
pub(super) fn fields(written: &Located, findings: &mut Findings) -> Vec<Located> {
    let text = written.text.as_str();
    let mut fields = Vec::new();
    let mut start = 0;
    loop {
        let (field, end) = match text[start..].strip_prefix('"') {
            Some(_) => quoted(written, start, findings),
            None => plain(written, start, findings),
        };
        match field {
            Some(field) if field.text.is_empty() => {
                // Only the comma can be pointed at, or the whole text if that is empty.
                let comma = start.max(1) - 1..start.max(1).min(text.len());
                let place = if comma.is_empty() { written.whole } else { written.span(comma) };
                findings.faults.push(Diagnostic::error("mount-field-empty", place));
            }
            field => fields.extend(field),
        }
        if end >= text.len() {
            return fields;
        }
        start = end + 1;
    }
}

/// Returns the unquoted field that begins at `start`, and where it ends.
fn plain(written: &Located, start: usize, findings: &mut Findings) -> (Option<Located>, usize) {
    let text = written.text.as_str();
    let end = text[start..].find(',').map_or(text.len(), |length| start + length);
    if let Some(quote) = text[start..end].find('"') {
        return (stray(written, start + quote, findings), end);
    }
    (Some(written.slice(start..end)), end)
}

/// Returns the quoted field that begins at `start`, and where it ends.
fn quoted(written: &Located, start: usize, findings: &mut Findings) -> (Option<Located>, usize) {
    let text = written.text.as_str();
    let mut field = Located::empty(written.whole);
    let mut at = start + 1;
    while let Some(c) = text[at..].chars().next() {
        let next = at + c.len_utf8();
        let doubled = c == '"' && text[next..].starts_with('"');
        if c == '"' && !doubled {
            field.whole = written.span(start..next);
            return match text[next..].find(',') {
                Some(0) => (Some(field), next),
                None if next == text.len() => (Some(field), next),
                Some(length) => (stray(written, at, findings), next + length),
                None => (stray(written, at, findings), text.len()),
            };
        }
        let end = next + usize::from(doubled);
        field.push_escaped(c, written.span(at..end));
        at = end;
    }
    (stray(written, start, findings), text.len())
}

fn stray(written: &Located, at: usize, findings: &mut Findings) -> Option<Located> {
    findings.fault(Diagnostic::error("field-quote", written.span(at..at + 1)))
}
