//! Tests that any text of 1 MiB is read, or its faults found, quickly; one generator for each costly kind.

use std::fmt::Write;
use std::time::{Duration, Instant};

use super::*;

/// The largest lab file.
const LARGEST: usize = 1 << 20;

const HEAD: &str = "format = 1\ntitle = \"A\"\nsummary = \"A.\"\nlevel = \"beginner\"\nminutes = 1\n";

/// Creates a file of the largest size: head, repeated numbered `each`, end.
fn file(head: &str, each: impl Fn(usize) -> String, end: &str) -> String {
    let mut text = format!("{HEAD}{head}");
    for number in 0.. {
        let next = each(number);
        if text.len() + next.len() + end.len() > LARGEST {
            break;
        }
        text += &next;
    }
    text + end
}

/// Creates steps with 200 items each: the start of a list, its items, and its end.
fn steps(open: &str, each: impl Fn(usize) -> String, close: &str) -> String {
    let mut text = HEAD.to_owned();
    for step in 0..200 {
        let mut next = format!("[[step]]\nid = \"s{step}\"\ntitle = \"S\"\n{open}");
        for number in 0..200 {
            next += &each(step * 200 + number);
        }
        next += close;
        if text.len() + next.len() > LARGEST {
            break;
        }
        text += &next;
    }
    text
}

/// Creates a file with texts of the greatest length, each in a step of its own.
fn texts(key: &str, unit: &str) -> String {
    let text = unit.repeat((63 << 10) / unit.len());
    file("", |step| format!("[[step]]\nid = \"s{step}\"\ntitle = \"S\"\n{key} = '''docker {text}'''\n"), "")
}

/// All kinds, each with a name.
#[expect(clippy::too_many_lines, reason = "a list")]
fn all() -> Vec<(String, String)> {
    let mut all: Vec<(&str, String)> = vec![
        ("unknown keys", file("", |at| format!("k{at}=1\n"), "")),
        ("unknown keys of one letter more", file("", |at| format!("titl{at}=1\n"), "")),
        ("long unknown keys", file("", |at| format!("{}{at}=1\n", "minutes".repeat(700)), "")),
        ("one key as long as the file", file(&"k".repeat(1 << 19), |_| "k".to_owned(), " = 1\n")),
        ("keys twice", file("", |_| "k=1\n".to_owned(), "")),
        ("many keys, then twice", file(&"\n".repeat(1 << 19), |at| format!("k{}=1\n", at % 300), "")),
        ("tables twice", file("", |at| format!("[t{}]\n", at % 100), "")),
        ("tables", file("", |at| format!("[t{at}]\n"), "")),
        ("steps of nothing", file("", |_| "[[step]]\n".to_owned(), "")),
        ("dots", file("a", |_| ".a".to_owned(), " = 1\n")),
        ("dots in a header", file("[a", |_| ".a".to_owned(), "]\n")),
        ("lists in lists", file("a = ", |_| "[".to_owned(), "")),
        ("tables in tables", file("a = ", |_| "{a=".to_owned(), "")),
        ("quotes", file("a = ", |_| "'".to_owned(), "")),
        ("no equals", file("", |_| "a\n".to_owned(), "")),
        ("closing brackets", file("", |_| "]\n".to_owned(), "")),
        ("escapes of TOML 1.1", file("a = \"", |_| "\\e".to_owned(), "\"\n")),
        ("escapes of characters", file("a = \"", |_| "\\u00e9".to_owned(), "\"\n")),
        ("faulty escapes", file("a = \"", |_| "\\q".to_owned(), "\"\n")),
        ("a line of faults", file("watch = {", |at| format!("w{at}=1,"), "}\n")),
        ("lines of faults", file("", |at| format!("[watch.w{at}]\nfile=1\nx=2\n"), "")),
        ("a comment", file("#", |_| "가".to_owned(), "")),
        ("empty lines", file("", |_| "\n".to_owned(), "")),
        ("carriage returns", file("", |_| "\r\n".to_owned(), "")),
        ("control characters", file("", |_| "\u{1b}".to_owned(), "")),
        ("commands", steps("run = [", |at| format!("'docker stop c{at}',"), "]\n")),
        ("commands without faults", steps("run = [", |at| format!("'docker run --name c{at} a',"), "]\n")),
        ("faulty commands", steps("run = [", |at| format!("'docker rnu --nmae {at}',"), "]\n")),
        ("unknown flags", steps("run = [", |at| format!("'docker run --nam{at} a',"), "]\n")),
        ("binds", steps("run = [", |at| format!("'docker run -v ./d{at}/e:/d a',"), "]\n")),
        ("copies", steps("run = [", |at| format!("'docker cp a{at} c:/b',"), "]\n")),
        ("files that are made", steps("write = {", |at| format!("'d{at}/e'='',"), "}\n")),
        ("checks", steps("check = [", |at| format!("{{local='f{at}',exists=true}},"), "]\n")),
        ("unknown watches", steps("expect = {", |at| format!("w{at}='lost',"), "}\n")),
        ("captures", steps("capture = {", |at| format!("c{at}={{logs='a'}},"), "}\nrun='docker stop $c1'\n")),
        ("checks of captures", {
            let head = steps("capture = {", |at| format!("c{at}={{logs='a'}},"), "}\n");
            let head = &head[..head[..500 << 10].rfind("[[step]]").unwrap()];
            file(
                &head[HEAD.len()..],
                |at| {
                    format!(
                        "[[step]]\nid='t{at}'\ntitle='{{c{at}}}'\nrun=['docker stop $c{at}','docker stop ${{c9']\n"
                    )
                },
                "",
            )
        }),
        ("patterns", steps("check = [", |at| format!("{{logs='a',matches='\\w{{90}}{at}'}},"), "]\n")),
        ("faulty patterns", steps("check = [", |at| format!("{{logs='a',matches='({at}'}},"), "]\n")),
        ("placeholders", texts("before", "{x}")),
        ("placeholders that never end", texts("before", "{x")),
        ("long values", texts("title", "가")),
    ];
    all.push((
        "patterns of many states",
        steps("check = [", |at| format!("{{logs='a',matches='\\w{{40}}\\w{{10}}{at}'}},"), "]\n"),
    ));
    all.push((
        "patterns of too many states",
        steps("check = [", |at| format!("{{logs='a',matches='\\w{{900}}{at}'}},"), "]\n"),
    ));
    all.push(("paths of the host", {
        let paths: Vec<String> = (0..199).map(|at| format!("'/{}{at}'", "a/".repeat(1000))).collect();
        let commands = steps("run = [", |at| format!("'docker run -v ./d{at}:/d a',"), "]\n");
        let allow = format!("[allow]\nhost = [{}]\n", paths.join(","));
        format!("{HEAD}{allow}{}", &commands[HEAD.len()..commands[..600 << 10].rfind("[[step]]").unwrap()])
    }));
    let run = [
        "{", "{a", "{a,", "$(", "${", "`", "* ", "*", "|", "| a ", "\\ ", "'", "\"", "$x ", "$PWD", "> a ",
        "<(", "# ", "&", "\n", "~ ", "“", "-e A=1 ", "--x ", "-v a:b ", "run ",
    ];
    let run = run.map(|unit| (format!("a command of {unit:?}"), texts("run", unit)));
    let run = run.into_iter().chain([
        ("a run of flags".to_owned(), texts("run", "run -e A=1 -l b ")),
        ("a run of mounts".to_owned(), texts("run", "run -v a:/b ")),
    ]);
    all.push(("nothing", String::new()));
    all.into_iter().map(|(name, text)| (name.to_owned(), text)).chain(run).collect()
}

/// Reads a text in which no generator adds a fault of its own.
fn read(text: &str) -> Result<Lab, Faults> {
    parse(LabId::new("x").unwrap(), Source::new("lab.toml", text), LabFiles::default())
}

#[test]
fn of_any_text_few_faults_are_told_in_little_time() {
    let mut slow = String::new();
    for (name, text) in all() {
        assert!(text.len() <= LARGEST, "{name}");
        let start = Instant::now();
        let found = read(&text).map_or_else(|faults| faults.found, |_| Vec::new());
        let took = start.elapsed();
        eprintln!(
            "{:8.1} ms {:4} faults {:8} bytes  {name}",
            took.as_secs_f64() * 1e3,
            found.len(),
            text.len()
        );
        assert!(found.len() <= MOST_FAULTS + 1, "{name}: {}", found.len());
        if found.len() > MOST_FAULTS {
            assert_eq!(found.last().unwrap().code, "too-many-faults", "{name}");
        }
        // Half a second in a release build; without optimization, beside other tests, much more.
        let patience = Duration::from_millis(if cfg!(debug_assertions) { 30_000 } else { 500 });
        if took > patience {
            writeln!(slow, "{name}: {took:?}").unwrap();
        }
    }
    assert_eq!(slow, "");
}
