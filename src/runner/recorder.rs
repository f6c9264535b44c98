//! The one place where secrets are masked, before anything of an event goes anywhere.
//!
//! Imports: `event`, `engine` (what the names of a run begin with).

use serde_json::Value as Json;

use crate::engine::Prefix;
use crate::event::{Event, Sink};

/// What stands in the place of a secret.
const MASK: &str = "••••";

/// Keys whose texts are words of ours, and no text of anybody.
const TAGS: [&str; 10] =
    ["event", "kind", "state", "outcome", "fate", "observed", "key", "predicted", "choice", "what"];

/// Hides the values that a lab declares secret in text that comes whole or in pieces.
#[derive(Debug, Default, Clone)]
pub struct Mask {
    secrets: Vec<String>,
    /// The end of what came so far, as long as it may be the beginning of a secret.
    waiting: String,
}

impl Mask {
    /// A mask for these values.
    #[must_use]
    pub fn new(secrets: &[String]) -> Self {
        let mut secrets: Vec<String> = secrets.iter().filter(|secret| !secret.is_empty()).cloned().collect();
        // A longer one first: a shorter one may be its beginning.
        secrets.sort_by_key(|secret| std::cmp::Reverse(secret.len()));
        Self { secrets, waiting: String::new() }
    }

    /// A whole text, masked.
    #[must_use]
    pub fn whole(&self, text: &str) -> String {
        let mut left = text;
        let mut masked = String::with_capacity(text.len());
        while let Some(next) = left.chars().next() {
            let (shown, length) = match self.secrets.iter().find(|secret| left.starts_with(secret.as_str())) {
                Some(secret) => (MASK, secret.len()),
                None => (&left[..next.len_utf8()], next.len_utf8()),
            };
            masked.push_str(shown);
            left = &left[length..];
        }
        masked
    }

    /// The next piece: what of all that came so far can be shown. A value may be cut by the border
    /// of two pieces, so an end that may begin one is kept back.
    pub fn piece(&mut self, text: &str) -> String {
        self.waiting.push_str(text);
        let kept = self.beginning(&self.waiting);
        let split = self.waiting.len() - kept;
        let rest = self.waiting.split_off(split);
        let ready = std::mem::replace(&mut self.waiting, rest);
        self.whole(&ready)
    }

    /// The end: what was kept back. The beginning of a secret that was cut off stays hidden.
    pub fn finish(&mut self) -> String {
        if self.waiting.is_empty() {
            return String::new();
        }
        self.waiting.clear();
        MASK.to_owned()
    }

    /// A text whose end was cut off: a secret may have been cut in two.
    #[must_use]
    pub fn cut(&self, text: &str) -> String {
        let mut mask = Self { secrets: self.secrets.clone(), waiting: String::new() };
        mask.piece(text) + &mask.finish()
    }

    /// How many bytes at the end of a text may be the beginning of a secret that goes on.
    fn beginning(&self, text: &str) -> usize {
        let begins = |secret: &String| {
            let lengths = secret.char_indices().map(|(at, _)| at).filter(|&at| at > 0);
            lengths.filter(|&length| text.ends_with(&secret[..length])).max()
        };
        self.secrets.iter().filter_map(begins).max().unwrap_or(0)
    }
}

/// Hands events on, masked.
pub struct Recorder<S> {
    /// To whom.
    pub sink: S,
    mask: Mask,
    /// What the run's names begin with in the engine, where they are not the lab's.
    prefix: Option<Prefix>,
}

impl<S: Sink> Recorder<S> {
    /// Masks these values in all that it hands on.
    pub fn new(sink: S, secrets: &[String]) -> Self {
        Self { sink, mask: Mask::new(secrets), prefix: None }
    }

    /// Shows the lab's names in the place of those that begin so.
    #[must_use]
    pub fn by_lab(self, prefix: Option<&Prefix>) -> Self {
        Self { prefix: prefix.cloned(), ..self }
    }

    fn masked(&self, event: &Event) -> Option<Event> {
        let mut json = serde_json::to_value(event).ok()?;
        self.mask_in(&mut json, true);
        serde_json::from_value(json).ok()
    }

    /// A text by the lab's names.
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
                // What was expected is a fate here, and a text elsewhere.
                let of_a_fate = members.contains_key("fate");
                for (key, value) in members {
                    match value {
                        // Lists of a kind, which is a word of ours, and texts. To remove what is left, its
                        // name in the engine is needed.
                        Json::Array(objects) if key == "removed" || key == "left" => {
                            let texts = objects.iter_mut().filter_map(Json::as_array_mut);
                            texts
                                .flat_map(|texts| texts.iter_mut().skip(1))
                                .for_each(|text| self.mask_in(text, key == "removed"));
                        }
                        Json::String(_) if TAGS.contains(&key.as_str()) => {}
                        Json::String(_) if key == "expected" && of_a_fate => {}
                        // Values are kept up to a limit as well.
                        Json::String(text) if key == "text" || (cut && key == "output") => {
                            let cut = text.len() >= super::file::SHOWN || cut;
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
        } else if let Some(event) = self.masked(event) {
            // What cannot be masked is not shown at all.
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
        let shown =
            [mask.piece("pw=hun"), mask.piece("ter2"), mask.piece(", hun"), mask.piece("t\n"), mask.finish()];
        assert_eq!(shown.concat(), "pw=••••, hunt\n");
        assert_eq!(mask.cut("the end is hunt"), "the end is ••••");
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

    /// An event that cannot be read after it was masked is not shown at all.
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

    proptest! {
        #[test]
        fn pieces_of_any_length_show_no_secret(cuts in prop::collection::vec(0..40usize, 0..8)) {
            let text = "x hunter2 hunter2000 비밀번호 hunthunter2 y";
            let mut places: Vec<usize> = cuts.iter().map(|&at| text.floor_char_boundary(at)).collect();
            places.sort_unstable();
            let (mut mask, mut shown, mut start) = (mask(), String::new(), 0);
            for at in places.into_iter().chain([text.len()]) {
                shown += &mask.piece(&text[start..at]);
                start = at;
            }
            shown += &mask.finish();
            prop_assert!(!shown.contains("hunter2") && !shown.contains("비밀번호"), "{shown}");
            prop_assert!(shown.ends_with(" y"));
        }
    }
}
