//! Watches: how they are read, where their values are kept, and what becomes of them.

mod history;
pub mod holder;
mod reader;
mod text;

pub use history::History;
pub use reader::WatchReader;
