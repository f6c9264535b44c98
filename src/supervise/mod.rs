//! What outlives a call: the state folder, cleaning up after a run, and background processes.
//!
//! The background processes are the reaper and the private engine. They continue after the process that started them.

mod cleanup;
mod interrupt;
pub mod private_engine;
pub mod reaper;
mod runtime;
mod spawn;
mod state;

pub use cleanup::{CleanedUp, clean_up, object_left, removal};
pub use interrupt::Interrupt;
pub use runtime::runtime;
pub use state::StateDir;
