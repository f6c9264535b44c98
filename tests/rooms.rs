//! The rooms of the library and their borders: what each may import, and what only one may do.

#![expect(clippy::expect_used, reason = "a test")]

mod circles;
mod sources;

use std::fs;
use std::path::Path;

use circles::circles;
use sources::{Source, Token, read, sources};

/// The rooms, from the top of the house to its bottom, and what each may import: rooms below it.
const ROOMS: &[(&str, &[&str])] = &[
    ("main", &["cli"]),
    (
        "cli",
        &[
            "report",
            "lint",
            "session",
            "supervise",
            "view",
            "story",
            "runner",
            "progress",
            "recording",
            "event",
            "lab",
            "command",
            "engine",
            "fate",
            "host",
            "i18n",
            "diagnostic",
            "source",
        ],
    ),
    ("report", &["view", "story", "runner", "recording", "event", "lab", "i18n"]),
    ("lint", &["runner", "lab", "command", "engine", "fate", "host", "diagnostic", "source"]),
    ("session", &["supervise", "runner", "event", "lab", "command", "engine", "host"]),
    ("supervise", &["story", "runner", "event", "engine", "host"]),
    ("view", &["story", "event", "fate", "i18n", "diagnostic", "source"]),
    ("story", &["event", "fate", "i18n"]),
    ("runner", &["event", "lab", "command", "engine", "fate", "host"]),
    ("progress", &["event", "host"]),
    ("recording", &["event", "command", "source"]),
    ("event", &["command", "fate", "source"]),
    ("lab", &["command", "engine", "fate", "host", "diagnostic", "source"]),
    ("command", &["diagnostic", "source"]),
    ("engine", &["host"]),
    ("fate", &[]),
    ("host", &[]),
    ("i18n", &[]),
    ("diagnostic", &["source"]),
    ("source", &[]),
];

/// Modules that import each other, within one that is named first, and why. In the order of their names.
const CIRCLES: &[(&str, &[&str], &str)] = &[
    (
        "command",
        &["grammar", "meaning", "table", "value"],
        "the table of the flags names what makes an action of each",
    ),
    (
        "engine",
        &["details", "error", "refusal", "spec", "types"],
        "one vocabulary: an error names an operation",
    ),
    ("lab::parse", &["lab", "predict", "step"], "the readers of tables within tables"),
    ("lab::parse", &["reader", "table"], "a table is read through the reader that knows it"),
];

/// Lines that a file may have before its tests.
const LONGEST: usize = 400;
/// How the docs of a longer file begin to say why.
const LONGER_BECAUSE: &str = "Longer than 400 lines because";

/// The room of a file: the first part of its path.
fn room(path: &str) -> &str {
    let inside = path.strip_prefix("src/").unwrap_or(path);
    inside.split('/').next().unwrap_or(inside).trim_end_matches(".rs")
}

fn may_import(room: &str) -> Option<&'static [&'static str]> {
    ROOMS.iter().find(|(name, _)| *name == room).map(|(_, below)| *below)
}

/// How many modules deep the code of a file stands: `src/fate.rs` and `src/lab/mod.rs` one.
fn depth(path: &str) -> usize {
    let inside = path.strip_prefix("src/").unwrap_or(path).trim_end_matches(".rs");
    let parts = inside.split('/').filter(|part| !matches!(*part, "mod" | "lib" | "main"));
    parts.count()
}

/// The rooms that a file names: by `crate::`, by the library's own name, or by enough `super::` to
/// leave the room; with their lines.
fn named_rooms(source: &Source) -> Vec<(String, usize)> {
    let tokens = &source.tokens;
    let text = |at: usize| tokens.get(at).map_or("", |token| token.text.as_str());
    let (mut named, mut inline, mut braces) = (Vec::new(), Vec::new(), 0_usize);
    for at in 0..tokens.len() {
        match text(at) {
            "{" => {
                braces += 1;
                if at >= 2 && text(at - 2) == "mod" {
                    inline.push(braces);
                }
            }
            "}" => {
                if inline.last() == Some(&braces) {
                    inline.pop();
                }
                braces = braces.saturating_sub(1);
            }
            "crate" | "statelab" if text(at + 1) == "::" => named.extend(heads(tokens, at + 2)),
            "super" if at < 2 || text(at - 2) != "super" => {
                let climbs = (0..tokens.len()).take_while(|step| text(at + 2 * step) == "super").count();
                if climbs >= depth(&source.path) + inline.len() {
                    named.extend(heads(tokens, at + 2 * climbs));
                }
            }
            _ => {}
        }
    }
    named.retain(|(name, _)| !matches!(name.as_str(), "self" | "*"));
    named
}

/// The first names of a path at `at`, or of each path of a group there.
fn heads(tokens: &[Token], at: usize) -> Vec<(String, usize)> {
    let named = |token: &Token| (token.text.clone(), token.line);
    let Some(first) = tokens.get(at) else { return Vec::new() };
    if first.text != "{" {
        return vec![named(first)];
    }
    let (mut found, mut depth, mut begins) = (Vec::new(), 0_usize, true);
    for token in &tokens[at..] {
        match token.text.as_str() {
            "{" => depth += 1,
            "}" if depth == 1 => break,
            "}" => depth -= 1,
            "," => begins = begins || depth == 1,
            _ if depth == 1 && begins => {
                found.push(named(token));
                begins = false;
            }
            _ => {}
        }
    }
    found
}

/// What is wrong with the imports of a file.
fn crossed_borders(source: &Source) -> Vec<String> {
    let here = room(&source.path);
    if here == "lib" {
        return Vec::new();
    }
    let Some(allowed) = may_import(here) else {
        return vec![format!("{}: the room `{here}` is not in the list of rooms", source.path)];
    };
    named_rooms(source)
        .into_iter()
        // What is no room is a name that `lib.rs` gives; it has none but rooms.
        .filter(|(name, _)| name != here && !allowed.contains(&name.as_str()))
        .map(|(name, line)| format!("{}:{line}: `{here}` may not import `{name}`", source.path))
        .collect()
}

/// The parts of the program, from top to bottom: each may import those after it.
const PARTS: &[&str] =
    &["mod", "commands", "allow", "connect", "engine_words", "arguments", "context", "terminal", "exit"];

/// What is wrong with the imports between the parts of the program.
fn crossed_parts(source: &Source) -> Vec<String> {
    let at = |part: &str| PARTS.iter().position(|known| *known == part);
    let Some(inside) = source.path.strip_prefix("src/cli/") else { return Vec::new() };
    let here = inside.split('/').next().unwrap_or(inside).trim_end_matches(".rs");
    let Some(here_at) = at(here) else {
        return vec![format!("{}: the part `{here}` is not in the list of parts", source.path)];
    };
    let text = |token: &Token| token.text.clone();
    let named = source.tokens.windows(5).filter(|window| {
        let words: Vec<String> = window.iter().map(text).collect();
        words[..4] == ["crate", "::", "cli", "::"]
    });
    named
        .filter(|window| at(&window[4].text).is_none_or(|named| named < here_at))
        .map(|window| {
            let (line, part) = (window[4].line, &window[4].text);
            format!("{}:{line}: `{here}` may not import `{part}`", source.path)
        })
        .collect()
}

/// Words that only some files may use: a run of tokens, who may, and why.
type Reserved = (&'static [&'static str], fn(&str) -> bool, &'static str);

const RESERVED: &[Reserved] = &[
    (&["bollard"], |path| path.starts_with("src/engine/docker"), "only the docker engine knows bollard"),
    (&["print", "!"], may_print, "only the program prints"),
    (&["println", "!"], may_print, "only the program prints"),
    (&["eprint", "!"], may_print, "only the program prints"),
    (&["eprintln", "!"], may_print, "only the program prints"),
    (&["stdout", "(", ")"], may_answer, "only the program prints"),
    (&["stderr", "(", ")"], may_print, "only the program prints"),
    (&["process", "::", "exit"], may_print, "only the program exits"),
    (&["inquire"], may_print, "only the program prompts"),
    (&["indicatif"], may_print, "only the program draws progress"),
    (&["fluent_bundle"], |path| room(path) == "i18n", "only the catalogues know Fluent"),
];

fn may_print(path: &str) -> bool {
    matches!(room(path), "cli" | "main")
}

/// A process that was started by another one says there that it is ready.
fn may_answer(path: &str) -> bool {
    may_print(path) || path == "src/supervise/spawn.rs"
}

/// The only part of the engine that a lab may know: a lab is read without one.
const OF_THE_ENGINE: &str = "dockerfile";

/// What a file of the room `lab` names of the engine beside that.
fn more_of_the_engine(source: &Source) -> Vec<String> {
    let windows = source.tokens.windows(3).filter(|_| room(&source.path) == "lab");
    let named = windows.filter(|window| window[0].text == "engine" && window[1].text == "::");
    let more = named.filter(|window| window[2].text != OF_THE_ENGINE);
    more.map(|window| format!("{}:{}: a lab knows no engine", source.path, window[0].line)).collect()
}

/// What a file does that only others may.
fn reserved_words(source: &Source) -> Vec<String> {
    let mut wrong = Vec::new();
    for (words, _, why) in RESERVED.iter().filter(|(_, may, _)| !may(&source.path)) {
        for window in source.tokens.windows(words.len()) {
            if window.iter().zip(*words).all(|(token, word)| token.text == *word) {
                wrong.push(format!("{}:{}: `{}`: {why}", source.path, window[0].line, words.concat()));
            }
        }
    }
    wrong
}

/// The docs at the head of a file, as one text.
fn docs(text: &str) -> String {
    let lines = text.lines().map_while(|line| line.strip_prefix("//!")).map(str::trim);
    lines.collect::<Vec<_>>().join(" ")
}

/// The whole text of a source, with comments and tests.
fn text(source: &Source) -> String {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(&source.path);
    fs::read_to_string(file).expect("a source can be read")
}

/// What is wrong with the shape of a file.
fn shape(path: &str, text: &str) -> Vec<String> {
    let mut wrong = Vec::new();
    let docs = docs(text);
    if docs.is_empty() {
        wrong.push(format!("{path}: does not begin with `//!`"));
    }
    let length = text.lines().take_while(|line| !line.starts_with("#[cfg(test)]")).count();
    if length > LONGEST && !docs.contains(LONGER_BECAUSE) {
        wrong
            .push(format!("{path}: {length} lines before its tests, and no sentence \"{LONGER_BECAUSE} …\""));
    }
    wrong
}

fn assert_none(wrong: &[String]) {
    assert!(wrong.is_empty(), "\n{}\n", wrong.join("\n"));
}

#[test]
fn imports_run_downwards_only() {
    for (at, (name, below)) in ROOMS.iter().enumerate() {
        for other in *below {
            assert!(ROOMS[at + 1..].iter().any(|(lower, _)| lower == other), "{name} → {other} runs upwards");
        }
    }
    assert_none(&sources().iter().flat_map(crossed_borders).collect::<Vec<_>>());
}

#[test]
fn the_parts_of_the_program_import_downwards_only() {
    assert_none(&sources().iter().flat_map(crossed_parts).collect::<Vec<_>>());
    let wrong = |path: &str, text: &str| crossed_parts(&read(path.into(), text).0).len();
    assert_eq!(wrong("src/cli/terminal/keys.rs", "use crate::cli::terminal::screen::put;"), 0);
    assert_eq!(wrong("src/cli/terminal/keys.rs", "use crate::cli::commands::run::run;"), 1);
    assert_eq!(wrong("src/cli/context.rs", "use crate::cli::{exit, terminal};"), 1);
    assert_eq!(wrong("src/cli/attic.rs", ""), 1);
}

#[test]
fn a_lab_knows_of_the_engine_the_reader_of_dockerfiles_alone() {
    assert_none(&sources().iter().flat_map(more_of_the_engine).collect::<Vec<_>>());
    let wrong = |text: &str| more_of_the_engine(&read("src/lab/x.rs".into(), text).0).len();
    assert_eq!(wrong("use crate::engine::dockerfile; use crate::engine::{Kind, dockerfile};"), 1);
}

#[test]
fn what_is_reserved_stays_in_its_room() {
    assert_none(&sources().iter().flat_map(reserved_words).collect::<Vec<_>>());
}

#[test]
fn files_say_what_they_are_and_are_not_long() {
    assert_none(&sources().iter().flat_map(|source| shape(&source.path, &text(source))).collect::<Vec<_>>());
}

#[test]
fn modules_run_in_no_circle_but_those_with_a_reason() {
    let known = CIRCLES.iter().map(|(around, members, _)| {
        ((*around).to_owned(), members.iter().map(|member| (*member).to_owned()).collect())
    });
    let known: Vec<(String, Vec<String>)> = known.collect();
    assert_eq!(circles(sources()), known);
}

/// The scanner can fail: small files, and what is found in them.
mod scanner {
    use super::*;

    fn source(path: &str, text: &str) -> Source {
        read(path.into(), text).0
    }

    fn named(path: &str, text: &str) -> Vec<String> {
        named_rooms(&source(path, text)).into_iter().map(|(name, _)| name).collect()
    }

    #[test]
    fn finds_every_way_to_name_a_room() {
        let text = "
            use crate::fate::Fate;
            use crate::{lab, event::{Event, Outcome}, source::{self}};
            use statelab::view;
            fn f() -> crate::engine::Kind { println!(\"{}\", crate::story::x()); m!(crate::runner::Run) }
        ";
        let expected = ["fate", "lab", "event", "source", "view", "engine", "story", "runner"];
        assert_eq!(named("src/cli/run.rs", text), expected);
    }

    #[test]
    fn is_not_misled_by_text() {
        let text = "
            //! crate::lab
            /// Like `crate::engine`.
            const A: &str = \"crate::view::x\"; // crate::story
            const B: &str = r#\"use crate::cli;\"#; /* use crate::runner; */
            pub(crate) fn f() {}
        ";
        assert_eq!(named("src/fate.rs", text), [""; 0]);
    }

    #[test]
    fn follows_super_out_of_a_room() {
        assert_eq!(named("src/fate.rs", "use super::lab::Lab;"), ["lab"]);
        assert_eq!(named("src/lab/model.rs", "use super::files::LabFiles;"), [""; 0]);
        assert_eq!(named("src/lab/model.rs", "use super::super::engine::Kind;"), ["engine"]);
        assert_eq!(named("src/lab/mod.rs", "use super::{engine, event::Event};"), ["engine", "event"]);
        let inline = "mod inner { use super::x; use super::super::lab::Lab; } use super::event::Event;";
        assert_eq!(named("src/fate.rs", inline), ["lab", "event"]);
    }

    #[test]
    fn leaves_tests_out() {
        let text = "
            #[cfg(test)] use crate::{lab, cli};
            #[cfg(test)] mod seen;
            #[cfg(test)] #[allow(dead_code)] fn f() { crate::view::x(); { } }
            #[cfg(test)] mod tests { use crate::engine::Kind; mod inner { } }
            use crate::story::Story;
        ";
        let (source, tests) = read("src/event.rs".into(), text);
        assert_eq!(tests, ["src/event/seen"]);
        assert_eq!(named_rooms(&source), [("story".to_owned(), 6)]);
    }

    #[test]
    fn reports_a_crossed_border_at_its_line() {
        let wrong = crossed_borders(&source("src/fate.rs", "//! x\n\nuse crate::lab::Lab;\n"));
        assert_eq!(wrong, ["src/fate.rs:3: `fate` may not import `lab`"]);
        let wrong = crossed_borders(&source("src/view/plain.rs", "use crate::engine::Engine;"));
        assert_eq!(wrong, ["src/view/plain.rs:1: `view` may not import `engine`"]);
        assert_eq!(crossed_borders(&source("src/view/plain.rs", "use crate::view::safe;")), [""; 0]);
        let wrong = crossed_borders(&source("src/attic/mod.rs", ""));
        assert_eq!(wrong, ["src/attic/mod.rs: the room `attic` is not in the list of rooms"]);
    }

    #[test]
    fn reports_circles() {
        let found = |texts: &[(&str, &str)]| {
            circles(&texts.iter().map(|(path, text)| source(path, text)).collect::<Vec<_>>())
        };
        let one = ("src/lab/one.rs", "use super::{Lab, two::{A, B}}; fn f() { three::g() }");
        let three = ("src/lab/three/mod.rs", "");
        assert_eq!(found(&[one, ("src/lab/two.rs", "use super::Lab;"), three]), []);
        let around = [
            one,
            three,
            ("src/lab/two.rs", "fn f() { super::three::inner::g() }"),
            ("src/lab/three/inner.rs", "use crate::lab::{Lab, one};"),
        ];
        let names = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
        assert_eq!(found(&around), [("lab".to_owned(), names(&["one", "three", "two"]))]);
    }

    #[test]
    fn reports_reserved_words() {
        let words = |path, text| reserved_words(&source(path, text)).len();
        let text = "use bollard::Docker; fn f() { println!(\"\"); std::process::exit(1) }";
        assert_eq!(words("src/engine/guard.rs", text), 3);
        assert_eq!(words("src/engine/docker/mod.rs", text), 2);
        assert_eq!(words("src/cli/mod.rs", text), 1);
        assert_eq!(words("src/runner/mod.rs", "use std::io; fn f() { io::stdout().lock(); }"), 1);
        let handshake = "use std::io; fn f() { io::stdout().lock(); println!(\"\"); }";
        assert_eq!(words("src/supervise/spawn.rs", handshake), 1);
        assert_eq!(words("src/runner/mod.rs", "fn stdout(x: u8) {} // println!"), 0);
    }

    #[test]
    fn reports_files_without_docs_and_long_ones() {
        let wrong = |text: &str| shape("src/fate.rs", text).len();
        let lines = |count: usize| "fn f() {}\n".repeat(count);
        assert_eq!(wrong("use std::fmt;\n"), 1);
        assert_eq!(wrong(&format!("//! Docs.\n{}", lines(399))), 0);
        assert_eq!(wrong(&format!("//! Docs.\n{}", lines(400))), 1);
        assert_eq!(
            wrong(&format!("//! Docs.\n{}#[cfg(test)]\nmod tests {{\n{}}}", lines(399), lines(99))),
            0
        );
        assert_eq!(wrong(&format!("//! Docs. Longer than 400 lines because it lists.\n{}", lines(500))), 0);
    }
}
