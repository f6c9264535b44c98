//! The pictures of a run or a replay, as SVG files in a folder.
//!
//! They show the world before and after each step that changed what keeps the lab's values, and at the end the fates.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use super::{Fault, Finished};
use crate::event::{Event, Message, Sink, StepPresented};
use crate::i18n::Words;
use crate::lab::Lab;
use crate::story::{Narrator, Picture};
use crate::view::{picture_svg, safe_line, worlds_svg};

/// The length of an SVG's beginning that is checked for its type, in bytes.
const HEAD: u64 = 4096;
/// The fates picture's counterpart of a step's number and id.
const FATES: &str = "fates";

/// The pictures in progress, each drawn once its step is over.
pub struct Pictures<'w> {
    words: &'w Words,
    folder: PathBuf,
    narrator: Narrator,
    fates: Picture,
    /// The lab's id and title.
    lab: (String, String),
    step: Option<StepPresented>,
    written: BTreeSet<PathBuf>,
    /// The first error of writing a picture.
    fault: Option<Fault>,
}

impl<'w> Pictures<'w> {
    /// Begins the pictures in a folder, and creates the folder if it is missing.
    ///
    /// # Errors
    /// The message about a folder that could not be created.
    pub fn begin(words: &'w Words, folder: &Path) -> Result<Self, Message> {
        fs::create_dir_all(folder).map_err(|fault| not_written(folder, &fault))?;
        Ok(Self {
            words,
            folder: folder.to_owned(),
            narrator: Narrator::default(),
            fates: Picture::default(),
            lab: Default::default(),
            step: None,
            written: BTreeSet::new(),
            fault: None,
        })
    }

    /// Ends the pictures. Returns where they are, and what could not be written.
    pub fn finish(self) -> Finished {
        let count = self.written.len();
        let folder = self.folder.display().to_string();
        let arguments = [("count", count.into()), ("path", safe_line(&folder).into())];
        let told = (count > 0 || self.fault.is_none()).then(|| {
            let key = if count > 0 { "pictures-written" } else { "pictures-none" };
            format!("{}\n", self.words.say(key, &arguments))
        });
        Finished { told, faults: self.fault.into_iter().collect() }
    }

    /// Draws the picture of the step that is over.
    fn step(&mut self, event: &Event) {
        let worlds = self.narrator.take(event).and_then(|narrative| narrative.worlds);
        if let (Some((before, now)), Some(step)) = (worlds, &self.step) {
            let drawn = worlds_svg(&self.lab.1, &step.title, &before, &now, self.words);
            self.write(&of_step(&self.lab.0, step.number, &step.step), &drawn);
        }
    }

    fn fates(&mut self) {
        let drawn = picture_svg(&self.lab.1, &self.fates, self.words);
        if !drawn.is_empty() {
            self.write(&name(&self.lab.0, FATES), &drawn);
        }
    }

    fn write(&mut self, name: &str, drawn: &str) {
        let path = self.folder.join(name);
        let taken = |message| Fault { message, taken: true };
        let written = may_be_written(&path).map_err(taken).and_then(|()| {
            let text = format!("{drawn}\n");
            fs::write(&path, text)
                .map_err(|fault| Fault { message: not_written(&path, &fault), taken: false })
        });
        match written {
            Ok(()) => {
                self.written.insert(path);
            }
            Err(fault) => {
                self.fault.get_or_insert(fault);
            }
        }
    }
}

impl Sink for Pictures<'_> {
    fn take(&mut self, event: &Event) {
        match event {
            Event::RunStarted(run) => self.lab = (run.lab.clone(), run.title.clone()),
            Event::StepPresented(step) => self.step = Some(step.clone()),
            _ => {}
        }
        self.fates.take(event);
        self.step(event);
        if matches!(event, Event::RunFinished(_)) {
            self.fates();
        }
    }
}

/// Checks that pictures may be drawn into a folder.
///
/// The folder must be missing or be a folder, and no picture of the labs may replace another kind of file.
///
/// # Errors
/// The message about it.
pub fn may_be_drawn(folder: &Path, labs: &[Lab]) -> Result<(), Message> {
    match folder.metadata() {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(not_written(folder, &error)),
        Ok(found) if !found.is_dir() => return Err(about("cli-pictures-no-folder", folder)),
        Ok(_) => {}
    }
    for lab in labs {
        let id = lab.id.as_str();
        let steps = lab.steps.iter().enumerate();
        let names = steps.map(|(index, step)| of_step(id, index + 1, step.id.value.as_str()));
        for name in names.chain([name(id, FATES)]) {
            may_be_written(&folder.join(name))?;
        }
    }
    Ok(())
}

/// Checks that a picture may be written: the file is missing, empty, or an SVG.
fn may_be_written(path: &Path) -> Result<(), Message> {
    let found = match path.metadata() {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(not_written(path, &error)),
        Ok(found) => found,
    };
    let mut head = Vec::new();
    let read = found.is_file().then(|| File::open(path).and_then(|it| it.take(HEAD).read_to_end(&mut head)));
    let is_picture = head.is_empty() || head.windows(4).any(|bytes| bytes == b"<svg");
    match read {
        Some(Ok(_)) if is_picture => Ok(()),
        Some(Err(error)) => Err(not_written(path, &error)),
        _ => Err(about("cli-pictures-taken", path)),
    }
}

fn about(key: &str, path: &Path) -> Message {
    Message::new(key).arg("path", path.display().to_string())
}

/// Returns the message about a picture or folder that cannot be written.
fn not_written(path: &Path, fault: &io::Error) -> Message {
    about("cli-pictures", path).arg("cause", fault.to_string())
}

/// Returns the file name of a step's picture.
fn of_step(lab: &str, number: usize, step: &str) -> String {
    name(lab, &format!("{number}-{step}"))
}

/// Returns the file name of a picture.
///
/// A recording may have any text as an id. Characters that are not allowed in a file name are replaced, so that no
/// picture leaves its folder.
fn name(lab: &str, of: &str) -> String {
    let kept = |c: char| if c.is_alphanumeric() || "-_.".contains(c) { c } else { '-' };
    format!("{}.svg", format!("{lab}-{of}").chars().map(kept).collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_picture_is_written_over() {
        let folder = tempfile::tempdir().unwrap();
        let may = |name: &str, text: &str| {
            let path = folder.path().join(name);
            fs::write(&path, text).unwrap();
            may_be_written(&path).is_ok()
        };
        assert!(may_be_written(&folder.path().join("new.svg")).is_ok());
        assert!(
            may("empty.svg", "") && may("a.svg", "<svg/>") && may("b.svg", "<?xml version='1.0'?>\n<svg/>")
        );
        assert!(!may("letter.svg", "Dear reader\n"));
        assert!(may_be_written(folder.path()).is_err());
    }

    #[test]
    fn an_id_out_of_a_recording_names_no_other_folder() {
        assert_eq!(of_step("nginx-stateless", 3, "recreate"), "nginx-stateless-3-recreate.svg");
        assert_eq!(of_step("../../etc", 1, "a/b\\c\n한"), "..-..-etc-1-a-b-c-한.svg");
    }
}
