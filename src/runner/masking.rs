//! Masks secrets: the only place that does so, before any part of an event is passed on.

use serde_json::Value as Json;

use crate::engine::Prefix;
use crate::event::{CommandOutput, Event, Sink, Stream};

/// The replacement for a secret.
const MASK: &str = "••••";

/// Keys whose values are this program's own words, never text from outside.
const TAGS: [&str; 10] =
    ["event", "kind", "state", "outcome", "fate", "observed", "key", "predicted", "choice", "what"];

/// Masks the lab's secret values in text that arrives whole or in pieces.
#[derive(Debug, Default, Clone)]
pub struct Mask {
    secrets: Vec<String>,
    /// The end of the text so far, if it may be the start of a secret.
    waiting: String,
}

impl Mask {
    /// Creates a mask for these values.
    #[must_use]
    pub fn new(secrets: &[String]) -> Self {
        let mut secrets: Vec<String> = secrets.iter().filter(|secret| !secret.is_empty()).cloned().collect();
        // Longer secrets first: a shorter one may be a prefix of a longer one.
        secrets.sort_by_key(|secret| std::cmp::Reverse(secret.len()));
        Self { secrets, waiting: String::new() }
    }

    /// Masks a whole text.
    #[must_use]
    pub fn whole(&self, text: &str) -> String {
        self.scan(text, false).0
    }

    /// Takes a piece of text and returns as much as can be shown by now.
    /// Two pieces may split a secret, so an end that may start one is held back.
    pub fn piece(&mut self, text: &str) -> String {
        self.waiting.push_str(text);
        let (shown, read) = self.scan(&self.waiting, true);
        self.waiting.drain(..read);
        shown
    }

    /// Returns the text that was held back.
    /// If the text was `cut` there, the start of a secret stays hidden.
    pub fn finish(&mut self, cut: bool) -> String {
        let rest = std::mem::take(&mut self.waiting);
        if cut && !rest.is_empty() { MASK.to_owned() } else { self.whole(&rest) }
    }

    /// Masks a text whose end was cut off, which may have split a secret.
    #[must_use]
    pub fn cut(&self, text: &str) -> String {
        let mut mask = Self { secrets: self.secrets.clone(), waiting: String::new() };
        mask.piece(text) + &mask.finish(true)
    }

    /// Masks a text, and returns how many bytes of it were consumed.
    /// If `more` follows, it stops at an end that may start a secret.
    fn scan(&self, text: &str, more: bool) -> (String, usize) {
        let begins = |left: &str| self.secrets.iter().any(|it| it.len() > left.len() && it.starts_with(left));
        let mut left = text;
        let mut masked = String::with_capacity(text.len());
        while let Some(next) = left.chars().next() {
            if more && begins(left) {
                break;
            }
            let (shown, length) = match self.secrets.iter().find(|secret| left.starts_with(secret.as_str())) {
                Some(secret) => (MASK, secret.len()),
                None => (&left[..next.len_utf8()], next.len_utf8()),
            };
            masked.push_str(shown);
            left = &left[length..];
        }
        (masked, text.len() - left.len())
    }
}

/// Passes events on, with secrets masked.
pub struct Recorder<S> {
    /// The sink that receives the masked events.
    pub sink: S,
    mask: Mask,
    /// The prefix of the run's names in the engine, to be replaced by the lab's names.
    prefix: Option<Prefix>,
    /// The held-back output of the running command: standard output, standard error.
    pieces: [Pieces; 2],
}

/// A command's output on one stream, which arrives in pieces.
#[derive(Debug, Default, Clone)]
struct Pieces {
    names: Names,
    mask: Mask,
}

/// Replaces engine names by the lab's names in text that arrives in pieces.
#[derive(Debug, Default, Clone)]
struct Names {
    prefix: Option<Prefix>,
    /// The last character shown: a name cannot begin after every character.
    last: Option<char>,
    /// The end of the text so far, if it may be the start of the prefix.
    waiting: String,
}

impl Names {
    /// Takes a piece of text and returns as much as can be shown by now.
    /// With `more`, an end that may start the prefix is held back.
    fn piece(&mut self, text: &str, more: bool) -> String {
        let Some(prefix) = &self.prefix else { return text.to_owned() };
        self.waiting.push_str(text);
        // A run's id is hexadecimal and a hyphen ends the prefix: two prefixes never overlap.
        let begins =
            (1..prefix.as_str().len()).rev().find(|&at| self.waiting.ends_with(&prefix.as_str()[..at]));
        let rest = self.waiting.split_off(self.waiting.len() - begins.filter(|_| more).unwrap_or(0));
        let ready = std::mem::replace(&mut self.waiting, rest);
        let context = self.last.map(String::from).unwrap_or_default();
        let shown = prefix.shown(&format!("{context}{ready}")).split_off(context.len());
        self.last = shown.chars().next_back().or(self.last);
        shown
    }
}

impl<S: Sink> Recorder<S> {
    /// Creates a recorder that masks these values in every event.
    pub fn new(sink: S, secrets: &[String]) -> Self {
        let mask = Mask::new(secrets);
        let pieces = Pieces { names: Names::default(), mask: mask.clone() };
        Self { sink, mask, prefix: None, pieces: [pieces.clone(), pieces] }
    }

    /// Shows the lab's names instead of engine names with this prefix.
    #[must_use]
    pub fn by_lab(self, prefix: Option<&Prefix>) -> Self {
        let mut recorder = Self { prefix: prefix.cloned(), ..self };
        for pieces in &mut recorder.pieces {
            pieces.names.prefix = prefix.cloned();
        }
        recorder
    }

    fn masked(&self, event: &Event) -> Option<Event> {
        let mut json = serde_json::to_value(event).ok()?;
        self.mask_in(&mut json, true);
        serde_json::from_value(json).ok()
    }

    /// Passes on as much of a command's output as can be shown by now.
    fn piece(&mut self, output: &CommandOutput) {
        let Pieces { names, mask } = &mut self.pieces[usize::from(output.stream == Stream::Stderr)];
        let text = mask.piece(&names.piece(&output.text, true));
        self.say(output.stream, text);
    }

    /// Passes on the held-back output of a command, which may have been `cut` there.
    fn last_pieces(&mut self, cut: bool) {
        for (at, stream) in [Stream::Stdout, Stream::Stderr].into_iter().enumerate() {
            let Pieces { names, mask } = &mut self.pieces[at];
            let text = mask.piece(&names.piece("", false)) + &mask.finish(cut);
            names.last = None;
            self.say(stream, text);
        }
    }

    fn say(&mut self, stream: Stream, text: String) {
        if !text.is_empty() {
            self.sink.take(&Event::CommandOutput(CommandOutput { stream, text }));
        }
    }

    /// Returns a text with the lab's names.
    fn named(&self, text: &str) -> String {
        self.prefix.as_ref().map_or_else(|| text.to_owned(), |prefix| prefix.shown(text))
    }

    fn mask_in(&self, json: &mut Json, rename: bool) {
        let named = |text: &str| if rename { self.named(text) } else { text.to_owned() };
        match json {
            Json::String(text) => *text = self.mask.whole(&named(text)),
            Json::Array(elements) => elements.iter_mut().for_each(|element| self.mask_in(element, rename)),
            Json::Object(members) => {
                let cut = members.get("cut").and_then(Json::as_u64).is_some_and(|cut| cut > 0);
                // Here `expected` is a fate, elsewhere it is text.
                let of_a_fate = members.contains_key("fate");
                for (key, value) in members {
                    match value {
                        // Lists of a kind, which is the program's own word, and texts. Objects that are left keep their
                        // engine names, which are needed to remove them.
                        Json::Array(objects) if key == "removed" || key == "left" => {
                            let texts = objects.iter_mut().filter_map(Json::as_array_mut);
                            texts
                                .flat_map(|texts| texts.iter_mut().skip(1))
                                .for_each(|text| self.mask_in(text, key == "removed"));
                        }
                        Json::String(_) if TAGS.contains(&key.as_str()) => {}
                        Json::String(_) if key == "expected" && of_a_fate => {}
                        // Values are also cut at a limit.
                        Json::String(text) if key == "text" || (cut && key == "output") => {
                            let cut = text.len() >= super::probe::file::SHOWN || cut;
                            let named = named(text);
                            *text = if cut { self.mask.cut(&named) } else { self.mask.whole(&named) };
                        }
                        other => self.mask_in(other, rename),
                    }
                }
            }
            _ => {}
        }
    }
}

impl<S: Sink> Sink for Recorder<S> {
    fn take(&mut self, event: &Event) {
        if self.mask.secrets.is_empty() && self.prefix.is_none() {
            self.sink.take(event);
            return;
        }
        match event {
            Event::CommandOutput(output) => return self.piece(output),
            Event::CommandFinished(finished) => self.last_pieces(finished.cut > 0),
            _ => {}
        }
        if let Some(event) = self.masked(event) {
            // An event that cannot be masked is not shown at all.
            self.sink.take(&event);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::event::{CleanFinished, CommandEnd, CommandFinished, Message, ObjectKind, PredictionGraded};
    use crate::fate::Fate;
    use proptest::prelude::*;

    struct Kept(Vec<Event>);

    impl Sink for Kept {
        fn take(&mut self, event: &Event) {
            self.0.push(event.clone());
        }
    }

    fn mask() -> Mask {
        Mask::new(&["hunter2".to_owned(), "비밀번호".to_owned(), "hunter2000".to_owned()])
    }

    #[test]
    fn secrets_are_hidden_and_nothing_else() {
        assert_eq!(mask().whole("a hunter2 b hunter2000 hunter 비밀번호!"), "a •••• b •••• hunter ••••!");
    }

    #[test]
    fn a_secret_across_two_pieces_is_hidden() {
        let mut mask = mask();
        let shown = [
            mask.piece("pw=hun"),
            mask.piece("ter2"),
            mask.piece(", hun"),
            mask.piece("t\n"),
            mask.finish(true),
        ];
        assert_eq!(shown.concat(), "pw=••••, hunt\n");
        assert_eq!(mask.cut("the end is hunt"), "the end is ••••");
        assert_eq!(
            (mask.piece("the end is hunt"), mask.finish(false)),
            ("the end is ".into(), "hunt".into())
        );
    }

    #[test]
    fn a_secret_that_ends_as_one_begins_is_hidden() {
        let mut mask = Mask::new(&["secrets".to_owned()]);
        assert_eq!((mask.cut("secrets"), mask.piece("secrets")), (MASK.to_owned(), MASK.to_owned()));
    }

    #[test]
    fn an_event_is_masked_wherever_its_text_stands() {
        let mut recorder =
            Recorder::new(Kept(Vec::new()), &["hunter2".to_owned(), "command-finished".to_owned()]);
        let why = Message::new("run-workspace").arg("path", "hunter2").arg("cause", "none");
        recorder.take(&Event::CommandFinished(CommandFinished {
            step: "one".to_owned(),
            line: "docker run -e P=hunter2 nginx".to_owned(),
            output: "hunter2\nand hunt".to_owned(),
            cut: 5,
            hidden: None,
            written: None,
            end: CommandEnd::Refused { why },
            fails: None,
            calls: Vec::new(),
            effects: None,
            took_ms: 1,
        }));
        let shown = format!("{:?}", recorder.sink.0);
        assert_eq!(recorder.sink.0.len(), 1);
        assert!(
            !shown.contains("hunter2") && shown.contains("P=••••") && shown.contains("and ••••"),
            "{shown}"
        );
    }

    #[test]
    fn the_kinds_of_what_was_removed_are_no_texts() {
        let removed = vec![(ObjectKind::Container, "container web".to_owned())];
        let left = vec![(ObjectKind::Volume, "container".to_owned(), Message::new("container"))];
        let clean = Event::CleanFinished(CleanFinished { removed, left, took_ms: 1 });
        let mut recorder = Recorder::new(Kept(Vec::new()), &["container".to_owned()]);
        recorder.take(&clean);
        let [Event::CleanFinished(shown)] = &recorder.sink.0[..] else { panic!("it is shown") };
        assert_eq!(shown.removed, [(ObjectKind::Container, "•••• web".to_owned())]);
        assert_eq!(shown.left, [(ObjectKind::Volume, "••••".to_owned(), Message::new("container"))]);
    }

    /// An event that cannot be parsed after masking is not shown at all.
    #[test]
    fn words_of_ours_may_be_secrets() {
        let recording = include_str!("../../tests/recordings/version-1.jsonl");
        let mut events: Vec<Event> =
            recording.lines().skip(1).map(|line| serde_json::from_str(line).unwrap()).collect();
        events.push(Event::PredictionGraded(PredictionGraded {
            step: "one".to_owned(),
            choice: "lost".to_owned(),
            text: "It is lost.".to_owned(),
            predicted: Some(Fate::Lost),
            observed: Some(Fate::Survived),
            right: false,
            because: None,
        }));
        let words = ["done", "passed", "within", "present", "value", "layer", "volume", "step-started"];
        for word in Fate::ALL.map(Fate::word).into_iter().chain(words) {
            let mut recorder = Recorder::new(Kept(Vec::new()), &[word.to_owned()]);
            for event in &events {
                recorder.take(event);
            }
            assert_eq!(recorder.sink.0.len(), events.len(), "{word}");
        }
    }

    fn finished(output: &str, cut: u64) -> Event {
        Event::CommandFinished(CommandFinished {
            step: "one".to_owned(),
            line: "docker logs web".to_owned(),
            output: output.to_owned(),
            cut,
            hidden: None,
            written: None,
            end: CommandEnd::Done,
            fails: None,
            calls: Vec::new(),
            effects: None,
            took_ms: 1,
        })
    }

    /// Returns what a recorder shows of these pieces, and of the whole output.
    fn recorded(pieces: &[&str], stream: Stream, cut: u64) -> (String, String) {
        let prefix = Prefix::of_run("abcd1234");
        let mut recorder = Recorder::new(Kept(Vec::new()), &mask().secrets).by_lab(Some(&prefix));
        for piece in pieces {
            recorder.take(&Event::CommandOutput(CommandOutput { stream, text: (*piece).to_owned() }));
        }
        recorder.take(&finished(&pieces.concat(), cut));
        let (mut shown, mut whole) = (String::new(), String::new());
        for event in recorder.sink.0 {
            match event {
                Event::CommandOutput(output) => shown += &output.text,
                Event::CommandFinished(finished) => whole = finished.output,
                other => panic!("{other:?}"),
            }
        }
        (shown, whole)
    }

    #[test]
    fn the_end_of_output_that_was_cut_may_be_half_a_secret() {
        assert_eq!(recorded(&["a hun", "t"], Stream::Stdout, 7).0, "a ••••");
        assert_eq!(recorded(&["a hun", "t"], Stream::Stderr, 0).0, "a hunt");
    }

    proptest! {
        #[test]
        fn pieces_of_output_show_what_the_whole_shows(cuts in prop::collection::vec(0..90usize, 0..9)) {
            let text = "abcd1234-web hunter2 xabcd1234-db abcd1234-abcd1234-x abcabcd1234-hunter2000 abcd1234- hunt";
            let mut places: Vec<usize> = cuts.iter().map(|&at| at.min(text.len())).collect();
            places.sort_unstable();
            let ends = places.iter().copied().chain([text.len()]);
            let pieces: Vec<&str> = [0].into_iter().chain(places.iter().copied()).zip(ends).map(|(from, to)| &text[from..to]).collect();
            let (shown, whole) = recorded(&pieces, Stream::Stdout, 0);
            prop_assert!(whole.contains("xabcd1234-db x abcabcd1234-••••") && !whole.contains("hunter2"), "{whole}");
            prop_assert_eq!(shown, whole);
        }

        #[test]
        fn pieces_of_any_length_are_masked_as_the_whole(cuts in prop::collection::vec(0..40usize, 0..8)) {
            let text = "x hunter2 hunter2000 비밀번호 hunthunter2 y";
            let mut places: Vec<usize> = cuts.iter().map(|&at| text.floor_char_boundary(at)).collect();
            places.sort_unstable();
            let (mut mask, mut shown, mut start) = (mask(), String::new(), 0);
            for at in places.into_iter().chain([text.len()]) {
                shown += &mask.piece(&text[start..at]);
                start = at;
            }
            shown += &mask.finish(false);
            prop_assert_eq!(shown, mask.whole(text));
        }
    }
}
