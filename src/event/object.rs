//! The kinds of objects in an engine, as events name them.

use serde::{Deserialize, Serialize};

/// The kinds of objects that a run creates in an engine.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ObjectKind {
    /// A container.
    Container,
    /// A volume.
    Volume,
    /// A network.
    Network,
    /// An image, or an image's name.
    Image,
    /// Any kind, when objects are counted together.
    Object,
}

impl ObjectKind {
    /// Returns its word in events and in the catalogues.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Container => "container",
            Self::Volume => "volume",
            Self::Network => "network",
            Self::Image => "image",
            Self::Object => "object",
        }
    }
}
