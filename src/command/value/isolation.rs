//! Namespaces and devices.

use super::super::action::{Device, Namespace};
use super::super::findings::Findings;
use super::text;
use crate::diagnostic::Diagnostic;
use crate::source::{Located, Spanned};

/// Reads `--pid`.
pub(in super::super) fn pid_mode(written: &Located, findings: &mut Findings) -> Option<Spanned<Namespace>> {
    namespace(written, &["host", "container:"], findings)
}

/// Reads `--ipc`.
pub(in super::super) fn ipc_mode(written: &Located, findings: &mut Findings) -> Option<Spanned<Namespace>> {
    namespace(written, &["none", "private", "shareable", "host", "container:"], findings)
}

/// Reads `--uts` and `--userns`.
pub(in super::super) fn host_mode(written: &Located, findings: &mut Findings) -> Option<Spanned<Namespace>> {
    namespace(written, &["host"], findings)
}

/// Reads `--cgroupns`.
pub(in super::super) fn cgroup_mode(
    written: &Located,
    findings: &mut Findings,
) -> Option<Spanned<Namespace>> {
    namespace(written, &["host", "private"], findings)
}

fn namespace(
    written: &Located,
    known: &[&'static str],
    findings: &mut Findings,
) -> Option<Spanned<Namespace>> {
    let text = written.text.as_str();
    if let Some(name) = text.strip_prefix("container:").filter(|_| known.contains(&"container:")) {
        let name = text::container(&written.slice(text.len() - name.len()..text.len()), findings)?;
        return Some(Spanned::new(Namespace::Container(name.value), written.whole));
    }
    let value = match text {
        "host" => Some(Namespace::Host),
        "private" => Some(Namespace::Private),
        "shareable" => Some(Namespace::Shareable),
        "none" => Some(Namespace::None),
        _ => None,
    };
    if let Some(value) = value.filter(|_| known.contains(&text)) {
        return Some(Spanned::new(value, written.whole));
    }
    let all: Vec<_> = known.iter().map(|name| format!("`{name}`")).collect();
    let fault = Diagnostic::error("namespace", written.whole).arg("text", text);
    findings.fault(fault.arg("known", &all.join(", ")).suggest(text, known.iter().copied()))
}

/// Reads `HOST[:CONTAINER][:PERMISSIONS]`.
pub(in super::super) fn device(written: &Located, findings: &mut Findings) -> Option<Spanned<Device>> {
    let parts: Vec<_> = written.text.split(':').collect();
    let permissions = |text: &str| {
        !text.is_empty()
            && text.chars().all(|c| "rwm".contains(c))
            && text.chars().all(|c| text.matches(c).count() == 1)
    };
    let (host, container, allowed) = match parts.as_slice() {
        [host] => (*host, *host, "rwm"),
        [host, allowed] if permissions(allowed) => (*host, *host, *allowed),
        [host, container] => (*host, *container, "rwm"),
        [host, container, allowed] => (*host, *container, *allowed),
        _ => ("", "", ""),
    };
    if !host.starts_with('/') || !container.starts_with('/') || !permissions(allowed) {
        return findings.fault(Diagnostic::error("device", written.whole).arg("text", &written.text));
    }
    let device = Device { host: host.into(), container: container.into(), permissions: allowed.into() };
    Some(Spanned::new(device, written.whole))
}
