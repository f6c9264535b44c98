//! Files of the workspace that commands make.

use super::path::inside;
use crate::command::{Action, Container, CopyPaths, Local, MountSource};

/// The paths of the workspace that one command makes, each with everything below it.
#[derive(Debug, Default)]
pub struct Made {
    /// Files and folders that are there after the command.
    pub paths: Vec<String>,
    /// Folders whose content is not known: a container can write there at any time.
    pub shared: Vec<String>,
}

impl Made {
    /// Returns what a command makes in the workspace.
    #[must_use]
    pub fn by(action: &Action) -> Self {
        let mut made = Self::default();
        let output = action.redirections().and_then(|files| files.output.as_ref());
        made.paths.extend(output.map(|output| output.path.value.clone()));
        match action.plain() {
            Action::Run(run) => made.mounted(&run.container),
            Action::Create(create) => made.mounted(&create.container),
            Action::Copy(copy) => made.copied(&copy.paths),
            Action::Save(save) => made.paths.push(save.output.value.clone()),
            Action::Export(export) => made.paths.push(export.output.value.clone()),
            _ => {}
        }
        made
    }

    fn mounted(&mut self, container: &Container) {
        self.paths.extend(container.id_file.iter().map(|file| file.value.clone()));
        for mount in &container.mounts {
            if let MountSource::Bind(folder) = &mount.from {
                self.shared.extend(inside(&folder.value));
            }
        }
    }

    fn copied(&mut self, paths: &CopyPaths) {
        let CopyPaths::Out { path, local: Local::Path(local), .. } = paths else { return };
        let Some(to) = inside(&local.value) else { return };
        let copied = path.value.rsplit('/').next().unwrap_or_default();
        // `c:/data/.` copies the folder's content, whose names are not known here.
        if copied == "." || copied.is_empty() {
            self.shared.push(to.clone());
        } else if to == "." {
            self.paths.push(copied.to_owned());
        } else {
            self.paths.push(format!("{to}/{copied}"));
        }
        if to != "." {
            self.paths.push(to);
        }
    }
}
