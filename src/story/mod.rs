//! Derives facts from a run's events, for views to put into words and pictures.

mod explain;
mod facts;
mod locate;
mod narrative;
mod picture;
mod place;
#[cfg(test)]
mod sentences;
mod step_story;
mod transfer;
mod workspace;
mod world;

pub use explain::{Evidence, evidence, explain};
pub use locate::{Foretold, LocationText, foretold, shell_word, tell};
pub use narrative::{Narrative, Narrator};
pub use picture::{Cell, Picture, WatchRow};
pub use place::Place;
pub use step_story::StepStory;
pub use transfer::{TransferQuestion, Transfers};
pub use world::{Shelf, Thing, World};
