//! Where something is kept, in terms that can be put into words.

use crate::event::Message;
use crate::fate::{End, Holder, Kept, is_made_up, short};

/// A holder, with the names that people know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// Which kind: `image`, `layer`, `volume`, `anonymous`, `bind`, `tmpfs`, `memory`, `log`,
    /// `workspace` or `engine`.
    pub kind: &'static str,
    /// The volume's name or the path; empty for others.
    pub name: String,
    /// The container that it belongs to, or through which it was last seen; may be empty.
    pub owner: String,
    /// What ends it.
    pub end: End,
}

impl Place {
    /// The place for a holder, seen through the container `owner`.
    #[must_use]
    pub fn new(holder: &Holder, owner: Option<&str>) -> Self {
        let (kind, name) = match holder {
            Holder::Image { .. } => ("image", String::new()),
            Holder::Layer { .. } => ("layer", String::new()),
            Holder::Volume { name, .. } if is_made_up(name) => ("anonymous", short(name).to_owned()),
            Holder::Volume { name, .. } => ("volume", name.clone()),
            Holder::Bind { path } => ("bind", path.clone()),
            Holder::Tmpfs { .. } => ("tmpfs", String::new()),
            Holder::Memory { .. } => ("memory", String::new()),
            Holder::Log { .. } => ("log", String::new()),
            Holder::Workspace => ("workspace", String::new()),
        };
        Self { kind, name, owner: owner.unwrap_or_default().to_owned(), end: holder.kind().end() }
    }

    /// The place of a location in the container `owner`.
    #[must_use]
    pub fn kept(kept: &Kept, owner: &str) -> Self {
        let made_up = is_made_up(&kept.name);
        let name = if made_up { short(&kept.name) } else { &kept.name };
        let kind = if made_up { "anonymous" } else { kept.kind.word() };
        Self { kind, name: name.to_owned(), owner: owner.to_owned(), end: kept.kind.end() }
    }

    /// A message about this place: `place`, `name`, `owner` and `end` are its arguments.
    #[must_use]
    pub fn message(&self, key: &str) -> Message {
        Message::new(key)
            .arg("place", self.kind)
            .arg("name", &self.name)
            .arg("owner", &self.owner)
            .arg("end", self.end.word())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_the_engine_made_up_is_none() {
        let volume = |name: &str| Holder::Volume { name: name.to_owned(), identity: String::new() };
        assert_eq!(Place::new(&volume("mydata"), None).kind, "volume");
        let place = Place::new(&volume(&"0a".repeat(32)), Some("my-postgres"));
        assert_eq!((place.kind, place.name.as_str()), ("anonymous", "0a0a0a0a0a0a"));
    }
}
