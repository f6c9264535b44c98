//! Every screen of three labs, in each language, rich and plain, narrow and wide.

mod choices;
mod masks;
mod session;

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use statelab::i18n::Locale;

use masks::Masks;
use session::{Played, Session};

const LABS: [&str; 3] = ["nginx-stateless", "postgres-volume", "orphaned-data"];
const COLUMNS: [u16; 3] = [40, 80, 160];

/// Every session of which a snapshot is kept.
fn sessions() -> Vec<Session> {
    let mut sessions = Vec::new();
    for lab in LABS {
        for locale in Locale::ALL {
            for plain in [false, true] {
                for columns in COLUMNS {
                    sessions.push(Session { lab, locale, plain, columns, no_color: false });
                }
            }
        }
    }
    sessions
}

/// Replays of sessions, a few at a time, in their order.
fn replays(sessions: &[Session]) -> Vec<Played> {
    let next = AtomicUsize::new(0);
    let some = || {
        let mut played = Vec::new();
        while let Some(session) = sessions.get(next.fetch_add(1, Ordering::Relaxed)) {
            played.push((session.name(), session.replay()));
        }
        played
    };
    let mut played: Vec<(String, Played)> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..4).map(|_| scope.spawn(some)).collect();
        threads.into_iter().flat_map(|thread| thread.join().unwrap()).collect()
    });
    played.sort_by_key(|(name, _)| sessions.iter().position(|session| session.name() == *name));
    played.into_iter().map(|(_, played)| played).collect()
}

/// A session as its snapshot has it.
fn snapshot(session: &Session, played: &Played) -> String {
    let mut masks = Masks::default();
    let mut text = format!("statelab replay {}, as {}\n", session.lab, session.name());
    for (number, stop) in played.stops.iter().enumerate() {
        text.push_str(&format!("======== {}\n", number + 1));
        for row in &stop.rows {
            text.push_str(&masks.row(&row.text));
            text.push_str(if row.broken { "↩\n" } else { "\n" });
        }
        if !stop.pressed.is_empty() {
            text.push_str(&format!("======== {}\n", stop.pressed));
        }
    }
    text
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/screens")
}

#[test]
fn every_screen_is_as_it_was_looked_at() {
    let sessions = sessions();
    let replays = replays(&sessions);
    let update = std::env::var_os("UPDATE").is_some();
    let mut other = Vec::new();
    for (session, played) in sessions.iter().zip(&replays) {
        let path = folder().join(format!("{}.txt", session.name()));
        let now = snapshot(session, played);
        if update {
            fs::write(&path, &now).unwrap();
        } else if fs::read_to_string(&path).ok().as_ref() != Some(&now) {
            other.push(session.name());
        }
    }
    assert_eq!(other, [""; 0], "UPDATE=1 cargo test --test program screens:: writes them anew, to be looked at");
}
