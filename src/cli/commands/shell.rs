//! `statelab completions` and `statelab man`, generated from `arguments`.

use std::io;

use clap_complete::Shell;
use clap_mangen::Man;

use crate::cli::arguments::help::unstyled;
use crate::cli::context::Context;
use crate::cli::exit::Exit;
use crate::cli::terminal::screen::put;

/// The program's name, as it is typed.
const NAME: &str = "statelab";

/// The exit statuses, each with its message key.
const STATUSES: [(u8, &str); 5] = [
    (0, "status-held"),
    (1, "status-not-held"),
    (2, "status-usage"),
    (3, "status-engine"),
    (130, "status-interrupted"),
];

/// Prints a script that completes the program's commands and flags.
pub fn completions(context: &Context, shell: Shell) -> Exit {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut unstyled(&context.words, context.look), NAME, &mut script);
    put(&String::from_utf8_lossy(&script));
    Exit::Held
}

/// Prints the manual page, in roff: one page, with a section for each command.
///
/// Its headings are English, as in manual pages of every language.
pub fn man(context: &Context) -> Exit {
    match page(context) {
        Ok(page) => {
            put(&String::from_utf8_lossy(&page));
            Exit::Held
        }
        Err(error) => context.system_error(&error),
    }
}

fn page(context: &Context) -> io::Result<Vec<u8>> {
    let command = unstyled(&context.words, context.look);
    let mut page = Vec::new();
    let man = Man::new(command.clone());
    man.render_title(&mut page)?;
    man.render_name_section(&mut page)?;
    man.render_synopsis_section(&mut page)?;
    man.render_description_section(&mut page)?;
    man.render_options_section(&mut page)?;
    sections(NAME, &command, &mut page)?;
    page.extend_from_slice(b".SH EXIT STATUS\n");
    for (status, key) in STATUSES {
        page.extend_from_slice(format!(".TP\n{status}\n{}\n", context.words.say(key, &[])).as_bytes());
    }
    Ok(page)
}

/// Writes a command's subcommands recursively, each in a section.
fn sections(above: &str, command: &clap::Command, page: &mut Vec<u8>) -> io::Result<()> {
    for inner in command.get_subcommands() {
        let name = format!("{above} {}", inner.get_name());
        page.extend_from_slice(format!(".SH {name}\n").to_uppercase().as_bytes());
        // The global arguments are listed above.
        let man = Man::new(inner.clone().mut_args(|arg| {
            let shared = arg.is_global_set();
            arg.hide(shared)
        }));
        page.extend_from_slice(&section(|page| man.render_synopsis_section(page))?);
        page.extend_from_slice(b".PP\n");
        page.extend_from_slice(&section(|page| man.render_description_section(page))?);
        page.extend_from_slice(&section(|page| man.render_options_section(page))?);
        sections(&name, inner, page)?;
    }
    Ok(())
}

/// Returns a section without its heading, which is the command's name.
fn section(render: impl FnOnce(&mut Vec<u8>) -> io::Result<()>) -> io::Result<Vec<u8>> {
    let mut section = Vec::new();
    render(&mut section)?;
    let text = String::from_utf8_lossy(&section);
    let lines = text.lines().filter(|line| !line.starts_with(".SH"));
    Ok(lines.flat_map(|line| [line, "\n"]).collect::<String>().into_bytes())
}
