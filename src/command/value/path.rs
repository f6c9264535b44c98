//! Paths of the workspace, and paths in a container.

use super::super::action::WORKSPACE;
use super::super::findings::Findings;
use super::super::pasted::{has_drive, last_name};
use crate::diagnostic::Diagnostic;
use crate::source::{Located, Spanned};

/// Reads a path that must end inside the workspace, as written.
///
/// Links are not resolved here: the runner follows none that leads out of the workspace.
pub(super) fn inside_workspace<'a>(written: &'a Located, findings: &mut Findings) -> Option<&'a str> {
    findings.local.push(written.whole);
    let text = written.text.as_str();
    if has_drive(text) {
        return windows(written, findings);
    }
    if text.starts_with(['/', '~']) {
        let last = text.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
        let fault = Diagnostic::error("path-absolute", written.whole).arg("path", text);
        return findings.fault(fault.arg("inside", if matches!(last, "" | "~") { "none" } else { last }));
    }
    let mut depth = 0_usize;
    for part in text.split('/') {
        match part {
            "" | "." => {}
            ".." if depth == 0 => {
                return findings.fault(Diagnostic::error("path-outside", written.whole).arg("path", text));
            }
            ".." => depth -= 1,
            _ => depth += 1,
        }
    }
    Some(text)
}

/// Reports a path with a drive letter.
pub(super) fn windows<T>(written: &Located, findings: &mut Findings) -> Option<T> {
    let fault = Diagnostic::error("windows-path", written.whole).arg("path", &written.text);
    findings.fault(fault.arg("inside", last_name(&written.text)))
}

/// Reads and cleans a workspace path: `./site/` is `site`.
///
/// The workspace itself is `.`.
pub(super) fn workspace(written: &Located, findings: &mut Findings) -> Option<Spanned<String>> {
    let cleaned = join(inside_workspace(written, findings)?);
    let cleaned = if cleaned.is_empty() { ".".to_owned() } else { cleaned };
    Some(Spanned::new(cleaned, written.whole))
}

/// Reads a bind's source: a workspace path, or a host path that the lab may mount.
pub(super) fn bind(written: &Located, findings: &mut Findings) -> Option<Spanned<String>> {
    let text = written.text.as_str();
    let path = std::path::Path::new(text);
    let plain = !text.split('/').any(|part| part == "..");
    if plain && path.is_absolute() {
        if findings.host.iter().any(|host| path.starts_with(host)) {
            return Some(Spanned::new(format!("/{}", join(text)), written.whole));
        }
        findings.local.push(written.whole);
        let name = text.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
        let fault = Diagnostic::error("host-bind", written.whole).arg("path", text);
        let fault = fault.arg("inside", name).arg("line", &format!("binds = [\"/{}\"]", join(text)));
        return findings.fault(fault);
    }
    workspace(written, findings)
}

/// Reads and cleans a file of the workspace.
///
/// A blank path and the workspace itself are faults.
pub(in super::super) fn file(written: &Located, findings: &mut Findings) -> Option<Spanned<String>> {
    let path = workspace(written, findings)?;
    if path.value == "." || written.text.ends_with('/') {
        return findings.fault(Diagnostic::error("file-path", written.whole).arg("path", &written.text));
    }
    Some(path)
}

/// Reads a mount target in a container: absolute, cleaned like Go's `path.Clean`.
///
/// `$PWD` is the workspace's own path, as in `-v $PWD:$PWD`; it stays `$PWD` until the run knows it.
pub(super) fn target(written: &Located, findings: &mut Findings) -> Option<Spanned<String>> {
    if let Some(path) = own_path(written, findings) {
        return Some(path);
    }
    if !written.text.starts_with('/') {
        let fault = Diagnostic::error("target-relative", written.whole).arg("path", &written.text);
        return findings.fault(fault);
    }
    let cleaned = join(&written.text);
    if cleaned.is_empty() {
        return findings.fault(Diagnostic::error("target-root", written.whole));
    }
    Some(Spanned::new(format!("/{cleaned}"), written.whole))
}

/// Reads the path of the workspace in a container: `$PWD`, `$PWD/folder`.
pub(in super::super) fn own_path(written: &Located, findings: &mut Findings) -> Option<Spanned<String>> {
    let rest = written.text.strip_prefix('.')?;
    let place = written.span(0..1);
    // They are in the order of the line.
    findings.workspace.binary_search(&place).ok()?;
    findings.local.push(place);
    let below = join(rest);
    let path = if below.is_empty() { WORKSPACE.to_owned() } else { format!("{WORKSPACE}/{below}") };
    Some(Spanned::new(path, written.whole))
}

/// Joins the parts of a path, without parts that have no effect.
fn join(path: &str) -> String {
    let mut parts = Vec::new();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            _ => parts.push(part),
        }
    }
    parts.join("/")
}

/// Returns a path for `cp` in a container: absolute, with single slashes.
///
/// A final `/` or `/.` is kept, because it has a meaning there. `..` stays too, because links may come
/// before it.
pub(super) fn absolute(written: &str) -> String {
    let mut path = String::from("/");
    for c in written.chars() {
        if c != '/' || !path.ends_with('/') {
            path.push(c);
        }
    }
    path
}
