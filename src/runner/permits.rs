//! What a lab may use of the host, for the guard: its workspace, the images that it declares, and what
//! it requests under `[allow]`. The user has already agreed to those by then.

use std::path::PathBuf;

use super::workspace::Workspace;
use crate::command::ImageName;
use crate::engine::Permits;
use crate::lab::{Allow, Lab};

/// Returns what this lab may use, in this workspace.
#[must_use]
pub fn permits(lab: &Lab, workspace: &Workspace) -> Permits {
    Permits {
        workspace: Some(workspace.folder().to_owned()),
        images: lab.images().iter().map(ImageName::tagged).collect(),
        ..allowed(&lab.allow)
    }
}

/// Returns what `[allow]` permits by itself.
#[must_use]
pub fn allowed(allow: &Allow) -> Permits {
    let allow = allow.clone();
    Permits {
        privileged: allow.privileged,
        capabilities: allow.capabilities,
        devices: allow.devices,
        namespaces: allow.namespaces,
        security_options: allow.security_options,
        volume_options: allow.volume_options,
        binds: allow.binds.into_iter().map(PathBuf::from).collect(),
        engine_socket: allow.engine_socket,
        memory: allow.memory.map(|memory| i64::try_from(memory.bytes).unwrap_or(i64::MAX)),
        ..Permits::default()
    }
}
