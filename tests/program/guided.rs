//! Guided runs, on a real pseudo-terminal.

use std::fs::File;
use std::io::{ErrorKind, Read, Write};
use std::num::NonZero;
use std::os::fd::AsFd;
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::Instant;

use pty_process::Size;
use pty_process::blocking::{Command, Pty, open};

use crate::harness::{Engine, LIMIT, Lab, files_below, labelled, signal, until};
use crate::questions::asking;

const ROWS: NonZero<u16> = NonZero::new(60).unwrap();
const COLUMNS: NonZero<u16> = NonZero::new(100).unwrap();

/// A terminal with the program in it.
pub struct Terminal {
    pty: Pty,
    child: std::process::Child,
    screen: Arc<Mutex<vt100::Parser>>,
}

impl Terminal {
    pub fn run(lab: &Lab) -> Self {
        Self::run_with(lab, &[])
    }

    fn run_with(lab: &Lab, arguments: &[&str]) -> Self {
        let home = lab.state();
        let labs = lab.folder();
        let run = ["run", &lab.id, "--labs", labs.parent().unwrap().to_str().unwrap()];
        Self::open(home.parent().unwrap(), &[&run, arguments].concat())
    }

    /// The program with these arguments; `state` is where it keeps its files.
    pub fn open(state: &Path, arguments: &[&str]) -> Self {
        let (pty, pts) = open().unwrap();
        pty.resize(Size::new(ROWS.get(), COLUMNS.get())).unwrap();
        let command = Command::new(env!("CARGO_BIN_EXE_statelab"))
            .args(arguments)
            .env("XDG_STATE_HOME", state)
            .env("TERM", "xterm-256color")
            .env("LC_ALL", "C.UTF-8");
        let child = command.spawn(pts).unwrap();
        let screen = Arc::new(Mutex::new(vt100::Parser::new(ROWS, COLUMNS, 1000)));
        let mut reader = File::from(pty.as_fd().try_clone_to_owned().unwrap());
        let shared = Arc::clone(&screen);
        std::thread::spawn(move || {
            let mut buffer = [0; 4096];
            loop {
                match reader.read(&mut buffer) {
                    // The terminal's other end is gone: the program has ended.
                    Ok(0) => break,
                    Ok(length) => shared.lock().unwrap().process(&buffer[..length]),
                    Err(error) if error.kind() == ErrorKind::Interrupted => {}
                    Err(_) => break,
                }
            }
        });
        Self { pty, child, screen }
    }

    /// The program's process.
    pub fn child(&self) -> &std::process::Child {
        &self.child
    }

    pub fn text(&self) -> String {
        self.screen.lock().unwrap().screen().contents()
    }

    pub fn until(&self, wanted: &str) {
        let start = Instant::now();
        while !self.text().contains(wanted) {
            assert!(start.elapsed() < LIMIT, "not on the screen: {wanted}\n{}", self.text());
            std::thread::park_timeout(std::time::Duration::from_millis(20));
        }
    }

    /// Waits until the last line of the screen has this.
    pub fn until_asked(&self, wanted: &str) {
        let asked = || self.text().trim_end().lines().next_back().unwrap_or_default().contains(wanted);
        let start = Instant::now();
        while !asked() {
            assert!(start.elapsed() < LIMIT, "not asked: {wanted}\n{}", self.text());
            std::thread::park_timeout(std::time::Duration::from_millis(20));
        }
    }

    /// Goes on from the pause before a step that begins with a question.
    pub fn go_on(&mut self, enter: &str) {
        self.until_asked("Enter goes on");
        self.press(enter);
    }

    pub fn press(&mut self, keys: &str) {
        self.pty.write_all(keys.as_bytes()).unwrap();
    }

    /// Moves to a choice and takes it.
    pub fn choose(&mut self, choice: &str) {
        self.until(choice);
        let start = Instant::now();
        while !self.text().contains(&format!("> {choice}")) {
            assert!(start.elapsed() < LIMIT, "cannot choose {choice}\n{}", self.text());
            let before = self.text();
            self.press("\x1b[B");
            while self.text() == before {
                assert!(start.elapsed() < LIMIT, "the choice does not move\n{before}");
                std::thread::park_timeout(std::time::Duration::from_millis(5));
            }
        }
        self.press("\r");
    }

    pub fn status(mut self) -> Option<i32> {
        let start = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                return status.code();
            }
            assert!(start.elapsed() < LIMIT, "does not end\n{}", self.text());
            std::thread::park_timeout(std::time::Duration::from_millis(20));
        }
    }
}

#[test]
fn a_guided_run_asks_locks_explains_and_cleans_up() {
    let _engine = Engine::take();
    let lab = Lab::shipped("nginx-stateless");
    let mut terminal = Terminal::run(&lab);
    terminal.until("will run   docker run -d --name my-nginx nginx");
    terminal.until("Enter runs it");
    terminal.press("\r");
    terminal.go_on("\r");
    terminal.until("step 2 of 4");
    terminal.choose("My page");
    terminal.until("As you expected: My page");
    terminal.until_asked("i shows what proves it");
    terminal.press("i");
    terminal.until("The container my-nginx is the same");
    terminal.go_on("\r");
    terminal.until("step 3 of 4");
    // The author explains `-d` and `--name`, and nobody this one.
    terminal.until("-f, --force  even while it runs: it is killed first");
    terminal.until("nothing runs before you have answered");
    terminal.choose("Mine: it has the same name");
    terminal.until("You expected: Mine: it has the same name");
    terminal.until("A name is only a label.");
    terminal.until("step 4 of 4");
    terminal.press("\r");
    terminal.until("Passed: all 4 steps");
    terminal.until("Enter removes what this run made");
    // Until then a student may look at it from another terminal.
    assert_eq!(labelled(&lab.id).len(), 1);
    terminal.press("\r");
    terminal.until("Removed what the run made: container my-nginx.");
    assert!(!terminal.text().contains("--detach"), "{}", terminal.text());
    assert_eq!(terminal.status(), Some(0));
    assert_eq!(labelled(&lab.id), Vec::<String>::new());
    assert_eq!(files_below(&lab.state()), [lab.state().join("progress.json")]);
}

/// What moves while something is under way leaves nothing behind, though Korean characters are two
/// columns wide; and the lab is in Korean, too.
#[test]
fn a_guided_run_in_korean() {
    let _engine = Engine::take();
    let lab = Lab::shipped("nginx-stateless");
    let mut terminal = Terminal::run_with(&lab, &["--lang", "ko"]);
    terminal.until("실행할 명령   docker run -d --name my-nginx nginx");
    terminal.until("Enter: 실행");
    terminal.press("\r");
    terminal.until_asked("Enter: 다음으로");
    terminal.press("\r");
    terminal.until("2/4단계");
    terminal.choose("내 페이지");
    terminal.until("예상이 맞았습니다. “내 페이지”");
    terminal.until_asked("Enter: 다음으로");
    terminal.press("\r");
    terminal.until("3/4단계");
    terminal.choose("내 페이지: 이름이 같으니까");
    terminal.until("이미지의 페이지  사라짐");
    terminal.until("예상과 달랐습니다.");
    terminal.until("4/4단계");
    terminal.until_asked("Enter: 실행");
    terminal.press("\r");
    terminal.until("통과: 4단계 모두");
    terminal.until_asked("i: 증거 보기");
    terminal.press("\r");
    terminal.until("이번 실습에서 만든 것을 삭제했습니다: 컨테이너 my-nginx.");
    let text = terminal.text();
    assert!(!text.contains("실행 중: docker") && !text.contains("삭제하는 중"), "{text}");
    assert_eq!(terminal.status(), Some(0));
    assert_eq!(labelled(&lab.id), Vec::<String>::new());
}

#[test]
fn a_question_of_checks_is_graded_by_what_is_there() {
    let _engine = Engine::take();
    for (answer, verdict) in [
        ("With another", ["You expected: With another", "It is 128 and the signal's number."]),
        ("With 137", ["The answer: With 137", "As you expected: With 137"]),
    ] {
        let lab = asking(["137", "0", "1"]);
        let mut terminal = Terminal::run(&lab);
        terminal.until("Enter runs it");
        terminal.press("\r");
        terminal.go_on("\r");
        terminal.until("Which status does it end with?");
        terminal.choose(answer);
        for words in verdict {
            terminal.until(words);
        }
        terminal.until("Enter removes what this run made");
        terminal.press("\r");
        assert_eq!(terminal.status(), Some(0));
    }
}

#[test]
fn what_a_lab_asks_for_is_shown_and_asked_once() {
    let _engine = Engine::take();
    let lab = crate::allow::asking();
    let allowed = lab.state().join("allowed");
    let mut terminal = Terminal::run(&lab);
    terminal.until("asks for more of this machine");
    terminal.until("- the device /dev/null of this machine");
    // What stands first is taken by whoever presses Enter without reading.
    terminal.until("> No, do not run it");
    terminal.press("\r");
    terminal.until("was not run");
    assert_eq!((terminal.status(), allowed.exists()), (Some(3), false));

    let mut terminal = Terminal::run(&lab);
    terminal.choose("Yes, I trust this lab");
    terminal.until("Enter runs it");
    terminal.press("\r");
    terminal.until("Enter removes what this run made");
    terminal.press("\r");
    assert_eq!(terminal.status(), Some(0));
    assert_eq!(files_below(&allowed).len(), 1);

    let mut terminal = Terminal::run(&lab);
    terminal.until("Enter runs it");
    assert!(!terminal.text().contains("asks for more"), "{}", terminal.text());
    terminal.press("q");
    assert_eq!(terminal.status(), Some(130));

    let terminal = Terminal::run_with(&lab, &["--no-allow"]);
    terminal.until("was not run");
    assert_eq!(terminal.status(), Some(3));
    assert_eq!(labelled(&lab.id), Vec::<String>::new());
}

#[test]
fn a_student_may_leave_at_a_question_and_at_a_pause() {
    let _engine = Engine::take();
    for key in ["q", "\x03", "\x1b"] {
        let lab = Lab::shipped("nginx-stateless");
        let mut terminal = Terminal::run(&lab);
        terminal.until("Enter runs it");
        terminal.press(key);
        terminal.until("Stopped: 0 of 4 steps passed.");
        assert_eq!(terminal.status(), Some(130));
    }
    let lab = Lab::shipped("nginx-stateless");
    let mut terminal = Terminal::run(&lab);
    terminal.until("Enter runs it");
    terminal.press("\r");
    terminal.go_on("\r");
    terminal.until("What will you find at that path?");
    terminal.press("\x03");
    terminal.until("Removed what the run made: container my-nginx.");
    assert_eq!(terminal.status(), Some(130));
    assert_eq!(labelled(&lab.id), Vec::<String>::new());
}

#[test]
fn what_is_typed_while_a_command_works_answers_no_question() {
    let _engine = Engine::take();
    let lab = Lab::shipped("nginx-stateless");
    let mut terminal = Terminal::run(&lab);
    terminal.until("Enter runs it");
    terminal.press("\r\r\r");
    terminal.go_on("\r");
    terminal.until("What will you find at that path?");
    // Were the question answered, the next step would be there by the time that this one is:
    // a choice moves only while the question stands.
    terminal.choose("My page");
    terminal.until("As you expected: My page");
    terminal.go_on("\r");
    terminal.until("Whose page will the new");
    terminal.press("\x03");
    assert_eq!(terminal.status(), Some(130));
}

#[test]
fn a_signal_at_a_question_ends_the_run_and_leaves_nothing() {
    let _engine = Engine::take();
    let lab = Lab::shipped("nginx-stateless");
    let mut terminal = Terminal::run(&lab);
    terminal.until("Enter runs it");
    terminal.press("\r");
    terminal.go_on("\r");
    terminal.until("What will you find at that path?");
    signal(&terminal.child, "TERM");
    terminal.until("Removed what the run made: container my-nginx.");
    assert_eq!(terminal.status(), Some(130));
    assert_eq!(labelled(&lab.id), Vec::<String>::new());
}

#[test]
fn a_terminal_that_goes_away_ends_the_run_and_leaves_nothing() {
    let _engine = Engine::take();
    for question in ["Enter runs it", "What will you find at that path?"] {
        let lab = Lab::shipped("nginx-stateless");
        let mut terminal = Terminal::run(&lab);
        terminal.until("Enter runs it");
        if question != "Enter runs it" {
            terminal.press("\r");
            terminal.go_on("\r");
            terminal.until(question);
        }
        let Terminal { pty, mut child, .. } = terminal;
        drop(pty);
        // The reader's copy keeps the terminal open: what a closed window sends is sent here.
        signal(&child, "HUP");
        until("ends", || child.try_wait().unwrap().is_some());
        assert_eq!(labelled(&lab.id), Vec::<String>::new());
    }
}

#[test]
fn a_signal_at_the_last_pause_ends_it_as_enter_does() {
    let _engine = Engine::take();
    let lab = Lab::of(
        "[[step]]\nid = \"one\"\ntitle = \"One\"\nrun = \"docker volume create statelab-test-pause\"\n",
    );
    let mut terminal = Terminal::run(&lab);
    terminal.until("Enter runs it");
    terminal.press("\r");
    terminal.until("Enter removes");
    signal(&terminal.child, "TERM");
    terminal.until("Removed what the run made: volume statelab-test-pause.");
    assert_eq!(terminal.status(), Some(0));
    assert_eq!(labelled(&lab.id), Vec::<String>::new());
}

#[test]
fn plain_questions_have_numbers() {
    let _engine = Engine::take();
    let lab = Lab::shipped("nginx-stateless");
    let mut terminal = Terminal::run_with(&lab, &["--plain"]);
    terminal.until("Enter runs it");
    terminal.press("\n");
    terminal.go_on("\n");
    terminal.until("Type the number of your answer, 1 to 2");
    terminal.press("7\n");
    terminal.until("7\n Type the number of your answer");
    let right = if terminal.text().contains("1. My page") { "1\n" } else { "2\n" };
    terminal.press(right);
    terminal.until("As you expected: My page");
    terminal.go_on("\n");
    terminal.until("Type the number of your answer, 1 to 3");
    terminal.press("q\n");
    terminal.until("Removed what the run made");
    assert_eq!(terminal.status(), Some(130));
}
