//! Archives of images (`docker save`, `podman save`), parsed and rewritten.
//!
//! An engine never gets the archive itself, so that it cannot interpret it differently. It gets a new list of images,
//! their configurations, and their layers as plain files.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Read, Seek, SeekFrom};

use serde::de::{Error as _, IgnoredAny};
use serde::{Deserialize, Deserializer, Serialize};
use sha2::{Digest, Sha256};

use super::archive::{Bounds, each_entry};

/// The list of images in an archive (moby, `image/tarexport`; containers/image, `docker/archive`).
const LIST: &str = "manifest.json";

/// The list in an archive of the Open Container Initiative.
const INDEX: &str = "index.json";

/// The maximum length of a list, in bytes.
const LONGEST_LIST: u64 = 4 << 20;

/// The maximum length of a configuration, in bytes.
const LONGEST_CONFIG: u64 = 1 << 20;

/// The maximum number of names in an archive. Each is checked before the engine gets it.
const MOST_NAMES: usize = 1000;

/// The maximum number of images in an archive. Their configurations are kept in memory.
const MOST_IMAGES: usize = 50;

/// The maximum number of an image's layers: more than any engine accepts (127).
const MOST_LAYERS: usize = 200;

/// The maximum number of links in a chain.
const MOST_LINKS: usize = 20;

/// The bounds of reading. Callers have a lower limit on an archive's bytes.
const BOUNDS: Bounds = Bounds { bytes: 64 << 30, ..Bounds::USUAL };

/// The magic bytes of compressed files: gzip, bzip2, xz, zstd.
const COMPRESSED: [&[u8]; 4] = [b"\x1f\x8b", b"BZh", b"\xfd7zXZ\0", b"\x28\xb5\x2f\xfd"];

/// Why an archive of images is rejected.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ArchiveFault {
    /// It has no image with a name, or is no archive at all.
    #[error("no images with a name")]
    Nameless,
    /// The whole archive is compressed.
    #[error("compressed")]
    Compressed,
    /// It has only the list of the Open Container Initiative.
    #[error("no {LIST}")]
    OnlyIndex,
    /// It ends too early, or turns into something else than an archive.
    #[error("broken: {words}")]
    Broken {
        /// The reader's error.
        words: String,
    },
    /// A list, a name in it, or a configuration cannot be parsed.
    #[error("{entry}: {words}")]
    Unreadable {
        /// The file in the archive.
        entry: String,
        /// The parser's error.
        words: String,
    },
    /// A listed file is missing, ambiguous, or outside of the archive.
    #[error("{entry} is not in it")]
    Missing {
        /// The path in the list.
        entry: String,
    },
    /// Two images have the same name.
    #[error("{name} twice")]
    Twice {
        /// The name.
        name: String,
    },
    /// It has too many images, names, layers or files.
    #[error("too much in it")]
    TooMuch,
}

impl ArchiveFault {
    fn broken(error: &io::Error) -> Self {
        Self::Broken { words: error.to_string() }
    }

    fn unreadable(entry: &str, words: &dyn std::fmt::Display) -> Self {
        Self::Unreadable { entry: entry.to_owned(), words: words.to_string() }
    }
}

/// The offset and the length of a file's content in the archive.
type Extent = (u64, u64);

/// What an archive has at a path.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Stored {
    File(Extent),
    /// A link, with the path in the archive where it leads.
    Link(String),
    /// More than one file, or something else than a file.
    Unclear,
}

/// The images in an archive.
#[derive(Debug, PartialEq, Eq)]
pub struct ImageArchive {
    images: Vec<Saved>,
}

/// An image in an archive.
#[derive(Debug, PartialEq, Eq)]
pub struct Saved {
    /// Its names, as written in the archive.
    pub names: Vec<String>,
    /// The digests of its layers' content, the lowest first, from its configuration.
    pub layers: Vec<String>,
    config: Vec<u8>,
    /// The extents of its layers.
    extents: Vec<Extent>,
}

/// A piece of the rewritten archive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// These bytes.
    Bytes(Vec<u8>),
    /// A range of the original archive: its offset and its length.
    Part(u64, u64),
}

/// An image in the list.
///
/// Other keys that engines write are ignored. Unknown keys are rejected, since an engine reads keys in any case.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Listed {
    #[serde(rename = "Config")]
    config: String,
    #[serde(rename = "RepoTags", default)]
    names: Option<Vec<String>>,
    #[serde(rename = "Layers", default)]
    layers: Option<Vec<String>>,
    #[serde(rename = "Parent", default, deserialize_with = "ignored")]
    _parent: (),
    #[serde(rename = "LayerSources", default, deserialize_with = "ignored")]
    _layer_sources: (),
}

fn ignored<'de, D: Deserializer<'de>>(value: D) -> Result<(), D::Error> {
    IgnoredAny::deserialize(value).map(drop)
}

/// An image in the rewritten list.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Written<'a> {
    config: String,
    repo_tags: &'a [String],
    layers: Vec<String>,
}

impl ImageArchive {
    /// Parses an archive.
    ///
    /// # Errors
    ///
    /// What is wrong with the archive, or the reader's error.
    pub fn read(mut archive: impl Read + Seek) -> Result<Self, ArchiveFault> {
        let mut head = Vec::new();
        let looked = (&mut archive).take(6).read_to_end(&mut head).and_then(|_| archive.rewind());
        looked.map_err(|error| ArchiveFault::broken(&error))?;
        if COMPRESSED.iter().any(|magic| head.starts_with(magic)) {
            return Err(ArchiveFault::Compressed);
        }
        let stored = files(&mut archive)?;
        let list = match (stored.get(LIST), stored.contains_key(INDEX)) {
            (Some(_), _) => content(&mut archive, &stored, LIST, LONGEST_LIST)?,
            (None, true) => return Err(ArchiveFault::OnlyIndex),
            (None, false) => return Err(ArchiveFault::Nameless),
        };
        let listed: Vec<Listed> =
            serde_json::from_slice(&list).map_err(|error| ArchiveFault::unreadable(LIST, &error))?;
        if listed.len() > MOST_IMAGES {
            return Err(ArchiveFault::TooMuch);
        }
        let saved = |listed| Saved::read(&mut archive, &stored, listed);
        let images = listed.into_iter().map(saved).collect::<Result<_, _>>()?;
        let read = Self { images };
        match read.names().count() {
            0 => Err(ArchiveFault::Nameless),
            count if count > MOST_NAMES => Err(ArchiveFault::TooMuch),
            _ => Ok(read),
        }
    }

    /// Returns the images.
    #[must_use]
    pub fn images(&self) -> &[Saved] {
        &self.images
    }

    /// Returns the names of all images.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.images.iter().flat_map(|image| &image.names).map(String::as_str)
    }

    /// Returns the rewritten archive.
    ///
    /// # Errors
    ///
    /// A header cannot be written.
    pub fn pieces(&self) -> io::Result<Vec<Piece>> {
        let extents: BTreeSet<Extent> =
            self.images.iter().flat_map(|image| &image.extents).copied().collect();
        let layer = |extent: &Extent| format!("{}/layer.tar", extent.0);
        let mut pieces = Vec::new();
        let mut configs = BTreeSet::new();
        let written: Vec<Written<'_>> = self.images.iter().map(|image| image.written(layer)).collect();
        for (image, written) in self.images.iter().zip(&written) {
            if configs.insert(&written.config) {
                pieces.extend(file(&written.config, &image.config)?);
            }
        }
        for extent in &extents {
            pieces.push(Piece::Bytes(header(&layer(extent), extent.1)?));
            pieces.push(Piece::Part(extent.0, extent.1));
            pieces.push(Piece::Bytes(padding(extent.1)));
        }
        pieces.extend(file(LIST, &serde_json::to_vec(&written)?)?);
        pieces.push(Piece::Bytes(vec![0; 1024]));
        pieces.retain(|piece| !matches!(piece, Piece::Part(_, 0)) && *piece != Piece::Bytes(Vec::new()));
        Ok(pieces)
    }
}

impl Saved {
    fn read(
        archive: &mut (impl Read + Seek),
        stored: &BTreeMap<String, Stored>,
        listed: Listed,
    ) -> Result<Self, ArchiveFault> {
        let config = content(archive, stored, &listed.config, LONGEST_CONFIG)?;
        let layers = layers_of(&config).map_err(|error| ArchiveFault::unreadable(&listed.config, &error))?;
        let paths = listed.layers.unwrap_or_default();
        if paths.len() > MOST_LAYERS {
            return Err(ArchiveFault::TooMuch);
        }
        let extent = |path: &String| file_at(stored, path);
        let extents = paths.iter().map(extent).collect::<Result<_, _>>()?;
        let names = listed.names.unwrap_or_default();
        match names.iter().find(|name| !is_name(name)) {
            Some(name) => Err(ArchiveFault::unreadable(LIST, &format_args!("{name:?}"))),
            None => Ok(Self { names, layers, config, extents }),
        }
    }

    /// Returns its id on engines that use the configuration's digest.
    #[must_use]
    pub fn id(&self) -> String {
        format!("sha256:{}", hex(&self.config))
    }

    fn written(&self, layer: impl Fn(&Extent) -> String) -> Written<'_> {
        let config = format!("{}.json", hex(&self.config));
        Written { config, repo_tags: &self.names, layers: self.extents.iter().map(layer).collect() }
    }
}

/// Returns what an archive has at each path.
fn files(archive: &mut (impl Read + Seek)) -> Result<BTreeMap<String, Stored>, ArchiveFault> {
    let mut stored = BTreeMap::new();
    let read = each_entry(archive, BOUNDS, |entry| {
        let kind = entry.header().entry_type();
        let path = entry.path()?.to_str().and_then(|path| inside("", path));
        // A file that no list names is left out.
        let Some(path) = path.filter(|_| !kind.is_dir()) else { return Ok(true) };
        let target = entry.link_name()?.and_then(|target| target.to_str().map(str::to_owned));
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        let found = match target {
            _ if kind.is_file() => Stored::File((entry.raw_file_position(), entry.size())),
            Some(target) if kind.is_symlink() => {
                inside(folder, &target).map_or(Stored::Unclear, Stored::Link)
            }
            Some(target) if kind.is_hard_link() => inside("", &target).map_or(Stored::Unclear, Stored::Link),
            _ => Stored::Unclear,
        };
        stored.entry(path).and_modify(|there| *there = Stored::Unclear).or_insert(found);
        Ok(true)
    });
    match read {
        Ok(()) => Ok(stored),
        Err(error) if error.kind() == io::ErrorKind::QuotaExceeded => Err(ArchiveFault::TooMuch),
        // An error before the first file means that this is no archive.
        Err(_) if stored.is_empty() => Err(ArchiveFault::Nameless),
        Err(error) => Err(ArchiveFault::broken(&error)),
    }
}

/// Returns a path relative to a folder of the archive; `None` if it is outside.
fn inside(folder: &str, path: &str) -> Option<String> {
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    if path.starts_with('/') {
        return None;
    }
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()?),
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

/// Returns the extent of a listed file, following links.
fn file_at(stored: &BTreeMap<String, Stored>, named: &str) -> Result<Extent, ArchiveFault> {
    let mut path = inside("", named);
    for _ in 0..MOST_LINKS {
        match path.and_then(|path| stored.get(&path)) {
            Some(Stored::File(extent)) => return Ok(*extent),
            Some(Stored::Link(target)) => path = Some(target.clone()),
            _ => break,
        }
    }
    Err(ArchiveFault::Missing { entry: named.to_owned() })
}

/// Reads a file of the archive into memory.
fn content(
    archive: &mut (impl Read + Seek),
    stored: &BTreeMap<String, Stored>,
    path: &str,
    most: u64,
) -> Result<Vec<u8>, ArchiveFault> {
    let (at, size) = file_at(stored, path)?;
    if size > most {
        return Err(ArchiveFault::TooMuch);
    }
    let mut content = Vec::new();
    let read = archive.seek(SeekFrom::Start(at)).and_then(|_| archive.take(size).read_to_end(&mut content));
    read.map_err(|error| ArchiveFault::broken(&error))?;
    Ok(content)
}

/// Returns the layers' digests in a configuration.
fn layers_of(config: &[u8]) -> Result<Vec<String>, serde_json::Error> {
    let config: serde_json::Value = serde_json::from_slice(config)?;
    let digest = |id: &serde_json::Value| id.as_str().map(str::to_owned);
    let ids =
        config["rootfs"]["diff_ids"].as_array().map(|ids| ids.iter().map(digest).collect::<Option<_>>());
    ids.flatten().ok_or_else(|| serde_json::Error::custom("rootfs.diff_ids"))
}

/// Returns whether this is a name with a tag, and nothing else.
fn is_name(name: &str) -> bool {
    let part = |part: &str| {
        let known = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-' | b':');
        part.bytes().all(known) && part.starts_with(|first: char| first.is_ascii_alphanumeric())
    };
    let tag = name.rsplit('/').next().and_then(|last| last.split_once(':'));
    name.len() <= 400 && name.split('/').all(part) && tag.is_some_and(|(_, tag)| !tag.is_empty())
}

fn hex(bytes: &[u8]) -> String {
    format!("{:x}", Sha256::digest(bytes))
}

/// Returns a small file of the rewritten archive.
fn file(path: &str, content: &[u8]) -> io::Result<[Piece; 2]> {
    let size = content.len() as u64;
    Ok([Piece::Bytes(header(path, size)?), Piece::Bytes([content, &padding(size)].concat())])
}

fn header(path: &str, size: u64) -> io::Result<Vec<u8>> {
    let mut header = tar::Header::new_ustar();
    header.set_path(path)?;
    header.set_size(size);
    header.set_mode(0o644);
    header.set_uid(0);
    header.set_gid(0);
    header.set_mtime(0);
    header.set_entry_type(tar::EntryType::Regular);
    header.set_cksum();
    Ok(header.as_bytes().to_vec())
}

/// Returns the padding of a file's last block.
fn padding(size: u64) -> Vec<u8> {
    vec![0; usize::try_from(size.wrapping_neg() % 512).unwrap_or_default()]
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;

    const CONFIG: &str = r#"{"rootfs":{"type":"layers","diff_ids":["sha256:1","sha256:1"]}}"#;
    const LAYERS: [(&str, &str); 2] = [("1/layer.tar", "a layer"), ("2/layer.tar", "-> ../1/layer.tar")];

    /// Creates an archive of these files; a content `-> PATH` is a link.
    fn tar(files: &[(&str, &str)]) -> Vec<u8> {
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

    fn list(names: &str) -> String {
        format!(r#"[{{"Config":"c.json","RepoTags":{names},"Layers":["1/layer.tar","2/layer.tar"]}}]"#)
    }

    /// Creates an archive with this list.
    fn listing(list: &str) -> Vec<u8> {
        tar(&[&[("manifest.json", list), ("c.json", CONFIG)], &LAYERS[..]].concat())
    }

    fn read(bytes: &[u8]) -> Result<ImageArchive, ArchiveFault> {
        ImageArchive::read(Cursor::new(bytes))
    }

    fn written(bytes: &[u8]) -> Vec<u8> {
        let part = |piece| match piece {
            Piece::Bytes(bytes) => bytes,
            Piece::Part(at, size) => {
                let [at, size] = [at, size].map(|number| usize::try_from(number).expect("small"));
                bytes[at..][..size].to_vec()
            }
        };
        read(bytes).expect("read").pieces().expect("written").into_iter().flat_map(part).collect()
    }

    /// Returns all files of an archive with their content.
    fn all(bytes: &[u8]) -> Vec<(String, String)> {
        let mut files = Vec::new();
        each_entry(bytes, BOUNDS, |entry| {
            assert_eq!(entry.header().entry_type(), tar::EntryType::Regular);
            let mut content = String::new();
            entry.read_to_string(&mut content)?;
            files.push((entry.path()?.display().to_string(), content));
            Ok(true)
        })
        .expect("an archive");
        files
    }

    #[test]
    fn what_is_known_is_written_anew_and_nothing_else() {
        let list = list(r#"["a:1","h:5000/b:2"]"#).replace("{\"Config", "{\"Parent\":\"sha256:9\",\"Config");
        let files = [
            ("repositories", r#"{"theirs":{"1":"0"}}"#),
            ("index.json", r#"{"manifests":[{"annotations":{"io.containerd.image.name":"theirs:1"}}]}"#),
            ("c.json", CONFIG),
            ("x/manifest.json", r#"[{"RepoTags":["theirs:1"]}]"#),
        ];
        let bytes = tar(&[&files[..], &[("manifest.json", list.as_str())], &LAYERS[..]].concat());
        let archive = read(&bytes).expect("read");
        assert_eq!(archive.names().collect::<Vec<_>>(), ["a:1", "h:5000/b:2"]);
        let image = &archive.images()[0];
        assert_eq!((image.layers.len(), image.id()), (2, format!("sha256:{}", hex(CONFIG.as_bytes()))));
        let files = all(&written(&bytes));
        let [(config, _), (layer, _), (path, new)] = &files[..] else { panic!("{files:?}") };
        assert_eq!(path, "manifest.json");
        assert_eq!(
            *new,
            format!(
                r#"[{{"Config":"{config}","RepoTags":["a:1","h:5000/b:2"],"Layers":["{layer}","{layer}"]}}]"#
            )
        );
        assert_eq!(files[1].1, "a layer");
        let again = read(&written(&bytes)).expect("read");
        assert_eq!((again.images()[0].id(), &again.images()[0].names), (image.id(), &image.names));
    }

    #[test]
    fn an_engine_cannot_read_another_list_in_it() {
        let good = list(r#"["a:1"]"#);
        assert!(read(&listing(&good)).is_ok());
        for bad in [
            good.replace("RepoTags", "repotags"),
            good.replace("{\"Config", "{\"repoTags\":[\"theirs:1\"],\"Config"),
            good.replace("{\"Config", "{\"RepoTags\":[\"theirs:1\"],\"Config"),
            good.replace("\"Layers\"", "\"layers\""),
            good.replace("a:1", "a"),
            good.replace("a:1", "a:1@sha256:00"),
            good.replace("a:1", "../a:1"),
            "no JSON".to_owned(),
        ] {
            let fault = read(&listing(&bad));
            assert!(matches!(fault, Err(ArchiveFault::Unreadable { .. })), "{bad}: {fault:?}");
        }
        // Twice the same path, written differently, or through a link.
        for twice in ["manifest.json", "./manifest.json", "x/../manifest.json"] {
            let mut bytes = listing(&good);
            bytes.truncate(bytes.len() - 1024);
            bytes.extend(raw(twice, &good));
            assert!(matches!(read(&bytes), Err(ArchiveFault::Missing { .. })), "{twice}");
        }
    }

    /// Creates an archive of one file with any name.
    fn raw(path: &str, content: &str) -> Vec<u8> {
        let mut builder = tar::Builder::new(Vec::new());
        let mut header = tar::Header::new_gnu();
        header.set_size(content.len() as u64);
        header.as_old_mut().name[..path.len()].copy_from_slice(path.as_bytes());
        header.set_cksum();
        builder.append(&header, content.as_bytes()).expect("appended");
        builder.into_inner().expect("whole")
    }

    #[test]
    fn what_it_names_is_one_file_inside_of_it() {
        let good = list(r#"["a:1"]"#);
        let with = |layer: &str| {
            read(&tar(&[
                ("manifest.json", &good),
                ("c.json", CONFIG),
                ("1/layer.tar", "a layer"),
                ("2/layer.tar", layer),
            ]))
        };
        assert!(with("-> ../1/layer.tar").is_ok());
        for layer in ["-> /etc/passwd", "-> ../../1/layer.tar", "-> layer.tar", "-> ../none"] {
            assert!(matches!(with(layer), Err(ArchiveFault::Missing { .. })), "{layer}");
        }
        let none = read(&tar(&[("manifest.json", &good)]));
        assert_eq!(none, Err(ArchiveFault::Missing { entry: "c.json".to_owned() }));
    }

    #[test]
    fn what_is_no_archive_of_images_is_an_error() {
        let good = listing(&list(r#"["a:1"]"#));
        for (magic, _) in COMPRESSED.iter().zip(0..) {
            let mut bytes = good.clone();
            bytes[..magic.len()].copy_from_slice(magic);
            assert_eq!(read(&bytes), Err(ArchiveFault::Compressed));
        }
        assert_eq!(read(&[]), Err(ArchiveFault::Nameless));
        assert_eq!(read(&[0xff; 4096]), Err(ArchiveFault::Nameless));
        assert_eq!(read(&listing(&list("null"))), Err(ArchiveFault::Nameless));
        assert_eq!(read(&tar(&[("index.json", "{}")])), Err(ArchiveFault::OnlyIndex));
        assert!(matches!(read(&good[..good.len() - 1500]), Err(ArchiveFault::Broken { .. })));
        let names: Vec<String> = (0..=MOST_NAMES).map(|tag| format!("\"a:{tag}\"")).collect();
        assert_eq!(read(&listing(&list(&format!("[{}]", names.join(","))))), Err(ArchiveFault::TooMuch));
        assert_eq!(read(&raw("c", &"x".repeat(70 << 20))), Err(ArchiveFault::Nameless));
    }
}
