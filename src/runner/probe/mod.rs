//! Probes: what can be observed of containers, files, images and the rest, and what must hold of it.
//! Nothing that is observed is changed by it.

pub mod capture;
pub mod check;
pub mod container_file;
pub mod file;
pub mod http;
pub mod image_file;
pub mod observation;
mod prober;
mod ready;
mod recovery;
mod request;
mod tmpfs;
pub mod wait;

pub use prober::Prober;
