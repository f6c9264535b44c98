//! Docker's daemon, with a socket, images and state of its own. Its bridge is the usual one: docker's
//! `--bridge=none` would delete that of a daemon which somebody starts later.

use std::fs;
use std::io;
use std::path::Path;
use std::process::Command;

use super::{Own, private_folder};

/// The daemon.
pub(super) fn daemon(own: &Own, dockerd: &Path) -> io::Result<Command> {
    let folder = own.folder.join("docker");
    private_folder(&folder)?;
    // Without one of its own it reads the machine's.
    let settings = folder.join("daemon.json");
    fs::write(&settings, "{}\n")?;
    let process = own.runtime.join("docker.pid");
    // It names a process of ours that has ended: the lock of what runs says so.
    match fs::remove_file(&process) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    let mut command = Command::new(dockerd);
    command.arg("--config-file").arg(settings);
    command.arg("--host").arg(format!("unix://{}", own.socket().display()));
    command.arg("--data-root").arg(folder.join("root"));
    command.arg("--exec-root").arg(own.runtime.join("docker"));
    command.arg("--pidfile").arg(process);
    command.args(["--exec-opt", "native.cgroupdriver=cgroupfs", "--group", "0", "--log-level", "warn"]);
    // Where the machine has a containerd, it is shared, and what is in it kept apart.
    command.arg("--containerd-namespace").arg(format!("statelab-{}", own.name));
    command.arg("--containerd-plugins-namespace").arg(format!("statelab-plugins-{}", own.name));
    Ok(command)
}
