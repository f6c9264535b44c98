//! Whole lab files: valid ones are read, and faulty ones report all their faults at once.

use std::time::Duration;

use proptest::prelude::*;

use super::*;
use crate::fate::Fate;
use crate::lab::{Allow, Failure, LabFile, Lives, Part, Predicate, Probe, Same, Subject, Wanted};

/// Reads `text` as the lab `x`, beside a file `index.html`.
fn read(text: &str) -> Result<Lab, Faults> {
    let files = LabFiles([("index.html".to_owned(), b"<h1>my page</h1>\n".to_vec().into())].into());
    parse(LabId::new("x").unwrap(), Source::new("labs/x/lab.toml", text), files)
}

/// Returns all faults of a text, each as `line:column code`.
pub(super) fn faults(text: &str) -> Vec<String> {
    let Err(faults) = read(text) else { return Vec::new() };
    let place = |fault: &Diagnostic| faults.source.position(fault.span.start);
    let shown = |fault: &Diagnostic| {
        let place = place(fault);
        format!("{}:{} {}", place.line, place.column, fault.code)
    };
    faults.found.iter().map(shown).collect()
}

/// Returns the value of an argument of the only fault of a text.
fn argument(text: &str, name: &str) -> String {
    let faults = read(text).unwrap_err();
    assert_eq!(faults.found.len(), 1, "{:?}", faults.found);
    let argument = faults.found[0].arguments.iter().find(|(known, _)| *known == name);
    argument.unwrap().1.clone()
}

pub(super) const LAB: &str = r#"format  = 1
title   = "A lab"
summary = "What it is about."
level   = "beginner"
minutes = 5

[watch.page]
file = "web:/index.html"

[[watch.page.named]]
as      = "mine"
same_as = { local = "index.html" }

[watch.data]
volume = "data"

[watch.rows]
in    = "web"
exec  = "cat '/the rows'"
lives = "/rows"

[ready.web]
exec = "true"

[[step]]
id    = "start"
title = "Start"
run   = "docker run -d --name web nginx"
check = [{ container = "web", running = true }]

[[step]]
id     = "again"
title  = "Again"
run    = ["docker rm -f web", "docker run -d --name web nginx"]
check  = [{ http = "http://web:80", status = 200 }]
expect = { page = "lost" }

[step.predict]
ask    = "Whose page?"
watch  = "page"
choice = [
  { fate = "lost", text = "The image's" },
  { fate = "unchanged", text = "Mine", because = "It went." },
]
"#;

/// Returns the faults of the lab above with one part changed.
fn changed(from: &str, to: &str) -> Vec<String> {
    assert_eq!(LAB.matches(from).count(), 1, "{from}");
    faults(&LAB.replace(from, to))
}

#[test]
fn a_lab_is_bounded() {
    let text = |of: usize| LAB.replacen("What it is about.", &"x".repeat(of), 1);
    assert_eq!(faults(&text(64 << 10)), [""; 0]);
    assert_eq!(faults(&text((64 << 10) + 1)), ["3:11 long-text"]);
    let concepts = |count: usize| {
        let list = (0..count).map(|at| format!("\"c{at}\"")).collect::<Vec<_>>().join(", ");
        LAB.replacen("minutes = 5", &format!("minutes = 5\nconcepts = [{list}]"), 1)
    };
    assert_eq!(faults(&concepts(200)), [""; 0]);
    assert_eq!(faults(&concepts(201)), ["6:12 too-many"]);
    let variables = (0..201).map(|at| format!("V{at} = \"x\"")).collect::<Vec<_>>().join("\n");
    let of_many = faults(&format!("{LAB}\n[env]\n{variables}"));
    assert!(of_many.len() == 1 && of_many[0].ends_with(" too-many"), "{of_many:?}");
}

#[test]
fn a_lab_is_read_whole() {
    let lab = read(LAB).unwrap();
    assert_eq!((lab.title.as_str(), lab.minutes, lab.steps.len()), ("A lab", 5, 2));
    let Subject::Exec { command, lives, within, .. } = &lab.watches[2].subject else { panic!("exec") };
    assert_eq!(command[..], ["cat", "/the rows"]);
    assert_eq!((lives, *within), (&Lives::Path("/rows".to_owned()), Duration::from_secs(5)));
    assert_eq!(lab.watches[1].label, "data");
    assert_eq!(lab.steps[1].run[1].line.value, "docker run -d --name web nginx");
    assert_eq!(lab.steps[1].expect[0].fate, Fate::Lost);
    let check = &lab.steps[1].checks[0];
    assert_eq!(check.text, r#"{ http = "http://web:80", status = 200 }"#);
    assert!(matches!(&check.probe, Probe::Http(address) if address.port == 80 && address.path == "/"));
    let predict = lab.steps[1].predict.as_ref().unwrap();
    assert_eq!(
        (predict.choices[0].answer.fate(), predict.choices[1].because.as_deref()),
        (Some(Fate::Lost), Some("It went."))
    );
}

#[test]
fn every_probe_is_read() {
    let checks = r#"check = [
  { container = "web", exists = true },
  { http = "http://web:8080/a?b", contains = "x", within = "500ms" },
  { layer = "web", changed = ["/a", "/b//c"] },
  { mount = "web:/data", type = "volume", name = "data", rw = true },
  { volume = "data", exists = false },
  { file = "web:/a", exists = true, same_as = { image = "nginx", path = "/a" } },
  { exec = "cat /a", in = "web", equals = "" },
  { local = "none.html", exists = false },
  { local = "index.html", same_as = { local = "./index.html" }, because = "So." },
  { output = true, contains = "x" },
]"#;
    let lab = read(&LAB.replace(r#"check = [{ container = "web", running = true }]"#, checks)).unwrap();
    let checks = &lab.steps[0].checks;
    assert_eq!(checks.len(), 10);
    assert_eq!(checks[1].within, Duration::from_millis(500));
    let Predicate::Field { key: "changed", wanted: Wanted::All(paths) } = &checks[2].predicates[0] else {
        panic!("{:?}", checks[2])
    };
    assert_eq!(paths[1].as_written(), "/b/c");
    let same = &checks[8].predicates[0];
    assert!(matches!(same, Predicate::SameAs(Same::Local(path)) if path.value == "index.html"));
    assert_eq!(checks[8].because.as_deref(), Some("So."));
    // The text is shown beside it, in any language.
    assert_eq!(checks[8].text, r#"{ local = "index.html", same_as = { local = "./index.html" } }"#);
}

#[test]
fn the_reason_of_a_check_is_no_part_of_its_text_wherever_it_stands() {
    for (written, text) in [
        (
            r#"check = [{ because = "So, it is.", container = "web", running = true }]"#,
            r#"{ container = "web", running = true }"#,
        ),
        (
            r#"check = [{ container = "web", because = "So.", running = true }]"#,
            r#"{ container = "web", running = true }"#,
        ),
    ] {
        let lab = read(&LAB.replace(r#"check = [{ container = "web", running = true }]"#, written)).unwrap();
        assert_eq!(lab.steps[0].checks[0].text, text);
    }
}

#[test]
fn every_predicate_is_read() {
    let checks = r#"check = [
  { container = "web", state = "running", exit_code = 0, health = "none", image = "nginx", env = ["A=1"] },
  { layer = "web", added = "/a", deleted = "/b", count = 2 },
  { mount = "web:/data", source = "site", not = { exists = false, rw = false } },
  { image = "mine:1", exists = true, tag = "mine:1", label = "a=b" },
  { volume = "data", label = ["a=b"] },
  { file = ["web:/a", "web:/b"], matches = '^\d+$', holds_for = "2s", already = true },
  { exec = "cat /none", in = ["web"], exit_code = 1 },
  { logs = "web", contains = "ready", count = 2 },
  { output = true, json = { pointer = "/a/0", equals = 5 } },
  { local = "index.html", same_as = { container = "web", path = "/a" }, not = { contains = "x" } },
]"#;
    let lab = read(&LAB.replace(r#"check = [{ container = "web", running = true }]"#, checks)).unwrap();
    let checks = &lab.steps[0].checks;
    assert_eq!(checks[0].predicates.len(), 5);
    assert!(
        matches!(&checks[2].predicates[..], [Predicate::Field { .. }, Predicate::Not(inner)] if inner.len() == 2)
    );
    assert_eq!((checks[5].holds_for, checks[5].already), (Some(Duration::from_secs(2)), true));
    assert!(matches!(&checks[8].predicates[0], Predicate::Json { pointer, .. } if pointer == "/a/0"));
    assert!(matches!(&checks[9].predicates[0], Predicate::SameAs(Same::Container(at)) if at.path == "/a"));
}

#[test]
fn captures_stand_in_later_lines_checks_and_prose() {
    let lab = LAB
        .replace(
            "[{ container = \"web\", running = true }]",
            "[{ output = true, equals = \"$id\" }]\ncapture = { id = { output = true }, vol = { mount = \"web:/d\", field = \"name\" } }\nafter = \"It is {id}, {web.id}, {watch.page.before} and {{id}.\"",
        )
        .replace("[\"docker rm -f web\", ", "[\"docker rm -f $id\", \"docker run -v $vol:/x -e A='$vol' nginx\", ");
    let lab = read(&lab).unwrap();
    let captures = &lab.steps[0].captures;
    assert_eq!((captures[0].name.value.as_str(), &captures[0].part), ("id", &Part::Whole));
    assert_eq!(captures[1].part, Part::Field("name"));
    let values = [("id".to_owned(), "c0ffee".to_owned()), ("vol".to_owned(), "v1".to_owned())].into();
    let run = &lab.steps[1].run;
    assert_eq!(run[1].shown(&values), "docker run -v v1:/x -e A='$vol' nginx");
    let crate::command::Action::Remove(remove) = run[0].filled(&values, &lab.env, &[]).unwrap() else {
        panic!()
    };
    assert_eq!(remove.containers[0].value.as_str(), "c0ffee");
    // An invalid captured value is an error when it is known, and never a flag.
    for value in ["a b", "--privileged", ""] {
        let values = [("id".to_owned(), value.to_owned())].into();
        assert_eq!(run[0].filled(&values, &lab.env, &[]).unwrap_err(), "id", "{value}");
    }
}

#[test]
fn files_are_written_commands_fail_and_variables_are_read() {
    let lab = LAB
        .replace("minutes = 5", "minutes = 5\nneeds = [\"other\"]\n[env]\nA = \"1\"\n[secret]\nPASS = \"hunter2\"")
        .replace("\"docker run -d --name web nginx\"\ncheck", "[\"docker run -d -e A -e PASS -e B --name web nginx\", { cmd = \"docker cp new.txt web:/a\", fails = \"not-found\" }, { cmd = \"docker exec web false\", fails = \"exit 1\" }]\nwrite = { \"new.txt\" = \"text\" }\ncheck");
    let lab = read(&lab).unwrap();
    assert_eq!(lab.needs[0].value.as_str(), "other");
    assert_eq!(lab.secrets, ["hunter2"]);
    let step = &lab.steps[0];
    assert_eq!((step.write[0].0.value.as_str(), step.write[0].1.as_str()), ("new.txt", "text"));
    let fails: Vec<_> = step.run.iter().map(|command| command.fails).collect();
    assert_eq!(fails, [None, Some(Failure::Refused("not-found")), Some(Failure::Exit(1))]);
    let crate::command::Action::Run(run) = &step.run[0].action else { panic!() };
    let env: Vec<_> = run.container.env.iter().map(|variable| variable.value.as_deref()).collect();
    assert_eq!(env, [Some("1"), Some("hunter2"), None]);
}

#[test]
fn a_file_from_windows_means_the_same() {
    let lab = read(&format!("\u{feff}{}", LAB.replace('\n', "\r\n"))).unwrap();
    assert_eq!(lab.steps[1].run[1].line.value, "docker run -d --name web nginx");
}

#[test]
fn checks_may_be_tables_of_their_own() {
    let lab = LAB.replace(
        r#"check = [{ container = "web", running = true }]"#,
        "[[step.check]]\ncontainer = \"web\"\nrunning = true\n",
    );
    assert_eq!(read(&lab).unwrap().steps[0].checks[0].text, "container = \"web\"\nrunning = true");
}

#[test]
#[expect(clippy::too_many_lines, reason = "a table, read from top to bottom")]
fn every_fault_of_a_file_is_reported_at_its_place() {
    let text = r#"format  = 2
titel   = "A lab"
summary = ""
level   = "begginer"
minutes = 0
needs   = ["other"]

[watch.Page]
file = "web/index.html"

[watch.data]
volume = "data"
exec   = "ls"

[watch.rows]
exec   = "cat | grep"
in     = ["web", 5]
lives  = "rows"
within = "5"

[[step]]
id    = "start"
title = "시작"
run   = "docker run -d --name web nginx"
check = [
  { container = "wbe", running = "yes" },
  { http = "https://web/", status = 99 },
  { file = "web:/a" },
  { container = "web", volume = "data" },
  { local = "../secret", exists = true },
  { layer = "web", contains = "한글" },
]

[[step]]
id     = "start"
title  = "Again"
run    = ["docker cp missing.html web:/a"]
expect = { pages = "lost", data = "orphaned", rows = "vanished" }

[step.predict]
ask    = "Whose?"
watch  = "rows"
choice = [{ fate = "lost", text = "Gone" }]
"#;
    assert_eq!(
        faults(text),
        [
            "1:1 missing-key",
            "1:11 format",
            "2:1 unknown-key",
            "3:11 empty-text",
            "4:11 unknown-level",
            "5:11 minutes",
            "8:8 bad-id",
            "9:8 container-path",
            "13:1 two-subjects",
            "16:15 exec-without-shell",
            "17:18 wrong-type",
            "18:10 relative-path",
            "19:10 duration",
            "26:17 unknown-container",
            "26:34 wrong-type",
            "27:12 http-url",
            "27:37 http-status",
            "28:3 no-predicate",
            "29:24 two-probes",
            "30:13 outside-workspace",
            "31:20 misplaced-key",
            "35:10 duplicate-id",
            "37:22 unknown-file",
            "38:12 unknown-watch",
            "38:54 unknown-fate",
            "43:10 few-choices",
        ]
    );
}

/// A part of the lab above, its replacement, and the faults that follow.
pub(super) type Case = (&'static str, &'static str, &'static [&'static str]);

const ROOT: &[Case] = &[
    ("summary = \"What it is about.\"\n", "", &["1:1 missing-key"]),
    ("format  = 1", "format  = \"1\"", &["1:11 wrong-type"]),
    ("minutes = 5", "minutes = 601", &["5:11 minutes"]),
    ("minutes = 5", "minutes = 99999999999999999999", &["5:11 minutes"]),
    ("minutes = 5", "minutes = 5\nconcepts = [\"a\", \" \"]", &["6:18 empty-text"]),
    ("minutes = 5", "minutes = 5\nallow = { privileged = true, namespaces = [\"pid\"] }", &[]),
    ("minutes = 5", "minutes = 5\nallow = { privileged = false }", &["6:24 allow-false"]),
    ("minutes = 5", "minutes = 5\nallow = { privilegd = true }", &["6:11 unknown-key"]),
    (
        "minutes = 5",
        "minutes = 5\nallow = { engine_socket = true, binds = [\"/srv\"], memory = \"1.5g\" }",
        &[],
    ),
    ("minutes = 5", "minutes = 5\nallow = { binds = [\"srv\"] }", &["6:20 allow-bind"]),
    ("minutes = 5", "minutes = 5\nallow = { memory = \"lots\" }", &["6:20 allow-memory"]),
    ("minutes = 5", "minutes = 5\nallow = { memory = \"2t\" }", &["6:20 allow-memory"]),
    ("minutes = 5", "minutes = 5\nallow = { capabilities = [\"NET_ADMNI\"] }", &["6:27 unknown-word"]),
    ("minutes = 5", "minutes = 5\nallow = { devices = [\"sda\"] }", &["6:22 allow-device"]),
    ("minutes = 5", "minutes = 5\nallow = { namespaces = [] }", &["6:24 empty-list"]),
];

const WATCHES: &[Case] = &[
    ("file = \"web:/index.html\"", "label = \"page\"", &["7:1 no-subject"]),
    ("file = \"web:/index.html\"", "flie = \"web:/index.html\"", &["8:1 unknown-key"]),
    ("file = \"web:/index.html\"", "http = \"http://web:80/\"", &["7:1 missing-key"]),
    ("file = \"web:/index.html\"", "file = []", &["8:8 empty-list"]),
    ("file = \"web:/index.html\"", "file = \"web:/a/../b\"", &["8:13 climbing-path"]),
    ("file = \"web:/index.html\"", "file = \"we b:/a\"", &["8:9 bad-name"]),
    ("file = \"web:/index.html\"", "file = \"웹:/a\"", &["8:9 bad-name"]),
    ("file = \"web:/index.html\"", "file = \"wob:/a\"", &["8:9 unknown-container"]),
    ("file = \"web:/index.html\"", "file = \"web:/a\"\nlives = \"/a\"", &["9:1 misplaced-key"]),
    ("volume = \"data\"", "logs = [\"web\"]\nnamed = []", &[]),
    ("volume = \"data\"", "logs = \"web\"\nlives = \"memory\"", &["16:1 misplaced-key"]),
    ("volume = \"data\"", "logs = \"wob\"", &["15:8 unknown-container"]),
    ("volume = \"data\"", "local = \"not/there/yet\"", &[]),
    ("volume = \"data\"", "local = \"../x\"", &["15:9 outside-workspace"]),
    ("volume = \"data\"", "local = [\"x\"]", &["15:9 wrong-type"]),
    ("volume = \"data\"", "layer = \"web\"", &["14:1 no-subject", "15:1 unknown-key"]),
    ("volume = \"data\"", "volume = \"data\"\nnamed = []", &["16:1 misplaced-key"]),
    ("volume = \"data\"", "volume = \"data\"\nwithin = \"5s\"", &["16:1 misplaced-key"]),
    ("lives = \"/rows\"", "", &["17:1 missing-key"]),
    ("in    = \"web\"", "", &["17:1 missing-key"]),
    ("exec  = \"cat '/the rows'\"", "exec  = \"cat 'a\"", &["19:14 unclosed-quote"]),
    ("same_as = { local = \"index.html\" }", "contains = \"x\"", &[]),
    ("same_as = { local = \"index.html\" }", "same_as = {}", &["12:11 same-as"]),
    ("same_as = { local = \"index.html\" }", "same_as = { image = \"nginx\" }", &["12:11 missing-key"]),
    ("same_as = { local = \"index.html\" }", "same_as = { local = \"a.html\" }", &["12:21 unknown-file"]),
    ("{ local = \"index.html\" }", "{ local = \"index.html\", path = \"/a\" }", &["12:35 misplaced-key"]),
    ("{ local = \"index.html\" }", "{ container = \"web\", path = \"/a\" }", &[]),
    (
        "[watch.data]",
        "[[watch.page.named]]\nas = \"mine\"\nsame_as = { local = \"index.html\" }\n[watch.data]",
        &["15:6 duplicate-id"],
    ),
];

const READINESS: &[Case] = &[
    ("[ready.web]", "[ready.wob]", &["22:8 unknown-container"]),
    ("exec = \"true\"", "", &["22:1 no-ready-probe"]),
    ("exec = \"true\"", "exce = \"true\"", &["23:1 unknown-key"]),
    ("exec = \"true\"", "exec = \"true\"\nwithin = \"2h\"", &["24:10 duration"]),
    ("exec = \"true\"", "exec = \"true\"\nin = \"web\"", &["24:1 misplaced-key"]),
    ("exec = \"true\"", "http = \"http://web:80/\"", &[]),
    ("exec = \"true\"", "http = \"http://web:80/\"\nstatus = 204", &[]),
    ("exec = \"true\"", "http = \"http://web:80/\"\nexit_code = 0", &["24:1 misplaced-key"]),
    ("exec = \"true\"", "http = \"http://wob:80/\"", &["23:8 ready-elsewhere", "23:16 unknown-container"]),
    ("exec = \"true\"", "file = \"web:/ready\"", &[]),
    ("exec = \"true\"", "file = \"/ready\"", &["23:8 container-path"]),
    ("exec = \"true\"", "file = [\"web:/ready\"]", &["23:8 wrong-type"]),
    ("exec = \"true\"", "logs = \"web\"\ncontains = \"ready\"", &[]),
    ("exec = \"true\"", "logs = \"web\"", &["22:1 no-predicate"]),
    ("exec = \"true\"", "logs = \"web\"\nmatches = \"(\"", &["24:11 bad-pattern"]),
    ("exec = \"true\"", "exec = \"true\"\nlogs = \"web\"", &["24:1 two-ready-probes"]),
];

#[test]
fn what_a_lab_asks_for_is_read_and_another_content_is_another_lab() {
    let asking =
        |rest: &str| read(&LAB.replace("minutes = 5", &format!("minutes = 5\nallow = {rest}"))).unwrap();
    let lab = asking(
        "{ capabilities = [\"cap_net_admin\", \"SYS_TIME\"], devices = [\"/dev/fuse\"], volume_options = true }",
    );
    let asked = [
        ("volume_options", ""),
        ("capabilities", "NET_ADMIN"),
        ("capabilities", "SYS_TIME"),
        ("devices", "/dev/fuse"),
    ];
    assert_eq!(lab.allow.asked(), asked);
    assert_eq!(read(LAB).unwrap().allow, Allow::default());
    assert_eq!(lab.content(), lab.clone().content());
    let other = asking("{ capabilities = [\"cap_net_admin\"] }");
    assert!(lab.content() != other.content() && lab.content().len() == 64);
    let mut script = lab.clone();
    let page = LabFile::File { bytes: b"<h1>my page</h1>\n".to_vec(), executable: true };
    script.files = std::sync::Arc::new(LabFiles([("index.html".to_owned(), page)].into()));
    assert_ne!(lab.content(), script.content());
}

#[test]
fn readiness_has_a_usual_sign_or_a_written_one() {
    let sign = |written: &str| {
        let mut lab = read(&LAB.replace("exec = \"true\"", written)).unwrap();
        let ready = lab.ready.remove(0);
        (ready.probe.key(), ready.predicates)
    };
    let field = |key, number| Predicate::Field { key, wanted: Wanted::Number(number) };
    assert_eq!(sign("exec = \"true\""), ("exec", vec![field("exit_code", 0)]));
    assert_eq!(sign("http = \"http://web:80/\""), ("http", vec![field("status", 200)]));
    assert_eq!(sign("http = \"http://web:80/\"\nstatus = 204"), ("http", vec![field("status", 204)]));
    assert_eq!(sign("file = \"web:/run/ready\""), ("file", vec![Predicate::Exists(true)]));
    let (probe, predicates) = sign("logs = \"web\"\nnot = { contains = \"fatal\" }");
    assert!(probe == "logs" && matches!(&predicates[..], [Predicate::Not(inner)] if inner.len() == 1));
}

const STEPS: &[Case] = &[
    ("id    = \"start\"", "id    = \"Start\"", &["26:9 bad-id"]),
    ("id    = \"start\"", "id    = \"again\"", &["32:10 duplicate-id"]),
    (
        "\"docker run -d --name web nginx\"\ncheck",
        "[{ cmd = \"docker rm -f web\" }]\ncheck",
        &["28:10 missing-key"],
    ),
    (
        "\"docker run -d --name web nginx\"\ncheck",
        "[{ cmd = \"docker rm -f web\", fails = \"in-us\" }]\ncheck",
        &["28:46 unknown-failure"],
    ),
    (
        "\"docker run -d --name web nginx\"\ncheck",
        "\"docker run -d --name web nginx\"\nwrite = { \"/etc/x\" = \"\" }\ncheck",
        &["29:11 outside-workspace"],
    ),
    ("title = \"Start\"", "title = \"Start\"\ncapture = { PWD = { output = true } }", &["28:13 bad-capture"]),
    (
        "title = \"Start\"",
        "title = \"Start\"\ncapture = { a = { mount = \"web:/a\" } }",
        &["28:17 missing-key"],
    ),
    (
        "title = \"Start\"",
        "title = \"Start\"\ncapture = { a = { mount = \"web:/a\", field = \"nam\" } }",
        &["28:45 unknown-field"],
    ),
    ("title = \"Start\"", "title = \"Start\"\nbefore = \"{a}\"", &["28:11 unknown-placeholder"]),
    (
        "title = \"Start\"",
        "title = \"Start\"\nbefore = \"{wob.id} {watch.pag}\"",
        &["28:11 unknown-container", "28:20 unknown-placeholder"],
    ),
    ("title  = \"Again\"", "title  = \"Again\"\nbefore = \"{\"", &["34:11 unknown-placeholder"]),
    ("[\"docker rm -f web\", ", "[\"docker rm -f wob\", ", &["34:25 unknown-container"]),
];

const CHECKS: &[Case] = &[
    ("{ container = \"web\", running = true }", "{ running = true }", &["29:10 no-probe"]),
    (
        "{ container = \"web\", running = true }",
        "{ contaner = \"web\", running = true }",
        &["29:12 unknown-key"],
    ),
    (
        "{ container = \"web\", running = true }",
        "{ container = \"web\", runing = true }",
        &["29:31 unknown-key"],
    ),
    ("{ container = \"web\", running = true }", "{ container = \"web\", not = {} }", &["29:37 no-predicate"]),
    (
        "{ container = \"web\", running = true }",
        "{ container = \"web\", contains = \"x\" }",
        &["29:31 misplaced-key"],
    ),
    (
        "{ container = \"web\", running = true }",
        "{ logs = \"web\", matches = \"(\" }",
        &["29:36 bad-pattern"],
    ),
    ("{ container = \"web\", running = true }", "{ logs = \"web\", count = -1 }", &["29:34 bad-number"]),
    (
        "{ container = \"web\", running = true }",
        "{ container = \"web\", state = \"runing\" }",
        &["29:39 unknown-word"],
    ),
    (
        "{ container = \"web\", running = true }",
        "{ container = \"web\", exit_code = 256 }",
        &["29:43 bad-number"],
    ),
    (
        "{ container = \"web\", running = true }",
        "{ output = true, json = { pointer = \"a\", equals = 1 } }",
        &["29:46 json-pointer"],
    ),
    (
        "{ container = \"web\", running = true }",
        "{ output = true, json = { pointer = \"\" } }",
        &["29:34 no-predicate"],
    ),
    (
        "{ container = \"web\", running = true }",
        "{ volume = \"$orphan\", exists = true }",
        &["29:21 unknown-capture"],
    ),
    (
        "{ container = \"web\", running = true }",
        "{ output = true, same_as = \"$orphan\" }",
        &["29:37 unknown-capture"],
    ),
    (
        "{ container = \"web\", running = true }",
        "{ output = true, same_as = \"orphan\" }",
        &["29:37 same-as-text"],
    ),
    (
        "{ container = \"web\", running = true }",
        "{ http = \"http://localhost:80/\", status = 200 }",
        &["29:27 http-of-host"],
    ),
    (
        "{ container = \"web\", running = true }",
        "{ exec = \"cat /a || true\", in = \"web\", exists = true }",
        &["29:27 exec-without-shell"],
    ),
    (
        "{ container = \"web\", running = true }",
        "{ container = \"web\", running = true, within = 5 }",
        &["29:56 wrong-type"],
    ),
    (
        "{ container = \"web\", running = true }",
        "{ output = false, contains = \"x\" }",
        &["29:21 output-false"],
    ),
    ("{ container = \"web\", running = true }", "{ output = true, contains = \"\" }", &["29:38 empty-text"]),
    (
        "{ container = \"web\", running = true }",
        "{ exec = \"ls\", contains = \"x\" }",
        &["29:10 missing-key"],
    ),
    (
        "{ container = \"web\", running = true }",
        "{ mount = \"web:/a\", type = \"volum\" }",
        &["29:37 unknown-mount-type"],
    ),
    ("[{ container = \"web\", running = true }]", "{ output = true }", &["29:9 wrong-type"]),
    (
        "[{ container = \"web\", running = true }]",
        "[{ layer = \"web\", changed = [] }]",
        &["29:37 empty-list"],
    ),
];

const QUESTIONS: &[Case] = &[
    (
        "expect = { page = \"lost\" }",
        "expect = { page = \"unchanged\" }",
        &["36:12 expect-unchanged", "42:3 missing-because"],
    ),
    ("expect = { page = \"lost\" }", "", &["42:3 missing-because"]),
    (
        "{ fate = \"unchanged\", text = \"Mine\"",
        "{ fate = \"lost\", text = \"Mine\"",
        &["43:12 duplicate-choice"],
    ),
    (
        "{ fate = \"lost\", text = \"The",
        "{ fate = \"hidden\", because = \"x\", text = \"The",
        &["41:10 no-right-choice"],
    ),
    (", because = \"It went.\"", "", &["43:3 missing-because"]),
    ("{ fate = \"unchanged\", text", "{ when = {}, text", &["43:5 misplaced-key"]),
    ("{ fate = \"unchanged\", text", "{ fate = \"unchanged\", id = \"x\", text", &["43:25 misplaced-key"]),
    ("watch  = \"page\"\n", "", &["38:1 missing-key"]),
    ("watch  = \"page\"", "watch  = \"pages\"", &["40:10 unknown-watch"]),
    ("watch  = \"page\"", "watch  = \"data\"", &["42:3 missing-because"]),
    ("{ page = \"lost\" }", "{ page = \"lost\", data = \"orphaned\" }", &["36:34 impossible-fate"]),
];

/// The lab above, with a question that has these answers.
fn asking(choices: &str) -> String {
    let start = LAB.find("watch  = \"page\"").unwrap();
    format!("{}choice = [\n{choices}]\n", &LAB[..start])
}

#[test]
fn answers_may_be_checks_one_of_which_is_right() {
    let right =
        "  { id = \"mine\", when = { output = true, contains = \"a\", within = \"1s\" }, text = \"A\" },\n";
    let wrong =
        "  { id = \"its\", when = { logs = \"web\", contains = \"b\" }, text = \"B\", because = \"No.\" },\n";
    let lab = read(&asking(&format!("{right}{wrong}"))).unwrap();
    let predict = lab.steps[1].predict.as_ref().unwrap();
    assert_eq!(predict.watch, None);
    let ids: Vec<_> = predict.choices.iter().map(|choice| choice.id.as_str()).collect();
    assert_eq!(ids, ["mine", "its"]);
    let check = predict.choices[0].answer.check().unwrap();
    assert_eq!((check.probe.key(), check.within), ("output", Duration::from_secs(1)));
    assert_eq!(lab.steps[1].looks().count(), 3);
    for (choices, expected) in [
        (format!("{right}{right}"), &["42:10 duplicate-id", "42:3 two-right-answers"][..]),
        (format!("{wrong}{}", wrong.replace("its", "other")), &["40:10 no-right-answer"]),
        (right.to_owned(), &["40:10 few-choices"]),
        (format!("{right}{}", wrong.replace("its", "Its")), &["42:10 bad-id"]),
        (format!("{right}{}", wrong.replace("id = \"its\", ", "")), &["42:3 missing-key"]),
        (
            format!(
                "{right}{}",
                wrong.replace("when = { logs = \"web\", contains = \"b\" }", "fate = \"lost\"")
            ),
            &["42:3 missing-key", "42:17 misplaced-key"],
        ),
        (format!("{right}{}", wrong.replace("contains = \"b\"", "contians = \"b\"")), &["42:40 unknown-key"]),
        (
            format!("{right}{}", wrong.replace("contains = \"b\"", "contains = \"b\", because = \"x\"")),
            &["42:56 misplaced-key"],
        ),
        (
            format!("{right}{}", wrong.replace("logs = \"web\"", "logs = \"wob\"")),
            &["42:33 unknown-container"],
        ),
        (
            format!("{right}{}", wrong.replace("{ logs = \"web\", contains = \"b\" }", "{ logs = \"web\" }")),
            &["42:24 no-predicate"],
        ),
    ] {
        let mut found = faults(&asking(&choices));
        found.sort();
        let mut expected = expected.to_vec();
        expected.sort_unstable();
        assert_eq!(found, expected, "{choices}");
    }
}

/// All of them.
pub(super) const CASES: [&[Case]; 6] = [ROOT, WATCHES, READINESS, STEPS, CHECKS, QUESTIONS];

/// Returns the code of a fault in the form of [`faults`].
pub(super) fn code_of(fault: &str) -> &str {
    fault.split(' ').nth(1).unwrap_or_default()
}

#[test]
fn each_fault_has_a_code_of_its_own() {
    let cases = CASES.iter().copied().flatten();
    let wrong: Vec<_> = cases
        .map(|(from, to, expected)| (from, to, changed(from, to), *expected))
        .filter(|(_, _, seen, expected)| seen[..] != **expected)
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn a_lab_has_steps() {
    let head = &LAB[..LAB.find("[watch.page]").unwrap()];
    assert_eq!(faults(head), ["5:12 no-step"]);
    assert_eq!(faults(&format!("step = []\n{head}")), ["1:8 no-step"]);
    assert_eq!(faults(&format!("step = 1\n{head}")), ["1:8 wrong-type"]);
}

#[test]
fn the_second_of_two_points_at_the_first() {
    let related = |text: &str| {
        let faults = read(text).unwrap_err();
        let (span, code) = faults.found[0].related.unwrap();
        assert_eq!(code, "first-here");
        faults.source.text[span.range()].to_owned()
    };
    assert_eq!(related(&LAB.replace("id     = \"again\"", "id     = \"start\"")), "\"start\"");
    assert_eq!(related(&LAB.replace("[watch.data]", "[watch.page]")), "[watch.page]");
    assert_eq!(related(&LAB.replace("minutes = 5", "title = 5")), "title");
}

#[test]
fn a_near_word_is_suggested() {
    for (from, to, suggestion) in [
        ("minutes = 5", "minutes = 5\nconcept = []", "concepts"),
        ("level   = \"beginner\"", "level   = \"beginer\"", "beginner"),
        ("expect = { page = \"lost\" }", "expect = { page = \"lost\", date = \"created\" }", "data"),
        ("expect = { page = \"lost\" }", "expect = { page = \"los\" }", "lost"),
        ("{ container = \"web\"", "{ container = \"wbe\"", "web"),
        ("local = \"index.html\"", "local = \"indx.html\"", "index.html"),
    ] {
        assert_eq!(LAB.matches(from).count(), 1, "{from}");
        assert_eq!(argument(&LAB.replace(from, to), "suggestion"), suggestion, "{to}");
    }
}

#[test]
fn several_syntax_errors_do_not_hide_other_faults_nor_cause_any() {
    let text = LAB
        .replace("title   = \"A lab\"", "title   = A lab")
        .replace("minutes = 5", "minutes = 0")
        .replace("[ready.web]", "[ready.web");
    assert_eq!(faults(&text), ["2:11 syntax", "5:11 minutes", "22:11 syntax"]);
    assert_eq!(faults(&LAB.replace("minutes = 5", "level = \"x\"")), ["5:1 duplicate-key"]);
    assert_eq!(faults("format = \"\\q\"\n"), ["1:12 syntax"]);
    assert_eq!(faults("[step\ntitel = 1\na = { b = 1 }\n"), ["1:6 syntax"]);
}

#[test]
fn only_toml_1_0_is_a_lab() {
    let lab = |check: &str| LAB.replace("[{ container = \"web\", running = true }]", check);
    assert_eq!(
        faults(&lab("[{\n  container = \"web\", running = true, }]")),
        ["29:10 toml-1-1", "30:36 toml-1-1"]
    );
    assert_eq!(faults(&LAB.replace("\"What it is about.\"", "\"What \\e it\"")), ["3:17 toml-1-1"]);
}

#[test]
fn names_in_a_line_with_faults_still_count() {
    let text = LAB
        .replace("docker run -d --name web nginx\"\ncheck = [", "docker rnu --name one nginx\"\ncheck = [")
        .replace("{ container = \"web\", running = true }", "{ container = \"one\", running = true }");
    assert_eq!(faults(&text), ["28:17 unknown-command"]);
    // If not even words can be seen, no name is reported as unknown.
    let text = LAB
        .replace("docker run -d --name web nginx\"\ncheck = [", "docker run | --name one nginx\"\ncheck = [")
        .replace("{ container = \"web\", running = true }", "{ container = \"one\", running = true }");
    assert!(faults(&text).iter().all(|fault| !fault.contains("unknown-container")));
}

#[test]
fn files_come_from_the_folder_a_copy_or_a_shared_folder() {
    let lab = |run: &str, check: &str| {
        let check = format!("check = [{{ local = \"{check}\", exists = true }}]");
        faults(
            &LAB.replace("run   = \"docker run -d --name web nginx\"", &format!("run   = {run}"))
                .replace("check = [{ container = \"web\", running = true }]", &check),
        )
    };
    let missing = ["29:20 unknown-file"];
    assert_eq!(lab(r#""docker cp web:/a/b.html out.html""#, "out.html"), [""; 0]);
    assert_eq!(lab(r#""docker cp web:/a/b.html .""#, "b.html"), [""; 0]);
    assert_eq!(lab(r#""docker cp web:/a/b.html out/""#, "out/b.html"), [""; 0]);
    assert_eq!(lab(r#""docker cp web:/a/. out""#, "out/any.html"), [""; 0]);
    assert_eq!(lab(r#""docker cp web:/a/b.html out.html""#, "other.html"), missing);
    assert_eq!(lab(r#"["docker run --name one -v ./site:/x nginx"]"#, "site/log"), [""; 0]);
    assert_eq!(lab(r#"["docker cp web:/a out.html", "docker cp out.html web:/b"]"#, "out.html"), [""; 0]);
    assert_eq!(
        lab(r#"["docker cp out.html web:/b", "docker cp web:/a out.html"]"#, "out.html"),
        ["28:21 unknown-file"]
    );
}

#[test]
fn a_key_in_the_wrong_table_is_told_where_it_belongs() {
    let ask = "ask    = \"Whose page?\"";
    for (part, other, home) in [
        (ask, "ask = \"Whose?\"\nhints = [\"x\"]", "step"),
        ("volume = \"data\"", "volume = \"data\"\nstatus = 200", "check"),
        ("[watch.data]", "[predict]\nask = \"x\"\n[watch.data]", "question"),
        (ask, "ask = \"Whose?\"\nminutes = 3", "lab"),
        (ask, "ask = \"Whose?\"\ncolour = 3", "none"),
    ] {
        assert_eq!(argument(&LAB.replace(part, other), "home"), home, "{other}");
    }
}

#[test]
fn a_captured_name_that_is_mistyped_or_too_early_is_no_variable_of_a_shell() {
    let captured = LAB.replace(
        "check = [{ container",
        "capture = { orphan = { mount = \"web:/d\", field = \"name\" } }\ncheck = [{ container",
    );
    let with = |line: &str| captured.replace("\"docker rm -f web\", ", &format!("\"{line}\", "));
    assert_eq!(argument(&with("docker volume rm $orphn"), "suggestion"), "orphan");
    assert_eq!(faults(&with("docker volume rm $orphn")), ["35:29 unknown-capture"]);
    assert_eq!(faults(&with("docker volume rm $HOME")), ["35:29 shell-variable"]);
    let early = captured.replace("--name web nginx\"\ncapture", "--name web -v $orphan:/d nginx\"\ncapture");
    assert_eq!(faults(&early), ["28:38 captured-later"]);
    let exec = captured.replace(
        "check  = [{ http = \"http://web:80\", status = 200 }]",
        "check = [{ exec = \"ls $orphn\", in = \"web\", exists = true }]",
    );
    assert_eq!(argument(&exec, "suggestion"), "orphan");
}

#[test]
fn what_cannot_mean_anything_is_refused() {
    let prose =
        |text: &str| LAB.replace("title = \"Start\"", &format!("title = \"Start\"\nafter = \"{text}\""));
    assert_eq!(faults(&prose("It is {watch.data}.")), ["28:16 object-placeholder"]);
    assert_eq!(faults(&prose("It is {watch.rows}.")), [""; 0]);
    let write =
        |path: &str| prose("x").replace("after = \"x\"", &format!("write = {{ \"{path}\" = \"x\" }}"));
    assert_eq!(faults(&write("lab.toml")), ["28:11 write-lab-file"]);
    assert_eq!(faults(&write("sub/lab.toml")), [""; 0]);
    let fails = "{ cmd = \"docker exec web false\", fails = \"exit2\" }, ";
    assert_eq!(argument(&LAB.replace("\"docker rm -f web\", ", fails), "suggestion"), "exit 2");
    let unsure = LAB.replace("expect = { page", "expect = { pgae");
    assert_eq!(faults(&unsure), ["36:12 unknown-watch"], "the right answer is not known then");
}

/// A lab file with random edits.
fn mutated() -> impl Strategy<Value = String> {
    let pieces = prop_oneof![
        Just("\"".to_owned()),
        Just("'".to_owned()),
        Just("\"\"\"".to_owned()),
        Just("\\".to_owned()),
        Just("\\u12".to_owned()),
        Just("한".to_owned()),
        Just("\r".to_owned()),
        Just("\r\n".to_owned()),
        Just("[".to_owned()),
        Just("]]".to_owned()),
        Just("{".to_owned()),
        Just("}".to_owned()),
        Just("=".to_owned()),
        Just(",".to_owned()),
        Just(".".to_owned()),
        Just(":".to_owned()),
        Just("/../".to_owned()),
        Just("$(".to_owned()),
        Just("[step.predict]\n".to_owned()),
        Just("[watch.page]\n".to_owned()),
        Just("step.x = 1\n".to_owned()),
        "[a-z0-9 _=\\[\\]{}\"#-]{0,6}",
    ];
    let base = prop_oneof![
        Just(LAB.to_owned()),
        Just(include_str!("../../../labs/nginx-stateless/lab.toml").to_owned()),
        Just(include_str!("../../../labs/postgres-volume/lab.toml").to_owned()),
    ];
    let edit = (any::<prop::sample::Index>(), 0..12usize, pieces);
    (base, prop::collection::vec(edit, 1..6)).prop_map(|(mut text, edits)| {
        for (at, length, piece) in edits {
            let start = text.floor_char_boundary(at.index(text.len() + 1));
            let end = text.ceil_char_boundary((start + length).min(text.len()));
            text.replace_range(start..end, &piece);
        }
        text
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_read_or_its_faults_have_places(text in mutated()) {
        if let Err(faults) = read(&text) {
            prop_assert!(!faults.found.is_empty());
            for fault in &faults.found {
                for span in [Some(fault.span), fault.related.map(|(span, _)| span)].into_iter().flatten() {
                    prop_assert!(text.get(span.range()).is_some(), "{fault:?}");
                }
            }
        }
    }
}
