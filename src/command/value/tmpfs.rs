//! `--tmpfs TARGET[:OPTIONS]`.

use super::super::action::{Mount, MountFlag, MountOptions, MountSource};
use super::super::findings::Findings;
use super::path;
use crate::diagnostic::Diagnostic;
use crate::source::{Located, Span};

/// Options without a value that a tmpfs accepts (moby, `mount/flags.go`).
const SWITCHES: &[&str] = &[
    "defaults",
    "ro",
    "rw",
    "suid",
    "nosuid",
    "dev",
    "nodev",
    "exec",
    "noexec",
    "sync",
    "async",
    "dirsync",
    "remount",
    "mand",
    "nomand",
    "atime",
    "noatime",
    "diratime",
    "nodiratime",
    "relatime",
    "norelatime",
    "strictatime",
    "nostrictatime",
];
/// Options with a value.
const VALUES: &[&str] = &["size", "mode", "uid", "gid", "nr_inodes", "nr_blocks", "mpol"];

/// Reads the value of a `--tmpfs`; `place` covers the flag and its value.
pub(in super::super) fn tmpfs_flag(written: &Located, place: Span, findings: &mut Findings) -> Option<Mount> {
    let text = written.text.as_str();
    let end = text.find(':').unwrap_or(text.len());
    let target = path::target(&written.slice(0..end), findings);
    let mut tmpfs = Vec::new();
    let before = findings.faults.len();
    if end < text.len() {
        let mut start = end + 1;
        for option in text[start..].split(',') {
            let range = start..start + option.len();
            start = range.end + 1;
            match option_fault(&written.slice(range)) {
                None => tmpfs.push(option.to_owned()),
                Some(fault) => findings.faults.push(fault),
            }
        }
    }
    let read_only = tmpfs.iter().rev().find(|option| matches!(option.as_str(), "ro" | "rw"));
    let mount = Mount {
        from: MountSource::Tmpfs,
        target: target?,
        read_only: read_only.is_some_and(|option| option == "ro"),
        options: MountOptions { tmpfs, ..MountOptions::default() },
        flag: MountFlag::Tmpfs,
        span: place,
    };
    Some(mount).filter(|_| findings.faults.len() == before)
}

fn option_fault(written: &Located) -> Option<Diagnostic> {
    let text = written.text.as_str();
    let known = || SWITCHES.iter().chain(VALUES).copied();
    let Some((key, value)) = text.split_once('=') else {
        let sound = SWITCHES.contains(&text);
        let fault = || Diagnostic::error("tmpfs-option", written.whole).arg("option", text);
        return (!sound).then(|| fault().suggest(text, known()));
    };
    if !VALUES.contains(&key) {
        let fault = Diagnostic::error("tmpfs-option", written.span(0..key.len())).arg("option", key);
        return Some(fault.suggest(key, known()));
    }
    let digits =
        |text: &str, most: char| !text.is_empty() && text.chars().all(|c| c.is_ascii_digit() && c <= most);
    let sound = match key {
        "size" | "nr_inodes" | "nr_blocks" => {
            digits(value.trim_end_matches(['k', 'm', 'g', 'K', 'M', 'G', '%']), '9')
        }
        "mode" => digits(value, '7'),
        "uid" | "gid" => digits(value, '9'),
        _ => !value.is_empty(),
    };
    let place = written.span(key.len() + 1..text.len());
    (!sound).then(|| Diagnostic::error("tmpfs-value", place).arg("key", key).arg("value", value))
}
