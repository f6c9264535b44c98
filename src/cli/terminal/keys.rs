//! Reads single keys from the terminal.

use std::io;
use std::time::Duration;

use crate::cli::terminal::screen::put;
use crate::session::Left;
use crossterm::cursor::Show;
use crossterm::event::{Event, KeyCode, KeyEventKind, KeyModifiers, poll, read};
use crossterm::execute;
use crossterm::terminal::{disable_raw_mode, enable_raw_mode};

/// The meaning of a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyPress {
    /// Continue.
    Enter,
    /// `i`: show the evidence.
    Evidence,
    /// `q`, Escape, Ctrl-C or Ctrl-D: leave.
    Leave,
}

/// Shows a prompt and waits for Enter, `i` or a key that leaves.
///
/// Other keys and earlier input are ignored. The terminal enters single-key mode before the prompt
/// appears, since it would otherwise echo a key that arrives in between.
///
/// # Errors
/// Errors of the terminal.
pub fn wait(prompt: &str) -> io::Result<KeyPress> {
    enable_raw_mode()?;
    let key = drain().and_then(|()| {
        put(&prompt.replace('\n', "\r\n"));
        wait_raw()
    });
    disable_raw_mode()?;
    key
}

/// Reads a line, for plain text. `q` alone and the end of the input leave.
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

/// Discards earlier input, so that it does not answer the next question.
///
/// Call it before the question is shown: anything typed after that is an answer.
///
/// # Errors
/// Errors of the terminal.
pub fn forget() -> io::Result<()> {
    enable_raw_mode()?;
    let drained = drain();
    disable_raw_mode()?;
    drained
}

/// Restores the terminal after an interrupted question.
///
/// If the terminal is gone, there is nothing to restore. Plain text never hides the cursor.
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

fn wait_raw() -> io::Result<KeyPress> {
    loop {
        let Event::Key(key) = read()? else {
            continue;
        };
        if key.kind == KeyEventKind::Release {
            continue;
        }
        let control = key.modifiers.contains(KeyModifiers::CONTROL);
        match key.code {
            KeyCode::Enter => return Ok(KeyPress::Enter),
            KeyCode::Char('i' | 'I') if !control => return Ok(KeyPress::Evidence),
            KeyCode::Char('c' | 'd') if control => return Ok(KeyPress::Leave),
            KeyCode::Esc | KeyCode::Char('q' | 'Q') => return Ok(KeyPress::Leave),
            _ => {}
        }
    }
}
