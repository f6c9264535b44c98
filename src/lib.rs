//! A runner for guided labs on one question: what does a container keep, and what does it lose?
//!
//! A lab is read, each of its steps runs on a real engine, the checks compare what was observed,
//! and the result is explained from that evidence. Rooms import downwards only; `tests/rooms.rs`
//! checks this.

pub mod cli;
pub mod command;
pub mod diagnostic;
pub mod engine;
pub mod event;
pub mod fate;
pub mod host;
pub mod i18n;
pub mod lab;
pub mod lint;
pub mod progress;
pub mod recording;
pub mod report;
pub mod runner;
pub mod session;
pub mod source;
pub mod story;
pub mod supervise;
pub mod view;
