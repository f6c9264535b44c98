//! Values that fill a message.

use std::borrow::Cow;
use std::time::Duration;

use fluent_bundle::FluentValue;

/// A value for a message: text, a number or a duration.
///
/// Text is inserted unchanged. The view that shows it makes it safe for its medium.
#[derive(Debug, Clone, PartialEq)]
pub struct Argument<'a>(pub(super) ArgumentValue<'a>);

/// The value of an argument.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum ArgumentValue<'a> {
    /// Text or a number, as Fluent defines them.
    Plain(FluentValue<'a>),
    /// A duration. The catalogue decides how it is written.
    Time(Duration),
}

macro_rules! plain {
    ($($from:ty),+) => {$(
        impl<'a> From<$from> for Argument<'a> {
            fn from(value: $from) -> Self {
                Self(ArgumentValue::Plain(value.into()))
            }
        }
    )+};
}

plain!(&'a str, &'a String, String, Cow<'a, str>, u8, u16, u32, u64, usize, i32, i64, f64);

impl From<Duration> for Argument<'_> {
    fn from(time: Duration) -> Self {
        Self(ArgumentValue::Time(time))
    }
}

/// Returns the message key for a duration, and the numbers that fill the message.
pub(super) fn written(time: Duration) -> (&'static str, Vec<(&'static str, FluentValue<'static>)>) {
    let seconds = time.as_secs();
    match seconds {
        0 => ("time-milliseconds", vec![("count", time.subsec_millis().into())]),
        1..10 => {
            let tenths = f64::from(time.subsec_millis() / 100) / 10.0;
            ("time-seconds", vec![("count", (time.as_secs_f64().floor() + tenths).into())])
        }
        10..120 => ("time-seconds", vec![("count", seconds.into())]),
        _ => ("time-minutes", vec![("minutes", (seconds / 60).into()), ("seconds", (seconds % 60).into())]),
    }
}
