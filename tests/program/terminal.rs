//! The program on a real pseudo-terminal, behind which an emulator keeps the screen.

use std::fs::File;
use std::io::{ErrorKind, Read, Write};
use std::num::NonZero;
use std::ops::{Deref, DerefMut};
use std::os::fd::AsFd;
use std::path::Path;
use std::process::Child;
use std::sync::{Arc, Condvar, Mutex, MutexGuard};

use pty_process::Size;
use pty_process::blocking::{Command, Pty, open};

use crate::harness::{LIMIT, Lab, engine_address, signal, until};

const ROWS: NonZero<u16> = NonZero::new(60).unwrap();
const COLUMNS: NonZero<u16> = NonZero::new(100).unwrap();

/// A terminal with the program in it.
pub struct Terminal {
    pty: Pty,
    child: Running,
    seen: Arc<Seen>,
}

/// What came out of the program.
struct Seen {
    inner: Mutex<Inner>,
    /// More came.
    more: Condvar,
}

struct Inner {
    screen: vt100::Parser,
    bytes: Vec<u8>,
    /// Nothing more comes.
    ended: bool,
}

impl Seen {
    fn look(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap()
    }

    /// Takes all that comes, until the terminal's other end is gone: the program has ended.
    fn read(&self, mut from: File) {
        let mut buffer = [0; 4096];
        loop {
            match from.read(&mut buffer) {
                Ok(length) if length > 0 => {
                    let mut inner = self.look();
                    inner.screen.process(&buffer[..length]);
                    inner.bytes.extend_from_slice(&buffer[..length]);
                    self.more.notify_all();
                }
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Ok(_) | Err(_) => break,
            }
        }
        self.look().ended = true;
        self.more.notify_all();
    }
}

impl Terminal {
    /// A guided run of a lab.
    pub fn run(lab: &Lab) -> Self {
        Self::run_with(lab, &[])
    }

    /// A guided run of a lab, with more arguments.
    pub fn run_with(lab: &Lab, arguments: &[&str]) -> Self {
        let home = lab.state();
        let labs = lab.folder();
        let run = ["run", &lab.id, "--labs", labs.parent().unwrap().to_str().unwrap()];
        Self::open(home.parent().unwrap(), &[&run, arguments].concat())
    }

    /// The program with these arguments; `state` is where it keeps its files.
    pub fn open(state: &Path, arguments: &[&str]) -> Self {
        Self::open_wide(state, arguments, COLUMNS)
    }

    /// The same on a terminal of so many columns.
    pub fn open_wide(state: &Path, arguments: &[&str], columns: NonZero<u16>) -> Self {
        Self::sized(state, arguments, ROWS, columns, &[])
    }

    /// The program in a terminal of this size, with these environment variables.
    pub fn sized(
        state: &Path,
        arguments: &[&str],
        rows: NonZero<u16>,
        columns: NonZero<u16>,
        variables: &[(&str, &str)],
    ) -> Self {
        Self::of(env!("CARGO_BIN_EXE_statelab"), arguments, state, rows, columns, variables)
    }

    /// A program that comes to be statelab, in the middle of a shell's work.
    pub fn through(program: &str, arguments: &[&str], state: &Path) -> Self {
        Self::of(program, arguments, state, ROWS, COLUMNS, &[])
    }

    fn of(
        program: &str,
        arguments: &[&str],
        state: &Path,
        rows: NonZero<u16>,
        columns: NonZero<u16>,
        variables: &[(&str, &str)],
    ) -> Self {
        let (pty, pts) = open().unwrap();
        pty.resize(Size::new(rows.get(), columns.get())).unwrap();
        let mut command = Command::new(program);
        for variable in ["LANG", "LC_MESSAGES", "STATELAB_LANG", "NO_COLOR", "FORCE_COLOR"] {
            command = command.env_remove(variable);
        }
        let command = command
            .args(arguments)
            .env("XDG_STATE_HOME", state)
            .env("TERM", "xterm-256color")
            .env("LC_ALL", "C.UTF-8")
            .envs(engine_address().map(|address| ("STATELAB_ENGINE", address)))
            .envs(variables.iter().copied());
        let child = Running(command.spawn(pts).unwrap());
        let screen = vt100::Parser::new(rows, columns, 1000);
        let inner = Mutex::new(Inner { screen, bytes: Vec::new(), ended: false });
        let seen = Arc::new(Seen { inner, more: Condvar::new() });
        let from = File::from(pty.as_fd().try_clone_to_owned().unwrap());
        let shared = Arc::clone(&seen);
        std::thread::spawn(move || shared.read(from));
        Self { pty, child, seen }
    }

    /// The program's process.
    pub fn child(&self) -> &Child {
        &self.child
    }

    /// What stands on the screen.
    pub fn text(&self) -> String {
        self.seen.look().screen.screen().contents()
    }

    /// Looks at the screen, again each time that more came, until `look` sees what it wants.
    pub fn wait<T>(&self, what: &str, look: impl FnMut(&vt100::Screen) -> Option<T>) -> T {
        let found = self.wait_or_end(what, look);
        found.unwrap_or_else(|| panic!("ended before it was on the screen: {what}\n{}", self.text()))
    }

    /// As `wait`; none: the program ended before.
    pub fn wait_or_end<T>(&self, what: &str, mut look: impl FnMut(&vt100::Screen) -> Option<T>) -> Option<T> {
        let mut inner = self.seen.look();
        loop {
            let found = look(inner.screen.screen());
            if found.is_some() || inner.ended {
                return found;
            }
            let (after, timeout) = self.seen.more.wait_timeout(inner, LIMIT).unwrap();
            inner = after;
            let text = || inner.screen.screen().contents();
            assert!(!timeout.timed_out(), "not on the screen: {what}\n{}", text());
        }
    }

    /// Waits until the screen has this.
    pub fn until(&self, wanted: &str) {
        self.wait(wanted, |screen| screen.contents().contains(wanted).then_some(()));
    }

    /// Waits until the last line of the screen has this.
    pub fn until_asked(&self, wanted: &str) {
        self.wait(wanted, |screen| {
            let text = screen.contents();
            text.trim_end().lines().next_back().unwrap_or_default().contains(wanted).then_some(())
        });
    }

    /// Goes on from the pause before a step that begins with a question.
    pub fn go_on(&mut self, enter: &str) {
        self.until_asked("Enter goes on");
        self.press(enter);
    }

    pub fn press(&mut self, keys: &str) {
        self.pty.write_all(keys.as_bytes()).unwrap();
    }

    /// Moves to a choice and takes it.
    pub fn choose(&mut self, choice: &str) {
        let mut marked = self.wait(choice, |screen| {
            let offered = |line: &str| {
                line.strip_prefix("> ").or(line.strip_prefix("  ")).is_some_and(|it| it.starts_with(choice))
            };
            question(screen)
                .filter(|lines| lines.iter().any(|line| offered(line)))
                .and_then(|it| self::marked(&it))
        });
        while !marked.starts_with(choice) {
            self.press("\x1b[B");
            marked = self.wait("another choice", |screen| {
                question(screen).and_then(|it| self::marked(&it)).filter(|next| *next != marked)
            });
        }
        self.press("\r");
    }

    /// Waits for the program's end.
    pub fn status(mut self) -> Option<i32> {
        self.ended()
    }

    /// The screen once nothing more comes.
    pub fn last_screen(&self) -> vt100::Screen {
        self.wait_or_end("the end", |_| None::<()>);
        self.seen.look().screen.screen().clone()
    }

    /// Waits for the program's end: its status, and all the bytes that came.
    pub fn ends(mut self) -> (Option<i32>, Vec<u8>) {
        self.last_screen();
        let bytes = self.seen.look().bytes.clone();
        (self.ended(), bytes)
    }

    fn ended(&mut self) -> Option<i32> {
        let mut status = None;
        until("ends", || {
            status = self.child.try_wait().unwrap();
            status.is_some()
        });
        status.unwrap().code()
    }

    /// The terminal goes away, as it does when its window is closed; the program is left. The
    /// reader's copy keeps the terminal open: what a closed window sends is still to be sent.
    pub fn goes_away(self) -> Running {
        drop(self.pty);
        self.child
    }
}

/// The lines of the question that is being asked, to the last one, which says the keys. What stands above
/// may have the same words.
fn question(screen: &vt100::Screen) -> Option<Vec<String>> {
    let text = screen.contents();
    let lines: Vec<&str> = text.trim_end().lines().collect();
    let begin = lines.iter().rposition(|line| line.starts_with("? "))?;
    let whole = lines.last()?.ends_with(']') && lines[begin..].iter().any(|line| line.starts_with('['));
    whole.then(|| lines[begin..].iter().map(|line| (*line).to_owned()).collect())
}

/// The choice of a question that the mark stands before.
fn marked(question: &[String]) -> Option<String> {
    question.iter().find_map(|line| line.strip_prefix("> ")).map(str::to_owned)
}

/// A program that is told to end where its test ends first: a test that fails leaves no run behind that
/// has the names of the next one.
pub struct Running(Child);

impl Deref for Running {
    type Target = Child;

    fn deref(&self) -> &Child {
        &self.0
    }
}

impl DerefMut for Running {
    fn deref_mut(&mut self) -> &mut Child {
        &mut self.0
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        if self.0.try_wait().is_ok_and(|status| status.is_none()) {
            signal(&self.0, "TERM");
            drop(self.0.wait());
        }
    }
}
