//! Locales and catalogues: the source of every sentence that users read.
//!
//! Rust code finds the facts, Fluent builds the sentences. A caller passes a message key and values. No
//! sentence is built anywhere else.

mod argument;
mod catalogue;
mod locale;
mod words;

pub use argument::Argument;
pub use locale::{Locale, UnknownLocale};
pub use words::Words;
