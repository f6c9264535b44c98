//! The context of `docker build`: a workspace folder without the files that `.dockerignore` excludes.
//! The Dockerfile comes first, where the guard reads it.

use std::io;
use std::path::{Path, PathBuf};

use bytes::Bytes;
use cap_std::fs::{Dir, Metadata};

use super::pattern::Ignored;
use crate::command::Build;
use crate::engine::{Flow, dockerfile};
use crate::event::Message;
use crate::runner::archive;
use crate::runner::tree::{self, DEEPEST};
use crate::runner::workspace::{Workspace, open_file, read_all};

/// The archive name of a Dockerfile that keeps its own name out of the context.
/// Either it lies outside of the context, or engines do not read its name alike.
const GUEST: &str = ".dockerfile.statelab";

/// The longest Dockerfile or `.dockerignore`, in bytes.
const LONGEST: u64 = 1 << 20;

/// The largest context, in bytes: 1 GiB.
const LARGEST: u64 = 1 << 30;

/// The largest number of files and folders in a context.
const MOST: usize = 100_000;

/// A build's context.
pub(super) struct BuildContext {
    inside: Dir,
    entries: Vec<ContextEntry>,
    /// The Dockerfile's name in the context.
    pub dockerfile: String,
    /// The size of the docker program's archive of it, in bytes.
    pub size: u64,
}

/// A file, link or folder of the context.
struct ContextEntry {
    name: String,
    header: tar::Header,
    from: From,
}

/// The source of an entry's content.
enum From {
    /// A path relative to the workspace.
    Path(PathBuf),
    Text(Vec<u8>),
}

impl BuildContext {
    /// Collects the files of a context.
    ///
    /// # Errors
    /// The message for the student: there is no such folder, or no Dockerfile.
    pub(super) fn of(workspace: &Workspace, build: &Build) -> Result<Self, Message> {
        let written = build.context.value.as_str();
        let folder = inside(workspace, written)?;
        if !workspace.is_dir(written) {
            return Err(Message::new("build-no-context").arg("path", written));
        }
        let unreadable = |error: io::Error| fault(&workspace.folder().join(&folder), &error);
        let dir = workspace.dir().map_err(unreadable)?;
        let (path, own) = find_dockerfile(workspace, &dir, build, &folder)?;
        let rules =
            open_file(&dir, &folder.join(".dockerignore")).and_then(|file| read_all(file, LONGEST)).ok();
        let ignored = Ignored::read(&String::from_utf8_lossy(rules.as_deref().unwrap_or_default()));
        let mut walk =
            Walk { dir: &dir, ignored, keep: [&own, ".dockerignore"], entries: Vec::new(), bytes: 0 };
        walk.folder(&folder, "", 0).map_err(|error| match error.kind() {
            io::ErrorKind::QuotaExceeded => Message::new("build-too-large").arg("path", written),
            _ => unreadable(error),
        })?;
        let mut entries = walk.entries;
        add_dockerfile(&dir, &path, &own, rules, &mut entries).map_err(unreadable)?;
        let size = size(&entries);
        Ok(Self { inside: dir, entries, dockerfile: own, size })
    }

    /// Returns the archive. Everything belongs to root, as in the docker program's.
    pub(super) fn archive(self) -> Flow<Bytes> {
        archive::pack(move |archive| {
            for entry in self.entries {
                let mut header = entry.header;
                header.set_uid(0);
                header.set_gid(0);
                match &entry.from {
                    From::Text(text) => archive.append_data(&mut header, &entry.name, text.as_slice())?,
                    // The engine's build cache knows a folder by its name with the slash.
                    From::Path(path) => tree::append(archive, &self.inside, path, &entry.name, header)?,
                }
            }
            Ok(())
        })
    }
}

/// Returns the size of an archive of these entries, in bytes.
fn size(entries: &[ContextEntry]) -> u64 {
    let padded = |entry: &ContextEntry| 512 + entry.header.size().unwrap_or_default().next_multiple_of(512);
    entries.iter().map(padded).sum::<u64>() + 1024
}

/// Returns a workspace path, relative to the workspace.
fn inside(workspace: &Workspace, name: &str) -> Result<PathBuf, Message> {
    workspace.inside(name).map_err(|_| Message::new("run-outside-workspace").arg("path", name))
}

/// Returns the Dockerfile's path, and its name in the context.
fn find_dockerfile(
    workspace: &Workspace,
    dir: &Dir,
    build: &Build,
    folder: &Path,
) -> Result<(PathBuf, String), Message> {
    let missing = || {
        let usual = || folder.join("Dockerfile").display().to_string();
        let path = build.file.as_ref().map_or_else(usual, |file| file.value.clone());
        Message::new("build-no-dockerfile").arg("path", path.trim_start_matches("./"))
    };
    let path = match &build.file {
        Some(file) => inside(workspace, &file.value)?,
        // The docker program also accepts the lowercase name.
        None => ["Dockerfile", "dockerfile"]
            .iter()
            .map(|name| folder.join(name))
            .find(|path| dir.exists(path))
            .ok_or_else(missing)?,
    };
    if !dir.is_file(&path) {
        return Err(missing());
    }
    let below = if folder == Path::new(".") { Some(path.as_path()) } else { path.strip_prefix(folder).ok() };
    let relative = below.and_then(Path::to_str).map(|path| path.trim_start_matches("./").to_owned());
    let plain = relative.filter(|name| dockerfile::is_plain_name(name));
    Ok((path, plain.unwrap_or_else(|| GUEST.to_owned())))
}

/// Collects the entries of a folder that are sent, ordered by name.
struct Walk<'w> {
    dir: &'w Dir,
    ignored: Ignored,
    keep: [&'w str; 2],
    entries: Vec<ContextEntry>,
    bytes: u64,
}

impl Walk<'_> {
    fn folder(&mut self, folder: &Path, prefix: &str, depth: usize) -> io::Result<()> {
        if depth == DEEPEST {
            return Err(io::ErrorKind::QuotaExceeded.into());
        }
        let mut names = self
            .dir
            .read_dir(folder)?
            .map(|file| file.map(|file| file.file_name()))
            .collect::<io::Result<Vec<_>>>()?;
        names.sort();
        for file in names {
            let (name, path) = (format!("{prefix}{}", file.to_string_lossy()), folder.join(&file));
            let metadata = self.dir.symlink_metadata(&path)?;
            let is_folder = metadata.is_dir();
            let is_kept = |keep: &&str| **keep == name || is_folder && keep.starts_with(&format!("{name}/"));
            let out = !self.keep.iter().any(is_kept) && self.ignored.leaves_out(&name);
            if !out {
                self.add(&name, &path, &metadata)?;
            }
            if is_folder && (!out || self.ignored.has_exceptions()) {
                self.folder(&path, &format!("{name}/"), depth + 1)?;
            }
        }
        Ok(())
    }

    fn add(&mut self, name: &str, path: &Path, metadata: &Metadata) -> io::Result<()> {
        // No pipes and sockets: an image has no use for them.
        if !(metadata.is_dir() || metadata.is_file() || metadata.is_symlink()) {
            return Ok(());
        }
        let header = tree::header(metadata);
        self.bytes += header.size()?;
        if self.bytes > LARGEST || self.entries.len() >= MOST {
            return Err(io::ErrorKind::QuotaExceeded.into());
        }
        self.entries.push(ContextEntry { name: name.to_owned(), header, from: From::Path(path.to_owned()) });
        Ok(())
    }
}

/// Puts the current Dockerfile first in the context.
/// One from outside the context is excluded from what `COPY` sees
/// Source: docker/cli, `AddDockerfileToBuildContext`.
fn add_dockerfile(
    dir: &Dir,
    path: &Path,
    name: &str,
    rules: Option<Vec<u8>>,
    entries: &mut Vec<ContextEntry>,
) -> io::Result<()> {
    let text = read_all(open_file(dir, path)?, LONGEST)?;
    let entry = |name: &str, mode: Option<u32>, text: Vec<u8>| -> io::Result<ContextEntry> {
        let mut header = tree::header(&dir.metadata(path)?);
        header.set_size(text.len() as u64);
        if let Some(mode) = mode {
            header.set_mode(mode);
        }
        Ok(ContextEntry { name: name.to_owned(), header, from: From::Text(text) })
    };
    let is_guest = name == GUEST;
    entries.retain(|entry| entry.name != name && (entry.name != ".dockerignore" || !is_guest));
    entries.insert(0, entry(name, is_guest.then_some(0o600), text)?);
    if is_guest {
        let mut rules = rules.unwrap_or(b".dockerignore".to_vec());
        rules.extend_from_slice(format!("\n{GUEST}\n").as_bytes());
        entries.push(entry(".dockerignore", Some(0o600), rules)?);
    }
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
        let context = BuildContext::of(&workspace, &build)?;
        let size = context.size;
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
        assert_eq!(names, ["Dockerfile", ".dockerignore", "link", "site", "site/index.html"]);
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
        for (line, id, path) in [
            ("docker build web", "build-no-context", "web"),
            ("docker build .", "build-no-dockerfile", "Dockerfile"),
            ("docker build site", "build-no-dockerfile", "site/Dockerfile"),
            ("docker build -f link .", "run-outside-workspace", "link"),
            ("docker build -f ./Other site", "build-no-dockerfile", "Other"),
        ] {
            let said = sent(&[("site/a", "")], line).unwrap_err();
            assert_eq!(said, Message::new(id).arg("path", path), "{line}");
        }
    }
}
