//! One key from the terminal.

use std::io;

use crossterm::event::{Event, KeyCode, KeyEventKind, KeyModifiers, read};
use crossterm::terminal::{disable_raw_mode, enable_raw_mode};

/// What a key means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Key {
    /// Go on.
    Enter,
    /// `q`, Escape, Ctrl-C or Ctrl-D: leave.
    Leave,
}

/// Waits for Enter or for a key that leaves; others are passed over.
///
/// # Errors
/// The terminal's.
pub fn wait() -> io::Result<Key> {
    enable_raw_mode()?;
    let key = wait_raw();
    disable_raw_mode()?;
    key
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
            KeyCode::Char('c' | 'd') if control => return Ok(Key::Leave),
            KeyCode::Esc | KeyCode::Char('q' | 'Q') => return Ok(Key::Leave),
            _ => {}
        }
    }
}
