//! A runner for guided labs on one question: what does a container keep, and what does it lose?
//!
//! A lab is read, each of its steps is carried out on a real engine, what was observed is
//! asserted, and the result is explained from that evidence. The rooms import downwards only;
//! `tests/rooms.rs` holds it.

pub mod cli;
pub mod command;
pub mod diagnostic;
pub mod engine;
pub mod event;
pub mod fate;
pub mod host;
pub mod i18n;
pub mod lab;
pub mod progress;
pub mod recording;
pub mod report;
pub mod runner;
pub mod session;
pub mod source;
pub mod story;
pub mod supervise;
pub mod view;
