//! The files beside a lab: shipped inside the program, or in a folder.

use std::collections::BTreeMap;

/// The files of a lab's folder but `lab.toml` and translations: what its workspace begins with.
/// Keys are relative paths with `/`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LabFiles(pub BTreeMap<String, Vec<u8>>);

/// The file that makes a folder a lab.
pub(super) const LAB_FILE: &str = "lab.toml";

/// Whether a path, relative to a lab's folder, belongs into its workspace: all but the lab's own
/// texts, its recordings, what `test` wrote down, and what tools leave behind.
pub(super) fn belongs(path: &str) -> bool {
    let name = path.rsplit(['/', '\\']).next().unwrap_or(path);
    let own = path == LAB_FILE || path == "proof.json" || is_translation(path) || is_recording(path);
    !own && name != ".git" && name != ".DS_Store"
}

/// The file of a lab's recording in a language; in English it has no part that names it.
pub(super) fn recording_file(language: &str) -> String {
    match language {
        "en" => "recording.jsonl".to_owned(),
        other => format!("recording.{other}.jsonl"),
    }
}

/// `recording.jsonl`, `recording.ko.jsonl`.
fn is_recording(path: &str) -> bool {
    let Some(rest) = path.strip_prefix("recording.") else { return false };
    let language = rest.strip_suffix(".jsonl");
    rest == "jsonl" || language.is_some_and(|language| is_translation(&format!("{language}.toml")))
}

/// `ko.toml`, `pt-BR.toml`, `zh-Hans.toml`: a language of two letters, and what narrows it.
fn is_translation(path: &str) -> bool {
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
