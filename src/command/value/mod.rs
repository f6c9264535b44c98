//! What stands behind flags and as operands: each form has a file that reads it, with exact places.
//!
//! May import: `source`, `diagnostic`.

mod copy;
mod mount;
mod path;
mod port;
mod text;
mod volume;

pub(super) use copy::{Side, side};
pub(super) use mount::mount_flag;
pub(super) use port::port;
pub(super) use text::{container, environment, image, label, volume, workdir};
pub(super) use volume::volume_flag;
