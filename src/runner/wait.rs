//! Waiting until something holds: tries with growing pauses, within a time.
//!
//! Imports: `event`.

use std::time::{Duration, Instant};

use backon::{BackoffBuilder, ExponentialBuilder};

use crate::event::{Event, Sink, WaitFinished, WaitStarted, Waiting};

/// The pause after the first try; each next one is half as long again.
const FIRST: Duration = Duration::from_millis(50);
/// The longest pause.
const LONGEST: Duration = Duration::from_secs(1);
/// Whoever watches is told what is waited for when it takes longer than this.
const SILENT: Duration = Duration::from_millis(500);

/// What one try came to.
pub enum Try<T> {
    /// It is settled, well or not; there is no need for another try.
    Settled(T),
    /// Not yet; this is what there is if the time is over.
    NotYet(T),
}

/// Tries until it is settled or `within` has passed: what the last try gave, and how long it took.
///
/// # Errors
/// That of a try.
pub async fn wait<T, E>(
    within: Duration,
    subject: &Waiting,
    sink: &mut dyn Sink,
    mut attempt: impl AsyncFnMut() -> Result<Try<T>, E>,
) -> Result<(T, Duration), E> {
    let start = Instant::now();
    let mut announced = false;
    let mut pauses = ExponentialBuilder::new()
        .with_factor(1.5)
        .with_min_delay(FIRST)
        .with_max_delay(LONGEST)
        .without_max_times()
        .build();
    loop {
        let (result, settled) = match attempt().await {
            Ok(Try::Settled(result)) => (Ok(result), true),
            Ok(Try::NotYet(result)) => (Ok(result), false),
            Err(error) => (Err(error), true),
        };
        let over = start.elapsed() >= within;
        if settled || over {
            if announced {
                sink.take(&Event::WaitFinished(WaitFinished {
                    subject: subject.clone(),
                    came: settled && result.is_ok(),
                    took_ms: millis(start.elapsed()),
                }));
            }
            return result.map(|result| (result, start.elapsed()));
        }
        if !announced && start.elapsed() >= SILENT {
            announced = true;
            sink.take(&Event::WaitStarted(WaitStarted {
                subject: subject.clone(),
                within_ms: millis(within),
            }));
        }
        let pause = pauses.next().unwrap_or(LONGEST);
        tokio::time::sleep(pause.min(within.saturating_sub(start.elapsed()))).await;
    }
}

/// Whole milliseconds.
#[must_use]
pub fn millis(time: Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX)
}
