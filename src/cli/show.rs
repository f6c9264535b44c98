//! `statelab show`: a lab's steps, commands and questions. Answers and fates stay untold.

use super::allow;
use super::context::Context;
use super::exit::Exit;
use super::list::level;
use super::screen::put;
use crate::lab::{Lab, Step, fill};
use crate::view::{Page, safe, safe_line, say};

/// Shows a lab.
pub fn show(context: &Context, lab: &str) -> Exit {
    match context.library.find(lab) {
        Ok(found) => {
            put(&text(context, &found, lab));
            Exit::Held
        }
        Err(error) => {
            context.library_error(&error);
            Exit::Usage
        }
    }
}

fn text(context: &Context, lab: &Lab, asked_for: &str) -> String {
    let (words, look) = (&context.words, context.look);
    let minutes = words.say("list-minutes", &[("minutes", lab.minutes.into())]);
    let facts = format!("{}, {minutes}", level(context, lab.level));
    let mut page = Page::new(look);
    page.line(format!("{}  {}", look.bold(&safe_line(&lab.title)), look.dim(&facts)));
    page.wrapped(safe_line(&lab.summary), "");
    if !lab.concepts.is_empty() {
        let concepts = format!("{}: {}", words.say("show-concepts", &[]), lab.concepts.join(", "));
        page.wrapped(safe_line(&concepts), "");
    }
    for asked in allow::asked(lab) {
        let asked = words.say("show-allow", &[("what", say(words, &asked).into())]);
        page.wrapped(asked, "");
    }
    for (index, step) in lab.steps.iter().enumerate() {
        page.line("");
        show_step(context, &mut page, index + 1, step);
    }
    let run = words.say("show-run", &[("lab", safe_line(asked_for).into())]);
    page.line("");
    page.line(look.dim(&run));
    page.finish()
}

fn show_step(context: &Context, page: &mut Page, number: usize, step: &Step) {
    page.line(format!("{number}. {}", context.look.bold(&safe_line(&step.title))));
    if let Some(before) = &step.before {
        page.wrapped(safe_line(&unfilled(before).replace('\n', " ")), "   ");
    }
    for command in &step.run {
        page.line(format!("     $ {}", safe(&command.line.value).replace('\n', "\n       ")));
    }
    if let Some(predict) = &step.predict {
        let ask = context.words.say("show-question", &[("ask", safe_line(&unfilled(&predict.ask)).into())]);
        page.wrapped(ask, "   ");
        for choice in &predict.choices {
            page.hanging(safe_line(&unfilled(&choice.text)), "     - ", "       ");
        }
    }
}

/// Prose of which nothing was seen yet.
fn unfilled(text: &str) -> String {
    fill(text, |_| Some("…".to_owned()))
}
