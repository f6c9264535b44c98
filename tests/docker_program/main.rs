//! The docker program and us, side by side: what both send, and what both do.

#![expect(clippy::unwrap_used, reason = "a test ends where something is not as it should be")]

mod answers;
mod copies;
mod given;
#[path = "../program/harness.rs"]
#[allow(dead_code, reason = "most of it is for the whole program")]
mod harness;
mod images;
mod inspections;
#[path = "../program/leftovers.rs"]
mod leftovers;
mod level;
mod newer;
mod page;
mod permitted;
mod player;
mod recorder;
mod requests;
mod same;
mod sent;
mod sides;
mod twins;
mod world;
