//! What outlives a call: the state folder, cleaning up after a run, and the processes that go on when the
//! one that started them has ended (the reaper, the private engine).

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
