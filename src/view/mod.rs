//! What users see: one file for each view, and what all views need to be safe.
//!
//! A view never asks the engine. It renders what it is given.

mod command;
mod engine;
mod evidence;
mod faults;
mod locate;
mod page;
mod paint;
mod picture;
mod plain;
mod safe;
mod stand_in;
mod svg;
mod world;

pub use engine::{EngineHead, mark};
pub use evidence::evidence;
pub use faults::{faults, faults_json};
pub use locate::located;
pub use page::Page;
pub use paint::{Look, cut, help, pad, say};
pub use picture::picture;
pub use plain::Plain;
pub use safe::{safe, safe_json, safe_line};
pub use stand_in::stand_in;
pub use svg::{picture_svg, worlds_svg};
pub use world::worlds;
