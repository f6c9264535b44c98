//! Safe access to files and folders of this machine that other users can change, and the sockets of engines.
//!
//! Opening, creating and removing touch only plain files and folders.

mod plain;
mod private;
mod remove;

pub use plain::{Links, NotPlain, create_plain, not_plain, open_plain, open_plain_at, open_to_write};
pub use private::{NotOurs, close_folder, make_private, not_ours, private_folder};
pub use remove::remove_all;

/// The default sockets of engines.
///
/// A process that can use one of them controls the machine.
pub const ENGINE_SOCKETS: [&str; 3] = ["/var/run/docker.sock", "/run/docker.sock", "/run/podman/podman.sock"];
