//! The names of the images in an archive of `docker save`, read before an engine gets it.

use bytes::{Buf, Bytes, BytesMut};
use futures_util::StreamExt;
use serde_json::Value;

use super::{EngineError, Flow};

/// The size of a tar block.
const BLOCK: usize = 512;

/// How long a list of names may be.
const LONGEST: usize = 4 << 20;

/// The names in an archive of images, in the order in which they come. Docker writes them into
/// `manifest.json` and `repositories`, and an index of OCI into annotations of `index.json`. What is
/// no such archive has none: the engine says what is wrong with it.
///
/// # Errors
///
/// Those of the archive's source.
pub async fn archive_names(mut archive: Flow<Bytes>) -> Result<Vec<String>, EngineError> {
    let (mut names, mut kept, mut skip) = (Vec::new(), BytesMut::new(), 0_u64);
    while let Some(piece) = archive.next().await {
        kept.extend_from_slice(&piece?);
        loop {
            let passed = kept.len().min(usize::try_from(skip).unwrap_or(usize::MAX));
            kept.advance(passed);
            skip -= passed as u64;
            if skip > 0 || kept.len() < BLOCK {
                break;
            }
            let header = tar::Header::from_byte_slice(&kept[..BLOCK]);
            let size = header.entry_size().unwrap_or_default();
            let padded = size.div_ceil(BLOCK as u64).saturating_mul(BLOCK as u64);
            let is_list = is_list(&header.path_bytes());
            let length = usize::try_from(size).unwrap_or(usize::MAX);
            if !is_list || length > LONGEST {
                skip = padded.saturating_add(BLOCK as u64);
                continue;
            }
            if kept.len() < BLOCK + length {
                break;
            }
            if let Ok(list) = serde_json::from_slice(&kept[BLOCK..BLOCK + length]) {
                collect(&list, &mut names);
            }
            skip = padded + BLOCK as u64;
        }
    }
    Ok(names)
}

fn is_list(path: &[u8]) -> bool {
    let path = path.strip_prefix(b"./").unwrap_or(path);
    matches!(path, b"manifest.json" | b"repositories" | b"index.json")
}

/// The names of any of the three lists.
fn collect(list: &Value, names: &mut Vec<String>) {
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
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use futures_util::{FutureExt, stream};

    fn archive(files: &[(&str, &str)]) -> Vec<u8> {
        let mut builder = tar::Builder::new(Vec::new());
        for (path, content) in files {
            let mut header = tar::Header::new_gnu();
            header.set_size(content.len() as u64);
            header.set_cksum();
            builder.append_data(&mut header, path, content.as_bytes()).expect("appended");
        }
        builder.into_inner().expect("whole")
    }

    #[test]
    fn names_are_found_however_the_archive_is_cut() {
        let layer = "x".repeat(3000);
        let manifest = r#"[{"Config":"0.json","RepoTags":["a:1","b:2"]},{"RepoTags":null}]"#;
        let repositories = r#"{"a":{"1":"0"},"h:5000/c":{"3":"0"}}"#;
        let bytes =
            archive(&[("0/layer.tar", &layer), ("manifest.json", manifest), ("repositories", repositories)]);
        for size in [1, 7, 512, 1000, bytes.len()] {
            let pieces: Vec<_> = bytes.chunks(size).map(|piece| Ok(Bytes::copy_from_slice(piece))).collect();
            let names = archive_names(Box::pin(stream::iter(pieces))).now_or_never().expect("at once");
            assert_eq!(names, Ok(["a:1", "b:2", "h:5000/c:3"].map(str::to_owned).to_vec()), "{size}");
        }
    }

    #[test]
    fn what_is_no_archive_has_no_names() {
        let noise = Bytes::from(vec![0xff; 4096]);
        let names = archive_names(Box::pin(stream::iter([Ok(noise)]))).now_or_never();
        assert_eq!(names, Some(Ok(Vec::new())));
    }
}
