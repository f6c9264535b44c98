//! `-v`: `TARGET`, `SOURCE:TARGET` and `SOURCE:TARGET:OPTIONS` (the docker program's
//! `loader.ParseVolume`, then the engine's `parseMountSpec`).

use super::super::action::{Mount, MountSource};
use super::super::findings::Findings;
use super::{path, text};
use crate::diagnostic::Diagnostic;
use crate::source::{Located, Span};

/// Options that the engine knows and labs do not take.
const UNSUPPORTED: &[&str] = &[
    "z",
    "Z",
    "nocopy",
    "cached",
    "consistent",
    "default",
    "delegated",
    "private",
    "rprivate",
    "rshared",
    "rslave",
    "shared",
    "slave",
];

/// Reads the value of a `-v` that stands, with its flag, at `place`.
pub(in super::super) fn volume_flag(
    written: &Located,
    place: Span,
    findings: &mut Findings,
) -> Option<Mount> {
    let parts = parts(written);
    if written.text.is_empty() || parts.iter().any(|part| part.text.is_empty()) {
        return findings.fault(Diagnostic::error("volume-part-empty", written.whole));
    }
    match parts.as_slice() {
        [target] => {
            let target = path::target(target, findings)?;
            Some(Mount { from: MountSource::Anonymous, target, read_only: false, span: place })
        }
        [target, mode] if target.text.starts_with('/') && is_mode(&mode.text) => {
            let fault = Diagnostic::error("volume-without-source", written.whole);
            findings.fault(fault.arg("target", &target.text).arg("mode", &mode.text))
        }
        [from, target] => {
            let (from, target) = (source(from, findings), path::target(target, findings));
            Some(Mount { from: from?, target: target?, read_only: false, span: place })
        }
        [from, target, mode] => {
            let (from, target) = (source(from, findings), path::target(target, findings));
            let read_only = options(mode, findings);
            Some(Mount { from: from?, target: target?, read_only: read_only?, span: place })
        }
        _ => findings.fault(Diagnostic::error("volume-parts", written.whole).arg("text", &written.text)),
    }
}

/// What stands between the colons.
fn parts(written: &Located) -> Vec<Located> {
    let mut start = 0;
    let pieces = written.text.split(':').map(|part| {
        let range = start..start + part.len();
        start = range.end + 1;
        written.slice(range)
    });
    pieces.collect()
}

/// Whether this is a list of options, and no path.
fn is_mode(text: &str) -> bool {
    text.split(',').all(|option| option == "ro" || option == "rw" || UNSUPPORTED.contains(&option))
}

/// What is mounted: what begins with `.` is a path, all else a volume's name.
fn source(written: &Located, findings: &mut Findings) -> Option<MountSource> {
    let text = written.text.as_str();
    if text.starts_with(['.', '/', '~']) {
        return path::workspace(written, findings).map(MountSource::Bind);
    }
    if text.contains('/') {
        return findings.fault(Diagnostic::error("volume-or-path", written.whole).arg("text", text));
    }
    text::volume(written, findings).map(MountSource::Volume)
}

/// Reads the options; whether the mount is read-only.
fn options(written: &Located, findings: &mut Findings) -> Option<bool> {
    let mut read_only = None;
    let mut start = 0;
    let before = findings.faults.len();
    for option in written.text.split(',') {
        let place = written.span(start..start + option.len());
        start += option.len() + 1;
        let known = match option {
            "ro" | "rw" if read_only.is_some() => Err(Diagnostic::error("mount-option-twice", place)),
            "ro" | "rw" => Ok(option == "ro"),
            _ if UNSUPPORTED.contains(&option) => Err(Diagnostic::error("unsupported-mount-option", place)),
            _ => Err(Diagnostic::error("mount-option", place).suggest(option, ["ro", "rw"])),
        };
        match known {
            Ok(on) => read_only = Some(on),
            Err(fault) => findings.faults.push(fault.arg("option", option)),
        }
    }
    (findings.faults.len() == before).then_some(read_only.unwrap_or_default())
}
