//! Names, and pairs of a name and a value.

use std::ops::Range;

use super::super::action::Env;
use super::super::findings::Findings;
use super::super::name::{ContainerName, ImageName, NameError, NetworkName, VolumeName, split_tag};
use crate::diagnostic::Diagnostic;
use crate::source::{Located, Spanned};

/// A container's name.
pub(in super::super) fn container(
    written: &Located,
    findings: &mut Findings,
) -> Option<Spanned<ContainerName>> {
    short("container", written, findings)?;
    name("container", ContainerName::new(written.text.as_str()), written, findings)
}

/// Whether a text is a container's name.
pub(in super::super) fn is_container(text: &str) -> bool {
    text.len() > 1 && ContainerName::new(text).is_ok()
}

/// A network's name.
pub(in super::super) fn network(written: &Located, findings: &mut Findings) -> Option<Spanned<NetworkName>> {
    name("network", NetworkName::new(written.text.as_str()), written, findings)
}

/// A volume's name.
pub(in super::super) fn volume(written: &Located, findings: &mut Findings) -> Option<Spanned<VolumeName>> {
    short("volume", written, findings)?;
    name("volume", VolumeName::new(written.text.as_str()), written, findings)
}

/// An image's name.
pub(in super::super) fn image(written: &Located, findings: &mut Findings) -> Option<Spanned<ImageName>> {
    name("image", ImageName::new(written.text.as_str()), written, findings)
}

/// The engine wants names of two characters at the least (moby, `daemon/names/names.go`).
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

/// An image's name with a path in lower case; its tag may have capital letters.
fn lower_path(text: &str) -> String {
    let (path, tag) = split_tag(text);
    path.to_lowercase() + tag
}

/// `NAME=value`, or `NAME` alone, whose value the lab gives.
pub(in super::super) fn environment(written: &Located, findings: &mut Findings) -> Option<Env> {
    let (name, value) = pair(written);
    let text = &written.text[name.clone()];
    if text.is_empty() || text.contains(char::is_whitespace) {
        let place = if text.is_empty() { written.whole } else { written.span(name) };
        return findings.fault(Diagnostic::error("env-name", place));
    }
    Some(Env { name: Spanned::new(text.to_owned(), written.span(name)), value })
}

/// `KEY=value` of a driver or a kernel setting; `KEY` alone has an empty value.
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

/// `KEY=value`, or `KEY` alone, whose value is empty.
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

/// The range of what stands before the first `=`, and what stands behind it.
fn pair(written: &Located) -> (Range<usize>, Option<String>) {
    match written.text.split_once('=') {
        Some((name, value)) => (0..name.len(), Some(value.to_owned())),
        None => (0..written.text.len(), None),
    }
}

/// The working directory of a process in a container.
pub(in super::super) fn workdir(written: &Located, findings: &mut Findings) -> Option<String> {
    if written.text.starts_with('/') {
        return Some(written.text.clone());
    }
    findings.fault(Diagnostic::error("workdir-relative", written.whole).arg("path", &written.text))
}
