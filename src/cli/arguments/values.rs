//! Values of the command line.

use std::str::FromStr;

use clap::ValueEnum;

/// An output format.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum Format {
    /// For people
    #[default]
    Text,
    /// For programs
    Json,
}

/// The value of `--speed`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Speed {
    /// `max` or `0`: without waits.
    Max,
    /// A multiple of the recorded speed; more than 0.
    Times(f64),
}

impl FromStr for Speed {
    type Err = String;

    fn from_str(written: &str) -> Result<Self, Self::Err> {
        match (written, written.parse::<f64>()) {
            ("max", _) | (_, Ok(0.0)) => Ok(Self::Max),
            (_, Ok(times)) if times.is_finite() && times > 0.0 => Ok(Self::Times(times)),
            _ => Err("a number such as 1, 2 or 0.5, or `max`".to_owned()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_speed_is_a_number_or_max() {
        for (written, speed) in
            [("1", Speed::Times(1.0)), ("0.5", Speed::Times(0.5)), ("max", Speed::Max), ("0", Speed::Max)]
        {
            assert_eq!(written.parse(), Ok(speed), "{written}");
        }
        for written in ["", "-1", "fast", "inf", "NaN", "-0.5"] {
            assert!(written.parse::<Speed>().is_err(), "{written}");
        }
    }
}
