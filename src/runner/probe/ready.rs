//! Waits until a container that a command started is ready.

use super::check::{see, want};
use super::prober::Want;
use super::recovery::recovered;
use super::wait::{Try, wait};
use crate::event::{Event, Gap, Readied, Sink, Waiting};
use crate::lab::Ready;
use crate::runner::error::RunError;
use crate::runner::{Run, millis, output};

/// The result of one look.
#[derive(Default)]
struct ReadyAttempt {
    came: bool,
    gaps: Vec<Gap>,
}

impl Run<'_> {
    /// Waits for a container that was just started. Returns whether it became ready.
    pub(in crate::runner) async fn await_ready(
        &mut self,
        ready: &Ready,
        sink: &mut dyn Sink,
    ) -> Result<bool, RunError> {
        let name = ready.container.value.as_str();
        let subject = Waiting::Ready { container: name.to_owned() };
        // The log of an earlier run says nothing about this one.
        let want = Want { fresh: true, ..want(&ready.predicates) };
        let mut prober = self.prober();
        let (look, took) = wait(ready.within, &subject, sink, ReadyAttempt::default(), async || {
            let container = prober.guard.container(name).await?;
            // A container that is gone or has ended cannot become ready.
            if container.is_none_or(|container| !container.running) {
                return Ok::<_, RunError>(Try::Settled(ReadyAttempt::default()));
            }
            let (_, gaps) = see(&mut prober, &ready.probe, &ready.predicates, want).await?;
            let look = ReadyAttempt { came: gaps.is_empty(), gaps };
            Ok(if look.came { Try::Settled(look) } else { Try::NotYet(look) })
        })
        .await?;
        let came = look.came;
        let container = if came { self.guard.container(name).await? } else { None };
        let recovered = match container {
            Some(container) => recovered(self.guard, &container).await?,
            None => None,
        };
        sink.take(&Event::Readied(Readied {
            container: name.to_owned(),
            came,
            gaps: look.gaps,
            logs: if came { String::new() } else { self.last_words(name).await? },
            recovered,
            took_ms: millis(took),
        }));
        Ok(came)
    }

    /// Returns the last log lines, to show why a container is not ready.
    async fn last_words(&self, name: &str) -> Result<String, RunError> {
        let Some(container) = self.guard.container(name).await? else {
            return Ok(String::new());
        };
        let output = output::collect(self.guard.logs(&container.id, false)?).await?;
        let text = output.text();
        let lines: Vec<&str> = text.trim_end().lines().collect();
        Ok(lines[lines.len().saturating_sub(10)..].join("\n"))
    }
}
