//! The asynchronous runtime.

use std::io;

/// Creates a runtime with one thread: a run waits far more than it computes.
///
/// # Errors
/// The system's errors.
pub fn runtime() -> io::Result<tokio::runtime::Runtime> {
    tokio::runtime::Builder::new_current_thread().enable_all().build()
}
