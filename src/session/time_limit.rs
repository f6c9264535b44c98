//! The time limit of a run, so that no container of an unattended run stays for ever.

use std::str::FromStr;
use std::time::Duration;

use crate::event::{Filling, Message};
use crate::runner::millis;

/// The default limit of a run without a student.
///
/// It is longer than the longest wait that a lab may have, and shorter than a night.
const UNWATCHED: Duration = Duration::from_hours(2);

/// The value of `--time-limit`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TimeLimit(Duration);

impl FromStr for TimeLimit {
    type Err = String;

    fn from_str(written: &str) -> Result<Self, Self::Err> {
        let digits = written.bytes().take_while(u8::is_ascii_digit).count();
        let (number, unit) = written.split_at(digits);
        let seconds = match unit {
            "s" => 1,
            "m" => 60,
            "h" => 3600,
            _ => 0,
        };
        let time = number.parse::<u32>().ok().map(|number| u64::from(number) * seconds);
        let time = time.filter(|time| *time > 0).ok_or("a time such as 90s, 30m or 2h")?;
        Ok(Self(Duration::from_secs(time)))
    }
}

impl TimeLimit {
    /// Returns a run's limit: the given one, or the default if no student is there.
    ///
    /// A guided run has no default, since a student may take any time.
    #[must_use]
    pub fn of(asked: Option<Self>, guided: bool) -> Option<Self> {
        asked.or((!guided).then_some(Self(UNWATCHED)))
    }

    /// Waits for the limit and returns its message; never returns without a limit.
    pub async fn over(limit: Option<Self>) -> Message {
        let Some(Self(time)) = limit else { return std::future::pending().await };
        tokio::time::sleep(time).await;
        Message::new("run-over-time").arg("time", Filling::Millis { millis: millis(time) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_has_a_unit_and_is_more_than_none() {
        for (written, seconds) in [("90s", 90), ("30m", 1800), ("2h", 7200)] {
            assert_eq!(written.parse(), Ok(TimeLimit(Duration::from_secs(seconds))));
        }
        for written in ["", "2", "0s", "-1m", "2d", "h", "1.5h", "99999999999s"] {
            assert!(written.parse::<TimeLimit>().is_err(), "{written}");
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_run_that_nobody_watches_ends_by_itself_and_a_guided_one_does_not() {
        let began = tokio::time::Instant::now();
        assert_eq!(TimeLimit::over(TimeLimit::of(None, false)).await.key, "run-over-time");
        assert_eq!(began.elapsed(), UNWATCHED);
        assert_eq!(TimeLimit::of(None, true), None);
        let asked = TimeLimit(Duration::from_secs(1));
        assert_eq!([true, false].map(|guided| TimeLimit::of(Some(asked), guided)), [Some(asked); 2]);
        let never = TimeLimit::over(None);
        assert!(tokio::time::timeout(Duration::from_hours(1000), never).await.is_err());
    }
}
