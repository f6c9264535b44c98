//! What a lab asks for beyond a container's usual walls: shown, asked once for each content of a lab,
//! and remembered in the state folder.

use std::fs;

use crate::cli::context::Context;
use crate::cli::exit::Exit;
use crate::cli::terminal::prompt::Guide;
use crate::event::Message;
use crate::host::private_folder;
use crate::lab::Lab;
use crate::session::Left;

/// Whether somebody has said already what labs may have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Allowing {
    /// `--allow`: all that they ask for.
    All,
    /// `--no-allow`: nothing more than usual.
    Nothing,
    /// What was allowed before, and else what whoever is asked says.
    Asked,
}

impl Allowing {
    /// What `--allow` and `--no-allow` say.
    #[must_use]
    pub const fn of(allow: bool, no_allow: bool) -> Self {
        match (allow, no_allow) {
            (true, _) => Self::All,
            (_, true) => Self::Nothing,
            _ => Self::Asked,
        }
    }
}

/// Holds that a lab may have what it asks for: by a flag, since it was allowed before, or since the
/// student says so now.
///
/// # Errors
/// It may not, or the student left: how the program ends.
pub async fn permit(
    context: &Context,
    allowing: Allowing,
    guide: Option<&Guide<'_>>,
    lab: &Lab,
) -> Result<(), Exit> {
    let asked = asked(lab);
    if asked.is_empty() || allowing == Allowing::All {
        return Ok(());
    }
    if allowing == Allowing::Nothing {
        return Err(refuse(context, lab, &asked));
    }
    let state = context.state_dir()?;
    let mark = state.allowed(&lab.asked_content());
    if mark.is_file() {
        return Ok(());
    }
    let Some(guide) = guide else { return Err(refuse(context, lab, &asked)) };
    match guide.allow(&lab.title, &asked).await {
        Ok(true) => {
            let written = private_folder(mark.parent().unwrap_or(&mark))
                .and_then(|()| fs::write(&mark, format!("{}\n", lab.id)));
            written.map_err(|error| context.state_error(state, &error))
        }
        Ok(false) => Err(refuse(context, lab, &asked)),
        Err(Left) => Err(Exit::Interrupted),
    }
}

/// What a lab asks for, in words.
pub fn asked(lab: &Lab) -> Vec<Message> {
    let message =
        |(key, value): (&'static str, &str)| Message::new(format!("allow-{key}")).arg("value", value);
    lab.allow.asked().into_iter().map(message).collect()
}

fn refuse(context: &Context, lab: &Lab, asked: &[Message]) -> Exit {
    context.complain_of_many(&Message::new("cli-not-allowed").arg("lab", lab.id.as_str()), asked)
}
