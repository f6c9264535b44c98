//! `-v`: `TARGET`, `SOURCE:TARGET` and `SOURCE:TARGET:OPTIONS` (the docker program's
//! `loader.ParseVolume`, then the engine's `volume/mounts/linux_parser.go`), and `--volumes-from`.

use super::super::action::{Mount, MountFlag, MountOptions, MountSource, Relabel, VolumesFrom};
use super::super::findings::Findings;
use super::super::pasted::has_drive;
use super::mount::PROPAGATIONS;
use super::{path, text};
use crate::diagnostic::Diagnostic;
use crate::source::{Located, Span};

/// Options in groups: at most one of each group is valid.
const ACCESS: [&str; 2] = ["ro", "rw"];
const LABELS: [&str; 2] = ["z", "Z"];
const COPY: [&str; 1] = ["nocopy"];
const CONSISTENCY: [&str; 4] = ["consistent", "cached", "delegated", "default"];

/// The group of an option.
fn group(option: &str) -> Option<usize> {
    let groups: [&[&str]; 4] = [&ACCESS, &LABELS, &COPY, &CONSISTENCY];
    let known = groups.iter().position(|group| group.contains(&option));
    known.or_else(|| PROPAGATIONS.iter().any(|(name, _)| *name == option).then_some(groups.len()))
}

/// Returns the options that are suggested for misspelled ones.
fn options() -> impl Iterator<Item = &'static str> {
    let propagations = PROPAGATIONS.iter().map(|(name, _)| *name);
    ACCESS.into_iter().chain(COPY).chain(CONSISTENCY).chain(propagations)
}

/// Reads the value of a `-v`; `place` covers the flag and its value.
pub(in super::super) fn volume_flag(
    written: &Located,
    place: Span,
    findings: &mut Findings,
) -> Option<Mount> {
    let parts = parts(written);
    if written.text.is_empty() || parts.iter().any(|part| part.text.is_empty()) {
        return findings.fault(Diagnostic::error("volume-part-empty", written.whole));
    }
    let mount = |from, target, (read_only, options)| Mount {
        from,
        target,
        read_only,
        options,
        flag: MountFlag::Volume,
        span: place,
    };
    let plain = (false, MountOptions::default());
    if let [drive, path, target, ..] = parts.as_slice()
        && has_drive(&written.text)
        && (path.text.starts_with('\\') || target.text.starts_with('/'))
    {
        return path::windows(&written.slice(0..drive.text.len() + 1 + path.text.len()), findings);
    }
    match parts.as_slice() {
        [target] => path::target(target, findings).map(|target| mount(MountSource::Anonymous, target, plain)),
        [target, mode]
            if target.text.starts_with('/') && mode.text.split(',').all(|it| group(it).is_some()) =>
        {
            let fault = Diagnostic::error("volume-without-source", written.whole);
            findings.fault(fault.arg("target", &target.text).arg("mode", &mode.text))
        }
        [from, target] => {
            let (from, target) = (source(from, findings), path::target(target, findings));
            Some(mount(from?, target?, plain))
        }
        [from, target, mode] => {
            let is_bind = from.text.starts_with(['.', '/', '~']);
            let (from, target) = (source(from, findings), path::target(target, findings));
            let options = read_options(mode, is_bind, findings);
            Some(mount(from?, target?, options?))
        }
        _ => findings.fault(Diagnostic::error("volume-parts", written.whole).arg("text", &written.text)),
    }
}

/// Splits the text at its colons.
fn parts(written: &Located) -> Vec<Located> {
    let mut start = 0;
    let pieces = written.text.split(':').map(|part| {
        let range = start..start + part.len();
        start = range.end + 1;
        written.slice(range)
    });
    pieces.collect()
}

/// Reads the source: a path if it starts with `.`, `/` or `~`, else a volume name.
fn source(written: &Located, findings: &mut Findings) -> Option<MountSource> {
    let text = written.text.as_str();
    if text.starts_with(['.', '/', '~']) {
        return path::bind(written, findings).map(MountSource::Bind);
    }
    if text.contains('/') {
        return findings.fault(Diagnostic::error("volume-or-path", written.whole).arg("text", text));
    }
    text::volume(written, findings).map(MountSource::Volume)
}

/// Reads the options: whether the mount is read-only, and the others.
fn read_options(written: &Located, is_bind: bool, findings: &mut Findings) -> Option<(bool, MountOptions)> {
    let (mut read_only, mut options) = (false, MountOptions::default());
    let mut seen = Vec::new();
    let mut start = 0;
    let before = findings.faults.len();
    for option in written.text.split(',') {
        let place = written.span(start..start + option.len());
        start += option.len() + 1;
        let Some(group) = group(option) else {
            let fault = Diagnostic::error("mount-option", place).arg("option", option);
            findings.faults.push(fault.suggest(option, self::options()));
            continue;
        };
        if seen.contains(&group) {
            findings.faults.push(Diagnostic::error("mount-option-twice", place).arg("option", option));
            continue;
        }
        seen.push(group);
        let propagation = PROPAGATIONS.iter().find(|(name, _)| *name == option).map(|(_, value)| *value);
        match option {
            "ro" => read_only = true,
            "rw" => {}
            "z" => options.relabel = Some(Relabel::Shared),
            "Z" => options.relabel = Some(Relabel::Private),
            "nocopy" if is_bind => findings.faults.push(other_kind(place, option, "volume")),
            "nocopy" => options.no_copy = true,
            _ if propagation.is_some() && !is_bind => {
                findings.faults.push(other_kind(place, option, "bind"));
            }
            _ if propagation.is_some() => options.propagation = propagation,
            _ => options.consistency = Some(option.to_owned()),
        }
    }
    (findings.faults.len() == before).then_some((read_only, options))
}

/// Returns the fault for an option that belongs to the other kind of mount.
fn other_kind(place: Span, option: &str, belongs: &'static str) -> Diagnostic {
    Diagnostic::error("mount-option-kind", place).arg("option", option).arg("belongs", belongs)
}

/// `--volumes-from CONTAINER[:ro|rw]`.
pub(in super::super) fn volumes_from(written: &Located, findings: &mut Findings) -> Option<VolumesFrom> {
    let text = written.text.as_str();
    let end = text.find(':').unwrap_or(text.len());
    let container = text::container(&written.slice(0..end), findings);
    let read_only = match text.get(end + 1..) {
        None => None,
        Some("ro") => Some(true),
        Some("rw") => Some(false),
        Some(option) => {
            let fault = Diagnostic::error("mount-option", written.span(end + 1..text.len()));
            return findings.fault(fault.arg("option", option).suggest(option, ACCESS));
        }
    };
    Some(VolumesFrom { container: container?, read_only })
}
