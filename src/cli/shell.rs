//! `statelab completions` and `statelab man`: what a shell and `man` know of the program, made from its
//! own command line.

use std::io;

use clap::CommandFactory;
use clap_complete::Shell;
use clap_mangen::Man;

use super::args::Arguments;
use super::context::Context;
use super::exit::Exit;
use super::screen::put;

/// The program's name, as it is typed.
const NAME: &str = "statelab";

/// Prints what a shell needs to complete the program's commands and flags.
pub fn completions(shell: Shell) -> Exit {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Arguments::command(), NAME, &mut script);
    put(&String::from_utf8_lossy(&script));
    Exit::Held
}

/// Prints the manual page, in roff: all of the program on one page, each command in a section.
pub fn man(context: &Context) -> Exit {
    match page() {
        Ok(page) => {
            put(&String::from_utf8_lossy(&page));
            Exit::Held
        }
        Err(error) => context.system_error(&error),
    }
}

fn page() -> io::Result<Vec<u8>> {
    let mut command = Arguments::command();
    // Flags of every command reach the commands only when it is built.
    command.build();
    let mut page = Vec::new();
    Man::new(command.clone()).render(&mut page)?;
    for inner in command.get_subcommands() {
        page.extend_from_slice(format!(".SH {NAME} {}\n", inner.get_name()).to_uppercase().as_bytes());
        let man = Man::new(inner.clone());
        man.render_synopsis_section(&mut page)?;
        man.render_description_section(&mut page)?;
        man.render_options_section(&mut page)?;
    }
    Ok(page)
}
