//! Paths of the workspace, as a lab writes them.

/// Why a text is not a path of the workspace.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum PathFault {
    /// The text is empty.
    Empty,
    /// The path is absolute, or leads out of the workspace.
    Outside,
}

/// Returns a path relative to the workspace, with `/`; `.` is the workspace itself.
pub(super) fn workspace_path(text: &str) -> Result<String, PathFault> {
    if text.is_empty() {
        return Err(PathFault::Empty);
    }
    // A backslash or a drive would lead out on Windows. `~` is for a shell, and there is no shell.
    let drive = text.as_bytes().get(1) == Some(&b':');
    if text.starts_with(['/', '~'])
        || text.contains('\\')
        || drive
        || text.split('/').any(|name| name == "..")
    {
        return Err(PathFault::Outside);
    }
    let names: Vec<_> = text.split('/').filter(|name| !name.is_empty() && *name != ".").collect();
    Ok(if names.is_empty() { ".".to_owned() } else { names.join("/") })
}

/// Returns the path of a command's operand, written like the lab's own paths.
///
/// `None` if it leads out of the workspace.
#[must_use]
pub fn inside(path: &str) -> Option<String> {
    workspace_path(path).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn workspace_paths_stay_inside() {
        assert_eq!(workspace_path("./site//index.html").as_deref(), Ok("site/index.html"));
        assert_eq!(workspace_path("./").as_deref(), Ok("."));
        assert_eq!(workspace_path(""), Err(PathFault::Empty));
        for text in ["/etc/passwd", "../x", "a/../../x", "~/x", r"C:\x", r"..\x"] {
            assert_eq!(workspace_path(text), Err(PathFault::Outside), "{text}");
        }
    }
}
