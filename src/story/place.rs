//! Where something is kept, in a form that can be put into words.

use crate::event::Message;
use crate::fate::{Holder, HolderKind, Kept, is_made_up, short};

/// A holder, with the names that people use.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The kind.
    pub kind: HolderKind,
    /// Whether it is a volume with a name that the engine made up.
    pub anonymous: bool,
    /// The volume's name or the path; empty for other kinds.
    pub name: String,
    /// The container that it belongs to, or was last seen through; may be empty.
    pub owner: String,
}

impl Place {
    /// Creates the place for a holder, seen through the container `owner`.
    #[must_use]
    pub fn new(holder: &Holder, owner: Option<&str>) -> Self {
        let name = match holder {
            Holder::Volume { name, .. } => name,
            Holder::Bind { path } => path,
            _ => "",
        };
        Self::called(holder.kind(), name, owner.unwrap_or_default())
    }

    /// Creates the place for a location in the container `owner`.
    #[must_use]
    pub fn kept(kept: &Kept, owner: &str) -> Self {
        Self::called(kept.kind, &kept.name, owner)
    }

    fn called(kind: HolderKind, name: &str, owner: &str) -> Self {
        let anonymous = is_made_up(name);
        let name = if anonymous { short(name) } else { name };
        Self { kind, anonymous, name: name.to_owned(), owner: owner.to_owned() }
    }

    /// Returns the kind's word in catalogue keys, or `anonymous`.
    #[must_use]
    pub const fn word(&self) -> &'static str {
        if self.anonymous { "anonymous" } else { self.kind.word() }
    }

    /// Creates a message about this place.
    ///
    /// Its arguments are `place`, `name`, `owner` and `end`.
    #[must_use]
    pub fn message(&self, key: &str) -> Message {
        Message::new(key)
            .arg("place", self.word())
            .arg("name", &self.name)
            .arg("owner", &self.owner)
            .arg("end", self.kind.end().word())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_the_engine_made_up_is_none() {
        let volume = |name: &str| Holder::Volume { name: name.to_owned(), identity: String::new() };
        assert_eq!(Place::new(&volume("mydata"), None).word(), "volume");
        let place = Place::new(&volume(&"0a".repeat(32)), Some("my-postgres"));
        assert_eq!((place.word(), place.name.as_str()), ("anonymous", "0a0a0a0a0a0a"));
    }
}
