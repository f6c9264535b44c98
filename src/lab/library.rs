//! The labs that can be run: those inside the program, and those of given folders.
//!
//! Opening the library reads nothing; a lab is read when it is asked for.

use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

use include_dir::{Dir, DirEntry, include_dir};

use super::files::{LAB_FILE, LabFile, LabFiles, belongs, is_translation, recording_file, translation_file};
use super::folder;
use super::library_error::LibraryError;
use super::model::{Lab, LabId};
use super::parse::{parse, translate};
use crate::diagnostic::{Diagnostic, Faults, nearest};
use crate::source::{Source, Span};

/// The labs inside the program.
static SHIPPED: Dir = include_dir!("$CARGO_MANIFEST_DIR/labs");

/// Where a lab comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// It is inside the program.
    Shipped,
    /// It is in a folder.
    Folder {
        /// The lab's folder, as it was given.
        path: PathBuf,
        /// Whether it replaces a shipped lab with the same id.
        replaces_shipped: bool,
        /// The folder of an earlier lab with the same id, which it replaces as well.
        replaces: Option<PathBuf>,
    },
}

/// A lab that was found but not yet read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its folder's name, which is its id if it is a valid id.
    pub id: String,
    /// Where it comes from.
    pub origin: Origin,
}

impl Entry {
    /// Reads the lab.
    ///
    /// # Errors
    /// The folder cannot be read, or `lab.toml` has faults. All faults are in the error.
    pub fn read(&self) -> Result<Lab, LibraryError> {
        let id = LabId::new(&self.id).ok_or_else(|| LibraryError::BadId { name: self.id.clone() })?;
        let (name, bytes, files) = match &self.origin {
            Origin::Shipped => shipped(&self.id).ok_or_else(|| LibraryError::UnknownLab {
                lab: self.id.clone(),
                suggestion: String::new(),
            })?,
            Origin::Folder { path, .. } => {
                let (bytes, files) = folder::read(path)?;
                (path.join(LAB_FILE).display().to_string(), bytes, files)
            }
        };
        let source = utf8(name, bytes).map_err(|faults| LibraryError::Faulty(Box::new(faults)))?;
        parse(id, source, files).map_err(|faults| LibraryError::Faulty(Box::new(faults)))
    }

    /// Reads the lab with its texts in a language, such as `ko`.
    ///
    /// Texts that are missing or faulty in the translation stay as in the original.
    ///
    /// # Errors
    /// The errors of [`Entry::read`].
    pub fn read_in(&self, language: &str) -> Result<Lab, LibraryError> {
        let mut lab = self.read()?;
        if let Ok(Some(Ok(source))) = self.translation(&translation_file(language)) {
            translate(&mut lab, source);
        }
        Ok(lab)
    }

    /// Returns the faults of the lab's translations.
    ///
    /// `lab` was read from this entry. There is one [`Faults`] for each translation that is faulty or
    /// incomplete, in the order of their names.
    ///
    /// # Errors
    /// A translation cannot be read.
    pub fn faults_of_translations(&self, lab: &Lab) -> Result<Vec<Faults>, LibraryError> {
        let mut faults = Vec::new();
        for name in self.translations()? {
            let found = match self.translation(&name)? {
                Some(Ok(source)) => translate(&mut lab.clone(), source),
                Some(Err(not_utf8)) => not_utf8,
                None => continue,
            };
            if !found.found.is_empty() {
                faults.push(found);
            }
        }
        Ok(faults)
    }

    /// Returns the names of the lab's translations.
    fn translations(&self) -> Result<Vec<String>, LibraryError> {
        match &self.origin {
            Origin::Shipped => {
                let folder = SHIPPED.get_dir(&self.id);
                let files = folder.into_iter().flat_map(include_dir::Dir::files);
                let names = files.filter_map(|file| file.path().file_name()?.to_str());
                Ok(names.filter(|name| is_translation(name)).map(str::to_owned).collect())
            }
            Origin::Folder { path, .. } => folder::translations(path),
        }
    }

    /// Returns the text of a translation, or a fault if it is not UTF-8.
    ///
    /// `Ok(None)` when there is no such file.
    fn translation(&self, name: &str) -> Result<Option<Result<Source, Faults>>, LibraryError> {
        let (shown, bytes) = match &self.origin {
            Origin::Shipped => {
                let path = format!("{}/{name}", self.id);
                let bytes = SHIPPED.get_file(&path).map(|file| file.contents().to_vec());
                (format!("labs/{path}"), bytes)
            }
            Origin::Folder { path, .. } => {
                (path.join(name).display().to_string(), folder::translation(path, name)?)
            }
        };
        Ok(bytes.map(|bytes| utf8(shown, bytes)))
    }
}

impl Entry {
    /// Opens the lab's recording of a run in this language, or else in English.
    ///
    /// `Ok(None)` when the lab has no recording.
    ///
    /// # Errors
    /// The recording exists, but it is not a plain file within the size limit that can be opened.
    pub fn recording(&self, language: &str) -> Result<Option<Box<dyn BufRead>>, LibraryError> {
        for name in [recording_file(language), recording_file("en")] {
            match &self.origin {
                Origin::Shipped => {
                    if let Some(file) = SHIPPED.get_file(Path::new(&self.id).join(&name)) {
                        return Ok(Some(Box::new(file.contents())));
                    }
                }
                Origin::Folder { path, .. } => {
                    if let Some(file) = folder::recording(path, &name)? {
                        return Ok(Some(Box::new(BufReader::new(file.take(folder::RECORDING_LIMIT)))));
                    }
                }
            }
        }
        Ok(None)
    }

    /// Rejects a recording that is not a plain file within the size limit.
    ///
    /// Recordings in all languages are checked, but none is read.
    ///
    /// # Errors
    /// The error of the first such recording, by name.
    pub fn check_recordings(&self) -> Result<(), LibraryError> {
        let Origin::Folder { path, .. } = &self.origin else { return Ok(()) };
        folder::recordings(path)?.iter().try_for_each(|name| folder::recording(path, name).map(drop))
    }
}

/// The labs that can be run.
#[derive(Debug, Clone, Default)]
pub struct Library {
    folders: Vec<PathBuf>,
    language: Option<String>,
}

impl Library {
    /// The labs inside the program.
    #[must_use]
    pub const fn shipped() -> Self {
        Self { folders: Vec::new(), language: None }
    }

    /// Sets the language, such as `ko`, in which labs are read if they have it.
    #[must_use]
    pub fn in_language(mut self, language: impl Into<String>) -> Self {
        self.language = Some(language.into());
        self
    }

    /// Adds the labs of a folder.
    ///
    /// These are its subfolders with a `lab.toml`, or the folder itself if it has one. They replace labs
    /// with the same id that are shipped or were added before.
    #[must_use]
    pub fn with_folder(mut self, folder: impl Into<PathBuf>) -> Self {
        self.folders.push(folder.into());
        self
    }

    /// Returns every lab, ordered by id, without reading any.
    ///
    /// # Errors
    /// A folder of labs cannot be read.
    pub fn all(&self) -> Result<Vec<Entry>, LibraryError> {
        let mut entries: Vec<Entry> =
            shipped_ids().map(|id| Entry { id: id.to_owned(), origin: Origin::Shipped }).collect();
        for folder in &self.folders {
            for path in folder::labs_in(folder)? {
                let mut entry = given(path)?;
                let known = entries.iter().position(|known| known.id == entry.id);
                if let Some(known) = known.map(|at| entries.remove(at))
                    && let Origin::Folder { path: earlier, .. } = known.origin
                    && let Origin::Folder { replaces, .. } = &mut entry.origin
                {
                    *replaces = Some(earlier);
                }
                entries.push(entry);
            }
        }
        entries.sort_by(|one, other| one.id.cmp(&other.id));
        Ok(entries)
    }

    /// Returns the lab with an id, or at a path to its folder or its `lab.toml`.
    ///
    /// An id wins over a folder with the same name, unless the folder is written as a path: `./my-lab`.
    ///
    /// # Errors
    /// There is no such lab, or a folder of labs cannot be read.
    pub fn entry(&self, lab: &str) -> Result<Entry, LibraryError> {
        let written_as_path = lab.contains(['/', std::path::MAIN_SEPARATOR]) || lab == "." || lab == "..";
        if written_as_path {
            return at_path(Path::new(lab));
        }
        let all = self.all()?;
        if let Some(entry) = all.iter().find(|entry| entry.id == lab) {
            return Ok(entry.clone());
        }
        if lab == LAB_FILE || folder::has_lab(Path::new(lab)) {
            return at_path(Path::new(lab));
        }
        let suggestion = nearest(lab, all.iter().map(|entry| entry.id.as_str()));
        Err(LibraryError::UnknownLab {
            lab: lab.to_owned(),
            suggestion: suggestion.unwrap_or_default().to_owned(),
        })
    }

    /// Returns the lab at a path to its folder or its `lab.toml`.
    ///
    /// # Errors
    /// There is no lab at this path.
    pub fn at(path: &Path) -> Result<Entry, LibraryError> {
        at_path(path)
    }

    /// Finds and reads a lab, by its id or its path.
    ///
    /// # Errors
    /// There is no such lab, it cannot be read, or it has faults. All faults are in the error.
    pub fn find(&self, lab: &str) -> Result<Lab, LibraryError> {
        self.read(&self.entry(lab)?)
    }

    /// Reads a lab, in the library's language.
    ///
    /// # Errors
    /// The lab cannot be read, or it has faults. All faults are in the error.
    pub fn read(&self, entry: &Entry) -> Result<Lab, LibraryError> {
        match &self.language {
            Some(language) => entry.read_in(language),
            None => entry.read(),
        }
    }
}

fn shipped_ids() -> impl Iterator<Item = &'static str> {
    SHIPPED
        .dirs()
        .filter(|folder| folder.get_file(folder.path().join(LAB_FILE)).is_some())
        .filter_map(|folder| folder.path().to_str())
}

/// Returns the shown name, `lab.toml` and the other files of a shipped lab.
fn shipped(id: &str) -> Option<(String, Vec<u8>, LabFiles)> {
    let folder = SHIPPED.get_dir(id)?;
    let lab = folder.get_file(folder.path().join(LAB_FILE))?;
    let mut files = LabFiles::default();
    let mut waiting: Vec<&DirEntry> = folder.entries().iter().collect();
    while let Some(entry) = waiting.pop() {
        let path = entry.path().strip_prefix(folder.path()).ok()?.to_str()?;
        match entry {
            DirEntry::Dir(inner) if belongs(path) => {
                files.0.insert(path.replace('\\', "/"), LabFile::Folder);
                waiting.extend(inner.entries());
            }
            DirEntry::File(file) if belongs(path) => {
                files.0.insert(path.replace('\\', "/"), LabFile::shipped(file.contents().to_vec()));
            }
            _ => {}
        }
    }
    Some((format!("labs/{id}/{LAB_FILE}"), lab.contents().to_vec(), files))
}

/// Returns the lab in a folder, with the folder's real name.
fn given(path: PathBuf) -> Result<Entry, LibraryError> {
    let real = path.canonicalize().map_err(|cause| LibraryError::Unreadable { path: path.clone(), cause })?;
    let id = real.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let replaces_shipped = shipped_ids().any(|shipped| shipped == id);
    Ok(Entry { id, origin: Origin::Folder { path, replaces_shipped, replaces: None } })
}

fn at_path(path: &Path) -> Result<Entry, LibraryError> {
    let names_file = path.file_name().is_some_and(|name| name == LAB_FILE);
    let folder = match path.parent() {
        Some(parent) if names_file && parent.as_os_str().is_empty() => Path::new("."),
        Some(parent) if names_file => parent,
        _ => path,
    };
    if !folder::has_lab(folder) {
        return Err(LibraryError::NoLab { path: path.to_owned() });
    }
    given(folder.to_owned())
}

/// Returns the text of a lab file, or one fault with its place if it is not UTF-8.
fn utf8(name: String, bytes: Vec<u8>) -> Result<Source, Faults> {
    String::from_utf8(bytes).map(|text| Source::new(name.clone(), text)).map_err(|error| {
        let start = error.utf8_error().valid_up_to();
        let marks: [&[u8]; 2] = [&[0xff, 0xfe], &[0xfe, 0xff]];
        let is_utf16 = marks.iter().any(|mark| error.as_bytes().starts_with(mark));
        let encoding = if is_utf16 { "utf-16" } else { "other" };
        let text = String::from_utf8_lossy(error.as_bytes()).into_owned();
        let span = Span::new(start, start + char::REPLACEMENT_CHARACTER.len_utf8());
        Faults {
            source: Source::new(name, text),
            found: vec![Diagnostic::error("not-utf8", span).arg("encoding", encoding)],
        }
    })
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    const LAB: &str = r#"
format  = 1
title   = "Mine"
summary = "A lab of mine."
level   = "beginner"
minutes = 1
[[step]]
id    = "one"
title = "One"
"#;

    /// A file in a lab's folder: its path and its bytes.
    type Written<'f> = (&'f str, &'f [u8]);

    /// Creates a folder of labs, each with a name and files.
    fn folder(labs: &[(&str, &[Written])]) -> tempfile::TempDir {
        let root = tempfile::tempdir().unwrap();
        for (lab, files) in labs {
            for (file, bytes) in *files {
                let path = root.path().join(lab).join(file);
                fs::create_dir_all(path.parent().unwrap()).unwrap();
                fs::write(path, bytes).unwrap();
            }
        }
        root
    }

    fn code(result: Result<Lab, LibraryError>) -> &'static str {
        result.map_or_else(|error| error.code(), |_| "none")
    }

    #[test]
    fn every_shipped_lab_is_free_of_faults() {
        let all = Library::shipped().all().unwrap();
        assert_eq!(
            all.iter().map(|entry| entry.id.as_str()).collect::<Vec<_>>(),
            [
                "bind-mount",
                "new-version",
                "nginx-stateless",
                "orphaned-data",
                "postgres-volume",
                "shared-volume",
                "stop-is-not-remove",
                "tmpfs-and-read-only",
            ]
        );
        for entry in all {
            let lab = entry.read().unwrap();
            assert_eq!(lab.source.name, format!("labs/{}/lab.toml", lab.id));
        }
    }

    #[test]
    fn a_lab_brings_its_files_but_not_its_texts() {
        let lab = Library::shipped().find("nginx-stateless").unwrap();
        assert_eq!(lab.files.0.keys().collect::<Vec<_>>(), ["index.html"]);
        let root = folder(&[(
            "mine",
            &[
                ("lab.toml", LAB.as_bytes()),
                ("ko.toml", b""),
                ("pt-BR.toml", b""),
                ("proof.json", b""),
                (".git/config", b""),
                ("app.toml", b"1"),
                ("site/ko.toml", b"2"),
            ],
        )]);
        let lab = Library::shipped().with_folder(root.path()).find("mine").unwrap();
        assert_eq!(lab.files.0.keys().collect::<Vec<_>>(), ["app.toml", "site", "site/ko.toml"]);
    }

    #[test]
    #[cfg(unix)]
    fn folders_and_the_modes_of_scripts_come_along() {
        use std::os::unix::fs::PermissionsExt;
        let root =
            folder(&[("mine", &[("lab.toml", LAB.as_bytes()), ("run", b"#!/bin/sh\n"), ("data", b"#!")])]);
        let path = root.path().join("mine");
        fs::set_permissions(path.join("run"), fs::Permissions::from_mode(0o755)).unwrap();
        fs::create_dir(path.join("empty")).unwrap();
        let files = Library::shipped().with_folder(root.path()).find("mine").unwrap().files;
        let file = |bytes: &[u8], executable| LabFile::File { bytes: bytes.to_vec(), executable };
        assert_eq!(files.0["run"], file(b"#!/bin/sh\n", true));
        assert_eq!(files.0["data"], file(b"#!", false), "what can be read of a folder is not guessed");
        assert_eq!(files.0["empty"], LabFile::Folder);
    }

    #[test]
    fn a_shipped_lab_is_the_same_as_in_its_folder() {
        let labs = Path::new(env!("CARGO_MANIFEST_DIR")).join("labs");
        for entry in Library::shipped().all().unwrap() {
            let given = Library::shipped().with_folder(&labs).find(&entry.id).unwrap();
            assert_eq!(entry.read().unwrap().files, given.files, "{}", entry.id);
        }
    }

    #[test]
    fn a_lab_is_read_in_a_language_that_it_has() {
        let ko = "title = \"내 실습\"\nsummary = \"내 것.\"\n[step.one]\ntitle = \"하나\"\n";
        let partly = "title = \"내 실습\"\n[step.one]\ntitel = \"하나\"\n[step.two]\n";
        let root = folder(&[
            ("mine", &[("lab.toml", LAB.as_bytes()), ("ko.toml", ko.as_bytes())]),
            ("partly", &[("lab.toml", LAB.as_bytes()), ("ko.toml", partly.as_bytes()), ("de.toml", b"\xff")]),
        ]);
        let library = Library::shipped().with_folder(root.path()).in_language("ko");
        let titles = |id: &str| {
            let lab = library.find(id).unwrap();
            [lab.title, lab.summary, lab.steps[0].title.clone()]
        };
        assert_eq!(titles("mine"), ["내 실습", "내 것.", "하나"]);
        assert_eq!(titles("partly"), ["내 실습", "A lab of mine.", "One"]);
        let english = Library::shipped().with_folder(root.path()).in_language("en");
        assert_eq!(english.find("mine").unwrap().title, "Mine");

        let faults = |id: &str| {
            let entry = library.entry(id).unwrap();
            let faults = entry.faults_of_translations(&entry.read().unwrap()).unwrap();
            faults.iter().map(|faults| (faults.source.name.clone(), faults.found.len())).collect::<Vec<_>>()
        };
        let path = |name: &str| root.path().join("partly").join(name).display().to_string();
        assert_eq!(faults("mine"), []);
        assert_eq!(faults("partly"), [(path("de.toml"), 1), (path("ko.toml"), 3)]);
    }

    #[test]
    fn every_shipped_lab_is_translated_without_faults() {
        for entry in Library::shipped().all().unwrap() {
            let lab = entry.read().unwrap();
            assert_eq!(entry.faults_of_translations(&lab).unwrap(), [], "{}", lab.id);
            assert!(entry.translations().unwrap().contains(&"ko.toml".to_owned()), "{} in Korean", lab.id);
        }
    }

    #[test]
    fn a_given_lab_replaces_the_shipped_one_and_says_so() {
        let root = folder(&[("nginx-stateless", &[("lab.toml", LAB.as_bytes())]), ("notes", &[("a", b"")])]);
        let library = Library::shipped().with_folder(root.path());
        let all = library.all().unwrap();
        assert_eq!(all.len(), Library::shipped().all().unwrap().len());
        let path = root.path().join("nginx-stateless");
        let entry = all.iter().find(|entry| entry.id == "nginx-stateless").unwrap();
        assert_eq!(
            entry.origin,
            Origin::Folder { path: path.clone(), replaces_shipped: true, replaces: None }
        );
        let lab = library.find("nginx-stateless").unwrap();
        assert_eq!(lab.title, "Mine");
        assert_eq!(lab.source.name, path.join("lab.toml").display().to_string());
    }

    #[test]
    fn a_lab_is_found_by_the_path_of_its_folder_or_file() {
        let root = folder(&[("mine", &[("lab.toml", LAB.as_bytes())])]);
        let path = root.path().join("mine");
        for path in [path.clone(), path.join("lab.toml"), path.join(".")] {
            let lab = Library::shipped().find(path.to_str().unwrap()).unwrap();
            assert_eq!(lab.id.as_str(), "mine");
        }
        let alone = Library::shipped().with_folder(&path).find("mine").unwrap();
        assert_eq!(alone.id.as_str(), "mine");
    }

    #[test]
    fn what_is_not_there_is_named() {
        let library = Library::shipped();
        let Err(LibraryError::UnknownLab { suggestion, .. }) = library.find("nginx-statless") else {
            panic!("there is no such lab")
        };
        assert_eq!(suggestion, "nginx-stateless");
        assert_eq!(code(library.find("./nowhere")), "no-lab");
        assert_eq!(code(library.clone().with_folder("/nowhere").find("nginx-stateless")), "no-folder");
    }

    #[test]
    fn what_cannot_be_a_lab_is_refused() {
        let large = vec![b' '; 1024 * 1024 + 1];
        let root = folder(&[
            ("My Lab", &[("lab.toml", LAB.as_bytes())]),
            ("large", &[("lab.toml", &large)]),
            ("empty", &[("lab.toml", b"")]),
            ("utf16", &[("lab.toml", b"format\0\xff\xfe")]),
            ("heavy", &[("lab.toml", LAB.as_bytes()), ("dump", &vec![0; 16 * 1024 * 1024 + 1])]),
        ]);
        let library = Library::shipped().with_folder(root.path());
        assert_eq!(code(library.find("My Lab")), "bad-id");
        assert_eq!(code(library.find("large")), "too-large");
        assert_eq!(code(library.find("heavy")), "too-large");
        assert_eq!(code(library.find("empty")), "faulty");
        let Err(LibraryError::Faulty(faults)) = library.find("utf16") else { panic!("not UTF-8") };
        assert_eq!(faults.found[0].code, "not-utf8");
        assert_eq!(faults.found[0].span, Span::new(7, 10));
    }

    #[test]
    fn a_lab_with_too_many_files_or_none_at_all_is_refused() {
        let root = folder(&[("many", &[("lab.toml", LAB.as_bytes())])]);
        for number in 0..=1000 {
            fs::write(root.path().join(format!("many/{number}")), b"").unwrap();
        }
        let library = Library::shipped().with_folder(root.path());
        assert_eq!(code(library.find("many")), "too-many");
        let entry = library.entry("many").unwrap();
        fs::remove_dir_all(root.path().join("many")).unwrap();
        assert_eq!(code(entry.read()), "unreadable");
    }

    #[test]
    #[cfg(unix)]
    fn a_labs_own_texts_are_plain_files() {
        use std::os::unix::fs::symlink;
        let root = folder(&[("mine", &[("lab.toml", LAB.as_bytes()), ("real", LAB.as_bytes())])]);
        let mine = root.path().join("mine");
        let library = Library::shipped().with_folder(root.path()).in_language("ko");
        let entry = library.entry("mine").unwrap();
        let translations = || entry.faults_of_translations(&entry.read().unwrap());
        let told = |result: Result<(), LibraryError>| result.map_or_else(|error| error.code(), |()| "none");
        let pipe = |name: &str| rustix::fs::mkfifoat(rustix::fs::CWD, mine.join(name), 0o600.into()).unwrap();
        for (name, ko) in [("recording.jsonl", "recording.ko.jsonl"), ("ko.toml", "de.toml")] {
            let own = || match name {
                "ko.toml" => told(translations().map(drop)),
                _ => told(entry.check_recordings()),
            };
            assert_eq!(own(), "none");
            for (link, expected) in [("real", "link"), ("nowhere", "link"), ("/dev/zero", "link")] {
                symlink(link, mine.join(name)).unwrap();
                assert_eq!(own(), expected, "{name} → {link}");
                fs::remove_file(mine.join(name)).unwrap();
            }
            pipe(ko);
            assert_eq!(own(), "not-a-file", "{ko}");
            fs::remove_file(mine.join(ko)).unwrap();
            fs::create_dir(mine.join(ko)).unwrap();
            assert_eq!(own(), "not-a-file", "{ko}");
            fs::remove_dir(mine.join(ko)).unwrap();
        }
        pipe("recording.ko.jsonl");
        assert_eq!(told(entry.recording("ko").map(drop)), "not-a-file");
        assert_eq!(told(entry.recording("en").map(drop)), "none");
        fs::write(mine.join("recording.jsonl"), "").unwrap();
        let large = fs::File::options().write(true).open(mine.join("recording.jsonl")).unwrap();
        large.set_len(folder::RECORDING_LIMIT + 1).unwrap();
        assert_eq!(told(entry.recording("en").map(drop)), "too-large");
        fs::remove_file(mine.join("lab.toml")).unwrap();
        pipe("lab.toml");
        assert_eq!(code(library.find("mine")), "not-a-file");
        symlink(&mine, root.path().join("by-link")).unwrap();
        fs::remove_file(mine.join("lab.toml")).unwrap();
        fs::write(mine.join("lab.toml"), LAB).unwrap();
        let by_link = root.path().join("by-link");
        assert_eq!(library.find(by_link.to_str().unwrap()).unwrap().id.as_str(), "mine", "a user's own link");
    }

    #[test]
    #[cfg(unix)]
    fn a_lab_that_cannot_be_entered_is_not_passed_over() {
        use std::os::unix::fs::PermissionsExt;
        let root =
            folder(&[("closed", &[("lab.toml", LAB.as_bytes())]), ("open", &[("lab.toml", LAB.as_bytes())])]);
        fs::set_permissions(root.path().join("closed"), fs::Permissions::from_mode(0o600)).unwrap();
        let library = Library::shipped().with_folder(root.path());
        assert_eq!(code(library.find("open")), "none");
        assert!(library.all().unwrap().iter().any(|entry| entry.id == "closed"));
        // Root can enter any folder.
        let expected = if rustix::process::geteuid().is_root() { "none" } else { "unreadable" };
        assert_eq!(code(library.find("closed")), expected);
    }

    #[test]
    #[cfg(unix)]
    fn links_stay_in_the_folder() {
        use std::os::unix::fs::symlink;
        let root = folder(&[
            ("in", &[("lab.toml", LAB.as_bytes()), ("a", b"1")]),
            ("out", &[("lab.toml", LAB.as_bytes())]),
        ]);
        symlink("a", root.path().join("in/b")).unwrap();
        symlink("/etc/hostname", root.path().join("out/b")).unwrap();
        let library = Library::shipped().with_folder(root.path());
        assert_eq!(library.find("in").unwrap().files.bytes("b"), Some(&b"1"[..]));
        assert_eq!(code(library.find("out")), "leads-out");
        symlink(".", root.path().join("in/loop")).unwrap();
        assert_eq!(code(library.find("in")), "not-a-file");
        fs::create_dir(root.path().join("linked")).unwrap();
        symlink(root.path().join("in/lab.toml"), root.path().join("linked/lab.toml")).unwrap();
        assert_eq!(code(library.find("linked")), "link");
    }
}
