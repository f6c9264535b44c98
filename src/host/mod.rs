//! Files and folders of this machine that other people can change: opened, made and removed so that
//! nothing but plain files and folders is ever touched; and where engines listen on it.
//!
//! Lowest room beside `source`: imports nothing of ours.

mod plain;
mod private;
mod remove;

pub use plain::{Links, NotPlain, create_plain, not_plain, open_plain, open_plain_at};
pub use private::{NotOurs, close_folder, make_private, not_ours, private_folder};
pub use remove::remove_all;

/// The usual sockets of engines on a machine. A process that can use one of them has all of the machine.
pub const ENGINE_SOCKETS: [&str; 3] = ["/var/run/docker.sock", "/run/docker.sock", "/run/podman/podman.sock"];
