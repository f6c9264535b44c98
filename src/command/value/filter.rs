//! `--filter KEY=VALUE`, with the keys that each listing supports.

use super::super::action::Filter;
use super::super::findings::Findings;
use crate::diagnostic::Diagnostic;
use crate::source::Located;

/// Keys of `ps` (moby, `daemon/list.go`).
const CONTAINERS: &[&str] = &[
    "ancestor",
    "before",
    "exited",
    "expose",
    "health",
    "id",
    "is-task",
    "isolation",
    "label",
    "name",
    "network",
    "publish",
    "since",
    "status",
    "volume",
];
/// Keys of `images` (moby, `daemon/images/images.go`).
const IMAGES: &[&str] = &["before", "dangling", "label", "reference", "since", "until"];
/// Keys of `volume ls` (moby, `volume/service/store.go`).
const VOLUMES: &[&str] = &["dangling", "driver", "label", "name"];
/// Keys of `network ls` (moby, `daemon/network/filter.go`).
const NETWORKS: &[&str] = &["dangling", "driver", "id", "label", "name", "scope", "type"];
/// Keys of `container prune` and `image prune`.
const PRUNE: &[&str] = &["label", "label!", "until"];
/// Keys of `volume prune`.
const PRUNE_VOLUMES: &[&str] = &["all", "label", "label!"];

/// Reads a filter of `ps`.
pub(in super::super) fn container_filter(written: &Located, findings: &mut Findings) -> Option<Filter> {
    filter(written, CONTAINERS, findings)
}

/// Reads a filter of `images`.
pub(in super::super) fn image_filter(written: &Located, findings: &mut Findings) -> Option<Filter> {
    filter(written, IMAGES, findings)
}

/// Reads a filter of `volume ls`.
pub(in super::super) fn volume_filter(written: &Located, findings: &mut Findings) -> Option<Filter> {
    filter(written, VOLUMES, findings)
}

/// Reads a filter of `network ls`.
pub(in super::super) fn network_filter(written: &Located, findings: &mut Findings) -> Option<Filter> {
    filter(written, NETWORKS, findings)
}

/// Reads a filter of `container prune` and `image prune`.
pub(in super::super) fn prune_filter(written: &Located, findings: &mut Findings) -> Option<Filter> {
    filter(written, PRUNE, findings)
}

/// Reads a filter of `volume prune`.
pub(in super::super) fn prune_volume_filter(written: &Located, findings: &mut Findings) -> Option<Filter> {
    filter(written, PRUNE_VOLUMES, findings)
}

fn filter(written: &Located, known: &[&'static str], findings: &mut Findings) -> Option<Filter> {
    let text = written.text.as_str();
    let Some((key, value)) = text.split_once('=') else {
        return findings.fault(Diagnostic::error("filter", written.whole).arg("text", text));
    };
    let (lower, value) = (key.trim().to_lowercase(), value.trim());
    if !known.contains(&lower.as_str()) {
        let all: Vec<_> = known.iter().map(|key| format!("`{key}`")).collect();
        let fault = Diagnostic::error("filter-key", written.span(0..key.len())).arg("key", key);
        let fault = fault.arg("known", &all.join(", ")).suggest(&lower, known.iter().copied());
        return findings.fault(fault);
    }
    Some(Filter { key: lower, value: value.to_owned(), span: written.whole })
}
