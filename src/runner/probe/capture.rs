//! Captures the values of a step, for later commands, checks and prose.

use super::observation::{Observation, gap, shown, text, words};
use super::prober::{Prober, Want};
use super::wait::{Try, wait};
use crate::event::{Gap, Message, Sink, Waiting};
use crate::lab::{Capture, Part};
use crate::runner::error::RunError;

/// How long a capture is tried.
const WITHIN: std::time::Duration = std::time::Duration::from_secs(5);
/// The longest captured value, in bytes: it becomes a part of a command line.
const LONGEST: usize = 4096;

/// Tries until there is a value. Returns the value, or what was seen instead.
///
/// # Errors
/// A fault of the engine or of the workspace.
pub async fn capture(
    prober: &mut Prober<'_>,
    capture: &Capture,
    sink: &mut dyn Sink,
) -> Result<Result<String, Gap>, RunError> {
    let subject = Waiting::Check { text: capture.text.clone() };
    let want = Want {
        more: true,
        status: capture.part == Part::Field("exit_code"),
        json: matches!(capture.part, Part::Pointer(_)),
        fresh: false,
    };
    let late = Err(gap("capture", "", words(Message::new("seen-late"))));
    let (kept, _) = wait(WITHIN, &subject, sink, late, async || {
        let observation = prober.look(&capture.probe, want).await?;
        let kept = part(&observation, &capture.part);
        let settled = kept.is_ok() || observation.settled;
        Ok::<_, RunError>(if settled { Try::Settled(kept) } else { Try::NotYet(kept) })
    })
    .await?;
    Ok(kept)
}

/// Returns the part of an observation to keep. An empty part counts as missing.
fn part(observation: &Observation, part: &Part) -> Result<String, Gap> {
    let (what, value) = match part {
        Part::Whole => ("", observation.text.as_ref().map(|value| value.text.trim().to_owned())),
        Part::Field(key) => (
            *key,
            observation.field(key).map(|fact| fact.shown().lines().next().unwrap_or_default().to_owned()),
        ),
        Part::Pointer(pointer) => (pointer.as_str(), observation.at(pointer).map(|found| shown(&found))),
    };
    if let Some(why) = &observation.blank {
        return Err(gap("capture", what, words(why.clone())));
    }
    match value {
        Some(value) if value.is_empty() => Err(gap("capture", what, words(Message::new("seen-nothing")))),
        // An argument of a program cannot contain NUL, and no one wants such a long word.
        Some(value) if value.len() > LONGEST || value.contains('\0') => {
            Err(gap("capture", what, text(value)))
        }
        Some(value) => Ok(value),
        None => Err(gap("capture", what, words(Message::new("seen-nothing")))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::runner::probe::file;
    use crate::runner::probe::observation::Fact;

    #[test]
    fn a_text_a_field_or_a_place_in_json_is_kept() {
        let seen = Observation {
            fields: vec![("name", Fact::Text("v1".into()))],
            ..Observation::of_text(file::value(&b" {\"a\": [7]}\n"[..]).ok())
        };
        assert_eq!(part(&seen, &Part::Whole).unwrap(), "{\"a\": [7]}");
        assert_eq!(part(&seen, &Part::Field("name")).unwrap(), "v1");
        assert_eq!(part(&seen, &Part::Pointer("/a/0".into())).unwrap(), "7");
        assert!(part(&seen, &Part::Pointer("/b".into())).is_err());
        assert!(part(&Observation::of_text(None), &Part::Whole).is_err());
    }
}
