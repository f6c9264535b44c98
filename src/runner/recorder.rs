//! The one place where secrets are masked, before anything of an event goes anywhere.
//!
//! Imports: `event`, `engine` (what the names of a run begin with).

use serde_json::Value as Json;

use crate::engine::Prefix;
use crate::event::{Event, Sink};

/// What stands in the place of a secret.
const MASK: &str = "••••";

/// Keys whose texts are words of ours, and no text of anybody.
const TAGS: [&str; 9] =
    ["event", "kind", "state", "outcome", "fate", "expected_fate", "key", "predicted", "choice"];

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
        self.scan(text, false).0
    }

    /// Returns as much of all that came so far as can be shown. A value may be cut by the border of two
    /// pieces, so that an end which may begin one is kept back.
    pub fn piece(&mut self, text: &str) -> String {
        self.waiting.push_str(text);
        let (shown, read) = self.scan(&self.waiting, true);
        self.waiting.drain(..read);
        shown
    }

    /// Returns what was kept back. If the text was `cut` there, the beginning of a secret stays hidden.
    pub fn finish(&mut self, cut: bool) -> String {
        let rest = std::mem::take(&mut self.waiting);
        if cut && !rest.is_empty() { MASK.to_owned() } else { self.whole(&rest) }
    }

    /// A text whose end was cut off: a secret may have been cut in two.
    #[must_use]
    pub fn cut(&self, text: &str) -> String {
        let mut mask = Self { secrets: self.secrets.clone(), waiting: String::new() };
        mask.piece(text) + &mask.finish(true)
    }

    /// Masks a text, and returns how many bytes of it were read. If `more` follows, it is read up to
    /// where the rest may begin a secret.
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
                for (key, value) in members {
                    match value {
                        // Whoever is to remove something needs the name that it has in the engine.
                        left if key == "left" => self.mask_in(left, false),
                        Json::String(_) if TAGS.contains(&key.as_str()) => {}
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
    use crate::event::{CommandEnd, CommandFinished, Message};
    use proptest::prelude::*;

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
        struct Kept(Vec<Event>);
        impl Sink for Kept {
            fn take(&mut self, event: &Event) {
                self.0.push(event.clone());
            }
        }
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
            took_ms: 1,
        }));
        let shown = format!("{:?}", recorder.sink.0);
        assert_eq!(recorder.sink.0.len(), 1);
        assert!(
            !shown.contains("hunter2") && shown.contains("P=••••") && shown.contains("and ••••"),
            "{shown}"
        );
    }

    proptest! {
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
