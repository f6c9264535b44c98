//! The files beside a lab: shipped inside the program, or in a folder.

use std::collections::BTreeMap;

/// The files of a lab's folder but `lab.toml` and translations: what its workspace begins with.
/// Keys are relative paths with `/`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LabFiles(pub BTreeMap<String, Vec<u8>>);
