//! The playback speed of a recording.

use std::io::{self, IsTerminal};
use std::time::Duration;

use crate::cli::arguments::values::Speed;

/// The longest wait between two events, unless a speed was asked for.
const LONGEST: Duration = Duration::from_secs(1);

/// Waits between events.
#[derive(Debug)]
pub struct Pace {
    speed: Speed,
    longest: Duration,
    /// The time of the last event, in milliseconds.
    last_ms: u64,
}

impl Pace {
    /// Creates a pace with this speed.
    ///
    /// Without one, a terminal gets the recorded speed with long waits shortened; otherwise there are no waits.
    pub fn new(asked: Option<Speed>) -> Self {
        let (speed, longest) = match asked {
            Some(speed) => (speed, Duration::MAX),
            None if io::stdout().is_terminal() => (Speed::Times(1.0), LONGEST),
            None => (Speed::Max, LONGEST),
        };
        Self { speed, longest, last_ms: 0 }
    }

    /// Waits until the event at this time is due.
    pub async fn until(&mut self, at_ms: u64) {
        let wait = self.wait(at_ms);
        if !wait.is_zero() {
            tokio::time::sleep(wait).await;
        }
    }

    fn wait(&mut self, at_ms: u64) -> Duration {
        let passed = Duration::from_millis(at_ms.saturating_sub(self.last_ms));
        self.last_ms = at_ms;
        match self.speed {
            Speed::Max => Duration::ZERO,
            Speed::Times(times) => {
                let wait = Duration::try_from_secs_f64(passed.as_secs_f64() / times);
                wait.unwrap_or(Duration::MAX).min(self.longest)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_are_as_they_were_times_the_speed_and_never_longer_than_the_longest() {
        let waits = |speed, longest| {
            let mut pace = Pace { speed, longest, last_ms: 0 };
            [100, 100, 5100, 5000, u64::MAX].map(|at| pace.wait(at))
        };
        let ms = Duration::from_millis;
        let [first, same, long, back, end] = waits(Speed::Times(2.0), Duration::MAX);
        assert_eq!([first, same, long, back], [ms(50), ms(0), ms(2500), ms(0)]);
        assert!(end > ms(1_000_000));
        assert_eq!(waits(Speed::Times(1.0), LONGEST), [ms(100), ms(0), LONGEST, ms(0), LONGEST]);
        assert_eq!(waits(Speed::Max, LONGEST), [Duration::ZERO; 5]);
        assert_eq!(waits(Speed::Times(1e-300), Duration::MAX)[0], Duration::MAX);
    }
}
