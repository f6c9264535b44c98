//! Every screen of three labs, in each language, rich and plain, narrow and wide.

mod choices;
mod faults;
mod recording;
mod session;

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use statelab::i18n::{Locale, Words};

use crate::harness::{Engine, files_below};
use recording::Recorded;
use session::{Played, ScreenRow, Session};

const LABS: [&str; 3] = ["nginx-stateless", "postgres-volume", "orphaned-data"];
const COLUMNS: [u16; 3] = [40, 80, 160];
/// What parts one screen from the next in a snapshot.
const RULE: &str = "========";

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
            played.push((session.name(), session.replay(&Recorded::shipped(session.lab, session.locale))));
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
    let mut text = format!("{}, {} columns\n", session.name(), session.columns);
    for stop in &played.stops {
        text.push_str(RULE);
        text.push('\n');
        for row in &stop.rows {
            text.push_str(&row.text);
            text.push_str(if row.broken { "↩\n" } else { "\n" });
        }
        if !stop.pressed.is_empty() {
            text.extend([RULE, " ", &stop.pressed, "\n"]);
        }
    }
    text
}

fn snapshots() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/screens")
}

/// A replay on a terminal writes nothing but what is on these screens; `UPDATE=1` writes them anew, to
/// be looked at again.
#[test]
fn every_screen_is_as_it_was_looked_at() {
    let sessions = sessions();
    let replays = replays(&sessions);
    let mut wrong = Vec::new();
    for (session, played) in sessions.iter().zip(&replays) {
        let path = snapshots().join(format!("{}.txt", session.name()));
        let now = snapshot(session, played);
        if std::env::var_os("UPDATE").is_some() {
            fs::write(&path, &now).unwrap();
        } else if fs::read_to_string(&path).ok().as_ref() != Some(&now) {
            wrong.push(format!("{}: another one than its snapshot", session.name()));
        }
        wrong.extend(faults::of(session, played).into_iter().map(|it| format!("{}: {it}", session.name())));
    }
    wrong.extend(faults::between(&sessions, &replays));
    assert!(
        wrong.is_empty(),
        "{}\nUPDATE=1 cargo test --test program screens:: writes them anew",
        wrong.join("\n")
    );
}

#[test]
fn no_snapshot_is_left_over() {
    let known: Vec<PathBuf> =
        sessions().iter().map(|session| snapshots().join(format!("{}.txt", session.name()))).collect();
    let others = files_below(&snapshots()).into_iter().filter(|path| !known.contains(path));
    assert_eq!(others.collect::<Vec<_>>(), Vec::<PathBuf>::new());
}

#[test]
fn colour_says_nothing_that_the_text_does_not() {
    let rich: Vec<Session> =
        sessions().into_iter().filter(|session| !session.plain && session.columns == 80).collect();
    let bare: Vec<Session> = rich.iter().map(|session| Session { no_color: true, ..*session }).collect();
    for ((session, rich), bare) in rich.iter().zip(replays(&rich)).zip(replays(&bare)) {
        assert!(rich.is_colored() && !bare.is_colored(), "{}", session.name());
        assert_eq!(snapshot(session, &rich), snapshot(session, &bare));
    }
}

/// The screens of a run, or of its replay without what only a replay says, and without the words
/// that go with a key.
fn of_the_run(session: &Session, mut played: Played) -> String {
    let words = Words::new(session.locale);
    if let [first, .., last] = &mut played.stops[..] {
        let end = |rows: &[ScreenRow]| rows.iter().position(|row| row.text.is_empty());
        first.rows.drain(..end(&first.rows).unwrap());
        last.rows.truncate(end(&last.rows).unwrap_or(last.rows.len()));
    }
    let text = snapshot(session, &played);
    let keys = ["guide-enter-next", "guide-enter-end", "guide-enter"].map(|key| words.say(key, &[]));
    keys.iter().fold(text, |text, key| text.replace(key, &words.say("replay-enter", &[])))
}

/// So the snapshots of replays stand for runs.
#[test]
fn a_guided_run_shows_what_its_replay_shows() {
    let _engine = Engine::any();
    for locale in Locale::ALL {
        let session = Session { lab: "nginx-stateless", locale, plain: false, columns: 80, no_color: false };
        let home = tempfile::tempdir().unwrap();
        let file = home.path().join("run.jsonl");
        let run = session.play(home.path(), &["run", session.lab, "--record", file.to_str().unwrap()]);
        assert_eq!(run.status, Some(0), "{}", snapshot(&session, &run));
        let recorded = Recorded::of(session.lab, locale, &fs::read_to_string(&file).unwrap());
        let replay = session.replay(&recorded);
        assert_eq!(of_the_run(&session, run), of_the_run(&session, replay));
    }
}
