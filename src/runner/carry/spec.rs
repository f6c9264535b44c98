//! What the flags of `run` and `create` say, in the engine's own types.
//!
//! Imports: `command`, `engine`, `event` (the message).

use crate::command::{Container, Env, MountSource};
use crate::engine::{ContainerSpec, MountKind, MountSpec, PortSpec};
use crate::event::Message;
use crate::runner::workspace::Workspace;

/// The part of a container's description that `run` and `create` share.
pub fn container_spec(workspace: &Workspace, container: &Container) -> Result<ContainerSpec, Message> {
    Ok(ContainerSpec {
        entrypoint: container.entrypoint.clone().map(|program| vec![program]),
        env: pairs(&container.env),
        mounts: container
            .mounts
            .iter()
            .map(|mount| mount_spec(workspace, mount))
            .collect::<Result<_, _>>()?,
        ports: container
            .ports
            .iter()
            .map(|port| PortSpec {
                container: format!("{}/{}", port.container, port.protocol),
                address: port.address.clone().unwrap_or_default(),
                host: port.host.map(|host| host.first),
            })
            .collect(),
        workdir: container.workdir.clone(),
        user: container.user.clone(),
        tty: container.tty,
        open_stdin: container.interactive,
        ..ContainerSpec::default()
    })
}

fn mount_spec(workspace: &Workspace, mount: &crate::command::Mount) -> Result<MountSpec, Message> {
    let (kind, source) = match &mount.from {
        MountSource::Volume(name) => (MountKind::Volume, name.value.as_str().to_owned()),
        MountSource::Anonymous => (MountKind::Volume, String::new()),
        MountSource::Bind(path) => (MountKind::Bind, bind_source(workspace, &path.value)?),
        MountSource::Tmpfs => return Err(Message::new("run-not-yet")),
    };
    Ok(MountSpec {
        kind,
        source,
        target: mount.target.value.clone(),
        read_only: mount.read_only,
        ..MountSpec::default()
    })
}

/// The absolute path of a bind; a folder that is not there is made, as `-v` does.
fn bind_source(workspace: &Workspace, name: &str) -> Result<String, Message> {
    let outside = || Message::new("run-outside-workspace").arg("path", name);
    let path = workspace.path(name).ok_or_else(outside)?;
    if !path.exists() {
        std::fs::create_dir_all(&path).map_err(|error| {
            Message::new("run-workspace")
                .arg("path", path.display().to_string())
                .arg("cause", error.to_string())
        })?;
    }
    Ok(path.display().to_string())
}

/// `NAME=value` of those variables that have one: a bare name takes its value from the lab's
/// `[env]`, never from the student's own environment.
pub fn pairs(env: &[Env]) -> Vec<String> {
    let given = env.iter().filter_map(|env| Some((&env.name.value, env.value.as_ref()?)));
    given.map(|(name, value)| format!("{name}={value}")).collect()
}
