//! The two sides of `cp`, distinguished as the docker program does it (`splitCpArg`).

use super::super::action::Local;
use super::super::findings::Findings;
use super::super::name::ContainerName;
use super::super::pasted::has_drive;
use super::{path, text};
use crate::diagnostic::Diagnostic;
use crate::source::{Located, Spanned};

/// One side of a copy.
pub(in super::super) enum Side {
    /// A path of the workspace as written, or a stream.
    Local(Local),
    /// A container, and the absolute path in it.
    Container(Spanned<ContainerName>, Spanned<String>),
}

/// Reads one side of a copy: `CONTAINER:PATH`, or a path of the workspace.
pub(in super::super) fn side(written: &Located, findings: &mut Findings) -> Option<Side> {
    let all = written.text.as_str();
    if all == "-" {
        return Some(Side::Local(Local::Stream(written.whole)));
    }
    // `c:/x` may be meant as a container.
    if has_drive(all) && all[2..].starts_with('\\') {
        return path::windows(written, findings);
    }
    // A local path that contains a colon is written with `./` before it.
    let colon = all.find(':').filter(|_| !all.starts_with(['/', '.']));
    let Some(colon) = colon else {
        if all.is_empty() {
            return findings.fault(Diagnostic::error("copy-empty", written.whole));
        }
        let local = path::inside_workspace(written, findings)?;
        return Some(Side::Local(Local::Path(Spanned::new(local.to_owned(), written.whole))));
    };
    let container = text::container(&written.slice(0..colon), findings);
    let inside = written.slice(colon + 1..all.len());
    if inside.text.is_empty() {
        return findings.fault(Diagnostic::error("copy-path-missing", written.whole).arg("text", all));
    }
    Some(Side::Container(container?, Spanned::new(path::absolute(&inside.text), inside.whole)))
}
