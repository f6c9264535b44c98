//! Paths inside containers, as text: they are Linux paths on every host.

/// Returns an absolute path without doubled slashes, `.`, `..` and a final slash.
///
/// Engines clean a mount's target in the same way. `..` stops at the root.
///
/// ```
/// use statelab::engine::clean_path;
///
/// assert_eq!(clean_path("//var/lib/postgresql/data/"), "/var/lib/postgresql/data");
/// assert_eq!(clean_path("usr/./share/../lib"), "/usr/lib");
/// assert_eq!(clean_path("/.."), "/");
/// ```
#[must_use]
pub fn clean_path(path: &str) -> String {
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    format!("/{}", parts.join("/"))
}
