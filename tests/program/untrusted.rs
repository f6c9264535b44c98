//! Text of somebody who means ill, in every place from which text comes: in a container's output, files,
//! pages and labels, in a lab's own words, in an engine's errors, in a recording, in what is typed. What
//! reaches a terminal, a file or a pipe holds nothing of it that is obeyed or not seen.

use std::fs;
use std::io::{Read, Write};
use std::os::unix::net::UnixListener;
use std::path::Path;
use std::process::Command;

use crate::harness::{Engine, Lab, finish, program};
use crate::proxy::{Fault, Proxy};
use crate::terminal::Terminal;

/// As a text of TOML or JSON: a title, the clipboard, a link, colours, the cursor, a string for the
/// terminal, controls of eight bits, backspaces, a line that overwrites, text in another order, what is
/// not seen, what makes a picture of another document.
const HOSTILE: &str = r"\u001b]0;owned\u0007\u001b]52;c;aGk=\u0007\u001b]8;;http://evil.example\u001b\\link\u001b[35;45m\u001b[13;37H\u001bP1$r\u001b\\\u009b2J\u009d0;c1\u009c\b\b\rover\u202e\u2066\u200f\u200b\u007f<script>&";

/// The same as bytes, among them such that are no text.
fn bytes() -> Vec<u8> {
    let text: String = serde_json::from_str(&format!("\"{HOSTILE}\"")).unwrap();
    [text.as_bytes(), b"\x9b2J\x9d0;raw\x9c\xff\xfe\0\n"].concat()
}

/// A lab that has all of it, and asks for no limits: the usual ones hold. Its last step fails, so that
/// expected and seen are shown.
#[expect(clippy::too_many_lines, reason = "a lab's text")]
fn hostile() -> Lab {
    let h = HOSTILE;
    let lab = Lab::of("").replacing("\"A test\"", &format!("\"Title{h}\""));
    let lab = lab.replacing("\"A test.\"", &format!("\"Summary{h}\""));
    let path = lab.folder().join("lab.toml");
    let head = fs::read_to_string(&path).unwrap();
    let steps = format!(
        r#"
concepts = ["Concept{h}"]

[env]
WORD = "word{h}"

[watch.page]
label = "Label{h}"
file = "statelab-test-hostile:/usr/share/nginx/html/index.html"

[watch.said]
exec = "cat /hostile"
in = "statelab-test-hostile"
lives = "/hostile"
named = [{{ as = "Named{h}", contains = "owned" }}]

[[step]]
id = "one"
title = "One{h}"
before = "Before{h}"
after = "After{h} {{name}}"
goal = "Goal{h}"
hints = ["Hint{h}"]
run = [
  "docker run -d --name statelab-test-hostile -e WORD -e 'X=x{h}' --label 'evil=label{h}' nginx",
  "docker cp hostile statelab-test-hostile:/hostile",
  "docker cp hostile statelab-test-hostile:/usr/share/nginx/html/index.html",
  "docker cp long statelab-test-hostile:/long",
  "docker exec statelab-test-hostile cat /hostile",
  "docker exec statelab-test-hostile sh -c 'cat /hostile >&2; cat /hostile > /proc/1/fd/1; exec env'",
  "docker exec statelab-test-hostile cat /long",
  "docker inspect statelab-test-hostile --format '{{{{json .Config}}}}'",
  "docker ps --format '{{{{.Labels}}}}'",
  "docker logs statelab-test-hostile",
]
capture = {{ name = {{ container = "statelab-test-hostile", field = "image" }} }}
check = [
  {{ file = "statelab-test-hostile:/hostile", same_as = {{ local = "hostile" }} }},
  {{ exec = "cat /long", in = "statelab-test-hostile", matches = "^a+$" }},
  {{ http = "http://statelab-test-hostile:80/", contains = "owned" }},
  {{ container = "statelab-test-hostile", json = {{ pointer = "/HostConfig/Memory", equals = 2147483648 }} }},
  {{ container = "statelab-test-hostile", json = {{ pointer = "/HostConfig/PidsLimit", equals = 1024 }} }},
]

[[step]]
id = "two"
title = "Two{h}"
run = "docker exec statelab-test-hostile cp /hostile /other"
check = [
  {{ file = "statelab-test-hostile:/other", equals = "Expected{h}", within = "1ms", because = "Because{h}" }},
  {{ http = "http://statelab-test-hostile:80/", contains = "None{h}", within = "1ms" }},
  {{ file = "statelab-test-hostile:/long", equals = "b", within = "1ms" }},
]

[step.predict]
ask = "Ask{h}"
watch = "said"
choice = [
  {{ fate = "unchanged", text = "Choice{h}" }},
  {{ fate = "lost", text = "Other{h}", because = "Not{h}" }},
]
"#
    );
    fs::write(&path, head + &steps).unwrap();
    fs::write(lab.folder().join("hostile"), bytes()).unwrap();
    fs::write(lab.folder().join("long"), vec![b'a'; 10 << 20]).unwrap();
    lab
}

/// Sequences that the program itself sends: colours and weights; on a live terminal also those of the
/// line that moves, of questions and of the menu. None that is in [`HOSTILE`].
fn is_ours(sequence: &str) -> bool {
    let weights =
        ["0", "1", "2", "22", "31", "32", "33", "36", "39", "90", "91", "92", "93", "94", "96", "K", "2K"];
    let weight = |code: &str| weights.contains(&code) || code.starts_with("38;5;");
    if let Some(codes) = sequence.strip_suffix('m') {
        return codes.is_empty() || weight(codes) || codes.split(';').all(weight);
    }
    // To all sides by so many places, where the line that moves is more than one.
    let moves = sequence.strip_suffix(['A', 'B', 'C', 'D']).is_some_and(|count| count.parse::<u8>().is_ok());
    moves || matches!(sequence, "K" | "2K" | "?25h" | "?25l" | "?2004h" | "?2004l" | "0G" | "1G" | "J" | "0J")
}

/// Holds that there is nothing in what came out that a terminal would obey, or a person not see, but
/// the program's own; that all of it was there to be shown; and that no line goes on without end.
fn is_safe(what: &str, out: &[u8], live: bool) {
    let text = std::str::from_utf8(out).unwrap_or_else(|error| panic!("{what}: {error}"));
    let mut bare = String::new();
    let mut pieces = text.split('\u{1b}');
    bare.push_str(pieces.next().unwrap_or_default());
    for piece in pieces {
        let sequence = piece.strip_prefix('[').unwrap_or_else(|| panic!("{what}: ESC before {piece:?}"));
        let end = sequence.find(|at: char| at.is_ascii_alphabetic()).map_or(sequence.len(), |at| at + 1);
        assert!(is_ours(&sequence[..end]), "{what}: a sequence of somebody else's: {:?}", &sequence[..end]);
        bare.push_str(&sequence[end..]);
    }
    let bare = if live { bare.replace('\r', "") } else { bare };
    for line in bare.lines() {
        let odd = line.chars().find(|&shown| {
            shown.is_control() && shown != '\t'
                || matches!(shown, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
        });
        assert_eq!(odd, None, "{what}: {line:?}");
    }
}

/// As [`is_safe`], of a text that a person reads.
fn is_shown(what: &str, out: &str) {
    is_safe(what, out.as_bytes(), false);
    assert!(out.contains("␛]0;owned␇"), "{what}: the text did not come so far:\n{out}");
    assert!(out.contains("\\u{202e}"), "{what}:\n{out}");
    let longest = out.lines().map(str::len).max().unwrap_or_default();
    assert!(longest < 16 * 1024, "{what}: a line of {longest} bytes");
}

/// The program with these arguments, on these labs.
fn statelab(lab: &Lab, arguments: &[&str]) -> (Option<i32>, String) {
    let labs = lab.folder().parent().unwrap().to_owned();
    let mut command = program(labs.parent().unwrap());
    command.arg("--labs").arg(labs).args(arguments);
    output(command)
}

/// Its status, and all that it wrote.
fn output(mut command: Command) -> (Option<i32>, String) {
    let output = command.output().unwrap();
    let text = String::from_utf8([output.stdout, output.stderr].concat());
    (output.status.code(), text.unwrap_or_else(|error| panic!("{error}")))
}

/// The ways in which text can be shown: colour and none, linear and not, both languages.
fn in_every_way(what: &str, status: i32, run: impl Fn(&[&str], &str) -> (Option<i32>, String)) {
    for lang in ["en", "ko"] {
        for (colour, plain) in [("1", false), ("0", false), ("0", true)] {
            let mut arguments = vec!["--lang", lang];
            arguments.extend(plain.then_some("--plain"));
            let (ended, text) = run(&arguments, colour);
            let what = format!("{what} {arguments:?} {colour}");
            assert_eq!(ended, Some(status), "{what}:\n{text}");
            is_shown(&what, &text);
        }
    }
}

#[test]
fn nothing_that_a_container_or_a_lab_says_reaches_a_terminal_raw() {
    let _engine = Engine::any();
    let lab = hostile();
    let home = tempfile::tempdir().unwrap();
    let (recording, pictures) = (home.path().join("recording.jsonl"), home.path().join("pictures"));
    let (recorded, drawn) = (recording.to_str().unwrap(), pictures.to_str().unwrap());
    let arguments =
        ["run", "--yes", &lab.id, "--evidence", "--record", recorded, "--pictures", drawn, "--plain"];
    let (status, text) = statelab(&lab, &arguments);
    assert_eq!(status, Some(1), "{text}");
    is_shown("run", &text);
    // The real bytes were compared: what failed is the second step, and all of its three checks.
    for wanted in ["1 of 2 steps", "Label␛]0;owned", "evil=label␛", "WORD=word␛", "Because␛", "Expected␛"]
    {
        assert!(text.contains(wanted), "{wanted}:\n{text}");
    }
    assert!(text.len() < 200_000, "ten mebibytes of output came to {} bytes", text.len());

    let events = fs::read_to_string(&recording).unwrap();
    is_safe("the recording", events.as_bytes(), false);
    assert!(events.contains("\\u001b]0;owned") && events.contains("\\u202e"), "{events}");
    assert!(events.len() < 2 << 20, "a recording of {} bytes", events.len());
    are_pictures(&pictures);

    in_every_way("replay", 0, |arguments, colour| {
        let mut command = program(home.path());
        command.args(["replay", recorded]).args(arguments).env("FORCE_COLOR", colour);
        output(command)
    });
    // On a terminal, with what moves there.
    let run = ["--yes", "--lang", "ko"];
    let (status, bytes) = Terminal::run_with(&lab, &run).ends();
    assert_eq!(status, Some(1));
    is_safe("a terminal", &bytes, true);
    assert!(String::from_utf8_lossy(&bytes).contains("␛]0;owned␇"));
    // Guided, with a question and its choices.
    let mut guided = Terminal::run_with(&lab, &[]);
    guided.until("Enter runs it");
    guided.press("\r");
    guided.go_on("\r");
    guided.until("Other␛]0;owned␇");
    guided.press("\r");
    guided.until("2 of 2");
    guided.until("Enter removes what this run made");
    guided.press("\r");
    let (status, bytes) = guided.ends();
    assert_eq!(status, Some(1));
    is_safe("a guided run", &bytes, true);
    assert!(String::from_utf8_lossy(&bytes).contains("Ask␛]0;owned␇"));
    let (status, text) = statelab(&lab, &["run", "--yes", &lab.id, "--format", "json"]);
    assert_eq!(status, Some(1), "{text}");
    is_safe("JSON", text.as_bytes(), false);
    assert!(text.contains("\\u001b]0;owned"), "{text}");
}

/// Holds that each picture is a whole document that nothing has grown into.
fn are_pictures(folder: &Path) {
    let files: Vec<_> = fs::read_dir(folder).unwrap().map(|file| file.unwrap().path()).collect();
    assert!(!files.is_empty());
    for file in files {
        let text = fs::read_to_string(&file).unwrap();
        is_safe("a picture", text.as_bytes(), false);
        assert!(text.contains("owned"), "{text}");
        assert!(
            !text.contains("<script") && !text.contains("&<") && text.matches("<svg").count() == 1,
            "{text}"
        );
        let allowed = ["amp;", "lt;", "gt;", "quot;", "apos;", "#"];
        for (at, _) in text.match_indices('&') {
            assert!(allowed.iter().any(|entity| text[at + 1..].starts_with(entity)), "{}", &text[at..]);
        }
    }
}

#[test]
fn a_lab_that_is_only_looked_at_says_nothing_raw() {
    let lab = hostile();
    for command in [&["list"][..], &["show", &lab.id], &["list", "--tree"]] {
        in_every_way(&format!("{command:?}"), 0, |arguments, colour| {
            let labs = lab.folder().parent().unwrap().to_owned();
            let mut process = program(labs.parent().unwrap());
            process.arg("--labs").arg(labs).args(command).args(arguments).env("FORCE_COLOR", colour);
            output(process)
        });
    }
    // Its faults: at a key, a value, a command, and what is no TOML; and a folder of a hostile name.
    let text: String = serde_json::from_str(&format!("\"{HOSTILE}\"")).unwrap();
    let name = text.replace('/', "");
    let elsewhere = tempfile::tempdir().unwrap();
    let folder = elsewhere.path().join("faulty");
    fs::create_dir(&folder).unwrap();
    let raw = text.replace(['\n', '\r'], "");
    let steps = format!(
        "\"{HOSTILE}\" = 1\n[[step]]\nid = \"{HOSTILE}\"\ntitle = 'raw {raw}'\nrun = \"docker rum {HOSTILE}\"\n"
    );
    fs::write(folder.join("lab.toml"), steps).unwrap();
    let named = elsewhere.path().join(format!("x{name}"));
    fs::create_dir(&named).unwrap();
    for path in [&folder, &named] {
        in_every_way("check", 2, |arguments, colour| {
            let mut process = program(elsewhere.path());
            process.arg("check").arg(path).args(arguments).env("FORCE_COLOR", colour);
            output(process)
        });
    }
    let mut process = program(elsewhere.path());
    process.args(["check", "--format", "json"]).arg(&folder);
    let (status, text) = output(process);
    assert_eq!(status, Some(2), "{text}");
    is_shown("faults as JSON", &text);
}

#[test]
fn what_is_typed_and_what_an_engine_says_is_not_obeyed() {
    let home = tempfile::tempdir().unwrap();
    let text: String = serde_json::from_str(&format!("\"{HOSTILE}\"")).unwrap();
    let place = text.replace(':', "");
    for (typed, status) in [
        (vec!["run", &text], 2),
        (vec!["show", &text], 2),
        (vec![text.as_str()], 2),
        (vec!["list", &text], 2),
        (vec!["replay", &text], 2),
        (vec!["check", &text], 2),
        (vec!["locate", &place], 2),
        (vec!["--lang", &text, "list"], 2),
        (vec!["--labs", &text, "list"], 2),
    ] {
        in_every_way(&format!("{typed:?}"), status, |arguments, colour| {
            let mut command = program(home.path());
            // The language of the words comes first; one that is typed later is another mistake.
            let arguments = if typed[0] == "--lang" { &arguments[2..] } else { arguments };
            command.args(arguments).args(&typed).env("FORCE_COLOR", colour);
            output(command)
        });
    }
    let socket = home.path().join("engine.sock");
    let listener = UnixListener::bind(&socket).unwrap();
    std::thread::spawn(move || {
        for client in listener.incoming() {
            let mut client = client.unwrap();
            let _ = client.read(&mut [0; 4096]);
            let body = format!("{{\"message\":\"broken{HOSTILE}\"}}");
            let head =
                "HTTP/1.1 500 Internal Server Error\r\nContent-Type: application/json\r\nConnection: close";
            let _ = write!(client, "{head}\r\nContent-Length: {}\r\n\r\n{body}", body.len());
        }
    });
    for command in [&["doctor"][..], &["run", "--yes", "nginx-stateless"]] {
        in_every_way(&format!("{command:?}"), 3, |arguments, colour| {
            let mut process = program(home.path());
            process.arg("--engine").arg(&socket).args(command).args(arguments).env("FORCE_COLOR", colour);
            output(process)
        });
    }
}

/// Titles and concepts of labs in the menu, where the program draws by itself.
#[test]
fn a_menu_of_somebody_elses_labs_is_not_obeyed() {
    let lab = hostile();
    let labs = lab.folder().parent().unwrap().to_owned();
    let arguments = ["--engine", "unix:///nowhere.sock", "--labs", labs.to_str().unwrap()];
    let mut terminal = Terminal::open(labs.parent().unwrap(), &arguments);
    terminal.until("Title␛]0;owned␇");
    terminal.press("\x1b");
    let (status, out) = terminal.ends();
    assert_eq!(status, Some(0));
    is_safe("menu", &out, true);
}

/// The same words from an engine in the middle of a run; the proxy's faults have them.
#[test]
fn an_engines_words_in_the_middle_of_a_run_are_not_obeyed() {
    let _engine = Engine::any();
    let proxy = Proxy::new();
    let lab = Lab::of("[[step]]\nid = \"one\"\ntitle = \"One\"\nrun = \"docker run -d nginx\"\n");
    proxy.fault(|call| call.contains("/containers/create"), 0, Fault::Error, || ());
    let labs = lab.folder().parent().unwrap().to_owned();
    let mut command = program(labs.parent().unwrap());
    command.arg("--labs").arg(labs).args(["--engine", &proxy.address(), "run", "--yes", &lab.id]);
    let (status, text) = output(command);
    assert!(matches!(status, Some(1 | 3)), "{status:?}: {text}");
    is_safe("an engine's words", text.as_bytes(), false);
    assert!(text.contains("a fault was asked for␛]0;owned␇"), "{text}");
}

#[test]
fn a_recording_of_somebody_else_is_not_obeyed() {
    let home = tempfile::tempdir().unwrap();
    let shipped = Path::new(env!("CARGO_MANIFEST_DIR")).join("labs/nginx-stateless/recording.jsonl");
    let text = fs::read_to_string(shipped).unwrap();
    let (head, events) = text.split_once('\n').unwrap();
    // In every text of it behind which nothing else is looked for: names, values, words, paths.
    let hostile: String = events.replace("my-nginx", &format!("my-nginx{HOSTILE}"));
    let hostile = hostile.replace("Welcome to nginx", &format!("Welcome{HOSTILE}"));
    let raw = "{\"event\":\"\u{1b}]0;owned\u{7}\u{202e}\"}\nno JSON \u{1b}]0;owned\u{7}\u{202e}\n";
    let file = home.path().join("hostile.jsonl");
    fs::write(&file, format!("{head}\n{hostile}{raw}")).unwrap();
    for extra in [&[][..], &["--speed", "max"]] {
        for lang in ["en", "ko"] {
            for plain in [&[][..], &["--plain"]] {
                let mut command = program(home.path());
                command.arg("replay").arg(&file).args(extra).args(plain).args(["--lang", lang]);
                command.env("FORCE_COLOR", "1");
                let (_, text) = output(command);
                is_shown(&format!("{extra:?} {lang} {plain:?}"), &text);
            }
        }
    }
}

#[test]
fn few_faults_of_any_file_are_told() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("large");
    fs::create_dir(&folder).unwrap();
    let file = folder.join("lab.toml");
    let most = 1 << 20;
    let many = |count: usize, one: &dyn Fn(usize) -> String| (0..count).map(one).collect::<Vec<_>>().concat();
    let keys = many(80_000, &|at| format!("k{at} = 1\n"));
    let near = many(80_000, &|at| format!("titl{at}=1\n"));
    let steps = many(150, &|at| format!("{{ k{at} = '{}' }}, ", "x".repeat(6000)));
    let line = format!("step = [{}]\n", steps.trim_end_matches(", "));
    let twice = format!("k = 1\n{}{}", "\n".repeat(900_000), "k = 1\n".repeat(300));
    for text in [&keys, &near, &line, &twice] {
        fs::write(&file, &text[..text.len().min(most)]).unwrap();
        let check = |arguments: &[&str]| {
            let mut command = program(home.path());
            command.args(["--plain", "check", file.to_str().unwrap()]).args(arguments);
            finish(command).exits(2)
        };
        let told = check(&[]);
        let count = told.errors.matches("\nerror[").count();
        assert_eq!(count, 200, "after the first one");
        assert!(told.errors.len() < 300_000, "{}", told.errors.len());
        told.shows("the check stopped here, after 200 faults").shows("then check the file again");
        let told: serde_json::Value = serde_json::from_str(&check(&["--format", "json"]).text).unwrap();
        assert_eq!(told.as_array().unwrap().len(), count + 1);
    }
}
