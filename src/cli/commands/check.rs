//! `statelab check`: shows all faults of lab files, with their places.

use std::path::{Path, PathBuf};

use crate::cli::arguments::values::Format;
use crate::cli::context::Context;
use crate::cli::exit::Exit;
use crate::cli::terminal::screen::{complain, put};
use crate::diagnostic::{Diagnostic, Faults, Severity};
use crate::lab::{Entry, Lab, LabId, Library, LibraryError, Origin};
use crate::lint::{lint, needs};
use crate::source::{Source, Span};
use crate::view::{faults as fault_text, faults_json};

/// The result of a check.
#[derive(Default)]
struct Checked {
    /// How many labs were checked.
    labs: usize,
    /// The faults, by file.
    faults: Vec<Faults>,
    /// How many labs have errors, and how many errors they have.
    wrong: (usize, usize),
    /// How many labs have warnings, and how many warnings they have.
    warned: (usize, usize),
    /// Whether a lab could not be read at all.
    unreadable: bool,
}

/// Checks lab files, lab folders and folders of labs, with their translations.
pub fn check(context: &Context, paths: &[PathBuf], format: Format) -> Exit {
    let mut checked = Checked::default();
    let of_path =
        |path: &PathBuf| entries(path).into_iter().map(|entry| (path.clone(), entry)).collect::<Vec<_>>();
    let entries: Vec<_> = paths.iter().flat_map(of_path).collect();
    let given: Vec<Entry> = entries.iter().filter_map(|(_, entry)| entry.as_ref().ok()).cloned().collect();
    for (path, entry) in entries {
        checked.labs += 1;
        match entry.and_then(|entry| faults_of(&entry, &given)) {
            Ok(faults) => checked.take(faults),
            Err(error) => {
                checked.unreadable = true;
                match format {
                    Format::Json => checked.faults.push(unreadable(context, &path, &error)),
                    Format::Text => context.library_error(&error),
                }
            }
        }
    }
    match format {
        Format::Json => put(&format!("{}\n", faults_json(&context.words, &checked.faults))),
        Format::Text => report(context, &checked),
    }
    if checked.wrong == (0, 0) && !checked.unreadable { Exit::Held } else { Exit::Usage }
}

/// Returns a lab's faults. What a run would meet and translations are checked only if the text has none.
///
/// `given` are all labs that are checked: a lab may need them.
fn faults_of(entry: &Entry, given: &[Entry]) -> Result<Vec<Faults>, LibraryError> {
    let faults = match entry.read() {
        Ok(lab) => {
            let mut own = lint(&lab);
            let needs = needs_of(entry, &lab, given);
            let found: Vec<_> = duplicate(entry, given).into_iter().chain(needs).collect();
            if !found.is_empty() {
                own.insert(0, Faults { source: lab.source.clone(), found });
            }
            own.extend(entry.faults_of_translations(&lab)?);
            own
        }
        Err(LibraryError::Faulty(found)) => vec![*found],
        Err(error) => return Err(error),
    };
    // Check recordings only in a lab without faults: a faulty text does not say what it means.
    if faults.iter().flat_map(|faults| &faults.found).all(|fault| fault.severity == Severity::Warning) {
        entry.check_recordings()?;
    }
    Ok(faults)
}

/// Returns a lab that cannot be read as a fault of its file, for programs.
fn unreadable(context: &Context, path: &Path, error: &LibraryError) -> Faults {
    let key = format!("library-{}", error.code());
    let arguments = error.arguments();
    let values: Vec<_> = arguments.iter().map(|(name, value)| (*name, value.as_str().into())).collect();
    let help = context.words.attribute(&key, "help", &values).unwrap_or_default();
    let fault = Diagnostic::error("unreadable-lab", Span::default());
    let fault = fault.arg("message", &context.words.say(&key, &values)).arg("help", &help);
    Faults { source: Source::new(path.display().to_string(), ""), found: vec![fault] }
}

/// Warns of another lab with the same id in an earlier folder: `--labs` of both has only one of them.
fn duplicate(entry: &Entry, given: &[Entry]) -> Option<Diagnostic> {
    let path = |entry: &Entry| match &entry.origin {
        Origin::Folder { path, .. } => path.canonicalize().ok(),
        Origin::Shipped => None,
    };
    let own = path(entry)?;
    let earlier = given.iter().take_while(|other| path(other).as_ref() != Some(&own));
    let other = earlier.filter(|other| other.id == entry.id).find_map(path)?;
    let fault = Diagnostic::warning("duplicate-lab", Span::default()).arg("lab", &entry.id);
    Some(fault.arg("path", &other.display()))
}

/// Returns the faults of what a lab needs: another given lab, one beside it, or a shipped one.
fn needs_of(entry: &Entry, lab: &Lab, given: &[Entry]) -> Vec<Diagnostic> {
    let shipped = Library::shipped().all().unwrap_or_default();
    let beside = |id: &LabId| match &entry.origin {
        Origin::Folder { path, .. } => {
            let folder = path.canonicalize().ok()?.parent()?.join(id.as_str());
            Library::at(&folder).ok()
        }
        Origin::Shipped => None,
    };
    let find = |id: &LabId| {
        let known = given.iter().chain(&shipped).find(|known| known.id == id.as_str()).cloned();
        let lab = known.or_else(|| beside(id))?.read();
        // A lab with faults is there all the same.
        Some(lab.map(|lab| lab.needs.into_iter().map(|need| need.value).collect()).unwrap_or_default())
    };
    needs(lab, &given.iter().chain(&shipped).map(|known| known.id.as_str()), find)
}

impl Checked {
    /// Adds the faults of a lab.
    fn take(&mut self, faults: Vec<Faults>) {
        for (severity, (labs, count)) in
            [(Severity::Error, &mut self.wrong), (Severity::Warning, &mut self.warned)]
        {
            let found = faults.iter().flat_map(|faults| &faults.found);
            let found = found.filter(|fault| fault.severity == severity).count();
            *labs += usize::from(found > 0);
            *count += found;
        }
        self.faults.extend(faults);
    }
}

fn report(context: &Context, checked: &Checked) {
    complain(&fault_text(&context.words, &checked.faults, context.complaints));
    for (key, count, (labs, found)) in
        [("check-faults", "faults", checked.wrong), ("check-warnings", "warnings", checked.warned)]
    {
        if found > 0 {
            let values = [(count, found.into()), ("labs", labs.into())];
            complain(&format!("{}\n", context.words.say(key, &values)));
        }
    }
    if checked.faults.is_empty() && !checked.unreadable {
        put(&format!("{}\n", context.words.say("check-fine", &[("labs", checked.labs.into())])));
    }
}

/// Returns the labs at a path: a lab file, a lab folder or a folder of labs.
fn entries(path: &Path) -> Vec<Result<Entry, LibraryError>> {
    match Library::at(path) {
        Err(LibraryError::NoLab { .. }) if path.is_dir() => {
            match Library::shipped().with_folder(path).all() {
                Ok(entries) => {
                    let mut given: Vec<_> =
                        entries.into_iter().filter(|entry| entry.origin != Origin::Shipped).map(Ok).collect();
                    if given.is_empty() {
                        given.push(Err(LibraryError::NoLab { path: path.to_owned() }));
                    }
                    given
                }
                Err(error) => vec![Err(error)],
            }
        }
        Ok(entry) => vec![Ok(entry)],
        Err(error) => vec![Err(error)],
    }
}
