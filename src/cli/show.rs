//! `statelab show`: a lab's steps, commands and questions. Answers and fates stay untold.

use super::context::Context;
use super::exit::Exit;
use super::list::level;
use super::screen::put;
use crate::lab::{Lab, Step};
use crate::view::safe;

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
    let mut text = format!("{}  {}\n", look.bold(&safe(&lab.title)), look.dim(&facts));
    text += &format!("{}\n", look.wrap(&safe(&lab.summary), ""));
    if !lab.concepts.is_empty() {
        let concepts = format!("{}: {}", words.say("show-concepts", &[]), lab.concepts.join(", "));
        text += &format!("{}\n", look.wrap(&safe(&concepts), ""));
    }
    for (index, step) in lab.steps.iter().enumerate() {
        text += &step_text(context, index + 1, step);
    }
    let run = words.say("show-run", &[("lab", safe(asked_for).into())]);
    text + &format!("\n{}\n", look.dim(&run))
}

fn step_text(context: &Context, number: usize, step: &Step) -> String {
    let look = context.look;
    let mut text = format!("\n{number}. {}\n", look.bold(&safe(&step.title)));
    if let Some(before) = &step.before {
        text += &format!("{}\n", look.wrap(&safe(&before.replace('\n', " ")), "   "));
    }
    for command in &step.run {
        text += &format!("     $ {}\n", safe(&command.line.value).replace('\n', "\n       "));
    }
    if let Some(predict) = &step.predict {
        let ask = context.words.say("show-question", &[("ask", safe(&predict.ask).into())]);
        text += &format!("{}\n", look.wrap(&ask, "   "));
        for choice in &predict.choices {
            text += &format!("{}\n", look.wrap(&format!("- {}", safe(&choice.text)), "     "));
        }
    }
    text
}
