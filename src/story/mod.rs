//! Facts out of the events of a run, for views to put into words and pictures.
//!
//! May import: `event`, `lab`, `fate`, `i18n`.

mod explain;
mod locate;
mod picture;
mod place;

pub use explain::{Evidence, evidence, explain};
pub use locate::{Foretold, Told, foretold, tell};
pub use picture::{Cell, Picture, Row};
pub use place::Place;
