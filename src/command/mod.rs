//! Docker command lines: words, flag table, grammar, typed action. No shell, ever.
//!
//! May import: `source`, `diagnostic`.

mod action;
mod name;

pub use action::{Action, Container, Copy, CreateVolume, Exec, Mount, MountSource, Port, Remove, Run};
pub use name::{ContainerName, ImageName, NameError, VolumeName};
