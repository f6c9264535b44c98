//! Names of the docker command line, which are validated once when they are created.

use std::fmt;

/// What is wrong with a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NameError {
    /// The name or a part of it is empty (`nginx:`, `a//b`).
    #[error("empty")]
    Empty,
    /// A character that such a name may not have.
    #[error("unexpected character {0:?}")]
    Character(char),
}

/// Checks a name as the engine does for containers, volumes and networks.
///
/// The form is `[a-zA-Z0-9][a-zA-Z0-9_.-]*` (moby, `daemon/names/names.go`).
fn engine_name(text: &str) -> Result<(), NameError> {
    let first = text.chars().next().ok_or(NameError::Empty)?;
    if !first.is_ascii_alphanumeric() {
        return Err(NameError::Character(first));
    }
    match text.chars().find(|&c| !(c.is_ascii_alphanumeric() || "_.-".contains(c))) {
        Some(c) => Err(NameError::Character(c)),
        None => Ok(()),
    }
}

macro_rules! engine_name {
    ($(#[$docs:meta])* $name:ident) => {
        $(#[$docs])*
        #[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(String);

        impl $name {
            /// Creates the name, if `text` is valid.
            ///
            /// # Errors
            /// The reason why `text` is not a valid name.
            pub fn new(text: impl Into<String>) -> Result<Self, NameError> {
                let text = text.into();
                engine_name(&text)?;
                Ok(Self(text))
            }

            /// The name as text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

engine_name! {
    /// The name of a container.
    ContainerName
}
engine_name! {
    /// The name of a volume.
    VolumeName
}
engine_name! {
    /// The name of a network.
    NetworkName
}

/// An image by its name and tag, as written.
///
/// Examples: `nginx`, `postgres:13`, `host:5000/a/b:tag`, `name@sha256:…`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ImageName(String);

impl ImageName {
    /// Creates the name, if `text` is valid.
    ///
    /// The grammar is roughly that of distribution's `reference` package: lower case path, optional tag,
    /// optional digest.
    ///
    /// # Errors
    /// The reason why `text` is not a valid image name.
    pub fn new(text: impl Into<String>) -> Result<Self, NameError> {
        let text = text.into();
        let first = text.chars().next().ok_or(NameError::Empty)?;
        if !first.is_ascii_alphanumeric() {
            return Err(NameError::Character(first));
        }
        if let Some(c) = text.chars().find(|&c| !(c.is_ascii_alphanumeric() || "_.-/:@".contains(c))) {
            return Err(NameError::Character(c));
        }
        check_parts(&text)?;
        Ok(Self(text))
    }

    /// The name as it was written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns the name with its tag written out: `nginx` is `nginx:latest`.
    #[must_use]
    pub fn tagged(&self) -> String {
        match split_tag(&self.0) {
            (_, "") => format!("{}:latest", self.0),
            _ => self.0.clone(),
        }
    }
}

impl fmt::Display for ImageName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Checks the parts between `/`, `:` and `@`.
fn check_parts(text: &str) -> Result<(), NameError> {
    let (path, tag) = split_tag(text);
    let repository = match path.split_once('/') {
        Some((host, rest)) if host.contains(['.', ':']) || host == "localhost" => rest,
        _ => path,
    };
    if let Some(c) = repository.chars().find(char::is_ascii_uppercase) {
        return Err(NameError::Character(c));
    }
    if repository.contains(':') {
        return Err(NameError::Character(':'));
    }
    // After the path: `:tag`, `@digest`, or both.
    let (tag, digest) = tag.split_once('@').map_or((tag, None), |(tag, digest)| (tag, Some(digest)));
    let tag = (!tag.is_empty()).then(|| &tag[1..]);
    if repository.split('/').chain(tag).chain(digest).any(str::is_empty) {
        return Err(NameError::Empty);
    }
    match tag.and_then(|tag| tag.chars().find(|&c| c == ':')) {
        Some(c) => Err(NameError::Character(c)),
        None => Ok(()),
    }
}

/// Returns the path and what follows it (`:tag`, `@digest`), which may be empty.
pub(super) fn split_tag(text: &str) -> (&str, &str) {
    let path = &text[..text.find('@').unwrap_or(text.len())];
    let last = path.rfind('/').map_or(0, |slash| slash + 1);
    text.split_at(path[last..].find(':').map_or(path.len(), |colon| last + colon))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_tag_is_latest() {
        for (written, whole) in [
            ("nginx", "nginx:latest"),
            ("postgres:13", "postgres:13"),
            ("127.0.0.1:5000/nginx", "127.0.0.1:5000/nginx:latest"),
        ] {
            assert_eq!(ImageName::new(written).unwrap().tagged(), whole);
        }
    }

    #[test]
    fn names_that_an_engine_would_refuse_are_refused() {
        assert_eq!(ContainerName::new("-x"), Err(NameError::Character('-')));
        assert_eq!(ContainerName::new("a b"), Err(NameError::Character(' ')));
        assert_eq!(VolumeName::new(""), Err(NameError::Empty));
        assert_eq!(ImageName::new("Nginx"), Err(NameError::Character('N')));
        for broken in ["nginx:", "nginx@", "a//b", "a/", "nginx:@sha256:00", "localhost/"] {
            assert_eq!(ImageName::new(broken), Err(NameError::Empty), "{broken}");
        }
        for broken in ["nginx:1:2", "a/b:c:d"] {
            assert_eq!(ImageName::new(broken), Err(NameError::Character(':')), "{broken}");
        }
        for name in ["Host.example:5000/nginx", "nginx:1@sha256:00", "b", "x/y/z:Tag"] {
            assert!(ImageName::new(name).is_ok(), "{name}");
        }
    }
}
