//! `statelab show`: prints a lab's steps, commands and questions.
//!
//! It does not reveal answers and fates.

use unicode_width::UnicodeWidthStr;

use crate::cli::allow;
use crate::cli::commands::list::facts;
use crate::cli::commands::run::recorded;
use crate::cli::context::Context;
use crate::cli::exit::Exit;
use crate::cli::terminal::screen::put;
use crate::command::ImageName;
use crate::lab::{Lab, Step, fill};
use crate::view::{Page, pad, safe_line, say};

/// Shows a lab.
pub fn show(context: &Context, lab: &str) -> Exit {
    match context.library.find(lab) {
        Ok(found) => {
            put(&text(context, &found, lab));
            // The recording is not needed here, but a fault in it is worth a report.
            match context.library.entry(lab).and_then(|entry| entry.check_recordings()) {
                Ok(()) => Exit::Held,
                Err(error) => {
                    context.library_error(&error);
                    Exit::Usage
                }
            }
        }
        Err(error) => {
            context.library_error(&error);
            Exit::Usage
        }
    }
}

fn text(context: &Context, lab: &Lab, asked_for: &str) -> String {
    let (words, look) = (&context.words, context.look);
    let mut page = Page::new(look);
    page.line(format!("{}  {}", look.bold(&safe_line(&lab.title)), look.dim(&facts(context, lab))));
    page.wrapped(safe_line(&lab.summary), "");
    page.line("");
    about(context, &mut page, lab);
    for asked in allow::asked(lab) {
        let asked = words.say("show-allow", &[("what", say(words, &asked).into())]);
        page.wrapped(asked, " ");
    }
    for (index, step) in lab.steps.iter().enumerate() {
        page.line("");
        show_step(context, &mut page, index + 1, step);
    }
    let lab = || ("lab", safe_line(asked_for).into());
    page.line("");
    page.line(look.dim(&words.say("show-run", &[lab()])));
    if recorded(context, &[asked_for.to_owned()]).is_some() {
        page.line(look.dim(&words.say("show-replay", &[lab()])));
    }
    page.finish()
}

/// Prints a lab's concepts, needs, images and watches, on labelled lines.
fn about(context: &Context, page: &mut Page, lab: &Lab) {
    let texts = |texts: Vec<&str>| texts.join(", ");
    let images: Vec<String> = lab.images().iter().map(ImageName::tagged).collect();
    let lines = [
        ("show-concepts", texts(lab.concepts.iter().map(String::as_str).collect())),
        ("show-needs", texts(lab.needs.iter().map(|need| need.value.as_str()).collect())),
        ("show-images", texts(images.iter().map(String::as_str).collect())),
        ("show-watches", texts(lab.watches.iter().map(|watch| watch.label.as_str()).collect())),
    ];
    let lines: Vec<(String, &String)> = lines
        .iter()
        .filter(|(_, text)| !text.is_empty())
        .map(|(key, text)| (context.words.say(key, &[]), text))
        .collect();
    let width = lines.iter().map(|(label, _)| label.width()).max().unwrap_or(0);
    for (label, text) in lines {
        page.hanging(safe_line(text), &format!(" {}  ", pad(&label, width)), &" ".repeat(width + 3));
    }
}

fn show_step(context: &Context, page: &mut Page, number: usize, step: &Step) {
    page.line(format!("{number}. {}", context.look.bold(&safe_line(&step.title))));
    if let Some(before) = &step.before {
        page.wrapped(safe_line(&unfilled(before).replace('\n', " ")), "   ");
    }
    for (path, _) in &step.write {
        let written = context.words.say("show-writes", &[("path", safe_line(&path.value).into())]);
        page.wrapped(written, "     ");
    }
    for command in &step.run {
        for line in context.look.command(&command.line.value, "     $ ", "         ") {
            page.line(line);
        }
    }
    if let Some(predict) = &step.predict {
        let ask = context.words.say("show-question", &[("ask", safe_line(&unfilled(&predict.ask)).into())]);
        page.wrapped(ask, "   ");
        for choice in &predict.choices {
            page.hanging(safe_line(&unfilled(&choice.text)), "     - ", "       ");
        }
    }
}

/// Returns prose with no captured values filled in.
fn unfilled(text: &str) -> String {
    fill(text, |_| Some("…".to_owned()))
}
