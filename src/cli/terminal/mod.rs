//! The terminal: what is written, drawn and asked there.

pub mod guided;
pub mod keys;
pub mod prompt;
pub mod screen;
pub mod select;
