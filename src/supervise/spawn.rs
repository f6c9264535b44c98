//! A second process of the program that outlives the first: away from its terminal, with a word from it
//! when it is ready.

use std::ffi::OsString;
use std::io::{self, BufRead as _, BufReader, Write as _};
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::thread;

/// Starts this program once more with these arguments, and waits until it has said a line, which is given
/// back without its end; an empty one: it is ready.
///
/// # Errors
/// It could not be started, or ended without a word.
pub fn start_child(arguments: &[OsString]) -> io::Result<String> {
    let mut command = Command::new(program()?);
    command.args(arguments);
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
    #[cfg(unix)]
    {
        use std::os::unix::process::CommandExt;
        // What is sent to all that runs on the terminal is not for it, and it keeps no disk in use.
        command.arg0("statelab").process_group(0).current_dir("/");
    }
    let mut child = command.spawn()?;
    let mut line = String::new();
    let heard = child.stdout.take().map_or(Ok(0), |words| BufReader::new(words).read_line(&mut line));
    // Nobody waits for it; but where this process goes on, the system wants to be asked how it ended.
    thread::spawn(move || child.wait());
    match heard? {
        0 => Err(io::ErrorKind::UnexpectedEof.into()),
        _ => Ok(line.trim_end().to_owned()),
    }
}

/// Says a line to the process that started this one by [`start_child`]; an empty one says that it is ready.
///
/// # Errors
/// It could not be written.
pub fn say_to_parent(words: &str) -> io::Result<()> {
    let mut out = io::stdout().lock();
    out.write_all(words.as_bytes())?;
    out.write_all(b"\n")?;
    out.flush()
}

/// This program, also where its file was replaced meanwhile.
fn program() -> io::Result<PathBuf> {
    if cfg!(target_os = "linux") { Ok(PathBuf::from("/proc/self/exe")) } else { std::env::current_exe() }
}
