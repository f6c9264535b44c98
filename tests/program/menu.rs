//! `statelab` alone on a terminal, and what a replay asks there.

use std::fs;
use std::num::NonZero;

use crate::guided::number_of;
use crate::harness::{Engine, finish, program, signal};
use crate::terminal::Terminal;

/// Where no engine answers.
const NOWHERE: [&str; 2] = ["--engine", "unix:///nowhere.sock"];

#[test]
fn a_lab_is_chosen_run_marked_and_the_menu_comes_back() {
    let _engine = Engine::any();
    let home = tempfile::tempdir().unwrap();
    let mut terminal = Terminal::open(home.path(), &[]);
    terminal.until("What a container keeps and what it loses");
    terminal.until("images ready 2 of 2");
    terminal.until(">  1  A container forgets");
    assert!(!terminal.text().contains("done") && !terminal.text().contains('◐'), "{}", terminal.text());
    terminal.press("\r");
    terminal.until("Enter runs it");
    terminal.press("\r");
    terminal.go_on("\r");
    terminal.choose("My page");
    terminal.go_on("\r");
    terminal.until("Whose page will the new");
    terminal.press("\x03");
    terminal.until("Removed what the run made");
    terminal.until("beginner, 5 min       ◐ step 3 of 4, 20");
    terminal.press("\x1b");
    assert_eq!(terminal.status(), Some(0));

    let mut terminal = Terminal::open(home.path(), &[]);
    terminal.until("◐ step 3 of 4");
    terminal.press("1\r");
    terminal.until("Enter runs it");
    terminal.press("\r");
    terminal.go_on("\r");
    terminal.choose("My page");
    terminal.go_on("\r");
    terminal.choose("The image's page");
    terminal.until("step 4 of 4");
    terminal.until("Enter runs it");
    terminal.press("\r");
    terminal.until("Enter removes what this run made");
    terminal.press("\r");
    terminal.until("● done");
    // What is done is no longer the first choice.
    terminal.until(">  2  ");
    terminal.press("q");
    terminal.until(">  q  leave");
    terminal.press("\r");
    assert_eq!(terminal.status(), Some(0));
}

#[test]
fn without_an_engine_the_mend_is_told_and_labs_are_replayed() {
    let home = tempfile::tempdir().unwrap();
    let mut terminal = Terminal::open(home.path(), &NOWHERE);
    terminal.until("engine: none");
    terminal.until("No container engine answers.");
    terminal.until("Until then you can watch each lab as a recording of a real run");
    terminal.until(">  1  A container forgets");
    terminal.press("\r");
    terminal.until("This is a recording of 20");
    terminal.until_asked("Enter goes on, q leaves the recording");
    terminal.press("\r");
    terminal.until("You did not write the page");
    terminal.go_on("\r");
    terminal.choose("My page");
    terminal.until("As you expected: My page");
    terminal.go_on("\r");
    terminal.choose("Mine: it has the same name");
    terminal.until("You expected: Mine: it has the same name");
    terminal.until("A name is only a label.");
    terminal.until_asked("Enter to choose, Esc to go on]");
    terminal.choose("your page would be gone");
    terminal.until("No, your page would still be there.");
    terminal.until("step 4 of 4");
    terminal.go_on("\r");
    terminal.until("Passed: all 4 steps");
    terminal.go_on("\r");
    terminal.until("Nothing was run on this machine.");
    terminal.until(">  1  A container forgets");
    // It was seen, and not done.
    assert!(!home.path().join("statelab").exists());
    terminal.press("\x03");
    assert_eq!(terminal.status(), Some(130));
}

#[test]
fn a_replay_keeps_the_pace_and_ends_at_a_signal() {
    let home = tempfile::tempdir().unwrap();
    let recording = home.path().join("slow.jsonl");
    let step = r#""event":"step-presented","number":1,"title":"Seen","before":null,"commands":[]"#;
    let lines = [
        r#"{"statelab":"events","version":1}"#.to_owned(),
        format!(r#"{{"at_ms":0,{step},"step":"one"}}"#),
        format!(r#"{{"at_ms":3600000,{},"step":"two"}}"#, step.replace("Seen", "Not yet")),
    ];
    fs::write(&recording, lines.join("\n")).unwrap();
    let path = recording.to_str().unwrap();
    let terminal = Terminal::open(home.path(), &["replay", path, "--speed", "1"]);
    terminal.until("Seen");
    signal(terminal.child(), "INT");
    terminal.until("Stopped. It was a recording");
    assert!(!terminal.text().contains("Not yet"), "{}", terminal.text());
    assert_eq!(terminal.status(), Some(130));
    // Nobody asked for the true pace: an hour is a second.
    let terminal = Terminal::open(home.path(), &["replay", path]);
    terminal.until("Not yet");
    terminal.until("ends before its run does");
    assert_eq!(terminal.status(), Some(2));
}

#[test]
fn plain_text_has_numbers() {
    let home = tempfile::tempdir().unwrap();
    let arguments = [&NOWHERE[..], &["--plain"]].concat();
    let mut terminal = Terminal::open(home.path(), &arguments);
    terminal.until("1. A container forgets, beginner, 5 min, new");
    terminal.until("Type the number of a lab, 1 to 8");
    terminal.press("9\n");
    terminal.until("9\n Type the number of a lab");
    terminal.press("1\n");
    terminal.until("This is a recording of 20");
    terminal.until("Enter goes on");
    terminal.press("q\n");
    terminal.until("Stopped. It was a recording");
    terminal.until_asked("Type the number of a lab");
    terminal.press("q\n");
    assert_eq!(terminal.status(), Some(0));
}

/// The recording of a database, whose answers need no engine either.
#[test]
fn a_plain_replay_carries_the_idea_over() {
    let home = tempfile::tempdir().unwrap();
    let arguments = [&NOWHERE[..], &["--plain", "replay", "orphaned-data"]].concat();
    let mut terminal = Terminal::open(home.path(), &arguments);
    let wrong = "Gone with the container, since there was no `-v`";
    for step in ["step 1 of 6", "step 2 of 6"] {
        terminal.until(step);
        terminal.until_asked("Enter goes on");
        terminal.press("\n");
    }
    terminal.until("It was written to");
    terminal.go_on("\n");
    terminal.until_asked("(q leaves):");
    let number = number_of(&terminal, wrong);
    terminal.press(&number);
    terminal.until("And if first-postgres had been removed with `docker rm -v`?");
    terminal.until("Enter alone goes on");
    terminal.until_asked("(q leaves):");
    // What is no number of an answer is asked again.
    terminal.press("3\n");
    terminal.until("3\n Type the number of your answer");
    let number = number_of(&terminal, "“mydb” would be gone");
    terminal.press(&number);
    terminal.until("Yes, “mydb” would be gone. An anonymous volume stays");
    terminal.until_asked("Enter goes on");
    terminal.press("q\n");
    terminal.until("Stopped. It was a recording");
    assert_eq!(terminal.status(), Some(130));
}

#[test]
fn a_replay_asks_in_the_language_of_the_lab() {
    let home = tempfile::tempdir().unwrap();
    let arguments = [&NOWHERE[..], &["--lang", "ko", "replay", "nginx-stateless"]].concat();
    let mut terminal = Terminal::open(home.path(), &arguments);
    terminal.until_asked("Enter: 다음으로");
    terminal.press("\r");
    for (seen, choice) in
        [("지금 나온 페이지는", "내 페이지"), ("예상이 맞았습니다.", "내 페이지: 이름이 같으니까")]
    {
        terminal.until(seen);
        terminal.until_asked("Enter: 다음으로");
        terminal.press("\r");
        terminal.choose(choice);
    }
    terminal.until("my-nginx 컨테이너를 삭제하지 않고 재시작만 했다면 어땠을까요?");
    terminal.choose("내 페이지: 남아 있었을 것입니다");
    terminal.until(
        "맞습니다. 내 페이지: 남아 있었을 것입니다. 컨테이너도 컨테이너 레이어도 그대로이기 때문입니다.",
    );
    terminal.until_asked("Enter: 다음으로");
    terminal.press("\x1b");
    assert_eq!(terminal.status(), Some(130));
}

#[test]
fn where_it_is_narrow_the_sign_of_what_was_done_stays() {
    let home = tempfile::tempdir().unwrap();
    let arguments = [&NOWHERE[..], &["--lang", "ko"]].concat();
    let mut terminal = Terminal::open_wide(home.path(), &arguments, NonZero::new(40).unwrap());
    terminal.until("1  ○ 컨테이너는 기억하지 않는다");
    terminal.until("8  ○ 사라지지 않았다, 이름이 없을 …");
    // No word of the title is broken.
    terminal.until("컨테이너는 무엇을 간직하고 무엇을\n 잃을까요?");
    terminal.press("q");
    terminal.press("\r");
    assert_eq!(terminal.status(), Some(0));
}

#[test]
fn a_signal_ends_the_menu() {
    let home = tempfile::tempdir().unwrap();
    let terminal = Terminal::open(home.path(), &NOWHERE);
    terminal.until(">  1  A container forgets");
    signal(terminal.child(), "TERM");
    assert_eq!(terminal.status(), Some(130));
}

#[test]
fn a_damaged_progress_file_is_said_and_stays() {
    let home = tempfile::tempdir().unwrap();
    let file = home.path().join("statelab/progress.json");
    fs::create_dir_all(file.parent().unwrap()).unwrap();
    fs::write(&file, "a letter").unwrap();
    let mut terminal = Terminal::open(home.path(), &NOWHERE);
    terminal.until("Your progress could not be saved in");
    terminal.until(">  1  A container forgets");
    terminal.press("\x1b");
    assert_eq!(terminal.status(), Some(0));
    assert_eq!(fs::read_to_string(&file).unwrap(), "a letter");
}

#[test]
fn the_tree_of_labs_shows_what_builds_on_what() {
    let home = tempfile::tempdir().unwrap();
    let mut command = program(home.path());
    command.args(["list", "--tree"]);
    let shown = finish(command).exits(0);
    assert_eq!(shown.text.lines().count(), 8, "{}", shown.text);
    assert!(shown.text.starts_with(" nginx-stateless  "), "{}", shown.text);
    for line in ["├─ stop-is-not-remove", "│  └─ tmpfs-and-read-only", "└─ new-version", "├─ postgres-volume"]
    {
        assert!(shown.text.contains(&format!(" {line}  ")), "{line}\n{}", shown.text);
    }
}
