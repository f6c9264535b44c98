//! The mounts of a container, in the engine's own types.

use std::path::Path;

use crate::command::{Container, Mount, MountFlag, MountSource, Propagation, Recursive, Relabel};
use crate::engine::{ContainerSpec, MountKind, MountSpec};
use crate::event::Message;
use crate::runner::workspace::Workspace;

/// Adds the mounts of a container to its description.
///
/// Without a workspace, its paths stay relative.
///
/// # Errors
/// The refusal of a path.
pub(super) fn add(
    workspace: Option<&Workspace>,
    container: &Container,
    spec: &mut ContainerSpec,
) -> Result<(), Message> {
    for mount in &container.mounts {
        if mount.flag == MountFlag::Tmpfs {
            spec.tmpfs.insert(target(workspace, mount), mount.options.tmpfs.join(","));
            continue;
        }
        let mut made = mount_spec(workspace, mount)?;
        if made.kind == MountKind::Volume && mount.flag == MountFlag::Volume {
            made.driver = container.volume_driver.as_ref().map(|driver| driver.value.clone());
        }
        spec.mounts.push(made);
    }
    Ok(())
}

fn mount_spec(workspace: Option<&Workspace>, mount: &Mount) -> Result<MountSpec, Message> {
    let (kind, source) = match &mount.from {
        MountSource::Volume(name) => (MountKind::Volume, name.value.as_str().to_owned()),
        MountSource::Anonymous => (MountKind::Volume, String::new()),
        MountSource::Bind(path) => {
            let inside = |workspace| bind_source(workspace, &path.value, mount.flag);
            (MountKind::Bind, workspace.map_or_else(|| Ok(path.value.clone()), inside)?)
        }
        MountSource::Tmpfs => (MountKind::Tmpfs, String::new()),
    };
    let options = &mount.options;
    Ok(MountSpec {
        kind,
        source,
        target: target(workspace, mount),
        read_only: mount.read_only,
        labels: options.labels.iter().cloned().collect(),
        short: mount.flag == MountFlag::Volume,
        no_copy: options.no_copy,
        subpath: options.subpath.as_ref().map(|path| path.value.clone()),
        driver: options.driver.clone(),
        driver_options: options.driver_options.iter().cloned().collect(),
        propagation: options.propagation.map(|it| propagation(it).to_owned()),
        non_recursive: options.recursive == Some(Recursive::Disabled),
        read_only_non_recursive: options.recursive == Some(Recursive::Writable),
        read_only_force_recursive: options.recursive == Some(Recursive::ReadOnly),
        options: options.relabel.into_iter().map(|it| relabel(it).to_owned()).collect(),
        consistency: options.consistency.clone(),
        tmpfs_size: options.size.map(|size| i64::try_from(size).unwrap_or(i64::MAX)),
        tmpfs_mode: options.mode,
    })
}

fn target(workspace: Option<&Workspace>, mount: &Mount) -> String {
    let target = &mount.target.value;
    workspace.map_or_else(|| target.clone(), |workspace| workspace.in_container(target))
}

const fn relabel(relabel: Relabel) -> &'static str {
    match relabel {
        Relabel::Shared => "z",
        Relabel::Private => "Z",
    }
}

/// Returns the absolute path of a bind.
/// For `-v` a missing folder is created, as the engine does, but then it belongs to the user and not to
/// root. For `--mount` the engine refuses it. A host path stays as it is: the guard knows whether it may
/// be mounted.
fn bind_source(workspace: &Workspace, name: &str, flag: MountFlag) -> Result<String, Message> {
    if Path::new(name).is_absolute() {
        return Ok(name.to_owned());
    }
    let outside = || Message::new("run-outside-workspace").arg("path", name);
    let path = workspace.path(name).ok_or_else(outside)?;
    if flag == MountFlag::Volume && !workspace.exists(name) {
        workspace.create_folder(name).map_err(|error| {
            Message::new("run-workspace")
                .arg("path", path.display().to_string())
                .arg("cause", error.to_string())
        })?;
    }
    Ok(path.display().to_string())
}

const fn propagation(propagation: Propagation) -> &'static str {
    match propagation {
        Propagation::Private => "private",
        Propagation::RecursivePrivate => "rprivate",
        Propagation::Shared => "shared",
        Propagation::RecursiveShared => "rshared",
        Propagation::Slave => "slave",
        Propagation::RecursiveSlave => "rslave",
    }
}
