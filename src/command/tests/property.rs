//! Properties of every line, however it was written.

use std::fmt::Write;

use proptest::collection::vec;
use proptest::prelude::*;

use super::super::{Action, COMMANDS, Count, Order, Syntax, Takes, Value, parse, words};
use super::{behind_korean, corpus, without_places};
use crate::source::Located;

/// Lines of pieces that matter to the grammar, in any order.
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
        "network",
        "--memory",
        "--format",
        "{{",
        "}}",
        ".A",
        "index",
        "--tmpfs",
        "--network",
        "--filter",
        "name=",
        "create",
        "build",
        "ps",
        "inspect",
    ]);
    vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}

fn any_line() -> impl Strategy<Value = String> {
    prop_oneof![
        pieces(),
        pieces().prop_map(|line| format!("docker run {line}")),
        any::<String>(),
        mutated(),
        composed(),
    ]
}

/// A line of the corpus with some of its characters moved, doubled or removed.
fn mutated() -> impl Strategy<Value = String> {
    let lines: Vec<_> = corpus::lines().collect();
    let change = (any::<prop::sample::Index>(), 0..4_usize, any::<char>());
    (prop::sample::select(lines), vec(change, 1..4)).prop_map(|(line, changes)| {
        let mut chars: Vec<char> = line.chars().collect();
        for (at, how, other) in changes {
            let at = at.index(chars.len());
            match how {
                0 => drop(chars.remove(at)),
                1 => chars.insert(at, chars[at]),
                2 => chars[at] = other,
                _ => chars.swap(at, 0),
            }
            chars.push(' ');
        }
        chars.into_iter().collect()
    })
}

/// Valid values of a kind.
#[expect(clippy::too_many_lines, reason = "a table, read from top to bottom")]
fn samples(value: Value) -> &'static [&'static str] {
    match value {
        Value::Container => &["web", "my-nginx", "db_1.x"],
        Value::Image => &["nginx", "postgres:13", "127.0.0.1:5000/a/b:Tag", "app"],
        Value::Volume => &["mydata", "todo-db"],
        Value::Network => &["my-net", "todo"],
        Value::Any => &["web", "my-db"],
        Value::VolumeMount => &["mydata:/a1", "./site:/b1:ro,z", "/c1", "v2:/d1:nocopy", ".:/e1:rshared,Z"],
        Value::Mount => &[
            "type=bind,src=./a b,dst=/f1,readonly,bind-propagation=slave",
            "src=vol,dst=/g1,volume-opt=o=x,\"volume-label=a,b=c\"",
            "dst=/h1,volume-driver=local",
            "type=tmpfs,dst=/i1,tmpfs-size=1k,tmpfs-mode=755",
        ],
        Value::Tmpfs => &["/j1", "/k1:ro,size=1m", "/l1:noexec"],
        Value::VolumesFrom => &["web", "db1:ro", "db2:rw"],
        Value::Port => {
            &["80", "8080:80", "127.0.0.1::80/udp", "[::1]:1-3:4-6", "1000-1010:7", "::1:2:3/sctp"]
        }
        Value::Exposed => &["80", "7000-7010/udp"],
        Value::ContainerPort => &["80", "53/udp"],
        Value::NetworkMode => &["host", "my-net", "container:web", "name=x1,alias=a,ip=10.0.0.1", "none"],
        Value::Alias => &["db", "a,b", "c \"d\""],
        Value::Address => &["10.0.0.1", "2001:db8::1"],
        Value::Ipv4 => &["10.0.0.1"],
        Value::Ipv6 => &["2001:db8::1"],
        Value::Mac => &["92:d0:c6:0a:29:33"],
        Value::Subnet => &["10.0.0.0/8", "2001:db8::/32"],
        Value::Host => &["db:10.0.0.1", "up=host-gateway", "six:[::1]"],
        Value::Environment => &["A=1", "B", "C=", "D=x=y z", "한글='값'"],
        Value::Label => &["a=b", "c", "d=e f"],
        Value::Option => &["type=nfs", "o=addr=1,rw", "x"],
        Value::Sysctl => &["net.ipv4.ip_forward=1", "kernel.sem=1 2 3 4"],
        Value::User => &["root", "1000:1000"],
        Value::Directory => &["/srv", "/a b"],
        Value::File => &["file.txt", "./a/../b", "$PWD/c d", "./~x", "./-x"],
        Value::Folder => &[".", "./app/", "app", "$PWD"],
        // The two sides of a copy are given together.
        Value::CopyPath => &[],
        Value::Command => &["echo", "-x", "a b", "it's", "", "$HOME", "--", "한글"],
        Value::Stream => &["stdin", "STDOUT", "stderr"],
        Value::Signal => &["SIGTERM", "hup", "9", "RTMIN+3"],
        Value::Seconds => &["0", "10", "-1"],
        Value::Duration => &["30s", "1m30s", "1.5h", "10us", "0"],
        Value::Moment => &["10m", "2024-05-01", "2024-05-01T10:00:00Z", "1714552800.5"],
        Value::Lines => &["10", "all"],
        Value::Size => &["512m", "1.5g", "64MiB", "1024", "10 kb", "7B"],
        Value::Swap => &["-1", "1g"],
        Value::Cpus => &["1", "1.5", ".25", "0.000000001"],
        Value::Number => &["0", "7", "100"],
        Value::Ulimit => &["nofile=1024", "core=-1:-1", "nproc=1:2"],
        Value::RestartPolicy => &["no"],
        Value::Device => &["/dev/a", "/dev/a:/dev/b:rm", "/dev/a:w"],
        Value::PidMode => &["host", "container:web"],
        Value::IpcMode => &["none", "private", "shareable", "host", "container:web"],
        Value::HostMode => &["host"],
        Value::CgroupMode => &["host", "private"],
        Value::Platform => &["linux/amd64", "linux/arm/v7"],
        Value::Pull => &["missing", "never"],
        Value::Change => &["CMD [\"a\"]", "env A=b"],
        Value::InspectType => &["container", "image", "volume", "network"],
        Value::Filter => &["label=a=b", " Label = x "],
        Value::Format => &["json", "{{.A.B}} x {{json (index .C \"d\" 0).E}}", "{{.}}\\t한글"],
        Value::Text => &["text", "two words", "", "it's -x"],
    }
}

fn sample(value: Value) -> impl Strategy<Value = String> {
    (prop::sample::select(samples(value).to_vec()), 0..2_usize).prop_map(|(text, how)| {
        // If `$PWD` is meant, it must not be quoted.
        if text.contains("$PWD") { format!("\"{text}\"") } else { quoted(text, how) }
    })
}

/// A flag in any valid form, or nothing.
fn any_flag(command: &'static Syntax, at: usize) -> BoxedStrategy<String> {
    let flag = command.flags().nth(at).unwrap();
    let shared = ["interactive", "name", "attach"].contains(&flag.long) && command.name == "start";
    if shared || (command.name == "volume create" && flag.long == "name") {
        return Just(String::new()).boxed();
    }
    if ["cpu-period", "cpu-quota", "no-healthcheck", "attach"].contains(&flag.long) {
        return Just(String::new()).boxed();
    }
    let long = flag.long;
    match flag.takes {
        // The steps' containers of a build are removed in any case.
        Takes::Nothing if (command.name, long) == ("build", "rm") => Just("--rm".to_owned()).boxed(),
        Takes::Nothing => prop::sample::select(vec![format!("--{long}"), format!("--{long}=false")]).boxed(),
        Takes::One(value) | Takes::Many(value) => {
            let short = flag.short;
            let joined = move |(text, how): (String, usize)| match (how, short) {
                (0, _) => format!("--{long}={text}"),
                (1, Some(letter)) => format!("-{letter} {text}"),
                _ => format!("--{long} {text}"),
            };
            (sample(value), 0..3_usize).prop_map(joined).boxed()
        }
    }
}

/// A line of any command, with valid flags and operands.
fn composed() -> impl Strategy<Value = String> {
    (0..COMMANDS.len()).prop_flat_map(|at| {
        let command = &COMMANDS[at];
        let count = command.flags().count();
        let one = (0..count.max(1)).prop_flat_map(move |at| match count {
            0 => Just(String::new()).boxed(),
            _ => any_flag(command, at),
        });
        let flags = prop::collection::vec(one, 0..6);
        let name = prop::sample::select(command.names().collect::<Vec<_>>());
        (name, flags, operands(command), any::<bool>()).prop_map(move |(name, flags, operands, turn)| {
            let needed = match command.name {
                "save" | "export" => "-o out.tar",
                "load" => "-i in.tar",
                // Aliases are only for user-defined networks.
                _ if flags.iter().any(|flag| flag.contains("-alias"))
                    && command.name != "network connect" =>
                {
                    "--network my-net"
                }
                _ => "",
            };
            let flags = format!("{needed} {}", flags.join(" "));
            if turn && command.order == Order::Anywhere {
                format!("docker {name} {operands} {flags}")
            } else {
                format!("docker {name} {flags} {operands}")
            }
        })
    })
}

fn operands(command: &'static Syntax) -> BoxedStrategy<String> {
    if command.name == "cp" {
        let sides =
            ["index.html web:/a", "web:/a/. ./b", "web:x -", "- web:/", "./-x web:/y", "$PWD/a web:/b"];
        return prop::sample::select(sides.to_vec()).prop_map(str::to_owned).boxed();
    }
    let mut all = Just(String::new()).boxed();
    for operand in command.operands {
        let counts = match operand.count {
            Count::One => 1..2_usize,
            Count::Optional => 0..2,
            Count::OneOrMore => 1..4,
            Count::Any => 0..4,
        };
        let next = vec(sample(operand.value), counts).prop_map(|words| words.join(" "));
        all = (all, next).prop_map(|(before, next)| format!("{before} {next}")).boxed();
    }
    all
}

/// Returns the line as text decoded from a source with some characters escaped.
///
/// The escapes have the form of TOML's `\U0001F433`.
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

/// Quotes a word as a shell needs it, in one of three ways.
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
                    for env in &run.container.env {
                        prop_assert!(inside(env.name.span));
                    }
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
    fn an_action_reads_the_same_from_its_canonical_line(line in composed()) {
        match parse(&behind_korean(&line).1) {
            Ok(read) => {
                let canonical = read.to_string();
                let again = parse(&behind_korean(&canonical).1);
                let again = again.map_err(|faults| format!("{line}\n{canonical}\n{faults:#?}"))
                    .map_err(proptest::test_runner::TestCaseError::fail)?;
                prop_assert_eq!(without_places(&again), without_places(&read), "{}\n{}", line, canonical);
            }
            // Two mounts, or two rules, may conflict.
            Err(faults) => {
                for fault in faults {
                    let known = ["mount-twice", "flags-conflict"].contains(&fault.code);
                    prop_assert!(known, "{line}\n{fault:#?}");
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
        // Quotes removed in the middle of a word move what follows them.
        let line = format!("'{}'\"{}\"", &word[..at], &word[at..]);
        let (source, located) = behind_korean(&line);
        let read = words(&located).unwrap();
        for (at, c) in word.char_indices() {
            let place = read[0].text.span(at..at + c.len_utf8());
            prop_assert_eq!(&source[place.range()], c.to_string());
        }
    }
}
