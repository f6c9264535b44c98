//! The whole program, as a person meets it: real labs, an engine behind a socket, a real terminal.
//!
//! Each test reads as one chain. What the program does on whichever engine is tested on a model of one, each test on its
//! own; what only a real engine can show, on Docker and Podman (`engine` says how, `docs/tests.md` why). Those tests take
//! turns, since labs use their names as they are; a machine without an engine fails them.

#![expect(clippy::unwrap_used, reason = "a test ends where something is not as it should be")]

mod allow;
mod check;
mod clean;
mod cleanup;
mod commands;
mod containers;
mod copy;
mod decoys;
mod each;
mod engine;
mod every_lab;
mod faults;
mod guided;
mod harness;
mod labs;
mod languages;
mod leftovers;
mod locate;
mod menu;
mod more_labs;
mod narrative;
mod on_model;
mod pictures;
mod probes;
mod proxy;
mod questions;
mod ready;
/// Tests of what only a real engine can show: they take turns with it, or bring one of their own.
#[path = "."]
mod real {
    pub mod binds;
    pub mod boundary;
    pub mod builds;
    pub mod encrypted;
    pub mod engines;
    pub mod fates;
    pub mod hostile;
    pub mod image_owners;
    pub mod images;
    pub mod incidents;
    pub mod limits;
    pub mod links;
    pub mod matrix;
    pub mod memory;
    pub mod on_podman;
    pub mod own_engine;
    pub mod owners;
    pub mod policy;
    pub mod private;
    pub mod reaper;
    pub mod rootless;
    pub mod soak;
    pub mod unreachable;
}
mod recordings;
mod scoped;
mod screens;
mod second_dockerd;
mod shell;
mod strangers;
mod taken;
mod terminal;
mod untrusted;
mod variants;
mod volumes;
mod watches;
