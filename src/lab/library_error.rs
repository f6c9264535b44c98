//! Why a lab cannot be read.

use std::io;
use std::path::{Path, PathBuf};

use crate::diagnostic::Faults;

/// Why a lab cannot be read.
///
/// The catalogues have `library-<code>` for each variant, filled by the arguments.
#[derive(Debug, thiserror::Error)]
pub enum LibraryError {
    /// No lab has this id, and it is not a path.
    #[error("no lab is called {lab:?}")]
    UnknownLab {
        /// What was asked for.
        lab: String,
        /// A similar lab id; may be empty.
        suggestion: String,
    },
    /// There is no folder of labs at this path.
    #[error("no folder of labs at {path:?}")]
    NoFolder {
        /// The folder that was given.
        path: PathBuf,
    },
    /// There is no `lab.toml` at this path.
    #[error("no lab.toml at {path:?}")]
    NoLab {
        /// The path that was given.
        path: PathBuf,
    },
    /// The folder's name is not a valid id.
    #[error("{name:?} cannot be the id of a lab")]
    BadId {
        /// The folder's name.
        name: String,
    },
    /// A file is larger than allowed.
    #[error("{path:?} is larger than {limit} bytes")]
    TooLarge {
        /// The file, or the folder if its total size is too large.
        path: PathBuf,
        /// The limit in bytes.
        limit: u64,
    },
    /// A folder holds more files than allowed.
    #[error("{path:?} holds more than {limit} files")]
    TooMany {
        /// The lab's folder.
        path: PathBuf,
        /// The limit.
        limit: usize,
    },
    /// A link leads out of the lab's folder.
    #[error("{path:?} leads out of the lab's folder")]
    LeadsOut {
        /// The link.
        path: PathBuf,
    },
    /// The lab's own text is a link.
    #[error("{path:?} is a link")]
    Link {
        /// The link.
        path: PathBuf,
    },
    /// It is neither a file nor a folder, or its name is not UTF-8.
    #[error("{path:?} cannot be a file of a lab")]
    NotAFile {
        /// The path.
        path: PathBuf,
    },
    /// It cannot be read.
    #[error("{path:?} cannot be read")]
    Unreadable {
        /// The path.
        path: PathBuf,
        /// The cause.
        #[source]
        cause: io::Error,
    },
    /// The lab was read, and has faults.
    #[error("{} has {} faults", .0.source.name, .0.found.len())]
    Faulty(Box<Faults>),
}

impl LibraryError {
    /// The code that names its message in the catalogues.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::UnknownLab { .. } => "unknown-lab",
            Self::NoFolder { .. } => "no-folder",
            Self::NoLab { .. } => "no-lab",
            Self::BadId { .. } => "bad-id",
            Self::TooLarge { .. } => "too-large",
            Self::TooMany { .. } => "too-many",
            Self::LeadsOut { .. } => "leads-out",
            Self::Link { .. } => "link",
            Self::NotAFile { .. } => "not-a-file",
            Self::Unreadable { .. } => "unreadable",
            Self::Faulty(_) => "faulty",
        }
    }

    /// Named values for its message.
    #[must_use]
    pub fn arguments(&self) -> Vec<(&'static str, String)> {
        let shown = |path: &Path| path.display().to_string();
        match self {
            Self::UnknownLab { lab, suggestion } => {
                vec![("lab", lab.clone()), ("suggestion", suggestion.clone())]
            }
            Self::BadId { name } => vec![("name", name.clone())],
            Self::NoFolder { path }
            | Self::NoLab { path }
            | Self::LeadsOut { path }
            | Self::Link { path }
            | Self::NotAFile { path } => vec![("path", shown(path))],
            Self::TooLarge { path, limit } => {
                vec![("path", shown(path)), ("mebibytes", (limit / 1024 / 1024).to_string())]
            }
            Self::TooMany { path, limit } => vec![("path", shown(path)), ("limit", limit.to_string())],
            Self::Unreadable { path, cause } => vec![("path", shown(path)), ("cause", cause.to_string())],
            Self::Faulty(faults) => {
                vec![("path", faults.source.name.clone()), ("count", faults.found.len().to_string())]
            }
        }
    }
}
