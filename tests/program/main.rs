//! The whole program, as a person meets it: real labs, a real engine, a real terminal.
//!
//! Each test reads as one chain. They take turns with the engine, since labs use their names as
//! they are. A machine without an engine fails these tests.

#![expect(clippy::unwrap_used, reason = "a test ends where something is not as it should be")]

mod allow;
mod binds;
mod boundary;
mod builds;
mod clean;
mod cleanup;
mod commands;
mod containers;
mod copy;
mod decoys;
mod each;
mod encrypted;
mod engines;
mod every_lab;
mod fates;
mod faults;
mod guided;
mod harness;
mod hostile;
mod images;
mod incidents;
mod labs;
mod languages;
mod leftovers;
mod limits;
mod links;
mod locate;
mod matrix;
mod memory;
mod menu;
mod more_labs;
mod narrative;
mod on_podman;
mod own_engine;
mod owners;
mod pictures;
mod policy;
mod private;
mod probes;
mod proxy;
mod questions;
mod ready;
mod reaper;
mod recordings;
mod rootless;
mod scoped;
mod screens;
mod second;
mod shell;
mod soak;
mod strangers;
mod terminal;
mod unreachable;
mod untrusted;
mod variants;
mod volumes;
mod watches;
mod whose;
