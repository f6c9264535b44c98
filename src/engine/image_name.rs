//! Image names: comparing names that mean the same to an engine.

/// Both names of the default registry (distribution/reference, `normalize.go`).
const HUBS: [&str; 2] = ["docker.io/", "index.docker.io/"];

/// The path of official images in the default registry.
const OFFICIAL: &str = "library/";

/// Returns an image's name as Docker lists it, always with a tag or digest.
///
/// If a name has both, only the digest is kept. An id stays unchanged.
pub(super) fn full_name(image: &str) -> String {
    let short = familiar(image);
    match short.split_once('@') {
        Some((name, digest)) => {
            let last = name.rfind('/').map_or(0, |at| at + 1);
            let end = name[last..].find(':').map_or(name.len(), |at| last + at);
            format!("{}@{digest}", &name[..end])
        }
        None if short.rsplit('/').next().is_some_and(|last| last.contains(':')) => short.to_owned(),
        None => format!("{short}:latest"),
    }
}

/// Returns a name without the prefix that Docker adds.
///
/// The prefix is kept if the rest would read as a name in another registry.
pub(super) fn familiar(image: &str) -> &str {
    let path = HUBS.iter().find_map(|hub| image.strip_prefix(hub)).unwrap_or(image);
    if path.len() < image.len() && has_registry(path) {
        return image;
    }
    path.strip_prefix(OFFICIAL).filter(|name| !name.contains('/')).unwrap_or(path)
}

/// Returns whether the first part of a name is a registry.
fn has_registry(name: &str) -> bool {
    name.split_once('/').is_some_and(|(first, _)| {
        first.contains(['.', ':']) || first == "localhost" || first.contains(char::is_uppercase)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_mean_the_same_have_one_form() {
        for (written, full) in [
            ("nginx", "nginx:latest"),
            ("library/nginx", "nginx:latest"),
            ("docker.io/nginx", "nginx:latest"),
            ("docker.io/library/nginx:1", "nginx:1"),
            ("index.docker.io/library/nginx:1", "nginx:1"),
            ("docker.io/somebody/nginx", "somebody/nginx:latest"),
            ("h:5000/a", "h:5000/a:latest"),
            ("nginx@sha256:00", "nginx@sha256:00"),
            ("h:5000/nginx:1@sha256:00", "h:5000/nginx@sha256:00"),
            ("sha256:00", "sha256:00"),
        ] {
            assert_eq!(full_name(written), full);
            assert_eq!(full_name(full), full);
        }
    }

    #[test]
    fn names_that_mean_different_images_differ() {
        for (one, other) in [
            ("localhost/nginx", "nginx"),
            ("docker.io/library/a/b", "a/b"),
            ("docker.io/docker.io/nginx", "nginx"),
            ("docker.io/localhost/nginx", "localhost/nginx"),
            ("Docker.io/library/nginx", "nginx"),
            ("h/library/nginx", "nginx"),
            ("library/a/b", "a/b"),
        ] {
            assert_ne!(full_name(one), full_name(other));
        }
    }
}
