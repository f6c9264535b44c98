//! Checks whether a command that is expected to fail failed in that way.

use crate::engine::Refusal;
use crate::event::{CommandEnd, Failing, Message};
use crate::lab::Failure;

/// Every refusal of an engine.
const REFUSALS: [Refusal; 7] = [
    Refusal::NotFound,
    Refusal::NoSuchImage,
    Refusal::NameTaken,
    Refusal::InUse,
    Refusal::NotRunning,
    Refusal::PortTaken,
    Refusal::Other,
];

/// The runner's own refusals, in the docker program's place, that mean "not found".
const NOT_FOUND: [&str; 3] = ["copy-no-local-file", "copy-no-such-path", "copy-no-such-directory"];

/// Compares the end of a command with how it was expected to fail.
#[must_use]
pub fn judge(failure: Failure, end: &CommandEnd) -> Failing {
    match failure {
        Failure::Exit(wanted) => {
            let held = matches!(end, CommandEnd::Status { status } if *status == wanted);
            Failing { how: format!("exit {wanted}"), held }
        }
        Failure::Refused(word) => {
            let held = matches!(end, CommandEnd::Refused { why } if refusal(why) == word);
            Failing { how: word.to_owned(), held }
        }
    }
}

/// Returns the word for a refusal.
fn refusal(why: &Message) -> &'static str {
    if NOT_FOUND.contains(&why.key.as_str()) {
        return Refusal::NotFound.word();
    }
    if why.key == "run-capture-unusable" {
        // The engine was not asked, so it refused nothing.
        return "";
    }
    let cause = why.why.as_deref().unwrap_or(why);
    let known = REFUSALS.into_iter().find(|refusal| refusal.key() == cause.key);
    known.unwrap_or(Refusal::Other).word()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_of_a_lab_are_those_of_the_engine() {
        assert_eq!(REFUSALS.map(Refusal::word), Failure::REFUSALS);
    }

    #[test]
    fn a_command_fails_as_it_shall_or_not() {
        let refused = |key: &str| CommandEnd::Refused {
            why: Message::new("engine-remove-volume").because(Message::new(key)),
        };
        let held = |failure, end: &CommandEnd| judge(failure, end).held;
        assert!(held(Failure::Refused("in-use"), &refused("engine-refused-in-use")));
        assert!(!held(Failure::Refused("in-use"), &refused("engine-refused-not-found")));
        assert!(held(
            Failure::Refused("other"),
            &CommandEnd::Refused { why: Message::new("run-outside-workspace") }
        ));
        assert!(held(
            Failure::Refused("not-found"),
            &CommandEnd::Refused { why: Message::new("copy-no-such-path") }
        ));
        assert!(held(Failure::Exit(1), &CommandEnd::Status { status: 1 }));
        assert!(!held(Failure::Exit(1), &CommandEnd::Done));
    }
}
