//! Judges checks: tries, waits, and reports what was expected and not seen, and how it changed.

use std::time::{Duration, Instant};

use super::observation::{Against, Observation, gap, words};
use super::prober::{Prober, Want};
use super::wait::{Try, wait};
use crate::event::{Event, Gap, Message, Moment, Observed, Sink, WaitFinished, WaitStarted, Waiting};
use crate::fate::Value;
use crate::lab::{Check, Predicate, Probe, Same};
use crate::runner::error::RunError;
use crate::runner::millis;

/// The number of values over time that are kept.
const MOMENTS: usize = 12;
/// The pause between two looks at a check that must keep holding.
const PAUSE: Duration = Duration::from_millis(200);

/// The result of judging a check.
#[derive(Debug, Default)]
pub struct Judged {
    /// The predicates that do not hold.
    pub gaps: Vec<Gap>,
    /// The values seen over time, each only when it changed.
    pub values: Vec<Moment>,
    /// How long it was tried.
    pub took: Duration,
}

/// The result of one look.
struct CheckAttempt {
    gaps: Vec<Gap>,
    /// Whether another look would see the same.
    hopeless: bool,
}

/// The values seen over time.
struct Moments {
    start: Instant,
    seen: Vec<Moment>,
}

impl Moments {
    fn note(&mut self, gaps: &[Gap]) {
        let seen = gaps
            .first()
            .map_or_else(|| Observed::Words { message: Message::new("seen-holds") }, |gap| gap.seen.clone());
        if self.seen.last().is_some_and(|last| last.seen == seen) {
            return;
        }
        // The first and the last values say most.
        if self.seen.len() == MOMENTS {
            self.seen.remove(MOMENTS / 2);
        }
        self.seen.push(Moment { at_ms: millis(self.start.elapsed()), seen });
    }
}

/// Tries a check until it holds long enough, cannot hold, or its time is up.
///
/// # Errors
/// A fault of the engine or of the workspace.
pub async fn judge(prober: &mut Prober<'_>, check: &Check, sink: &mut dyn Sink) -> Result<Judged, RunError> {
    let start = Instant::now();
    let mut moments = Moments { start, seen: Vec::new() };
    loop {
        let left = check.within.saturating_sub(start.elapsed());
        let subject = Waiting::Check { text: check.text.clone() };
        let (mut gaps, _) = wait(left, &subject, sink, late(), async || {
            let look = look(prober, check).await?;
            moments.note(&look.gaps);
            let settled = look.gaps.is_empty() || look.hopeless;
            Ok::<_, RunError>(if settled { Try::Settled(look.gaps) } else { Try::NotYet(look.gaps) })
        })
        .await?;
        if let Some(time) = check.holds_for.filter(|_| gaps.is_empty()) {
            gaps = hold(prober, check, time, &mut moments, sink).await?;
            if !gaps.is_empty() && start.elapsed() < check.within {
                continue;
            }
        }
        return Ok(Judged { gaps, values: moments.seen, took: start.elapsed() });
    }
}

/// Returns the gap of a check if no look ended in time.
#[must_use]
pub fn late() -> Vec<Gap> {
    vec![gap("within", "", words(Message::new("seen-late")))]
}

/// Watches that a check keeps holding. Returns its gaps at the first failure.
async fn hold(
    prober: &mut Prober<'_>,
    check: &Check,
    time: Duration,
    moments: &mut Moments,
    sink: &mut dyn Sink,
) -> Result<Vec<Gap>, RunError> {
    let start = Instant::now();
    let subject = Waiting::Holds { text: check.text.clone() };
    sink.take(&Event::WaitStarted(WaitStarted { subject: subject.clone(), within_ms: millis(time) }));
    let mut gaps = Vec::new();
    while start.elapsed() < time && gaps.is_empty() {
        tokio::time::sleep(PAUSE.min(time.saturating_sub(start.elapsed()))).await;
        gaps = look(prober, check).await?.gaps;
        moments.note(&gaps);
    }
    sink.take(&Event::WaitFinished(WaitFinished {
        subject,
        came: gaps.is_empty(),
        took_ms: millis(start.elapsed()),
    }));
    Ok(gaps)
}

async fn look(prober: &mut Prober<'_>, check: &Check) -> Result<CheckAttempt, RunError> {
    let (observation, gaps) = see(prober, &check.probe, &check.predicates, want(&check.predicates)).await?;
    Ok(CheckAttempt { hopeless: observation.settled || dead(&observation, check), gaps })
}

/// Looks once. Returns the observation and the predicates that do not hold.
///
/// # Errors
/// A fault of the engine or of the workspace.
pub async fn see(
    prober: &mut Prober<'_>,
    probe: &Probe,
    predicates: &[Predicate],
    want: Want,
) -> Result<(Observation, Vec<Gap>), RunError> {
    let observation = prober.look(probe, want).await?;
    let originals = originals(prober, predicates).await?;
    let gaps = Against { values: prober.values, originals: &originals }.gaps(&observation, predicates);
    Ok((observation, gaps))
}

/// Returns the current values that predicates compare with.
async fn originals(
    prober: &mut Prober<'_>,
    predicates: &[Predicate],
) -> Result<Vec<(Same, Option<Value>)>, RunError> {
    let mut originals = Vec::new();
    for same in predicates.iter().flat_map(Predicate::same) {
        originals.push((same.clone(), prober.original(same).await?));
    }
    Ok(originals)
}

/// Returns what predicates need to observe.
#[must_use]
pub fn want(predicates: &[Predicate]) -> Want {
    Want {
        more: !predicates.iter().all(|predicate| matches!(predicate, Predicate::Exists(_))),
        status: asks(predicates, "exit_code"),
        json: asks(predicates, "json"),
        fresh: false,
    }
}

fn asks(predicates: &[Predicate], key: &str) -> bool {
    predicates.iter().any(|predicate| match predicate {
        Predicate::Not(inner) => asks(inner, key),
        other => other.key() == key,
    })
}

/// Returns whether a check needs a container to run that has ended.
/// It does not start again by itself.
fn dead(observation: &Observation, check: &Check) -> bool {
    let runs = crate::lab::Wanted::Truth(true);
    matches!(check.probe, Probe::Container(_))
        && observation.field("running") == Some(&super::observation::Fact::Truth(false))
        && check.predicates.contains(&Predicate::Field { key: "running", wanted: runs })
}
