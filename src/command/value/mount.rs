//! `--mount`: `KEY=VALUE,…` (the docker program's `opts/mount.go`).

use super::super::action::{Mount, MountSource};
use super::super::findings::Findings;
use super::super::grammar::go_bool;
use super::{path, text};
use crate::diagnostic::Diagnostic;
use crate::source::{Located, Span};

/// The keys with all their names.
const KEYS: &[(&str, Key)] = &[
    ("type", Key::Type),
    ("source", Key::Source),
    ("src", Key::Source),
    ("target", Key::Target),
    ("destination", Key::Target),
    ("dst", Key::Target),
    ("readonly", Key::ReadOnly),
    ("ro", Key::ReadOnly),
];

/// Keys that the docker program knows and labs do not take.
const UNSUPPORTED_KEYS: &[&str] = &[
    "bind-nonrecursive",
    "bind-propagation",
    "bind-recursive",
    "consistency",
    "image-subpath",
    "tmpfs-mode",
    "tmpfs-size",
    "volume-driver",
    "volume-label",
    "volume-nocopy",
    "volume-opt",
    "volume-subpath",
];

/// Types that the docker program knows and labs do not take.
const UNSUPPORTED_TYPES: &[&str] = &["tmpfs", "npipe", "image", "cluster"];

#[derive(Clone, Copy)]
enum Key {
    Type,
    Source,
    Target,
    ReadOnly,
}

/// What has been read of a `--mount`.
#[derive(Default)]
struct Fields {
    kind: Option<Located>,
    source: Option<Located>,
    target: Option<Located>,
    read_only: bool,
}

/// Reads the value of a `--mount` that stands, with its flag, at `place`.
pub(in super::super) fn mount_flag(written: &Located, place: Span, findings: &mut Findings) -> Option<Mount> {
    let mut fields = Fields::default();
    let before = findings.faults.len();
    let mut start = 0_usize;
    for text in written.text.split(',') {
        if text.is_empty() {
            // There is nothing to point at but the comma; or the whole, where that is empty.
            let comma = start.max(1) - 1..start.max(1).min(written.text.len());
            let place = if comma.is_empty() { written.whole } else { written.span(comma) };
            findings.faults.push(Diagnostic::error("mount-field-empty", place));
        } else {
            field(&written.slice(start..start + text.len()), &mut fields, findings);
        }
        start += text.len() + 1;
    }
    let sound = findings.faults.len() == before;
    let target = match &fields.target {
        Some(target) => path::target(target, findings),
        // A key that is misspelt may have been the target.
        None if !sound => None,
        None => findings.fault(Diagnostic::error("mount-target-missing", written.whole)),
    };
    let from = source(&fields, written, sound, findings);
    Some(Mount { from: from?, target: target?, read_only: fields.read_only, span: place }).filter(|_| sound)
}

/// Reads one `KEY=VALUE`.
fn field(written: &Located, fields: &mut Fields, findings: &mut Findings) {
    let text = written.text.as_str();
    let end = text.find('=').unwrap_or(text.len());
    let value = (end < text.len()).then(|| written.slice(end + 1..text.len()));
    let key = &text[..end];
    let key_place = written.span(0..end);
    if key.trim().is_empty() || key.trim() != key {
        findings.faults.push(Diagnostic::error("mount-field", written.whole).arg("text", text));
        return;
    }
    // The docker program takes keys in any case.
    let lower = key.to_lowercase();
    let Some(&(_, known)) = KEYS.iter().find(|(name, _)| *name == lower) else {
        let fault = if UNSUPPORTED_KEYS.contains(&lower.as_str()) {
            Diagnostic::error("unsupported-mount-key", key_place)
        } else {
            Diagnostic::error("mount-key", key_place).suggest(&lower, KEYS.iter().map(|(name, _)| *name))
        };
        findings.faults.push(fault.arg("key", key));
        return;
    };
    match (known, value) {
        (Key::ReadOnly, None) => fields.read_only = true,
        (Key::ReadOnly, Some(value)) => match go_bool(&value.text) {
            Some(on) => fields.read_only = on,
            None => findings.faults.push(
                Diagnostic::error("mount-read-only", value.whole).arg("key", key).arg("value", &value.text),
            ),
        },
        (_, Some(value)) if !value.text.is_empty() => match known {
            Key::Type => fields.kind = Some(value),
            Key::Source => fields.source = Some(value),
            _ => fields.target = Some(value),
        },
        _ => findings.faults.push(Diagnostic::error("mount-value-missing", written.whole).arg("key", key)),
    }
}

/// What is mounted; a volume, where no type is given. `sound`: no field has a fault.
fn source(fields: &Fields, whole: &Located, sound: bool, findings: &mut Findings) -> Option<MountSource> {
    let kind = fields.kind.as_ref().map_or("volume", |kind| kind.text.as_str());
    match (kind.to_lowercase().as_str(), &fields.source) {
        ("volume", None) => Some(MountSource::Anonymous),
        ("volume", Some(source)) if source.text.starts_with(['.', '/', '~']) || source.text.contains('/') => {
            findings.local.push(source.whole);
            findings.fault(Diagnostic::error("mount-volume-path", source.whole).arg("path", &source.text))
        }
        ("volume", Some(source)) => text::volume(source, findings).map(MountSource::Volume),
        ("bind", Some(source)) if !source.text.starts_with(['.', '/', '~']) => {
            findings.fault(Diagnostic::error("mount-bind-name", source.whole).arg("text", &source.text))
        }
        ("bind", Some(source)) => path::workspace(source, findings).map(MountSource::Bind),
        ("bind", None) if !sound => None,
        ("bind", None) => findings.fault(Diagnostic::error("mount-source-missing", whole.whole)),
        (other, _) => {
            let place = fields.kind.as_ref().map_or(whole.whole, |kind| kind.whole);
            let fault = if UNSUPPORTED_TYPES.contains(&other) {
                Diagnostic::error("unsupported-mount-type", place)
            } else {
                Diagnostic::error("mount-type", place).suggest(other, ["volume", "bind"])
            };
            findings.fault(fault.arg("type", kind))
        }
    }
}
