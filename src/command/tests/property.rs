//! What holds of every line, however it was written.

use std::fmt::Write;

use proptest::collection::vec;
use proptest::prelude::*;

use super::super::{Action, parse, words};
use super::behind_korean;
use crate::source::Located;

/// Lines made of what matters to the grammar, in any order.
#[expect(clippy::too_many_lines, reason = "a table, read from top to bottom")]
fn pieces() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "docker",
        "run",
        "exec",
        "rm",
        "cp",
        "restart",
        "volume",
        "create",
        "container",
        " ",
        " ",
        " ",
        "\n",
        "\\",
        "'",
        "\"",
        "$",
        "`",
        "(",
        ")",
        "{",
        "}",
        "|",
        "&",
        ";",
        "<",
        ">",
        "2",
        "#",
        "~",
        "*",
        "?",
        "=",
        ":",
        "/",
        ",",
        ".",
        "..",
        "-",
        "--",
        "[",
        "]",
        "-v",
        "--mount",
        "-p",
        "-e",
        "--name",
        "type=bind",
        "src=",
        "dst=",
        "$PWD",
        "$(pwd)",
        "nginx",
        "한글",
        "🐳",
        "\u{a0}",
        "“",
        "\r",
        "\0",
        "-it",
        "-d",
        "80",
        "ro",
    ]);
    vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}

fn any_line() -> impl Strategy<Value = String> {
    prop_oneof![pieces(), pieces().prop_map(|line| format!("docker run {line}")), any::<String>()]
}

/// The line, cut into a decoded text with some of its characters escaped (as TOML's `\U0001F433`).
fn escaped(line: &str, which: &[bool]) -> (String, Located) {
    let mut source = String::from("제목\nrun = \"");
    let mut located = Located::empty((source.len()..source.len()).into());
    for (c, &escape) in line.chars().zip(which.iter().cycle()) {
        let start = source.len();
        if escape {
            write!(source, "\\U{:08X}", u32::from(c)).unwrap();
            located.push_escaped(c, (start..source.len()).into());
        } else {
            source.push(c);
            located.push(c.encode_utf8(&mut [0; 4]), start);
        }
    }
    located.whole.end = source.len();
    (source, located)
}

/// A word as a shell would want it quoted, in one of three ways.
fn quoted(word: &str, how: usize) -> String {
    match how {
        0 => format!("'{}'", word.replace('\'', r"'\''")),
        1 => {
            let inner: String = word
                .chars()
                .flat_map(|c| ['\\', c].into_iter().skip(usize::from(!"\"\\$`".contains(c))))
                .collect();
            format!("\"{inner}\"")
        }
        _ => {
            // A newline cannot be escaped outside quotes.
            let bare: String =
                word.chars().map(|c| if c == '\n' { "'\n'".to_owned() } else { format!("\\{c}") }).collect();
            if bare.is_empty() { "''".to_owned() } else { bare }
        }
    }
}

proptest! {
    #[test]
    fn no_line_makes_it_panic_and_every_place_is_in_the_source(line in any_line(), which in vec(any::<bool>(), 1..8)) {
        for (source, located) in [behind_korean(&line), escaped(&line, &which)] {
            let inside = |span: crate::source::Span| {
                span.start <= span.end && source.get(span.range()).is_some()
            };
            match parse(&located) {
                Ok(Action::Run(run)) => {
                    prop_assert!(inside(run.image.span));
                    for mount in &run.container.mounts {
                        prop_assert!(inside(mount.span) && inside(mount.target.span));
                    }
                }
                Ok(_) => {}
                Err(faults) => {
                    prop_assert!(!faults.is_empty());
                    let blank = located.text.chars().all(|c| " \t\r\n\\".contains(c));
                    for fault in faults {
                        prop_assert!(inside(fault.span), "{fault:?}");
                        prop_assert!(fault.code != "empty-line" || blank, "{line:?}");
                    }
                }
            }
        }
    }

    #[test]
    fn what_was_quoted_is_read_as_it_was(list in vec((any::<String>(), 0..3_usize), 1..6)) {
        let list: Vec<_> = list.into_iter().map(|(word, how)| (word.replace('\0', ""), how)).collect();
        let line: Vec<_> = list.iter().map(|(word, how)| quoted(word, *how)).collect();
        let (source, located) = behind_korean(&line.join(" "));
        let read = words(&located).unwrap();
        prop_assert_eq!(read.len(), list.len());
        for ((word, written), (text, _)) in read.iter().zip(&line).zip(&list) {
            prop_assert_eq!(word.as_str(), text);
            prop_assert_eq!(&source[word.span().range()], written);
        }
    }

    #[test]
    fn every_character_of_a_word_has_its_own_place(word in "[a-z가-힣 ]{1,8}", at in 0..8_usize) {
        let at = word.char_indices().map(|(at, _)| at).nth(at % word.chars().count()).unwrap();
        // Quotes taken away in the middle of a word move what stands behind them.
        let line = format!("'{}'\"{}\"", &word[..at], &word[at..]);
        let (source, located) = behind_korean(&line);
        let read = words(&located).unwrap();
        for (at, c) in word.char_indices() {
            let place = read[0].text.span(at..at + c.len_utf8());
            prop_assert_eq!(&source[place.range()], c.to_string());
        }
    }
}
