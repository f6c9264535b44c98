//! Where something is kept, in terms that can be put into words.

use crate::event::Message;
use crate::fate::Holder;

/// Characters of an id or of a nameless volume's name that people are shown, as the docker program does.
const SHORT: usize = 12;

/// A holder, with the names that people know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// Which kind: `image`, `layer`, `volume`, `anonymous`, `bind`, `tmpfs`,
    /// `memory`, `log` or `workspace`.
    pub kind: &'static str,
    /// The volume's name or the path; empty for others.
    pub name: String,
    /// The container that it belongs to, or through which it was last seen; may be empty.
    pub owner: String,
}

impl Place {
    /// The place for a holder, seen through the container `owner`.
    #[must_use]
    pub fn new(holder: &Holder, owner: Option<&str>) -> Self {
        let (kind, name) = match holder {
            Holder::Image { .. } => ("image", String::new()),
            Holder::Layer { .. } => ("layer", String::new()),
            Holder::Volume { name, .. } if is_made_up(name) => ("anonymous", name[..SHORT].to_owned()),
            Holder::Volume { name, .. } => ("volume", name.clone()),
            Holder::Bind { path } => ("bind", path.clone()),
            Holder::Tmpfs { .. } => ("tmpfs", String::new()),
            Holder::Memory { .. } => ("memory", String::new()),
            Holder::Log { .. } => ("log", String::new()),
            Holder::Workspace => ("workspace", String::new()),
        };
        Self { kind, name, owner: owner.unwrap_or_default().to_owned() }
    }

    /// A message about this place: `place`, `name` and `owner` are its arguments.
    #[must_use]
    pub fn message(&self, key: &str) -> Message {
        Message::new(key).arg("place", self.kind).arg("name", &self.name).arg("owner", &self.owner)
    }
}

/// Whether an engine made this name up: 64 hexadecimal digits (moby, `stringid.GenerateRandomID`).
#[must_use]
pub fn is_made_up(name: &str) -> bool {
    name.len() == 64 && name.bytes().all(|byte| byte.is_ascii_hexdigit())
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
