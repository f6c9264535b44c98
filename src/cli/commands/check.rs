//! `statelab check`: the faults of lab files, all of them, at their places.

use std::path::{Path, PathBuf};

use crate::cli::arguments::values::Format;
use crate::cli::context::Context;
use crate::cli::exit::Exit;
use crate::cli::terminal::screen::{complain, put};
use crate::diagnostic::{Faults, Severity};
use crate::lab::{Entry, Library, LibraryError, Origin};
use crate::view::{faults as fault_text, faults_json};

/// What was checked, and what is wrong.
#[derive(Default)]
struct Checked {
    /// How many labs were looked at.
    labs: usize,
    /// What is wrong, one for each file.
    faults: Vec<Faults>,
    /// How many labs have errors, and how many errors they have.
    wrong: (usize, usize),
    /// How many labs have warnings, and how many warnings they have.
    warned: (usize, usize),
    /// Some lab could not be read at all.
    unreadable: bool,
}

/// Checks lab files, labs' folders, and folders of labs, with their translations.
pub fn check(context: &Context, paths: &[PathBuf], format: Format) -> Exit {
    let mut checked = Checked::default();
    for entry in paths.iter().flat_map(|path| entries(path)) {
        checked.labs += 1;
        match entry.and_then(|entry| faults_of(&entry)) {
            Ok(faults) => checked.take(faults),
            Err(error) => {
                context.library_error(&error);
                checked.unreadable = true;
            }
        }
    }
    match format {
        Format::Json => put(&format!("{}\n", faults_json(&context.words, &checked.faults))),
        Format::Text => report(context, &checked),
    }
    if checked.wrong == (0, 0) && !checked.unreadable { Exit::Held } else { Exit::Usage }
}

/// What is wrong with a lab; with its translations where the lab itself is right.
fn faults_of(entry: &Entry) -> Result<Vec<Faults>, LibraryError> {
    let faults = match entry.read() {
        Ok(lab) => entry.faults_of_translations(&lab)?,
        Err(LibraryError::Faulty(found)) => vec![*found],
        Err(error) => return Err(error),
    };
    // The faults of the text come first: with them it is not known what else is meant.
    if faults.is_empty() {
        entry.check_recordings()?;
    }
    Ok(faults)
}

impl Checked {
    /// Takes in what is wrong with a lab.
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

/// The labs at a path: a lab file or its folder, else the labs of a folder.
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
