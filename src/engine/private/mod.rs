//! The private engine, for a machine without an engine: Podman or dockerd as a child process.
//!
//! It has its own socket, images and networks, apart from any other engine. Locks alone tell which processes are
//! alive, since the system releases them however a process ends:
//!
//! - `engine.lock`: each user of the engine holds it shared. Its owner waits for the exclusive lock, and then stops
//!   the engine.
//! - `running.lock`: the owner and the engine itself hold it, so that no second engine starts while the first one
//!   still ends.
//! - `start.lock`: its holder checks whether the engine runs, and starts it.
//!
//! This module creates folders, files and commands; `supervise` starts and owns the process.

mod dockerd;
mod podman;
mod subnet;

use std::fs::{self, File, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use sha2::{Digest, Sha256};

use super::Address;
use crate::host::make_private;

/// The longest socket path that every system accepts, in bytes.
///
/// `sun_path` has 108 bytes on Linux, 104 elsewhere.
const LONGEST_SOCKET: usize = 100;

/// The paths and locks of the private engine.
#[derive(Debug, Clone)]
pub struct Own {
    folder: PathBuf,
    runtime: PathBuf,
    name: String,
}

/// A program that can be the private engine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Program {
    /// Podman, and the OCI runtime for its containers.
    Podman {
        /// Podman itself.
        program: PathBuf,
        /// `runc`, or `crun` if it supports the system's cgroups.
        runtime: PathBuf,
    },
    /// Docker's daemon.
    Dockerd(PathBuf),
}

impl Program {
    /// Returns its name, for people.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Podman { .. } => "Podman",
            Self::Dockerd(_) => "Docker",
        }
    }
}

/// Why there can be no private engine.
///
/// The catalogues have `engine-own-<word>` for each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Unable {
    /// The system is not Linux.
    #[error("only on Linux")]
    System,
    /// Neither Podman nor dockerd is installed.
    #[error("neither podman nor dockerd is installed")]
    NoProgram,
    /// Podman is installed, but no runtime that supports this system's cgroups.
    #[error("podman has no runtime for these cgroups")]
    NoRuntime,
    /// dockerd is installed, but only root may start it.
    #[error("dockerd takes root")]
    NeedsRoot,
    /// Another dockerd runs: two would share a bridge and the firewall's chains.
    #[error("a dockerd runs already")]
    OtherDockerd,
    /// The state folder's path is too long for a socket in it.
    #[error("the socket's path is too long")]
    LongPath,
}

impl Unable {
    /// Returns the key of its message in the catalogues, with the attribute `help`.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::System => "engine-own-system",
            Self::NoProgram => "engine-own-no-program",
            Self::NoRuntime => "engine-own-no-runtime",
            Self::NeedsRoot => "engine-own-needs-root",
            Self::OtherDockerd => "engine-own-other-dockerd",
            Self::LongPath => "engine-own-long-path",
        }
    }
}

/// The facts of the machine that decide which program is used.
#[expect(clippy::struct_excessive_bools, reason = "each is one fact of the machine")]
struct Machine<'m> {
    /// Returns the path of an installed program.
    find: &'m dyn Fn(&str) -> Option<PathBuf>,
    linux: bool,
    root: bool,
    /// Whether all cgroups are version 2. crun refuses the mixed ones.
    unified: bool,
    /// Whether a dockerd runs in our network namespace.
    dockerd: bool,
}

impl Own {
    /// Returns the private engine with this folder.
    #[must_use]
    pub fn new(folder: PathBuf) -> Self {
        let digest = format!("{:x}", Sha256::digest(folder.as_os_str().as_encoded_bytes()));
        let name = digest[..8].to_owned();
        // What must not survive a restart of the machine belongs in the system's runtime folder.
        let runtime = match (is_root(), std::env::var_os("XDG_RUNTIME_DIR")) {
            (true, _) if cfg!(target_os = "linux") => Path::new("/run/statelab").join(&name),
            (_, Some(base)) if !base.is_empty() => Path::new(&base).join("statelab").join(&name),
            _ => folder.join("run"),
        };
        Self { folder, runtime, name }
    }

    /// Returns its folder.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Returns its log file.
    #[must_use]
    pub fn log(&self) -> PathBuf {
        self.folder.join("engine.log")
    }

    /// Returns the socket on which its keeper is asked to release it.
    #[must_use]
    pub fn keeper(&self) -> PathBuf {
        self.runtime.with_extension("keeper")
    }

    fn socket(&self) -> PathBuf {
        self.runtime.join("engine.sock")
    }

    /// Returns its address when it runs.
    #[must_use]
    pub fn address(&self) -> Address {
        Address::Unix(self.socket().display().to_string())
    }

    /// Returns the program to use.
    ///
    /// # Errors
    /// This machine can have no private engine.
    pub fn program(&self) -> Result<Program, Unable> {
        if self.socket().as_os_str().len() > LONGEST_SOCKET {
            return Err(Unable::LongPath);
        }
        choose(&Machine {
            find: &installed,
            linux: cfg!(target_os = "linux"),
            root: is_root(),
            unified: Path::new("/sys/fs/cgroup/cgroup.controllers").exists(),
            dockerd: a_dockerd_runs(),
        })
    }

    /// Opens the lock that users share and the owner waits for, without locking it.
    ///
    /// # Errors
    /// The system's errors.
    pub fn users(&self) -> io::Result<File> {
        self.lock("engine.lock")
    }

    /// Opens the lock for starting it, without locking it.
    ///
    /// # Errors
    /// The system's errors.
    pub fn starters(&self) -> io::Result<File> {
        self.lock("start.lock")
    }

    /// Opens the lock that the running engine holds, without locking it.
    ///
    /// # Errors
    /// The system's errors.
    pub fn running(&self) -> io::Result<File> {
        self.lock("running.lock")
    }

    fn lock(&self, name: &str) -> io::Result<File> {
        private_folder(&self.folder)?;
        OpenOptions::new().create(true).truncate(false).write(true).open(self.folder.join(name))
    }

    /// Returns whether the private engine runs, ends or is being started.
    #[must_use]
    pub fn is_there(&self) -> bool {
        // This question must not create the folder.
        self.folder.is_dir()
            && self
                .running()
                .is_ok_and(|lock| matches!(lock.try_lock_shared(), Err(fs::TryLockError::WouldBlock)))
    }

    /// Creates its folders and settings, and returns the command that starts it.
    ///
    /// The command's standard input is the lock of the running engine. Its other streams are not set.
    ///
    /// # Errors
    /// The system's errors, or Podman cannot work with any storage driver.
    pub fn command(&self, program: &Program, running: &File) -> io::Result<Command> {
        private_folder(&self.folder)?;
        self.forget_last_boot()?;
        private_folder(&self.runtime)?;
        let command = match program {
            Program::Podman { program, runtime } => podman::service(self, program, runtime)?,
            Program::Dockerd(program) => dockerd::daemon(self, program)?,
        };
        let mut command = ended_with_us(command);
        command.stdin(Stdio::from(running.try_clone()?));
        // When a container runs out of memory, Podman's monitor writes a note to its working folder.
        command.current_dir(&self.runtime);
        Ok(command)
    }

    /// Stops what an ended engine left running, and removes its runtime files.
    pub fn tidy(&self, program: &Program) {
        if let Program::Podman { program, runtime } = program {
            podman::stop_all(self, program, runtime);
        }
        // What cannot be removed now does not harm the next start.
        let _ = fs::remove_dir_all(&self.runtime);
        // The shared parent folder is removed with the last engine's.
        let _ = self.runtime.parent().filter(|_| !self.runtime.starts_with(&self.folder)).map(fs::remove_dir);
    }

    /// Removes runtime files of the machine's last boot, whose processes are gone.
    fn forget_last_boot(&self) -> io::Result<()> {
        let boot = fs::read_to_string("/proc/sys/kernel/random/boot_id").unwrap_or_default();
        let seen = self.folder.join("boot");
        if fs::read_to_string(&seen).is_ok_and(|last| last == boot) {
            return Ok(());
        }
        match fs::remove_dir_all(&self.runtime) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => fs::write(seen, boot),
        }
    }
}

/// Chooses the program for this machine.
///
/// Podman comes before dockerd, since it needs no root and can run beside another engine.
fn choose(machine: &Machine<'_>) -> Result<Program, Unable> {
    if !machine.linux {
        return Err(Unable::System);
    }
    let (podman, dockerd) = ((machine.find)("podman"), (machine.find)("dockerd"));
    if let Some(program) = podman.clone() {
        let crun = (machine.find)("crun").filter(|_| machine.unified);
        if let Some(runtime) = crun.or_else(|| (machine.find)("runc")) {
            return Ok(Program::Podman { program, runtime });
        }
    }
    match dockerd {
        Some(_) if !machine.root => Err(Unable::NeedsRoot),
        Some(_) if machine.dockerd => Err(Unable::OtherDockerd),
        Some(program) => Ok(Program::Dockerd(program)),
        None if podman.is_some() => Err(Unable::NoRuntime),
        None => Err(Unable::NoProgram),
    }
}

/// Wraps a command so that the system ends it when its parent dies, if possible.
///
/// This takes `setpriv`, which is part of util-linux.
fn ended_with_us(command: Command) -> Command {
    let Some(setpriv) = installed("setpriv") else { return command };
    let mut wrapped = Command::new(setpriv);
    wrapped.args(["--pdeathsig", "TERM", "--"]).arg(command.get_program()).args(command.get_args());
    wrapped.envs(command.get_envs().filter_map(|(name, value)| Some((name, value?))));
    wrapped
}

/// Returns the path of an installed program.
fn installed(name: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    // Daemons are often installed outside an ordinary user's PATH.
    let folders = std::env::split_paths(&path).chain(["/usr/sbin".into(), "/sbin".into()]);
    folders.map(|folder| folder.join(name)).find(|program| is_program(program))
}

fn is_program(path: &Path) -> bool {
    #[cfg(unix)]
    let executable =
        |meta: &fs::Metadata| std::os::unix::fs::PermissionsExt::mode(&meta.permissions()) & 0o111 != 0;
    #[cfg(not(unix))]
    let executable = |_: &fs::Metadata| true;
    fs::metadata(path).is_ok_and(|meta| meta.is_file() && executable(&meta))
}

fn is_root() -> bool {
    #[cfg(unix)]
    return rustix::process::geteuid().is_root();
    #[cfg(not(unix))]
    false
}

/// Returns whether a dockerd runs in this network namespace.
fn a_dockerd_runs() -> bool {
    let ours = fs::read_link("/proc/self/ns/net").ok();
    let mut processes = fs::read_dir("/proc").into_iter().flatten().flatten();
    processes.any(|process| {
        let path = process.path();
        fs::read_to_string(path.join("comm")).is_ok_and(|name| name.trim_end() == "dockerd")
            && fs::read_link(path.join("ns/net")).ok() == ours
    })
}

/// Creates a folder for this user only.
///
/// It may be a link of the user's, to where there is more room.
fn private_folder(path: &Path) -> io::Result<()> {
    make_private(path)?;
    #[cfg(unix)]
    fs::set_permissions(path, std::os::unix::fs::PermissionsExt::from_mode(0o700))?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chosen(installed: &[&str], root: bool, unified: bool, dockerd: bool) -> Result<Program, Unable> {
        let find = |name: &str| installed.contains(&name).then(|| PathBuf::from(name));
        choose(&Machine { find: &find, linux: true, root, unified, dockerd })
    }

    fn podman(runtime: &str) -> Program {
        Program::Podman { program: "podman".into(), runtime: runtime.into() }
    }

    #[test]
    fn podman_comes_first_with_a_runtime_for_the_cgroups() {
        assert_eq!(chosen(&["podman", "crun", "runc", "dockerd"], true, true, false), Ok(podman("crun")));
        assert_eq!(chosen(&["podman", "crun", "runc"], false, false, true), Ok(podman("runc")));
        assert_eq!(chosen(&["podman", "crun"], true, false, false), Err(Unable::NoRuntime));
        assert_eq!(chosen(&[], true, true, false), Err(Unable::NoProgram));
    }

    #[test]
    fn dockerd_takes_root_and_no_other_one() {
        let dockerd = Ok(Program::Dockerd("dockerd".into()));
        assert_eq!(chosen(&["dockerd"], true, true, false), dockerd);
        assert_eq!(chosen(&["podman", "crun", "dockerd"], true, false, false), dockerd);
        assert_eq!(chosen(&["dockerd"], false, true, false), Err(Unable::NeedsRoot));
        assert_eq!(chosen(&["dockerd"], true, true, true), Err(Unable::OtherDockerd));
    }

    #[test]
    fn two_folders_are_two_engines() {
        let (one, other) = (Own::new("/a/engine".into()), Own::new("/b/engine".into()));
        assert_ne!(one.address(), other.address());
        assert_eq!(one.address(), Own::new("/a/engine".into()).address());
        assert!(!one.is_there() && !Path::new("/a/engine").exists());
    }
}
