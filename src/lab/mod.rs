//! Labs: the model, reading from TOML with every fault at its place, and the library.

mod allow;
mod check;
mod content;
mod files;
mod folder;
mod images;
mod library;
mod library_error;
mod line;
mod made;
mod model;
mod order;
mod parse;
mod path;
mod prose;
mod string;
mod text;

pub use allow::{Allow, Memory, NAMESPACES, capability};
pub use check::{Capture, Check, ContainerPath, HttpAddress, Part, Pattern, Predicate, Probe, Same, Wanted};
pub use files::{LabFile, LabFiles};
pub use library::{Entry, Library, Origin};
pub use library_error::LibraryError;
pub use line::{Command, Failure, environment};
pub use made::Made;
pub use model::{
    Answer, Choice, ChoiceId, Expect, Lab, LabId, Level, Lives, Named, Predict, Ready, Step, StepId, Subject,
    Watch, WatchId,
};
pub use order::{builds_on, teaching_order};
pub use parse::{parse, translate};
pub use path::inside;
pub use prose::{Placeholder, braces, fill};
pub use text::{ContainerCommand, Text};
