//! Names, and pairs of a name and a value.

use std::ops::Range;

use super::super::action::Env;
use super::super::findings::Findings;
use super::super::name::{ContainerName, ImageName, NameError, NetworkName, VolumeName, split_tag};
use super::super::pasted::placeholder;
use super::path;
use crate::diagnostic::Diagnostic;
use crate::source::{Located, Spanned};

/// Reads a container's name.
pub(in super::super) fn container(
    written: &Located,
    findings: &mut Findings,
) -> Option<Spanned<ContainerName>> {
    short("container", written, findings)?;
    name("container", ContainerName::new(written.text.as_str()), written, findings)
}

/// Returns whether a text is a container's name.
pub(in super::super) fn is_container(text: &str) -> bool {
    text.len() > 1 && ContainerName::new(text).is_ok()
}

/// Reads a network's name.
pub(in super::super) fn network(written: &Located, findings: &mut Findings) -> Option<Spanned<NetworkName>> {
    name("network", NetworkName::new(written.text.as_str()), written, findings)
}

/// Reads a volume's name.
pub(in super::super) fn volume(written: &Located, findings: &mut Findings) -> Option<Spanned<VolumeName>> {
    short("volume", written, findings)?;
    name("volume", VolumeName::new(written.text.as_str()), written, findings)
}

/// Reads an image's name.
pub(in super::super) fn image(written: &Located, findings: &mut Findings) -> Option<Spanned<ImageName>> {
    name("image", ImageName::new(written.text.as_str()), written, findings)
}

/// Rejects names of one character, like the engine (moby, `daemon/names/names.go`).
fn short(kind: &'static str, written: &Located, findings: &mut Findings) -> Option<()> {
    if written.text.len() == 1 && written.text.chars().all(char::is_alphanumeric) {
        let fault = Diagnostic::error("name-short", written.whole).arg("kind", kind);
        return findings.fault(fault.arg("name", &written.text));
    }
    Some(())
}

fn name<T>(
    kind: &'static str,
    name: Result<T, NameError>,
    written: &Located,
    findings: &mut Findings,
) -> Option<Spanned<T>> {
    let text = &written.text;
    let fault = match name {
        Err(_) if text.find('<').is_some_and(|at| placeholder(&text[at..]).is_some()) => {
            Diagnostic::error("placeholder", written.whole).arg("text", text)
        }
        Ok(name) => return Some(Spanned::new(name, written.whole)),
        Err(NameError::Empty) if text.is_empty() => Diagnostic::error("name-empty", written.whole),
        Err(NameError::Empty) => Diagnostic::error("name-part", written.whole),
        Err(NameError::Character(c)) if c.is_ascii_uppercase() => {
            Diagnostic::error("name-upper", written.whole).arg("lower", &lower_path(text))
        }
        Err(NameError::Character(c)) => {
            let at = text.find(c).unwrap_or_default();
            let place = written.span(at..at + c.len_utf8());
            let code = if at == 0 { "name-first" } else { "name-character" };
            Diagnostic::error(code, place).arg("character", &c)
        }
    };
    findings.fault(fault.arg("kind", kind).arg("name", text))
}

/// Returns an image's name with its path in lower case.
///
/// Its tag may have capital letters.
fn lower_path(text: &str) -> String {
    let (path, tag) = split_tag(text);
    path.to_lowercase() + tag
}

/// Reads `NAME=value`, or `NAME`, whose value the lab has.
pub(in super::super) fn environment(written: &Located, findings: &mut Findings) -> Option<Env> {
    let (name, value) = pair(written);
    let text = &written.text[name.clone()];
    if text.is_empty() || text.contains(char::is_whitespace) {
        let place = if text.is_empty() { written.whole } else { written.span(name) };
        return findings.fault(Diagnostic::error("env-name", place));
    }
    Some(Env { name: Spanned::new(text.to_owned(), written.span(name)), value })
}

/// Reads `KEY=value` for a driver or the kernel; `KEY` alone has an empty value.
pub(in super::super) fn option(written: &Located, findings: &mut Findings) -> Option<(String, String)> {
    let (key, value) = pair(written);
    let text = &written.text[key];
    if text.is_empty() {
        return findings.fault(Diagnostic::error("option-key", written.whole));
    }
    Some((text.to_owned(), value.unwrap_or_default()))
}

/// [`option`] with its place.
pub(in super::super) fn located_option(
    written: &Located,
    findings: &mut Findings,
) -> Option<Spanned<(String, String)>> {
    option(written, findings).map(|option| Spanned::new(option, written.whole))
}

/// Reads `KEY=value`, or `KEY`, whose value is empty.
pub(in super::super) fn label(written: &Located, findings: &mut Findings) -> Option<(String, String)> {
    let (key, value) = pair(written);
    let text = &written.text[key.clone()];
    if text.is_empty() {
        return findings.fault(Diagnostic::error("label-key", written.whole));
    }
    if text == "statelab" || text.starts_with("statelab.") {
        return findings.fault(Diagnostic::error("label-reserved", written.span(key)).arg("key", text));
    }
    Some((text.to_owned(), value.unwrap_or_default()))
}

/// Returns the range before the first `=`, and the text after it.
fn pair(written: &Located) -> (Range<usize>, Option<String>) {
    match written.text.split_once('=') {
        Some((name, value)) => (0..name.len(), Some(value.to_owned())),
        None => (0..written.text.len(), None),
    }
}

/// Reads the working directory of a process in a container.
pub(in super::super) fn workdir(written: &Located, findings: &mut Findings) -> Option<String> {
    if written.text.starts_with('/') {
        return Some(written.text.clone());
    }
    if let Some(path) = path::own_path(written, findings) {
        return Some(path.value);
    }
    findings.fault(Diagnostic::error("workdir-relative", written.whole).arg("path", &written.text))
}
