//! Reads watches outside of container filesystems: logs and workspace files.

use super::holder::run;
use crate::command::ContainerName;
use crate::engine::Guard;
use crate::fate::{ContainerRun, Holder, Reading};
use crate::runner::error::RunError;
use crate::runner::probe::file;
use crate::runner::workspace::Workspace;

/// Returns the log and the name of the last of these containers that exists.
/// An empty log is absent.
///
/// # Errors
/// The engine's errors.
pub async fn logs(
    guard: &Guard,
    names: impl DoubleEndedIterator<Item = &ContainerName>,
) -> Result<(Reading, Option<String>), RunError> {
    for name in names.rev() {
        let Some(container) = guard.container(name.as_str()).await? else { continue };
        let value = file::written(guard.logs(&container.id, false)?).await?;
        let value = Some(value).filter(|value| value.size > 0);
        let holder = Holder::Log { container: container.id.0.clone() };
        let reading = Reading::Within { value, holder, run: run(&container), whiteout: false };
        return Ok((reading, Some(container.name)));
    }
    Ok((Reading::OutOfReach, None))
}

/// Reads a file of the workspace. A folder has an empty value.
/// A path that leads outside is absent.
///
/// # Errors
/// The filesystem's errors.
pub fn local(workspace: &Workspace, name: &str) -> Result<Reading, RunError> {
    let fault = |cause| RunError::Workspace { path: workspace.folder().join(name), cause };
    let value = file::read_local(workspace, name).map_err(fault)?;
    // A workspace file belongs to no container, so all its readings share one empty run.
    let run = ContainerRun { container: String::new(), started: String::new() };
    Ok(Reading::Within { value, holder: Holder::Workspace, run, whiteout: false })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lab::LabFiles;

    #[test]
    fn a_file_of_the_workspace_is_read_where_it_is() {
        let home = tempfile::tempdir().unwrap();
        let workspace = Workspace::create(&home.path().join("run"), &LabFiles::default()).unwrap();
        std::os::unix::fs::symlink("/etc/passwd", workspace.folder().join("out")).unwrap();
        workspace.write("site/index.html", "page").unwrap();
        let value = |name: &str| match local(&workspace, name).unwrap() {
            Reading::Within { value, holder: Holder::Workspace, .. } => value.map(|value| value.text),
            other => panic!("{other:?}"),
        };
        assert_eq!(value("site/index.html").as_deref(), Some("page"));
        assert_eq!(value("site").as_deref(), Some(""));
        assert_eq!((value("none"), value("out"), value("../run")), (None, None, None));
    }
}
