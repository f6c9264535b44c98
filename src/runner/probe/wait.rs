//! Waits for a condition: tries with growing pauses, within a time limit.

use std::pin::Pin;
use std::time::Duration;

use backon::{BackoffBuilder, ExponentialBuilder};
use tokio::time::Instant;

use crate::event::{Event, Sink, WaitFinished, WaitStarted, Waiting};
use crate::runner::millis;

/// The pause after the first try; each later one is 1.5 times as long.
const FIRST: Duration = Duration::from_millis(50);
/// The longest pause.
const LONGEST: Duration = Duration::from_secs(1);
/// If a wait takes longer than this, it is reported.
const SILENT: Duration = Duration::from_millis(500);

/// The shortest time for one look, even if the wait is shorter.
const ONE_LOOK: Duration = Duration::from_secs(2);

/// The result of one try.
pub enum Try<T> {
    /// The final result, good or bad: no other try is needed.
    Settled(T),
    /// The result so far, used if the time is up.
    NotYet(T),
}

/// Tries until the result is settled or `within` has passed.
/// Returns the last try's result (`late` if there is none), and how long it took. A try that is still
/// running when the time is up is cancelled.
///
/// # Errors
/// The errors of a try.
pub async fn wait<T, E>(
    within: Duration,
    subject: &Waiting,
    sink: &mut dyn Sink,
    late: T,
    mut attempt: impl AsyncFnMut() -> Result<Try<T>, E>,
) -> Result<(T, Duration), E> {
    let start = Instant::now();
    // One look always gets its own time, however short the wait is.
    let end = start + within.max(ONE_LOOK);
    let mut teller = Teller { subject, within, sink, told: false };
    let mut pauses = ExponentialBuilder::new()
        .with_factor(1.5)
        .with_min_delay(FIRST)
        .with_max_delay(LONGEST)
        .without_max_times()
        .build();
    let mut last = late;
    loop {
        let trying = std::pin::pin!(tokio::time::timeout_at(end, attempt()));
        let result = teller.while_waiting(start, trying).await;
        let settled = match result {
            Ok(Ok(Try::Settled(result))) => {
                last = result;
                true
            }
            Ok(Ok(Try::NotYet(result))) => {
                last = result;
                false
            }
            Ok(Err(error)) => {
                teller.finish(false, start.elapsed());
                return Err(error);
            }
            // The try was cancelled.
            Err(_) => false,
        };
        if settled || start.elapsed() >= within {
            teller.finish(settled, start.elapsed());
            return Ok((last, start.elapsed()));
        }
        let pause = pauses.next().unwrap_or(LONGEST).min(within.saturating_sub(start.elapsed()));
        teller.while_waiting(start, std::pin::pin!(tokio::time::sleep(pause))).await;
    }
}

/// Reports what is waited for, if the wait takes long.
struct Teller<'t> {
    subject: &'t Waiting,
    within: Duration,
    sink: &'t mut dyn Sink,
    told: bool,
}

impl Teller<'_> {
    /// Waits for something, and reports the wait as soon as it has taken long in all.
    async fn while_waiting<T>(&mut self, start: Instant, mut thing: Pin<&mut impl Future<Output = T>>) -> T {
        if !self.told {
            tokio::select! {
                result = &mut thing => return result,
                () = tokio::time::sleep_until(start + SILENT) => {}
            }
            self.told = true;
            let within_ms = millis(self.within);
            self.sink.take(&Event::WaitStarted(WaitStarted { subject: self.subject.clone(), within_ms }));
        }
        thing.await
    }

    fn finish(&mut self, came: bool, took: Duration) {
        if self.told {
            let took_ms = millis(took);
            self.sink.take(&Event::WaitFinished(WaitFinished {
                subject: self.subject.clone(),
                came,
                took_ms,
            }));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Default)]
    struct Told(Vec<&'static str>);

    impl Sink for Told {
        fn take(&mut self, event: &Event) {
            self.0.push(match event {
                Event::WaitStarted(_) => "started",
                Event::WaitFinished(wait) if wait.came => "came",
                Event::WaitFinished(_) => "did not come",
                _ => "something else",
            });
        }
    }

    /// Waits in paused time. Returns the result, how long it took, and the reports.
    fn waited(
        within_ms: u64,
        attempt: impl AsyncFnMut() -> Result<Try<&'static str>, ()>,
    ) -> (&'static str, u64, Vec<&'static str>) {
        let runtime =
            tokio::runtime::Builder::new_current_thread().enable_time().start_paused(true).build().unwrap();
        runtime.block_on(async {
            let mut told = Told::default();
            let subject = Waiting::Watch { label: "x".to_owned() };
            let begun = Instant::now();
            let within = Duration::from_millis(within_ms);
            let (result, _) = wait(within, &subject, &mut told, "late", attempt).await.unwrap();
            (result, millis(begun.elapsed()), told.0)
        })
    }

    #[test]
    fn what_holds_at_once_is_told_to_nobody() {
        assert_eq!(waited(5000, async || Ok(Try::Settled("held"))), ("held", 0, vec![]));
    }

    #[test]
    fn a_try_that_hangs_is_told_and_broken_off() {
        let hangs = async || {
            std::future::pending::<()>().await;
            Ok(Try::Settled("never"))
        };
        assert_eq!(waited(4000, hangs), ("late", 4000, vec!["started", "did not come"]));
        assert_eq!(waited(10, hangs).1, 2000);
    }
}
