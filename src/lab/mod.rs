//! Labs: the model, how it is read from TOML with every fault at its place, and the library.
//!
//! May import: `command`, `fate`, `source`, `diagnostic`.

mod files;
mod folder;
mod images;
mod library;
mod model;
mod parse;

pub use files::LabFiles;
pub use library::{Entry, Library, LibraryError, Origin};
pub use model::{
    Check, Choice, Command, ContainerPath, Expect, Lab, LabId, Level, Lives, Named, Predict, Probe, Ready,
    Same, Step, StepId, Subject, TextPredicate, Watch, WatchId,
};
pub use parse::parse;
