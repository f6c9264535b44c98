//! Watches: reads them, finds where their values are kept, and derives fates.

mod history;
pub mod holder;
mod reader;
mod text;

pub use history::History;
pub use reader::WatchReader;
