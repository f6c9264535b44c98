//! Facts out of the events of a run, for views to put into words and pictures.
//!
//! May import: `event`, `lab`, `fate`, `i18n`.

mod explain;
mod picture;
mod place;

pub use explain::{Evidence, evidence, explain};
pub use picture::{Cell, Picture, Row};
pub use place::{Place, is_made_up};
