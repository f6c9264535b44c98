//! Waiting until a container that a command started is ready.
//!
//! Imports: `engine`, `event`, `lab`.

use super::error::RunError;
use super::wait::{Try, wait};
use super::{Run, capture, carry, millis};
use crate::engine::ExecSpec;
use crate::event::{Event, Readied, Sink, Waiting};
use crate::lab::Ready;

impl Run<'_> {
    /// Waits until a container that was just started is ready; false where it did not become so.
    pub(super) async fn await_ready(&self, ready: &Ready, sink: &mut dyn Sink) -> Result<bool, RunError> {
        let name = ready.container.value.as_str();
        let spec = ExecSpec { command: ready.command.clone(), ..ExecSpec::default() };
        let subject = Waiting::Ready { container: name.to_owned() };
        let guard = self.guard;
        let (came, took) = wait(ready.within, &subject, sink, false, async || {
            match guard.container(name).await? {
                Some(container) if container.running => {
                    let status = match carry::run_in(guard, &container.id, &spec).await {
                        Ok((_, status)) => status,
                        // It may die between the look and the command: the next look tells.
                        Err(error) if error.refusal().is_some() => return Ok(Try::NotYet(false)),
                        Err(error) => return Err(error),
                    };
                    Ok(if status == 0 { Try::Settled(true) } else { Try::NotYet(false) })
                }
                // A container that is gone or dead does not become ready.
                _ => Ok::<_, RunError>(Try::Settled(false)),
            }
        })
        .await?;
        sink.take(&Event::Readied(Readied {
            container: name.to_owned(),
            came,
            logs: if came { String::new() } else { self.last_words(name).await? },
            took_ms: millis(took),
        }));
        Ok(came)
    }

    /// What a container wrote, for a person who asks why it is not ready.
    async fn last_words(&self, name: &str) -> Result<String, RunError> {
        let Some(container) = self.guard.container(name).await? else {
            return Ok(String::new());
        };
        let output = capture::capture(self.guard.logs(&container.id, false)?).await?;
        let text = output.text();
        let lines: Vec<&str> = text.trim_end().lines().collect();
        Ok(lines[lines.len().saturating_sub(10)..].join("\n"))
    }
}
