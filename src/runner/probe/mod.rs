//! Probes: what can be observed of containers, files, images and other objects, and the predicates on
//! it. Observing never changes anything.

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
