//! The docker program and us, side by side: what both send, and what both do.

#![expect(clippy::unwrap_used, reason = "a test ends where something is not as it should be")]

mod given;
mod level;
mod newer;
mod page;
mod permitted;
mod recorder;
mod requests;
mod same;
mod sent;
mod sides;
mod world;
