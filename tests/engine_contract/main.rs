//! One contract for every engine that statelab runs on, and for what stands around it.
//!
//! `engine` and `guard` hold for every engine, each test on each, the model of one among them; `faults` plays an
//! engine that does not behave. A machine without an engine fails these tests.

#![expect(clippy::expect_used, reason = "a test that cannot go on says so")]

mod acts;
mod archive;
mod engine;
mod faults;
mod guard;
mod images;
#[path = "../model/mod.rs"]
mod model;
mod networks;
mod owned;
mod place;
mod policy;
