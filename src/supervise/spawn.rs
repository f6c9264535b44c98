//! A second process of the program that outlives the first.
//!
//! It is detached from the terminal, and reports when it is ready.

use std::ffi::OsString;
use std::io::{self, BufRead as _, BufReader, Write as _};
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::thread;

/// Starts this program again with these arguments, and waits for a line from it.
///
/// Returns the line without its end. An empty line means that the child is ready.
///
/// # Errors
/// It could not be started, or ended without a line.
pub fn start_child(arguments: &[OsString]) -> io::Result<String> {
    let mut command = Command::new(program()?);
    command.args(arguments);
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
    #[cfg(unix)]
    {
        use std::os::unix::process::CommandExt;
        // The child gets no signals sent to the terminal's processes, and keeps no disk in use.
        command.arg0("statelab").process_group(0).current_dir("/");
    }
    let mut child = command.spawn()?;
    let mut line = String::new();
    let heard = child.stdout.take().map_or(Ok(0), |words| BufReader::new(words).read_line(&mut line));
    // The result does not matter, but an ended child must be reaped while this process goes on.
    thread::spawn(move || child.wait());
    match heard? {
        0 => Err(io::ErrorKind::UnexpectedEof.into()),
        _ => Ok(line.trim_end().to_owned()),
    }
}

/// Sends a line to the process that started this one with [`start_child`].
///
/// An empty line means that this process is ready.
///
/// # Errors
/// It could not be written.
pub fn say_to_parent(words: &str) -> io::Result<()> {
    let mut out = io::stdout().lock();
    out.write_all(words.as_bytes())?;
    out.write_all(b"\n")?;
    out.flush()
}

/// Returns this program's path, even if its file was replaced since the start.
fn program() -> io::Result<PathBuf> {
    if cfg!(target_os = "linux") { Ok(PathBuf::from("/proc/self/exe")) } else { std::env::current_exe() }
}
