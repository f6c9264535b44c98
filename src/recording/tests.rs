//! Tests of intact and of damaged recordings.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::{Damage, Flaw, Header, Lines, Moment, RecordingReader};
use crate::event::{
    CommandEnd, CommandOutput, Effect, Event, Outcome, PredictionGraded, StepStarted, Stream,
};
use crate::i18n::{Locale, Words};
use crate::lab::{Lab, Library};
use crate::story::{TransferQuestion, Transfers};
use crate::view::{Look, Plain};

/// A recording of version 1, made when that version was new. It must never change.
const GOLDEN: &str = include_str!("../../tests/recordings/version-1.jsonl");

/// Reads everything that can be read of a recording.
fn all(text: impl AsRef<[u8]>) -> Vec<Result<Moment, Damage>> {
    match RecordingReader::open(text.as_ref()) {
        Ok(reader) => reader.collect(),
        Err(damage) => vec![Err(damage)],
    }
}

/// Returns the events of a recording, and the line and code of each damage.
fn read(text: impl AsRef<[u8]>) -> (Vec<Moment>, Vec<(usize, &'static str)>) {
    let (mut moments, mut damaged) = (Vec::new(), Vec::new());
    for read in all(text) {
        match read {
            Ok(moment) => moments.push(moment),
            Err(damage) => damaged.push((damage.line, damage.flaw.code())),
        }
    }
    (moments, damaged)
}

/// Returns what a person sees of the events.
fn shown(moments: &[Moment]) -> String {
    let words = Words::new(Locale::En);
    let look = Look { color: false, plain: true, width: 80 };
    let mut view = Plain::new(&words, look, true);
    let text = |moment: &Moment| {
        let busy = view.busy(&moment.event).unwrap_or_default();
        format!("{}{busy}", view.text(&moment.event))
    };
    moments.iter().map(text).collect()
}

fn outcome(moments: &[Moment]) -> Option<Outcome> {
    moments.iter().find_map(|moment| match &moment.event {
        Event::RunFinished(finished) => Some(finished.outcome),
        _ => None,
    })
}

#[test]
fn recordings_of_every_version_can_be_read() {
    let (moments, damaged) = read(GOLDEN);
    assert_eq!(damaged, []);
    assert_eq!(moments.len(), GOLDEN.lines().count() - 1, "each line but the header is a known event");
    assert_eq!(outcome(&moments), Some(Outcome::Passed));
    assert!(moments.is_sorted_by_key(|moment| moment.at_ms));
    assert!(shown(&moments).contains("Put your own page into the running container"));
}

#[test]
fn what_is_written_is_read() {
    let (lines, mut text) = Lines::begin(&Header::new("2026-11-24T08:35:55Z".to_owned()));
    let events =
        ["one", "two\n\u{202e}"].map(|step| Event::StepStarted(StepStarted { step: step.to_owned() }));
    for event in &events {
        text += &lines.event(event).unwrap();
    }
    // The whole output comes again with the event that finishes the command.
    let piece = CommandOutput { stream: Stream::Stdout, text: "piece".to_owned() };
    assert_eq!(lines.event(&Event::CommandOutput(piece)), None);
    assert_eq!(text.lines().count(), 3);
    let reader = RecordingReader::open(text.as_bytes()).unwrap();
    assert_eq!(reader.header().made, "2026-11-24T08:35:55Z");
    let read: Vec<Event> = reader.map(|read| read.unwrap().event).collect();
    assert_eq!(read, events);
}

#[test]
fn a_file_that_is_no_recording_is_refused() {
    for text in ["", "\n", "# A letter", "{}", "[1]", "{\"statelab\":\"proof\",\"version\":1}", "\u{feff}{}"]
    {
        assert_eq!(read(text), (vec![], vec![(1, "not-a-recording")]), "{text}");
    }
    assert_eq!(read(b"\xff\xfe\n").1, [(1, "not-a-recording")]);
    assert_eq!(read("{\"statelab\":\"events\",\"version\":2}\n").1, [(1, "newer")]);
    assert_eq!(read("{\"statelab\":\"events\",\"version\":1,\"new\":[]}\n"), (vec![], vec![]));
}

#[test]
fn damaged_lines_are_named_and_all_others_are_read() {
    let mut lines: Vec<&str> = GOLDEN.lines().collect();
    let whole = lines.len() - 1;
    lines.insert(2, "no JSON");
    lines.insert(4, "[\"event\"]");
    lines.insert(6, "{\"event\":\"step-started\"}");
    lines.insert(8, "{\"at_ms\":1,\"event\":\"step-started\",\"step\":7}");
    let (moments, damaged) = read(lines.join("\r\n"));
    assert_eq!(damaged, [(3, "not-json"), (5, "no-event"), (7, "no-event"), (9, "no-event")]);
    assert_eq!(moments.len(), whole);
    let bytes = [GOLDEN.as_bytes(), b"{\"event\":\"\xff\"}\n"].concat();
    assert_eq!(read(bytes).1, [(GOLDEN.lines().count() + 1, "not-text")]);
}

#[test]
fn a_line_without_end_breaks_off() {
    let whole: Vec<&str> = GOLDEN.lines().collect();
    let mut broken = 0;
    for cut in 1..2000 {
        let left = &GOLDEN[..GOLDEN.floor_char_boundary(GOLDEN.len() - cut)];
        let (moments, damaged) = read(left);
        let lines = left.lines().count();
        // A cut between two lines, or right before a line's end, loses only the lines after it.
        if left.lines().last() == Some(whole[lines - 1]) {
            assert_eq!((damaged, moments.len()), (vec![], lines - 1));
        } else {
            broken += 1;
            assert_eq!((damaged, moments.len()), (vec![(lines, "breaks-off")], lines - 2));
        }
    }
    assert!(broken > 1900, "{broken}");
}

#[test]
fn kinds_and_fields_that_were_added_later_are_passed_over() {
    let later = "{\"at_ms\":5,\"event\":\"orchestra-tuned\",\"instruments\":[1]}\n";
    let known = "{\"at_ms\":6,\"event\":\"step-started\",\"step\":\"one\",\"mood\":\"good\"}\n";
    let (header, _) = GOLDEN.split_once('\n').unwrap();
    let (moments, damaged) = read(format!("{header}\n{later}{known}"));
    assert_eq!(damaged, []);
    let event = Event::StepStarted(StepStarted { step: "one".to_owned() });
    assert_eq!(moments, [Moment { at_ms: 6, event }]);
}

#[test]
fn a_line_without_bound_is_passed_over() {
    let long = "x".repeat(9 * 1024 * 1024);
    let (header, rest) = GOLDEN.split_once('\n').unwrap();
    let (moments, damaged) = read(format!("{header}\n{long}\n{rest}"));
    assert_eq!(damaged, [(2, "too-long")]);
    assert_eq!(moments.len(), rest.lines().count());
}

#[test]
fn time_never_runs_back() {
    let (header, _) = GOLDEN.split_once('\n').unwrap();
    let line = |at: u64| format!("{{\"at_ms\":{at},\"event\":\"step-started\",\"step\":\"one\"}}\n");
    let (moments, _) = read(format!("{header}\n{}{}{}", line(7), line(3), line(9)));
    assert_eq!(moments.iter().map(|moment| moment.at_ms).collect::<Vec<_>>(), [7, 7, 9]);
}

/// Returns the questions after wrong predictions, one for each settled fate.
fn questions(moments: &[Moment]) -> Vec<TransferQuestion> {
    let mut asked = Vec::new();
    for (at, moment) in moments.iter().enumerate() {
        let Event::FateSettled(settled) = &moment.event else { continue };
        let graded = Event::PredictionGraded(PredictionGraded {
            step: settled.step.clone(),
            choice: "any".to_owned(),
            text: String::new(),
            predicted: None,
            observed: settled.fate,
            right: false,
            because: None,
        });
        let mut transfers = Transfers::default();
        let (before, after) = moments.split_at(at + 1);
        let ends = after.iter().position(|moment| matches!(moment.event, Event::StepFinished(_))).unwrap();
        let rest = &after[..=ends];
        let events =
            before.iter().map(|it| &it.event).chain([&graded]).chain(rest.iter().map(|it| &it.event));
        events.for_each(|event| transfers.take(event));
        asked.extend(transfers.question());
    }
    asked
}

/// Effects are recorded now; for older recordings the reader parses them.
#[test]
fn recordings_with_effects_and_without_tell_the_same_story() {
    let mut asked = 0;
    for entry in Library::shipped().all().unwrap() {
        let old = entry.recording("en").unwrap().unwrap();
        let old: Vec<Moment> = RecordingReader::open(old).unwrap().map(|read| read.unwrap()).collect();
        let (lines, mut text) = Lines::begin(&Header::new(String::new()));
        for moment in &old {
            let mut event = moment.event.clone();
            if let Event::CommandFinished(command) = &mut event {
                let done = command.end == CommandEnd::Done;
                assert_eq!(command.effects.is_some(), done, "{}", command.line);
                command.line = "docker ••••".to_owned();
            }
            text += &lines.event(&event).unwrap();
        }
        let (new, damaged) = read(&text);
        assert_eq!(damaged, []);
        assert_eq!(questions(&new), questions(&old), "{}", entry.id);
        asked += questions(&old).len();
    }
    assert!(asked > 5, "{asked}");
}

#[test]
fn effects_that_a_recording_has_are_not_taken_from_the_line() {
    let (header, _) = GOLDEN.split_once('\n').unwrap();
    let command = |effects: &str| {
        format!(
            "{header}\n{{\"at_ms\":1,\"event\":\"command-finished\",\"step\":\"one\",\"line\":\"docker stop web\",\
             \"output\":\"\",\"cut\":0,\"end\":{{\"kind\":\"done\"}},{effects}\"took_ms\":1}}\n"
        )
    };
    let effects = |text: String| match read(text).0.remove(0).event {
        Event::CommandFinished(command) => command.effects,
        other => panic!("{other:?}"),
    };
    assert_eq!(effects(command("")), Some(vec![Effect::Stopped { container: "web".to_owned() }]));
    assert_eq!(effects(command("\"effects\":[],")), Some(vec![]));
    let started = "\"effects\":[{\"kind\":\"started\",\"container\":\"web\"}],";
    assert_eq!(effects(command(started)), Some(vec![Effect::Started { container: "web".to_owned() }]));
}

/// Returns the fates that a recording settles: step, watch, fate.
fn fates(moments: &[Moment]) -> BTreeSet<(String, String, String)> {
    let settled = moments.iter().filter_map(|moment| match &moment.event {
        Event::FateSettled(settled) => Some(settled),
        _ => None,
    });
    let named = settled.filter_map(|settled| Some((settled, settled.fate?)));
    named.map(|(settled, fate)| (settled.step.clone(), settled.watch.clone(), fate.to_string())).collect()
}

/// Returns what is wrong with the recording that a lab carries.
fn faults(lab: &Lab, moments: &[Moment]) -> Vec<String> {
    let mut wrong = Vec::new();
    let content = moments.iter().find_map(|moment| match &moment.event {
        Event::RunStarted(run) => Some((run.content.clone(), run.workspace.clone())),
        _ => None,
    });
    match content {
        Some((content, _)) if content != lab.content() => {
            wrong.push("the lab was changed since".to_owned());
        }
        Some((_, workspace)) if !workspace.starts_with("/tmp/statelab-record/") => {
            wrong.push(format!("it tells a place of a machine: {workspace}"));
        }
        Some(_) => {}
        None => wrong.push("it has no run".to_owned()),
    }
    if outcome(moments) != Some(Outcome::Passed) {
        wrong.push("its run did not pass".to_owned());
    }
    let expected: BTreeSet<(String, String, String)> = lab
        .steps
        .iter()
        .flat_map(|step| step.expect.iter().map(move |expect| (step, expect)))
        .map(|(step, expect)| (step.id.value.to_string(), expect.watch.to_string(), expect.fate.to_string()))
        .collect();
    if !expected.is_subset(&fates(moments)) {
        wrong.push("it lacks a fate of the lab".to_owned());
    }
    wrong
}

#[test]
fn every_shipped_lab_carries_a_recording_of_itself_as_it_is_now() {
    let mut wrong = Vec::new();
    for entry in Library::shipped().all().unwrap() {
        let lab = entry.read().unwrap();
        let Some(lines) = entry.recording("en").unwrap() else {
            wrong.push(format!("{}: there is none", entry.id));
            continue;
        };
        let reader = RecordingReader::open(lines).unwrap();
        let moments: Vec<Moment> = reader.map(|read| read.expect("no line is damaged")).collect();
        wrong.extend(faults(&lab, &moments).into_iter().map(|fault| format!("{}: {fault}", entry.id)));
        let text = shown(&moments);
        wrong.extend(
            lab.steps
                .iter()
                .filter(|step| !text.contains(&step.title))
                .map(|step| format!("{}: the step {} is not shown", entry.id, step.id.value)),
        );
    }
    assert!(wrong.is_empty(), "recordings to be made again (`make record`):\n{}", wrong.join("\n"));
}

proptest! {
    /// Any file is read to its end without a panic.
    /// Each line is reported at most once, and the result can be shown and contains no terminal control
    /// sequence.
    #[test]
    fn damaged_recordings_are_read_and_shown(
        changes in prop::collection::vec((0..GOLDEN.len(), any::<u8>(), 0..4u8), 0..12),
        length in 0..=GOLDEN.len(),
        whole in any::<bool>(),
    ) {
        let mut bytes = GOLDEN.as_bytes().to_vec();
        for (at, byte, how) in changes {
            let at = at.min(bytes.len() - 1);
            match how {
                0 => bytes[at] = byte,
                1 => bytes.insert(at, byte),
                2 => drop(bytes.remove(at)),
                // Numbers are where arithmetic goes wrong.
                _ => drop(bytes.splice(at..at, *b"18446744073709551615")),
            }
        }
        if !whole {
            bytes.truncate(length);
        }
        let lines = bytes.split_inclusive(|byte| *byte == b'\n').count();
        let (moments, damaged) = read(&bytes);
        prop_assert!(damaged.is_sorted_by_key(|(line, _)| *line));
        prop_assert!(moments.len() + damaged.len() <= lines.max(1));
        let text = shown(&moments);
        prop_assert!(!text.chars().any(|shown| shown.is_control() && shown != '\n'), "{text:?}");
    }

    /// Intact lines are read, whatever happened to the others.
    #[test]
    fn lines_that_were_not_touched_are_read(touched in prop::collection::btree_set(1..GOLDEN.lines().count(), 0..10)) {
        let spoilt: String = GOLDEN
            .lines()
            .enumerate()
            .map(|(line, text)| if touched.contains(&line) { "{\n".to_owned() } else { format!("{text}\n") })
            .collect();
        let (moments, damaged) = read(spoilt);
        prop_assert_eq!(damaged.len(), touched.len());
        prop_assert_eq!(moments.len() + damaged.len(), GOLDEN.lines().count() - 1);
    }

    /// Numbers at their limits, and events in any order.
    #[test]
    fn events_in_any_order_are_shown(order in prop::collection::vec(0..1000usize, 0..40), number in any::<u64>()) {
        let big = regex::Regex::new(r#"(":)\d+"#).unwrap().replace_all(GOLDEN, format!("${{1}}{number}"));
        let header = GOLDEN.lines().next().unwrap();
        let lines: Vec<&str> = big.lines().skip(1).chain(GOLDEN.lines().skip(1)).collect();
        let chosen: Vec<&str> = order.iter().map(|at| lines[at % lines.len()]).collect();
        let (moments, _) = read(format!("{header}\n{}\n", chosen.join("\n")));
        shown(&moments);
    }
}

#[test]
fn a_disk_that_fails_ends_the_reading_once() {
    struct Failing(&'static [u8]);
    impl std::io::Read for Failing {
        fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
            match self.0.read(buffer)? {
                0 => Err(std::io::Error::other("the disk is gone")),
                length => Ok(length),
            }
        }
    }
    let reader = RecordingReader::open(std::io::BufReader::new(Failing(GOLDEN.as_bytes()))).unwrap();
    let read: Vec<_> = reader.collect();
    assert_eq!(read.len(), GOLDEN.lines().count());
    let damage = read.last().unwrap().as_ref().unwrap_err();
    assert!(matches!(damage.flaw, Flaw::Unreadable(_)), "{damage}");
}
