//! `statelab list`: shows the labs in teaching order.

use unicode_width::UnicodeWidthStr;

use crate::cli::context::Context;
use crate::cli::exit::Exit;
use crate::cli::terminal::screen::put;
use crate::lab::{Entry, Lab, LabId, Level, Origin, builds_on, teaching_order};
use crate::view::{Page, pad, safe_line};

/// The labs that could be read.
pub struct Found {
    /// The labs, in teaching order.
    pub labs: Vec<(Entry, Lab)>,
    /// Whether other labs have faults. Each was reported.
    pub faulty: bool,
}

/// Reads all labs. Faulty ones are reported and left out.
///
/// # Errors
/// The exit status, if a folder of labs cannot be read. This is reported.
pub fn labs(context: &Context) -> Result<Found, Exit> {
    let entries = context.library.all().map_err(|error| {
        context.library_error(&error);
        Exit::Usage
    })?;
    let mut faulty = false;
    let mut read = Vec::new();
    for entry in entries {
        match context.library.read(&entry) {
            Ok(lab) => read.push(Some((entry, lab))),
            Err(error) => {
                context.library_error(&error);
                faulty = true;
            }
        }
    }
    let order = teaching_order(&read.iter().flatten().map(|(_, lab)| lab).collect::<Vec<_>>());
    Ok(Found { labs: order.into_iter().filter_map(|at| read[at].take()).collect(), faulty })
}

/// Lists the labs; with `tree`, each below the one that it builds on.
pub fn list(context: &Context, tree: bool) -> Exit {
    let found = match labs(context) {
        Ok(found) => found,
        Err(exit) => return exit,
    };
    let mut page = Page::new(context.look);
    if tree {
        let labs: Vec<&Lab> = found.labs.iter().map(|(_, lab)| lab).collect();
        branch(context, &mut page, &labs, None, "");
    } else {
        let width = found.labs.iter().map(|(entry, _)| entry.id.width()).max().unwrap_or(0);
        for (entry, lab) in &found.labs {
            page.lines(&line(context, entry, lab, width));
        }
    }
    put(&page.finish());
    if found.faulty { Exit::Usage } else { Exit::Held }
}

fn line(context: &Context, entry: &Entry, lab: &Lab, width: usize) -> String {
    let (words, look) = (&context.words, context.look);
    let id = look.bold(&pad(&safe_line(&entry.id), width));
    let indent = " ".repeat(width + 3);
    let mut page = Page::new(look);
    page.line(format!(" {id}  {}  {}", safe_line(&lab.title), look.dim(&facts(context, lab))));
    page.wrapped(safe_line(&lab.summary), &indent);
    if let Origin::Folder { path, replaces_shipped, replaces } = &entry.origin {
        let path = path.display().to_string();
        let shown = ("path", safe_line(&path).into());
        let origin = match replaces {
            Some(earlier) => {
                let earlier = earlier.display().to_string();
                words.say("list-origin-hides", &[shown, ("earlier", safe_line(&earlier).into())])
            }
            None if *replaces_shipped => words.say("list-origin-replaces", &[shown]),
            None => words.say("list-origin-folder", &[shown]),
        };
        page.line(format!("{indent}{}", look.dim(&origin)));
    }
    page.finish()
}

/// Prints the labs that build on `on`, each with its own subtree.
///
/// Without `on`, prints the labs that build on no other.
fn branch(context: &Context, page: &mut Page, labs: &[&Lab], on: Option<usize>, indent: &str) {
    let look = context.look;
    let below: Vec<usize> = (0..labs.len()).filter(|at| builds_on(labs, *at) == on).collect();
    for (&at, is_last) in below.iter().zip((1..=below.len()).map(|count| count == below.len())) {
        let (before, behind) = match (on, look.plain, is_last) {
            (None, ..) => (" ", " "),
            (Some(_), true, _) => ("  ", "  "),
            (Some(_), false, false) => ("├─ ", "│  "),
            (Some(_), false, true) => ("└─ ", "   "),
        };
        let lab = labs[at];
        let id = look.bold(&safe_line(lab.id.as_str()));
        let facts = look.dim(&facts(context, lab));
        page.line(format!("{indent}{before}{id}  {}  {facts}", safe_line(&lab.title)));
        let behind = format!("{indent}{behind}");
        if let Some(others) = other_needs(context, labs, lab, on) {
            page.line(format!("{behind}{}{}", " ".repeat(3), look.dim(&others)));
        }
        branch(context, page, labs, Some(at), &behind);
    }
}

/// Returns what a lab needs besides the lab that it is listed below.
fn other_needs(context: &Context, labs: &[&Lab], lab: &Lab, below: Option<usize>) -> Option<String> {
    let above = below.map(|at| &labs[at].id);
    let others = lab.needs.iter().map(|need| &need.value).filter(|need| Some(*need) != above);
    let named: Vec<&str> = others.map(LabId::as_str).collect();
    let needs = ("labs", named.join(", ").into());
    (!named.is_empty()).then(|| context.words.say("list-needs-too", &[needs]))
}

/// Returns a lab's level and duration.
pub fn facts(context: &Context, lab: &Lab) -> String {
    let minutes = context.words.say("list-minutes", &[("minutes", lab.minutes.into())]);
    format!("{}, {minutes}", level(context, lab.level))
}

/// Returns the word for a level.
fn level(context: &Context, level: Level) -> String {
    let word = Level::ALL.iter().find(|(_, other)| *other == level).map_or("beginner", |(word, _)| word);
    context.words.say(&format!("level-{word}"), &[])
}
