//! The runtime that carries asynchronous calls.

use std::io;

/// A runtime for one thread: a run waits far more than it computes.
///
/// # Errors
/// The system's.
pub fn runtime() -> io::Result<tokio::runtime::Runtime> {
    tokio::runtime::Builder::new_current_thread().enable_all().build()
}
