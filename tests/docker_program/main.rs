//! The docker program and us, side by side: what both send, and what both do.

#![expect(clippy::unwrap_used, reason = "a test ends where something is not as it should be")]

mod answers;
mod copies;
#[path = "../program/engine.rs"]
#[allow(dead_code, reason = "most of it is for the whole program")]
mod engine;
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
#[path = "../program/on_model.rs"]
#[allow(dead_code, reason = "for the whole program")]
mod on_model;
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
