//! What `docker build` sends: a folder of the workspace without what `.dockerignore` leaves out.
//!
//! Imports: `engine` (the stream), `event` (the message).

use std::fs::{self, File, Metadata};
use std::io;
use std::path::{Path, PathBuf};

use bytes::Bytes;

use super::super::archive;
use super::super::workspace::Workspace;
use super::own_images;
use super::pattern::Ignored;
use crate::command::Build;
use crate::engine::Flow;
use crate::event::Message;

/// The name under which a Dockerfile from outside the context is sent.
const GUEST: &str = ".dockerfile.statelab";

/// A build's context.
pub(super) struct Context {
    entries: Vec<Entry>,
    /// The Dockerfile's name in it.
    pub dockerfile: String,
}

/// A file, link or folder of the context.
struct Entry {
    name: String,
    metadata: Metadata,
    from: From,
}

/// Where an entry's content is.
enum From {
    Path(PathBuf),
    Text(Vec<u8>),
}

impl Context {
    /// Looks at what there is.
    ///
    /// # Errors
    /// What a student would be told: there is no such folder, or no Dockerfile.
    pub(super) fn of(workspace: &Workspace, build: &Build) -> Result<Self, Message> {
        let written = build.context.value.as_str();
        let folder = inside(workspace, written)?;
        if !folder.is_dir() {
            return Err(Message::new("build-no-context").arg("path", written));
        }
        let (path, dockerfile) = dockerfile(workspace, build, &folder)?;
        let text = rules(workspace, &folder);
        let ignored = Ignored::read(&String::from_utf8_lossy(text.as_deref().unwrap_or_default()));
        let mut entries = Vec::new();
        let keep = [dockerfile.as_str(), ".dockerignore"];
        walk(&folder, "", &ignored, &keep, &mut entries).map_err(|error| fault(&folder, &error))?;
        if dockerfile == GUEST {
            add_guest(&path, text.as_deref(), &mut entries).map_err(|error| fault(&path, &error))?;
        }
        Ok(Self { entries, dockerfile })
    }

    /// Gives the images of the Dockerfile the names that the engine has for them.
    ///
    /// # Errors
    /// The Dockerfile cannot be read.
    pub(super) fn with_images(mut self, rename: &dyn Fn(&str) -> String) -> Result<Self, Message> {
        for entry in self.entries.iter_mut().filter(|entry| entry.name == self.dockerfile) {
            let text = match &entry.from {
                From::Path(path) => fs::read(path).map_err(|error| fault(path, &error))?,
                From::Text(text) => text.clone(),
            };
            if let Some(changed) = own_images::renamed(&String::from_utf8_lossy(&text), rename) {
                entry.from = From::Text(changed.into_bytes());
            }
        }
        Ok(self)
    }

    /// How many bytes the archive has.
    pub(super) fn size(&self) -> u64 {
        let padded = |entry: &Entry| 512 + entry.length().next_multiple_of(512);
        self.entries.iter().map(padded).sum::<u64>() + 1024
    }

    /// The archive. All of it belongs to root, as the docker program has it.
    pub(super) fn archive(self) -> Flow<Bytes> {
        archive::pack(move |archive| {
            for entry in self.entries {
                let mut header = tar::Header::new_gnu();
                header.set_metadata(&entry.metadata);
                header.set_uid(0);
                header.set_gid(0);
                header.set_size(entry.length());
                match &entry.from {
                    From::Text(text) => {
                        header.set_mode(0o600);
                        archive.append_data(&mut header, &entry.name, text.as_slice())?;
                    }
                    From::Path(path) if entry.metadata.is_symlink() => {
                        archive.append_link(&mut header, &entry.name, fs::read_link(path)?)?;
                    }
                    From::Path(path) if entry.metadata.is_file() => {
                        archive.append_data(&mut header, &entry.name, File::open(path)?)?;
                    }
                    // The engine's cache knows a folder by its name with the slash.
                    From::Path(_) => {
                        archive.append_data(&mut header, format!("{}/", entry.name), io::empty())?;
                    }
                }
            }
            Ok(())
        })
    }
}

impl Entry {
    fn length(&self) -> u64 {
        match &self.from {
            From::Text(text) => text.len() as u64,
            From::Path(_) if self.metadata.is_file() => self.metadata.len(),
            From::Path(_) => 0,
        }
    }
}

/// A path of the workspace.
fn inside(workspace: &Workspace, name: &str) -> Result<PathBuf, Message> {
    workspace.path(name).ok_or_else(|| Message::new("run-outside-workspace").arg("path", name))
}

/// The Dockerfile, and its name in the context.
fn dockerfile(workspace: &Workspace, build: &Build, folder: &Path) -> Result<(PathBuf, String), Message> {
    let written = build.file.as_ref().map_or_else(|| "Dockerfile".to_owned(), |file| file.value.clone());
    let missing = || Message::new("build-no-dockerfile").arg("path", &written);
    let path = match &build.file {
        Some(file) => inside(workspace, &file.value)?,
        // The docker program takes the name in small letters as well.
        None => ["Dockerfile", "dockerfile"]
            .iter()
            .map(|name| folder.join(name))
            .find(|path| path.exists())
            .ok_or_else(missing)?,
    };
    if !path.is_file() || path.canonicalize().is_ok_and(|path| !path.starts_with(workspace.folder())) {
        return Err(missing());
    }
    let relative = path.strip_prefix(folder).ok().and_then(Path::to_str).map(str::to_owned);
    Ok((path, relative.unwrap_or_else(|| GUEST.to_owned())))
}

/// The text of `.dockerignore`, where there is one in the workspace.
fn rules(workspace: &Workspace, folder: &Path) -> Option<Vec<u8>> {
    let path = folder.join(".dockerignore").canonicalize().ok()?;
    fs::read(path.starts_with(workspace.folder()).then_some(path)?).ok()
}

/// Collects what of a folder is sent, in the order of names.
fn walk(
    folder: &Path,
    prefix: &str,
    ignored: &Ignored,
    keep: &[&str],
    entries: &mut Vec<Entry>,
) -> io::Result<()> {
    let mut files = fs::read_dir(folder)?.collect::<io::Result<Vec<_>>>()?;
    files.sort_by_key(fs::DirEntry::file_name);
    for file in files {
        let name = format!("{prefix}{}", file.file_name().to_string_lossy());
        let metadata = fs::symlink_metadata(file.path())?;
        let is_folder = metadata.is_dir();
        let kept =
            keep.iter().any(|keep| *keep == name || is_folder && keep.starts_with(&format!("{name}/")));
        let out = !kept && ignored.leaves_out(&name);
        // Neither pipes nor sockets: an image has no use for them.
        if !out && (is_folder || metadata.is_file() || metadata.is_symlink()) {
            entries.push(Entry { name: name.clone(), metadata, from: From::Path(file.path()) });
        }
        if is_folder && (!out || ignored.has_exceptions()) {
            walk(&file.path(), &format!("{name}/"), ignored, keep, entries)?;
        }
    }
    Ok(())
}

/// Adds a Dockerfile that is not in the context, and leaves it out of what is copied (docker/cli,
/// `AddDockerfileToBuildContext`).
fn add_guest(path: &Path, rules: Option<&[u8]>, entries: &mut Vec<Entry>) -> io::Result<()> {
    let metadata = fs::metadata(path)?;
    let mut text = rules.unwrap_or(b".dockerignore").to_vec();
    text.extend_from_slice(format!("\n{GUEST}\n").as_bytes());
    entries.retain(|entry| entry.name != ".dockerignore" && entry.name != GUEST);
    let content = From::Text(fs::read(path)?);
    entries.push(Entry { name: GUEST.to_owned(), metadata: metadata.clone(), from: content });
    entries.push(Entry { name: ".dockerignore".to_owned(), metadata, from: From::Text(text) });
    Ok(())
}

fn fault(path: &Path, error: &io::Error) -> Message {
    Message::new("run-workspace").arg("path", path.display().to_string()).arg("cause", error.to_string())
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::symlink;

    use super::*;
    use crate::lab::LabFiles;

    fn sent(files: &[(&str, &str)], line: &str) -> Result<(Vec<String>, String, u64), Message> {
        let home = tempfile::tempdir().unwrap();
        let files = files.iter().map(|(name, text)| ((*name).to_owned(), text.as_bytes().to_vec().into()));
        let workspace = Workspace::create(&home.path().join("run"), &LabFiles(files.collect())).unwrap();
        symlink("/etc/passwd", workspace.folder().join("link")).unwrap();
        let Ok(crate::command::Action::Build(build)) = crate::command::parse(&located(line)) else {
            panic!("no build: {line}");
        };
        let context = Context::of(&workspace, &build)?;
        let size = context.size();
        Ok((context.entries.iter().map(|entry| entry.name.clone()).collect(), context.dockerfile, size))
    }

    fn located(line: &str) -> crate::source::Located {
        crate::source::Located::verbatim(line, 0)
    }

    #[test]
    fn what_is_ignored_is_not_sent_but_the_dockerfile_is() {
        let files = [
            (".dockerignore", "*.md\nsecret\nDockerfile\n.dockerignore\n"),
            ("Dockerfile", "FROM nginx"),
            ("a.md", ""),
            ("secret/key", ""),
            ("site/index.html", "x"),
        ];
        let (names, dockerfile, size) = sent(&files, "docker build .").unwrap();
        assert_eq!(names, [".dockerignore", "Dockerfile", "link", "site", "site/index.html"]);
        assert_eq!((dockerfile.as_str(), size), ("Dockerfile", 5 * 512 + 3 * 512 + 1024));
    }

    #[test]
    fn a_dockerfile_may_come_from_outside_the_context() {
        let files = [("web/index.html", ""), ("other/My.dockerfile", "FROM nginx")];
        let (names, dockerfile, _) = sent(&files, "docker build -f other/My.dockerfile web").unwrap();
        assert_eq!((names.len(), dockerfile.as_str()), (3, GUEST));
    }

    #[test]
    fn what_is_missing_is_said() {
        for line in ["docker build web", "docker build .", "docker build -f link ."] {
            assert!(sent(&[("a", "")], line).is_err(), "{line}");
        }
    }
}
