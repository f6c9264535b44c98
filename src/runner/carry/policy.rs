//! What a lab may not ask for: more than a container needs to show what it keeps.
//!
//! The rules are those of the page on the lab format, "Policy": no privileged mode, added
//! capabilities or devices, host namespaces, loosened security options, and nothing of the host
//! outside the workspace.
//! Imports: `command`, `event` (the message).

use crate::command::{Container, Exec, Mount, Namespace, NetworkMode};
use crate::event::Message;

/// Security options that tighten the walls.
const TIGHTER: [&str; 3] = ["no-new-privileges", "no-new-privileges=true", "no-new-privileges:true"];

/// Holds that a container asks for nothing that a lab may not have.
///
/// # Errors
/// The refusal, with the flag.
pub(super) fn container(container: &Container) -> Result<(), Message> {
    let walls = &container.isolation;
    let host = [("--pid", &walls.pid), ("--ipc", &walls.ipc), ("--uts", &walls.uts)];
    let more = [("--userns", &walls.userns), ("--cgroupns", &walls.cgroupns)];
    let namespaces = host.iter().chain(&more);
    let of_the_host = namespaces
        .filter(|(_, mode)| mode.as_ref().is_some_and(|mode| mode.value == Namespace::Host))
        .map(|(flag, _)| *flag);
    let looser = walls.security.iter().any(|option| !TIGHTER.contains(&option.value.as_str()));
    let on_host = container.networks.iter().any(|network| network.network.value == NetworkMode::Host);
    let asked = [
        (walls.privileged.is_some(), "--privileged"),
        (!walls.cap_add.is_empty(), "--cap-add"),
        (!walls.devices.is_empty(), "--device"),
        (looser, "--security-opt"),
        (on_host, "--network host"),
        (container.mounts.iter().any(mounts_host), "volume-opt"),
    ];
    let asked = asked.into_iter().filter(|(asked, _)| *asked).map(|(_, flag)| flag);
    asked.chain(of_the_host).next().map_or(Ok(()), |flag| Err(refusal(flag)))
}

/// As [`container`], for a command in a container.
///
/// # Errors
/// The refusal, with the flag.
pub(super) fn exec(exec: &Exec) -> Result<(), Message> {
    if exec.privileged.is_some() { Err(refusal("--privileged")) } else { Ok(()) }
}

/// Whether a volume's options make it a mount of something that the host has. The options of the
/// driver `local` are those of `mount`; a filesystem in memory is the container's own.
fn mounts_host(mount: &Mount) -> bool {
    let options = &mount.options.driver_options;
    let in_memory = options.iter().any(|(name, value)| name == "type" && value == "tmpfs");
    !options.is_empty() && !in_memory
}

fn refusal(flag: &str) -> Message {
    Message::new("run-not-allowed").arg("flag", flag)
}
