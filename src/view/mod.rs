//! What people see: one file a view, and what all of them need to be safe.
//!
//! A view never asks the engine: it renders what it is given.
//! May import: `story`, `event`, `i18n`, `diagnostic`, `source`.

mod faults;
mod safe;

pub use faults::{Paper, faults, faults_json};
pub use safe::{safe, safe_json, safe_line};
