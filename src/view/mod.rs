//! What people see: one file a view, and what all of them need to be safe.
//!
//! A view never asks the engine: it renders what it is given.
//! May import: `story`, `event`, `i18n`, `diagnostic`, `source`.

mod safe;

pub use safe::safe;
