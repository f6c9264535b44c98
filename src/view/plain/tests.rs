//! Lines of shipped labs at several widths, from their recordings.

use super::*;
use crate::event::{CommandOutput, CommandStarted, Stream};
use crate::i18n::Locale;

const RECORDINGS: [(Locale, &str); 2] = [
    (Locale::En, include_str!("../../../labs/orphaned-data/recording.jsonl")),
    (Locale::Ko, include_str!("../../../labs/orphaned-data/recording.ko.jsonl")),
];

fn events(recording: &str) -> Vec<Event> {
    recording.lines().skip(1).map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// Returns the words of a text, without shell line continuations.
fn words(text: &str) -> Vec<&str> {
    text.split_whitespace().filter(|word| *word != "\\").collect()
}

#[test]
fn commands_and_checks_break_between_words_at_every_width() {
    for width in [40, 80, 160, 200] {
        for (locale, recording) in RECORDINGS {
            let (locale_words, look) = (Words::new(locale), Look { color: false, plain: false, width });
            let mut view = Plain::new(&locale_words, look, true);
            let mut broken = 0;
            for mut event in events(recording) {
                if let Event::CommandFinished(command) = &mut event {
                    command.output.clear();
                }
                let text = view.text(&event);
                let written = match &event {
                    Event::CommandFinished(command) => vec![command.line.clone()],
                    Event::StepPresented(step) => step.commands.clone(),
                    Event::CheckJudged(_) => vec![],
                    _ => continue,
                };
                for line in text.lines().filter(|line| line.width() > width) {
                    let widest = words(line).iter().map(|word| word.width()).max().unwrap_or(0);
                    assert!(widest + 12 > width, "{width}: {line}");
                    assert!(!matches!(event, Event::CheckJudged(_)), "{width}: {line}");
                }
                for command in written {
                    let shown = words(&text).join(" ");
                    assert!(shown.contains(&words(&command).join(" ")), "{width}: {command}\n{text}");
                }
                broken += text.lines().filter(|line| line.ends_with(" \\")).count();
            }
            assert_eq!(broken > 0, width < 200, "{width}: {broken} lines go on");
        }
    }
}

#[test]
fn where_there_is_no_room_beside_the_label_commands_stand_below_it() {
    let step = StepPresented {
        step: "one".to_owned(),
        number: 1,
        title: "One".to_owned(),
        before: None,
        writes: Vec::new(),
        flags: Vec::new(),
        commands: vec!["docker run -d --name my-nginx -p 8080:80 nginx".to_owned()],
    };
    let words = Words::new(Locale::Ko);
    let shown = |width, plain| {
        let look = Look { color: false, plain, width };
        let text = Plain::new(&words, look, true).text(&Event::StepPresented(step.clone()));
        let from = text.find("   실행할 명령").unwrap();
        text[from..].trim_end().to_owned()
    };
    assert_eq!(
        shown(40, false),
        "   실행할 명령\n    docker run -d --name my-nginx \\\n      -p 8080:80 nginx"
    );
    assert_eq!(shown(80, false), "   실행할 명령   docker run -d --name my-nginx -p 8080:80 nginx");
    assert_eq!(shown(40, true), "   실행할 명령   docker run -d --name my-nginx -p 8080:80 nginx");
}

#[test]
fn a_running_command_shows_the_last_line_of_its_output() {
    let words = Words::new(Locale::En);
    let mut view = Plain::new(&words, Look { color: false, plain: false, width: 20 }, false);
    let mut busy = |event: Event| {
        assert_eq!(view.text(&event), "", "output is shown once, when the command has finished");
        view.busy(&event)
    };
    let piece =
        |text: &str| Event::CommandOutput(CommandOutput { stream: Stream::Stdout, text: text.to_owned() });
    let started = || {
        let line = "docker build .".to_owned();
        Event::CommandStarted(CommandStarted { step: String::new(), line })
    };
    assert_eq!(busy(started()).as_deref(), Some("Running: docker build ."));
    assert_eq!(busy(piece("\n \n")), None);
    assert_eq!(busy(piece("Step 1/2 : FR")).as_deref(), Some("Step 1/2 : FR"));
    assert_eq!(busy(piece("OM nginx\n")).as_deref(), Some("Step 1/2 : FROM n…"));
    assert_eq!(busy(piece(" --->\tab\u{1b}[1m\n\n")).as_deref(), Some("--->    ab␛[1m"));
    assert_eq!(busy(started()).as_deref(), Some("Running: docker build ."));
    assert_eq!(busy(piece("\n")), None);
}
