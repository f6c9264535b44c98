//! The names of the images in an archive of `docker save`, read before an engine gets it.

use std::io::{self, Read};
use std::path::Path;

use serde_json::Value;

use super::archive::{Bounds, each_entry};

/// How long a list of names may be.
const LONGEST: u64 = 4 << 20;

/// How many names an archive may have. Each is asked for before the engine gets them.
const MOST_NAMES: usize = 1000;

/// How much is read: more bytes than any archive that is taken in may have, which counts elsewhere.
const BOUNDS: Bounds = Bounds { bytes: 64 << 30, ..Bounds::USUAL };

/// The names in an archive of images, in the order in which they come. Docker writes them into
/// `manifest.json` and `repositories`, and an index of OCI into annotations of `index.json`. A file of
/// such a name counts wherever it lies, and as often as it comes: which of them an engine would read
/// depends on the links before it.
///
/// # Errors
///
/// What is no archive, or has such a file that cannot be read: a link, or one that is too long;
/// [`io::ErrorKind::QuotaExceeded`] where it has more entries, folders or longer names than any has.
pub fn names_in(archive: impl Read) -> io::Result<Vec<String>> {
    let mut names = Vec::new();
    each_entry(archive, BOUNDS, |entry| {
        if !is_list(&entry.path()?) {
            return Ok(true);
        }
        if !entry.header().entry_type().is_file() || entry.size() > LONGEST {
            return Err(io::Error::other("a list of names that is no file"));
        }
        let list = serde_json::from_reader(entry.take(LONGEST))?;
        collect(&list, &mut names)?;
        Ok(true)
    })?;
    Ok(names)
}

fn is_list(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default();
    ["manifest.json", "repositories", "index.json"].iter().any(|list| *list == name)
}

/// The names of any of the three lists.
fn collect(list: &Value, names: &mut Vec<String>) -> io::Result<()> {
    let text = |value: &Value| value.as_str().map(str::to_owned);
    let mut found: Vec<String> = Vec::new();
    for item in list.as_array().into_iter().flatten() {
        found.extend(item["RepoTags"].as_array().into_iter().flatten().filter_map(text));
    }
    for manifest in list["manifests"].as_array().into_iter().flatten() {
        found.extend(text(&manifest["annotations"]["io.containerd.image.name"]));
    }
    let repositories = list.as_object().filter(|list| !list.contains_key("manifests"));
    for (name, tags) in repositories.into_iter().flatten() {
        found.extend(tags.as_object().into_iter().flatten().map(|(tag, _)| format!("{name}:{tag}")));
    }
    for name in found {
        if !names.contains(&name) {
            names.push(name);
        }
        if names.len() > MOST_NAMES {
            return Err(io::Error::other(format!("more than {MOST_NAMES} names")));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn archive(files: &[(&str, &str)]) -> Vec<u8> {
        let mut builder = tar::Builder::new(Vec::new());
        for (path, content) in files {
            let mut header = tar::Header::new_gnu();
            header.set_size(content.len() as u64);
            match content.strip_prefix("-> ") {
                Some(target) => {
                    header.set_entry_type(tar::EntryType::Symlink);
                    header.set_size(0);
                    builder.append_link(&mut header, path, target).expect("appended");
                }
                None => builder.append_data(&mut header, path, content.as_bytes()).expect("appended"),
            }
        }
        builder.into_inner().expect("whole")
    }

    const MANIFEST: &str = r#"[{"Config":"0.json","RepoTags":["a:1","b:2"]},{"RepoTags":null}]"#;
    const THEIRS: &str = r#"[{"RepoTags":["theirs:1"]}]"#;

    #[test]
    fn every_name_is_found() {
        let layer = "x".repeat(3000);
        let repositories = r#"{"a":{"1":"0"},"h:5000/c":{"3":"0"}}"#;
        let bytes =
            archive(&[("0/layer.tar", &layer), ("manifest.json", MANIFEST), ("repositories", repositories)]);
        assert_eq!(names_in(&*bytes).expect("read"), ["a:1", "b:2", "h:5000/c:3"]);
        // A name that is too long for a header comes before it, in an entry of its own.
        let long = format!("{}/manifest.json", "./".repeat(80));
        for hidden in
            ["manifest.json", "./manifest.json", "x/../manifest.json", "link/manifest.json", long.as_str()]
        {
            let mut bytes = archive(&[("link", "-> ."), ("manifest.json", MANIFEST)]);
            bytes.truncate(bytes.len() - 1024);
            bytes.extend(raw(hidden, THEIRS));
            let names = names_in(&*bytes);
            assert!(
                names.is_err() || names.is_ok_and(|names| names.contains(&"theirs:1".to_owned())),
                "{hidden}"
            );
        }
    }

    /// An archive of one file, whatever its name.
    fn raw(path: &str, content: &str) -> Vec<u8> {
        let mut builder = tar::Builder::new(Vec::new());
        let mut header = tar::Header::new_gnu();
        header.set_size(content.len() as u64);
        if path.contains("..") {
            let name = &mut header.as_old_mut().name;
            name[..path.len()].copy_from_slice(path.as_bytes());
            header.set_cksum();
            builder.append(&header, content.as_bytes()).expect("appended");
        } else {
            builder.append_data(&mut header, path, content.as_bytes()).expect("appended");
        }
        builder.into_inner().expect("whole")
    }

    #[test]
    fn what_is_no_list_of_names_is_an_error() {
        let tags: Vec<String> = (0..=MOST_NAMES).map(|tag| format!("\"{tag}\":\"0\"")).collect();
        let many = format!("{{\"a\":{{{}}}}}", tags.join(","));
        for bytes in [
            archive(&[("manifest.json", "-> x.json"), ("x.json", THEIRS)]),
            archive(&[("manifest.json", "no JSON")]),
            archive(&[("repositories", &many)]),
            raw(&"n".repeat(2 << 20), "a name that is read into memory"),
            vec![0xff; 4096],
        ] {
            assert!(names_in(&*bytes).is_err());
        }
        assert_eq!(names_in(&*archive(&[("a", "b")])).expect("read"), [""; 0]);
    }
}
