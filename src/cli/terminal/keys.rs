//! Single keys from the terminal.

use std::io;
use std::time::Duration;

use crate::cli::terminal::screen::put;
use crate::session::Left;
use crossterm::cursor::Show;
use crossterm::event::{Event, KeyCode, KeyEventKind, KeyModifiers, poll, read};
use crossterm::execute;
use crossterm::terminal::{disable_raw_mode, enable_raw_mode};

/// What a key means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Key {
    /// Go on.
    Enter,
    /// `i`: unfold the evidence.
    Evidence,
    /// `q`, Escape, Ctrl-C or Ctrl-D: leave.
    Leave,
}

/// Shows a prompt and waits for Enter, for `i`, or for a key that leaves; others are passed over,
/// and so is what was typed before. The terminal is put into its mode for single keys first: it
/// would show a key that comes between.
///
/// # Errors
/// The terminal's.
pub fn wait(prompt: &str) -> io::Result<Key> {
    enable_raw_mode()?;
    let key = drain().and_then(|()| {
        put(&prompt.replace('\n', "\r\n"));
        wait_raw()
    });
    disable_raw_mode()?;
    key
}

/// Reads a line, for plain text; `q` alone leaves, and so does the end of the input.
///
/// # Errors
/// The student left.
pub fn line() -> Result<String, Left> {
    let mut line = String::new();
    match io::stdin().read_line(&mut line) {
        Ok(length) if length > 0 && line.trim() != "q" => Ok(line.trim().to_owned()),
        _ => Err(Left),
    }
}

/// Forgets what was typed while nothing was asked, so that it answers no question. To be called
/// before the question is shown: what is typed behind that is its answer.
///
/// # Errors
/// The terminal's.
pub fn forget() -> io::Result<()> {
    enable_raw_mode()?;
    let drained = drain();
    disable_raw_mode()?;
    drained
}

/// Puts the terminal back, where a question was broken off. Where the terminal is gone there is
/// nothing to put back. Plain text never hid the cursor.
pub fn restore(plain: bool) {
    let _ = disable_raw_mode();
    if !plain {
        let _ = execute!(io::stdout(), Show);
    }
}

fn drain() -> io::Result<()> {
    while poll(Duration::ZERO)? {
        read()?;
    }
    Ok(())
}

fn wait_raw() -> io::Result<Key> {
    loop {
        let Event::Key(key) = read()? else {
            continue;
        };
        if key.kind == KeyEventKind::Release {
            continue;
        }
        let control = key.modifiers.contains(KeyModifiers::CONTROL);
        match key.code {
            KeyCode::Enter => return Ok(Key::Enter),
            KeyCode::Char('i' | 'I') if !control => return Ok(Key::Evidence),
            KeyCode::Char('c' | 'd') if control => return Ok(Key::Leave),
            KeyCode::Esc | KeyCode::Char('q' | 'Q') => return Ok(Key::Leave),
            _ => {}
        }
    }
}
