//! `statelab check`: the faults of lab files, all of them, at their places.

use std::path::{Path, PathBuf};

use super::args::Format;
use super::context::Context;
use super::exit::Exit;
use super::screen::{complain, put};
use crate::diagnostic::Faults;
use crate::lab::{Entry, Library, LibraryError, Origin};
use crate::view::{faults as fault_text, faults_json};

/// Checks lab files, labs' folders, and folders of labs.
pub fn check(context: &Context, paths: &[PathBuf], format: Format) -> Exit {
    let mut labs = 0;
    let mut faults: Vec<Faults> = Vec::new();
    let mut unreadable = false;
    for entry in paths.iter().flat_map(|path| entries(path)) {
        labs += 1;
        match entry.and_then(|entry| entry.read()) {
            Ok(_) => {}
            Err(LibraryError::Faulty(found)) => faults.push(*found),
            Err(error) => {
                context.library_error(&error);
                unreadable = true;
            }
        }
    }
    match format {
        Format::Json => put(&format!("{}\n", faults_json(&context.words, &faults))),
        Format::Text => report(context, labs, &faults, unreadable),
    }
    if faults.is_empty() && !unreadable { Exit::Held } else { Exit::Usage }
}

fn report(context: &Context, labs: usize, faults: &[Faults], unreadable: bool) {
    complain(&fault_text(&context.words, faults, context.complaints));
    let labs = ("labs", labs.into());
    if !faults.is_empty() {
        let count: usize = faults.iter().map(|faults| faults.found.len()).sum();
        let files = ("labs", faults.len().into());
        complain(&format!("{}\n", context.words.say("check-faults", &[("faults", count.into()), files])));
    } else if !unreadable {
        put(&format!("{}\n", context.words.say("check-fine", &[labs])));
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
