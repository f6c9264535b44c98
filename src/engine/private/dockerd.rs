//! Docker's daemon as the private engine, with its own socket, images and state.
//!
//! It uses the default bridge: docker's `--bridge=none` would delete the bridge of a daemon that is started later.

use std::fs;
use std::io;
use std::path::Path;
use std::process::Command;

use super::{Own, private_folder};

/// Returns the command that starts the daemon.
pub(super) fn daemon(own: &Own, dockerd: &Path) -> io::Result<Command> {
    let folder = own.folder.join("docker");
    private_folder(&folder)?;
    // Without a configuration file of its own, it reads the machine's.
    let settings = folder.join("daemon.json");
    fs::write(&settings, "{}\n")?;
    let process = own.runtime.join("docker.pid");
    // The file names a process of ours that has ended, since the caller holds the running lock.
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
    // If the machine has a containerd, the daemon shares it, in a namespace of its own.
    command.arg("--containerd-namespace").arg(format!("statelab-{}", own.name));
    command.arg("--containerd-plugins-namespace").arg(format!("statelab-plugins-{}", own.name));
    Ok(command)
}
