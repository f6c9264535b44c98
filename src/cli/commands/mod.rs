//! The commands, one in each file.

pub mod check;
pub mod clean;
pub mod doctor;
pub mod engine;
pub mod list;
pub mod locate;
pub mod menu;
pub mod replay;
pub mod run;
pub mod shell;
pub mod show;
