//! Guided runs, on a real pseudo-terminal.

use crate::harness::{Engine, Lab, files_below, labelled, signal, until};
use crate::questions::asking;
use crate::terminal::Terminal;

#[test]
fn a_guided_run_asks_locks_explains_and_cleans_up() {
    let _engine = Engine::any();
    let lab = Lab::shipped("nginx-stateless");
    let mut terminal = Terminal::run(&lab);
    terminal.until("will run   docker run -d --name my-nginx nginx");
    terminal.until("Enter runs it");
    terminal.press("\r");
    terminal.go_on("\r");
    terminal.until("step 2 of 4");
    terminal.choose("My page");
    terminal.until("As you expected: My page");
    terminal.until_asked("i shows the evidence");
    terminal.press("i");
    terminal.until("The container my-nginx is the same");
    terminal.go_on("\r");
    terminal.until("step 3 of 4");
    // The author explains `-d` and `--name`, and nobody this one.
    terminal.until("-f, --force  even while it runs: it is killed first");
    terminal.until("nothing runs until you answer");
    terminal.choose("Mine: it has the same name");
    terminal.until("You expected: Mine: it has the same name");
    terminal.until("A name is only a label.");
    terminal.until("And if my-nginx had only been restarted?");
    // Whoever presses Enter without reading answers nothing.
    terminal.until("> Go on without an answer");
    terminal.choose("your page would still be there");
    terminal.until("Yes, your page would still be there. The container would still be the same one");
    terminal.until("step 4 of 4");
    terminal.until_asked("Enter runs it");
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
    let _engine = Engine::any();
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
    terminal.until("my-nginx 컨테이너를 삭제하지 않고 재시작만 했다면 어땠을까요?");
    terminal.choose("내 페이지: 사라졌을 것입니다");
    terminal.until("그렇지 않습니다. 내 페이지: 남아 있었을 것입니다.");
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
    let _engine = Engine::any();
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
fn a_student_may_leave_at_a_question_and_at_a_pause() {
    let _engine = Engine::any();
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
    let _engine = Engine::any();
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
    let _engine = Engine::any();
    let lab = Lab::shipped("nginx-stateless");
    let mut terminal = Terminal::run(&lab);
    terminal.until("Enter runs it");
    terminal.press("\r");
    terminal.go_on("\r");
    terminal.until("What will you find at that path?");
    signal(terminal.child(), "TERM");
    terminal.until("Removed what the run made: container my-nginx.");
    assert_eq!(terminal.status(), Some(130));
    assert_eq!(labelled(&lab.id), Vec::<String>::new());
}

#[test]
fn a_terminal_that_goes_away_ends_the_run_and_leaves_nothing() {
    let _engine = Engine::any();
    for question in ["Enter runs it", "What will you find at that path?"] {
        let lab = Lab::shipped("nginx-stateless");
        let mut terminal = Terminal::run(&lab);
        terminal.until("Enter runs it");
        if question != "Enter runs it" {
            terminal.press("\r");
            terminal.go_on("\r");
            terminal.until(question);
        }
        let mut child = terminal.goes_away();
        // The reader's copy keeps the terminal open: what a closed window sends is sent here.
        signal(&child, "HUP");
        until("ends", || child.try_wait().unwrap().is_some());
        assert_eq!(labelled(&lab.id), Vec::<String>::new());
    }
}

#[test]
fn a_signal_at_the_last_pause_ends_it_as_enter_does() {
    let _engine = Engine::any();
    let lab = Lab::of(
        "[[step]]\nid = \"one\"\ntitle = \"One\"\nrun = \"docker volume create statelab-test-pause\"\n",
    );
    let mut terminal = Terminal::run(&lab);
    terminal.until("Enter runs it");
    terminal.press("\r");
    terminal.until("Enter removes");
    signal(terminal.child(), "TERM");
    terminal.until("Removed what the run made: volume statelab-test-pause.");
    assert_eq!(terminal.status(), Some(0));
    assert_eq!(labelled(&lab.id), Vec::<String>::new());
}

#[test]
fn plain_questions_have_numbers() {
    let _engine = Engine::any();
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

/// Plays a lab up to the question behind a wrong prediction.
fn up_to_the_transfer(lab: &Lab) -> Terminal {
    let mut terminal = Terminal::run(lab);
    terminal.until("Enter runs it");
    terminal.press("\r");
    terminal.go_on("\r");
    terminal.choose("My page");
    terminal.go_on("\r");
    terminal.choose("Mine: I copied it to disk");
    terminal.until("And if my-nginx had only been restarted?");
    terminal.until("Esc to go on");
    terminal
}

#[test]
fn the_question_behind_a_wrong_prediction_can_be_passed_over() {
    let _engine = Engine::any();
    for key in ["\r", "\x1b"] {
        let lab = Lab::shipped("nginx-stateless");
        let mut terminal = up_to_the_transfer(&lab);
        terminal.press(key);
        terminal.until("step 4 of 4");
        terminal.until_asked("Enter runs it");
        let text = terminal.text();
        assert!(text.contains("restarted? Go on without an answer") && !text.contains("Yes,"), "{text}");
        assert!(!text.contains("No, your page"), "{text}");
        terminal.press("\r");
        // It is no mark: all steps passed.
        terminal.until("Passed: all 4 steps");
        terminal.until_asked("Enter removes what this run made");
        terminal.press("\r");
        assert_eq!(terminal.status(), Some(0));
    }
    let lab = Lab::shipped("nginx-stateless");
    let mut terminal = up_to_the_transfer(&lab);
    terminal.press("\x03");
    terminal.until("Removed what the run made: container my-nginx.");
    assert_eq!(terminal.status(), Some(130));
    assert_eq!(labelled(&lab.id), Vec::<String>::new());
}

#[test]
fn the_plain_question_behind_a_wrong_prediction_has_numbers_too() {
    let _engine = Engine::any();
    for (answer, told) in [
        (Some("your page would be gone"), "No, your page would still be there."),
        (Some("your page would still be there"), "Yes, your page would still be there."),
        (None, "step 4 of 4"),
    ] {
        let lab = Lab::shipped("nginx-stateless");
        let mut terminal = Terminal::run_with(&lab, &["--plain"]);
        terminal.until_asked("Enter runs it");
        terminal.press("\n");
        terminal.go_on("\n");
        terminal.until_asked("1 to 2, then Enter (q leaves):");
        let number = number_of(&terminal, "My page");
        terminal.press(&number);
        terminal.go_on("\n");
        terminal.until_asked("1 to 3, then Enter (q leaves):");
        let number = number_of(&terminal, "Mine: it has the same name");
        terminal.press(&number);
        terminal.until("And if my-nginx had only been restarted?");
        terminal.until_asked("(q leaves):");
        terminal.until("Enter alone goes on");
        let number = answer.map_or_else(|| "\n".to_owned(), |answer| number_of(&terminal, answer));
        terminal.press(&number);
        terminal.until(told);
        terminal.until_asked("Enter runs it");
        let given = ["Yes,", "No,"].iter().filter(|word| terminal.text().contains(*word)).count();
        assert_eq!(given, usize::from(answer.is_some()), "{}", terminal.text());
        terminal.press("q\n");
        assert_eq!(terminal.status(), Some(130));
    }
}

/// The number of a choice, as a line that is typed.
pub fn number_of(terminal: &Terminal, choice: &str) -> String {
    let text = terminal.text();
    let line = text.lines().rev().find_map(|line| line.trim().strip_suffix(choice)?.strip_suffix(". "));
    format!("{}\n", line.unwrap_or_else(|| panic!("no choice {choice}\n{text}")))
}

/// Devices are the kernel's.
mod real {
    use super::*;

    #[test]
    fn what_a_lab_asks_for_is_shown_and_asked_once() {
        let _engine = Engine::take();
        let lab = crate::allow::asking();
        let allowed = lab.state().join("allowed");
        let mut terminal = Terminal::run(&lab);
        terminal.until("asks for more access");
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
}
