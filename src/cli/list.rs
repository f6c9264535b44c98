//! `statelab list`: the labs that can be run.

use unicode_width::UnicodeWidthStr;

use super::context::Context;
use super::exit::Exit;
use super::screen::put;
use crate::lab::{Entry, Lab, Level, Origin};
use crate::view::{Page, pad, safe_line};

/// Lists the labs. One that has faults is said to have them, and the others are still listed.
pub fn list(context: &Context) -> Exit {
    let entries = match context.library.all() {
        Ok(entries) => entries,
        Err(error) => {
            context.library_error(&error);
            return Exit::Usage;
        }
    };
    let width = entries.iter().map(|entry| entry.id.width()).max().unwrap_or(0);
    let mut exit = Exit::Held;
    for entry in &entries {
        match context.library.read(entry) {
            Ok(lab) => put(&line(context, entry, &lab, width)),
            Err(error) => {
                context.library_error(&error);
                exit = Exit::Usage;
            }
        }
    }
    exit
}

fn line(context: &Context, entry: &Entry, lab: &Lab, width: usize) -> String {
    let (words, look) = (&context.words, context.look);
    let minutes = words.say("list-minutes", &[("minutes", lab.minutes.into())]);
    let facts = format!("{}, {minutes}", level(context, lab.level));
    let id = look.bold(&pad(&safe_line(&entry.id), width));
    let indent = " ".repeat(width + 3);
    let mut page = Page::new(look);
    page.line(format!(" {id}  {}  {}", safe_line(&lab.title), look.dim(&facts)));
    page.wrapped(safe_line(&lab.summary), &indent);
    if let Origin::Folder { path, replaces_shipped } = &entry.origin {
        let key = if *replaces_shipped { "list-origin-replaces" } else { "list-origin-folder" };
        let path = path.display().to_string();
        let origin = words.say(key, &[("path", safe_line(&path).into())]);
        page.line(format!("{indent}{}", look.dim(&origin)));
    }
    page.finish()
}

/// The word for a level.
pub fn level(context: &Context, level: Level) -> String {
    let word = Level::ALL.iter().find(|(_, other)| *other == level).map_or("beginner", |(word, _)| word);
    context.words.say(&format!("level-{word}"), &[])
}
