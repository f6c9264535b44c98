//! The terminal: output, drawing and questions.

pub mod guided;
pub mod keys;
pub mod prompt;
pub mod screen;
pub mod select;
