//! The files beside a lab: shipped inside the program, or in a folder.

use std::collections::BTreeMap;

/// The initial workspace: the lab's folder without `lab.toml` and translations.
///
/// Keys are relative paths with `/`; a folder comes before its content.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LabFiles(pub BTreeMap<String, LabFile>);

/// A file or a folder beside a lab.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LabFile {
    /// A folder.
    Folder,
    /// A file.
    File {
        /// Its content.
        bytes: Vec<u8>,
        /// Whether it can be executed.
        executable: bool,
    },
}

impl LabFile {
    /// Creates a file of a shipped lab; it is executable if it begins with `#!`.
    ///
    /// The program stores no file modes.
    #[must_use]
    pub fn shipped(bytes: Vec<u8>) -> Self {
        let executable = bytes.starts_with(b"#!");
        Self::File { bytes, executable }
    }
}

impl From<Vec<u8>> for LabFile {
    /// Creates a plain file.
    fn from(bytes: Vec<u8>) -> Self {
        Self::File { bytes, executable: false }
    }
}

impl LabFiles {
    /// Returns the content of a file, or `None` if there is no such file.
    #[must_use]
    pub fn bytes(&self, path: &str) -> Option<&[u8]> {
        match self.0.get(path)? {
            LabFile::File { bytes, .. } => Some(bytes),
            LabFile::Folder => None,
        }
    }
}

/// The file that makes a folder a lab.
pub(super) const LAB_FILE: &str = "lab.toml";

/// Returns whether a path, relative to a lab's folder, belongs in its workspace.
///
/// Everything does except the lab's own texts, its recordings, the output of `test`, and files that
/// tools leave behind.
pub(super) fn belongs(path: &str) -> bool {
    let name = path.rsplit(['/', '\\']).next().unwrap_or(path);
    let own = path == LAB_FILE || path == "proof.json" || is_translation(path) || is_recording(path);
    !own && name != ".git" && name != ".DS_Store"
}

/// Returns the file name of a lab's recording in a language.
///
/// The name of the English one has no language part.
pub(super) fn recording_file(language: &str) -> String {
    match language {
        "en" => "recording.jsonl".to_owned(),
        other => format!("recording.{other}.jsonl"),
    }
}

/// Returns whether this is a recording: `recording.jsonl`, `recording.ko.jsonl`.
pub(super) fn is_recording(path: &str) -> bool {
    let Some(rest) = path.strip_prefix("recording.") else { return false };
    let language = rest.strip_suffix(".jsonl");
    rest == "jsonl" || language.is_some_and(|language| is_translation(&format!("{language}.toml")))
}

/// Returns the file name of the translation into a language.
pub(super) fn translation_file(language: &str) -> String {
    format!("{language}.toml")
}

/// Returns whether this is a translation: `ko.toml`, `pt-BR.toml`, `zh-Hans.toml`.
///
/// The name is a language of two letters, with optional subtags.
pub(super) fn is_translation(path: &str) -> bool {
    let Some(locale) = path.strip_suffix(".toml") else { return false };
    let mut parts = locale.split('-');
    let language = parts.next().unwrap_or_default();
    let narrowed =
        |part: &str| (2..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric());
    language.len() == 2 && language.bytes().all(|b| b.is_ascii_lowercase()) && parts.all(narrowed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_files_for_the_workspace_belong_into_it() {
        for (path, workspace) in [
            ("index.html", true),
            ("app.toml", true),
            ("conf/lab.toml", true),
            ("lab.toml", false),
            ("ko.toml", false),
            ("pt-BR.toml", false),
            ("proof.json", false),
            ("recording.jsonl", false),
            ("recording.ko.jsonl", false),
            ("recording.of.a.song.jsonl", true),
            ("data/recording.jsonl", true),
            ("site/.DS_Store", false),
        ] {
            assert_eq!(belongs(path), workspace, "{path}");
        }
    }
}
