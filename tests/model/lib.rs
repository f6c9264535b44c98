//! An engine in memory, for tests alone: it holds to the contract that every engine is held to
//! (`tests/engine_contract`), and carries tests that need an engine and no Docker.
//!
//! What it models:
//! - images, containers, volumes and networks with their names, ids, labels, states and refusals, in the
//!   words of Docker 20.10; ownership, use and order of removal as there;
//! - files: layers on images, named and anonymous volumes with copy-up, a tmpfs for each run, owners, modes
//!   and times, links; a bind is really the host's folder, read and written there;
//! - archives in and out, `changes`, `commit`, `build` (without a cache), `import`, `save` and `load`;
//! - processes: a small POSIX shell and the programs of `programs/`, signals, traps, pipes and redirections,
//!   exit statuses, pause, output with its channels and times, standard input, health;
//! - nginx, which really serves: each engine has a block of 127.0.0.0/8 of its own, and each run of a
//!   container an address in it; published ports of the host lead there;
//! - a server of PostgreSQL with users, databases and tables, kept in files of its data directory.
//!
//! What it leaves out: registries, limits of memory and processors (they are noted, nothing is held to
//! them), capabilities but `CHOWN`, device nodes and special mounts, hard links (a copy), what is opened and
//! then removed or replaced, subpaths of volumes, log drivers, swarms; UDP ports are opened as TCP ones. The
//! archives of its `save` are read by its own `load` alone. A program that is not there cannot be run: a lab
//! that needs one is a lab for a real engine.
//!
//! [`Socket`] gives one to whole programs, by Docker's API.
//!
//! It needs root on Linux, as the tests with an engine do: it gives files of binds away, and listens on port
//! 80 of addresses that are this machine's own.

#![allow(
    missing_docs,
    clippy::missing_errors_doc,
    clippy::missing_panics_doc,
    clippy::must_use_candidate,
    clippy::new_without_default,
    reason = "a crate for the tests of this package alone"
)]
#![allow(
    clippy::too_many_lines,
    reason = "what a program, a statement or a request can be stands in one list each"
)]
#![allow(clippy::match_same_arms, reason = "kinds stand apart, each with what it means")]

mod archive;
mod background;
mod build;
mod bundle;
mod container;
mod content;
mod create;
mod describe;
mod engine;
mod errno;
mod exec;
mod files;
mod host;
mod image;
mod images;
mod logs;
mod network;
mod process;
mod programs;
mod run;
mod shell;
mod socket;
mod stock;
mod tree;
mod world;

pub use socket::Socket;
pub use world::Model;

/// What the model says that its version is.
const VERSION: &str = "0.1-model";
/// And that of the API whose words it has.
const API: &str = "1.41";

impl Model {
    /// A new engine, with nothing in it but its two images.
    #[must_use]
    pub fn new() -> Self {
        Self::with_block(stock::world)
    }
}
