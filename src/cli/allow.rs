//! Permissions that a lab asks for beyond a normal container's isolation.
//!
//! The student is asked once for each version of a lab. The answer is stored in the state folder.

use std::fs;

use crate::cli::context::Context;
use crate::cli::exit::Exit;
use crate::cli::terminal::prompt::Guide;
use crate::event::Message;
use crate::host::private_folder;
use crate::lab::Lab;
use crate::session::Left;

/// Which permissions labs get, as set by the flags.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Allowing {
    /// `--allow`: everything that they ask for.
    All,
    /// `--no-allow`: nothing beyond a normal container's isolation.
    Nothing,
    /// No flag: what was allowed before; otherwise the student is asked.
    Asked,
}

impl Allowing {
    /// Returns the choice that `--allow` and `--no-allow` make.
    #[must_use]
    pub const fn of(allow: bool, no_allow: bool) -> Self {
        match (allow, no_allow) {
            (true, _) => Self::All,
            (_, true) => Self::Nothing,
            _ => Self::Asked,
        }
    }
}

/// Checks that a lab may have the permissions that it asks for.
///
/// A flag, an earlier answer or the student's answer now can allow them.
///
/// # Errors
/// The exit status, if they are not allowed or the student left.
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

/// Returns what a lab asks for, in words.
pub fn asked(lab: &Lab) -> Vec<Message> {
    let message =
        |(key, value): (&'static str, &str)| Message::new(format!("allow-{key}")).arg("value", value);
    lab.allow.asked().into_iter().map(message).collect()
}

fn refuse(context: &Context, lab: &Lab, asked: &[Message]) -> Exit {
    context.complain_of_many(&Message::new("cli-not-allowed").arg("lab", lab.id.as_str()), asked)
}
