//! `--mount`: `KEY=VALUE,…` (the docker program's `opts/mount.go`).

use super::super::action::{Mount, MountFlag, MountOptions, MountSource, Propagation, Recursive};
use super::super::findings::Findings;
use super::super::grammar::go_bool;
use super::super::pasted::has_drive;
use super::{csv, number, path, text};
use crate::diagnostic::Diagnostic;
use crate::source::{Located, Span, Spanned};

/// The keys with all their names.
const KEYS: &[(&str, MountKey)] = &[
    ("type", MountKey::Type),
    ("source", MountKey::Source),
    ("src", MountKey::Source),
    ("target", MountKey::Target),
    ("destination", MountKey::Target),
    ("dst", MountKey::Target),
    ("readonly", MountKey::ReadOnly),
    ("ro", MountKey::ReadOnly),
    ("consistency", MountKey::Consistency),
    ("bind-propagation", MountKey::Propagation),
    ("bind-recursive", MountKey::Recursive),
    ("bind-nonrecursive", MountKey::NonRecursive),
    ("volume-nocopy", MountKey::NoCopy),
    ("volume-driver", MountKey::Driver),
    ("volume-opt", MountKey::DriverOption),
    ("volume-label", MountKey::Label),
    ("volume-subpath", MountKey::Subpath),
    ("tmpfs-size", MountKey::Size),
    ("tmpfs-mode", MountKey::Mode),
];

/// Keys that the docker program knows but labs do not support.
const UNSUPPORTED_KEYS: &[&str] = &["image-subpath", "bind-create-src"];

const TYPES: [&str; 3] = ["volume", "bind", "tmpfs"];
/// Types that the docker program knows but labs do not support.
const UNSUPPORTED_TYPES: &[&str] = &["npipe", "image", "cluster"];

const CONSISTENCIES: [&str; 4] = ["consistent", "cached", "delegated", "default"];

/// The names of propagations.
pub(super) const PROPAGATIONS: [(&str, Propagation); 6] = [
    ("private", Propagation::Private),
    ("rprivate", Propagation::RecursivePrivate),
    ("shared", Propagation::Shared),
    ("rshared", Propagation::RecursiveShared),
    ("slave", Propagation::Slave),
    ("rslave", Propagation::RecursiveSlave),
];

/// The values of `bind-recursive`.
const RECURSIVES: [(&str, Recursive); 4] = [
    ("enabled", Recursive::Enabled),
    ("disabled", Recursive::Disabled),
    ("writable", Recursive::Writable),
    ("readonly", Recursive::ReadOnly),
];

#[derive(Clone, Copy, PartialEq, Eq)]
enum MountKey {
    Type,
    Source,
    Target,
    ReadOnly,
    Consistency,
    Propagation,
    Recursive,
    NonRecursive,
    NoCopy,
    Driver,
    DriverOption,
    Label,
    Subpath,
    Size,
    Mode,
}

impl MountKey {
    /// Returns whether it is a switch, which needs no value.
    const fn is_switch(self) -> bool {
        matches!(self, Self::ReadOnly | Self::NonRecursive | Self::NoCopy)
    }
}

/// The fields read so far from a `--mount`.
#[derive(Default)]
struct Fields {
    kind: Option<Located>,
    source: Option<Located>,
    target: Option<Located>,
    read_only: bool,
    options: MountOptions,
    /// The keys that belong to only one type, and their places.
    special: Vec<(String, Span)>,
}

/// Reads the value of a `--mount`; `place` covers the flag and its value.
pub(in super::super) fn mount_flag(written: &Located, place: Span, findings: &mut Findings) -> Option<Mount> {
    let mut fields = Fields::default();
    let before = findings.faults.len();
    for field in csv::fields(written, findings) {
        read_field(&field, &mut fields, findings);
    }
    let sound = findings.faults.len() == before;
    let target = match &fields.target {
        Some(target) => path::target(target, findings),
        // A misspelled key may have been the target.
        None if !sound => None,
        None => findings.fault(Diagnostic::error("mount-target-missing", written.whole)),
    };
    let from = source(&fields, written, sound, findings);
    let from = from.filter(|from| belongs(&fields, from, findings));
    Some(Mount {
        from: from?,
        target: target?,
        read_only: fields.read_only,
        options: fields.options,
        flag: MountFlag::Mount,
        span: place,
    })
    .filter(|_| sound)
}

/// Reads one `KEY=VALUE`.
fn read_field(written: &Located, fields: &mut Fields, findings: &mut Findings) {
    let text = written.text.as_str();
    let end = text.find('=').unwrap_or(text.len());
    let value = (end < text.len()).then(|| written.slice(end + 1..text.len()));
    let key = &text[..end];
    let key_place = written.span(0..end);
    if key.trim().is_empty() || key.trim() != key {
        findings.faults.push(Diagnostic::error("mount-field", written.whole).arg("text", text));
        return;
    }
    // The docker program accepts keys in any case.
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
    if lower.contains('-') {
        fields.special.push((lower, key_place));
    }
    match value {
        None if known.is_switch() => set_switch(known, true, fields),
        Some(value) if known.is_switch() => match go_bool(&value.text) {
            Some(on) => set_switch(known, on, fields),
            None => findings.faults.push(
                Diagnostic::error("mount-switch", value.whole).arg("key", key).arg("value", &value.text),
            ),
        },
        Some(value) if !value.text.is_empty() => set(known, &value, fields, findings),
        _ => findings.faults.push(Diagnostic::error("mount-value-missing", written.whole).arg("key", key)),
    }
}

fn set_switch(key: MountKey, on: bool, fields: &mut Fields) {
    match key {
        MountKey::ReadOnly => fields.read_only = on,
        MountKey::NoCopy => fields.options.no_copy = on,
        _ => fields.options.recursive = on.then_some(Recursive::Disabled),
    }
}

/// Sets a key that is not a switch.
fn set(key: MountKey, value: &Located, fields: &mut Fields, findings: &mut Findings) {
    let options = &mut fields.options;
    match key {
        MountKey::Type => fields.kind = Some(value.clone()),
        MountKey::Source => fields.source = Some(value.clone()),
        MountKey::Target => fields.target = Some(value.clone()),
        MountKey::Consistency => {
            let known = CONSISTENCIES.map(|name| (name, name));
            options.consistency = choice("consistency", value, &known, findings).map(str::to_owned);
        }
        MountKey::Propagation => {
            options.propagation = choice("bind-propagation", value, &PROPAGATIONS, findings);
        }
        MountKey::Recursive => options.recursive = choice("bind-recursive", value, &RECURSIVES, findings),
        MountKey::Driver => options.driver = Some(value.text.clone()),
        MountKey::DriverOption => options.driver_options.extend(text::option(value, findings)),
        MountKey::Label => options.labels.extend(text::label(value, findings)),
        MountKey::Subpath => options.subpath = subpath(value, findings),
        MountKey::Size => options.size = number::bytes(value, findings),
        MountKey::Mode => options.mode = mode(value, findings),
        MountKey::ReadOnly | MountKey::NonRecursive | MountKey::NoCopy => {}
    }
}

fn choice<T: Copy>(
    key: &'static str,
    value: &Located,
    known: &[(&'static str, T)],
    findings: &mut Findings,
) -> Option<T> {
    if let Some(found) = known.iter().find(|(name, _)| *name == value.text) {
        return Some(found.1);
    }
    let all: Vec<_> = known.iter().map(|(name, _)| format!("`{name}`")).collect();
    let fault = Diagnostic::error("mount-choice", value.whole).arg("key", key).arg("value", &value.text);
    let fault = fault.arg("known", &all.join(", "));
    findings.fault(fault.suggest(&value.text, known.iter().map(|(name, _)| *name)))
}

/// Reads the mode of a folder, in digits from 0 to 7.
fn mode(value: &Located, findings: &mut Findings) -> Option<u32> {
    let digits = value.text.bytes().all(|byte| byte.is_ascii_digit());
    let mode = u32::from_str_radix(&value.text, 8).ok();
    mode.filter(|mode| digits && *mode <= 0o7777)
        .or_else(|| findings.fault(Diagnostic::error("mount-mode", value.whole).arg("value", &value.text)))
}

/// Reads a folder of a volume: a relative path that stays in it.
fn subpath(value: &Located, findings: &mut Findings) -> Option<Spanned<String>> {
    let inside = !value.text.starts_with('/') && !value.text.split('/').any(|part| part == "..");
    if inside {
        return Some(Spanned::new(value.text.clone(), value.whole));
    }
    findings.fault(Diagnostic::error("mount-subpath", value.whole).arg("path", &value.text))
}

/// Checks that all keys belong to the type of mount.
fn belongs(fields: &Fields, from: &MountSource, findings: &mut Findings) -> bool {
    let kind = match from {
        MountSource::Volume(_) | MountSource::Anonymous => "volume",
        MountSource::Bind(_) => "bind",
        MountSource::Tmpfs => "tmpfs",
    };
    let foreign = fields.special.iter().filter(|(key, _)| key.split('-').next() != Some(kind));
    let before = findings.faults.len();
    for (key, place) in foreign {
        let belongs = key.split('-').next().unwrap_or_default();
        let fault = Diagnostic::error("mount-key-type", *place).arg("key", key).arg("type", kind);
        findings.faults.push(fault.arg("belongs", belongs));
    }
    findings.faults.len() == before
}

/// Returns what is mounted: a volume, if no type is given.
///
/// `sound` means that no field has a fault.
fn source(fields: &Fields, whole: &Located, sound: bool, findings: &mut Findings) -> Option<MountSource> {
    let kind = fields.kind.as_ref().map_or("volume", |kind| kind.text.as_str());
    match (kind.to_lowercase().as_str(), &fields.source) {
        ("volume", None) => Some(MountSource::Anonymous),
        ("volume" | "bind", Some(source)) if has_drive(&source.text) => path::windows(source, findings),
        ("volume", Some(source)) if source.text.starts_with(['.', '/', '~']) || source.text.contains('/') => {
            findings.local.push(source.whole);
            findings.fault(Diagnostic::error("mount-volume-path", source.whole).arg("path", &source.text))
        }
        ("volume", Some(source)) => text::volume(source, findings).map(MountSource::Volume),
        ("bind", Some(source)) if !source.text.starts_with(['.', '/', '~']) => {
            findings.fault(Diagnostic::error("mount-bind-name", source.whole).arg("text", &source.text))
        }
        ("bind", Some(source)) => path::bind(source, findings).map(MountSource::Bind),
        ("bind", None) if !sound => None,
        ("bind", None) => findings.fault(Diagnostic::error("mount-source-missing", whole.whole)),
        ("tmpfs", None) => Some(MountSource::Tmpfs),
        ("tmpfs", Some(source)) => findings.fault(Diagnostic::error("mount-tmpfs-source", source.whole)),
        (other, _) => {
            let place = fields.kind.as_ref().map_or(whole.whole, |kind| kind.whole);
            let fault = if UNSUPPORTED_TYPES.contains(&other) {
                Diagnostic::error("unsupported-mount-type", place)
            } else {
                Diagnostic::error("mount-type", place).suggest(other, TYPES)
            };
            findings.fault(fault.arg("type", kind))
        }
    }
}
