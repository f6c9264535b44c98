//! Locales and catalogues: every sentence that a person reads comes from here.
//!
//! Facts are made in Rust, sentences in Fluent: a caller names a message by its key and hands over values, and no
//! sentence is glued together anywhere else.

mod argument;
mod catalogue;
mod locale;
mod words;

pub use argument::Argument;
pub use locale::{Locale, UnknownLocale};
pub use words::Words;
