//! The command line of `statelab`. Its help text is in the catalogues (`help`).

pub mod help;
pub mod usage_error;
pub mod values;

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

use crate::cli::arguments::values::{Format, Speed};
use crate::session::TimeLimit;
use clap_complete::Shell;

/// What does a container keep, and what does it lose? Guided labs, run on a real engine.
#[derive(Debug, Parser)]
#[command(version, disable_help_subcommand = true)]
pub struct Arguments {
    /// Flags that every command takes.
    #[command(flatten)]
    pub common: Common,
    /// The command. Without one: the menu on a terminal, otherwise the list of labs.
    #[command(subcommand)]
    pub command: Option<Command>,
}

/// Flags that every command takes.
#[derive(Debug, Default, Args)]
pub struct Common {
    /// The engine's address.
    #[arg(long, global = true, value_name = "URL")]
    pub engine: Option<String>,
    /// Folders with more labs.
    #[arg(long = "labs", global = true, value_name = "DIR")]
    pub folders: Vec<PathBuf>,
    /// The language of all text.
    #[arg(long, global = true, value_name = "LANG")]
    pub lang: Option<String>,
    /// Plain text
    #[arg(long, global = true)]
    pub plain: bool,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// List the labs in teaching order
    List {
        /// Show each lab below the one that it builds on
        #[arg(long)]
        tree: bool,
    },
    /// Show a lab: its steps, commands and questions
    Show {
        /// A lab's id, or its folder
        lab: String,
    },
    /// Run labs: guided on a terminal, without questions elsewhere
    Run(Run),
    /// Play a recording of a run; needs no engine
    Replay(Replay),
    /// Check lab files and show every fault with its place
    Check {
        /// Lab files, their folders, or folders of labs
        #[arg(required = true, value_name = "PATH")]
        paths: Vec<PathBuf>,
        /// Output format
        #[arg(long, value_enum, default_value_t)]
        format: Format,
    },
    /// Show where a container's path is kept, and what will happen to it (read-only)
    Locate {
        /// A container, by name or id, and a path in it
        #[arg(value_name = "CONTAINER:/PATH")]
        place: String,
        /// Output format
        #[arg(long, value_enum, default_value_t)]
        format: Format,
    },
    /// Check the engine and the images: what is missing, and how to fix it
    Doctor {
        /// Output format
        #[arg(long, value_enum, default_value_t)]
        format: Format,
    },
    /// List the engines, choose one, or run statelab's own
    Engine {
        /// The subcommand. Without one: the list.
        #[command(subcommand)]
        what: Option<EngineCommand>,
    },
    /// Remove what finished runs left: killed ones, and ones with `--keep`
    Clean(Clean),
    /// Print a shell completion script
    Completions {
        /// The shell
        shell: Shell,
    },
    /// Print the manual page, in roff
    Man,
}

/// `statelab engine`.
#[derive(Debug, Subcommand)]
pub enum EngineCommand {
    /// List every place where an engine may be, and which one is used
    List {
        /// Output format
        #[arg(long, value_enum, default_value_t)]
        format: Format,
    },
    /// Save an engine as the one to use from now on
    Use {
        /// An address, a Docker context's name, or `own`; `none` forgets the saved engine
        #[arg(required_unless_present = "none", value_name = "NAME|URL")]
        name: Option<String>,
        /// Forget the saved engine
        #[arg(long, conflicts_with = "name")]
        none: bool,
    },
    /// Show what is known about an engine
    Info {
        /// An address, a Docker context's name, or `own`; default: the one that is used
        #[arg(value_name = "NAME|URL")]
        name: Option<String>,
        /// Output format
        #[arg(long, value_enum, default_value_t)]
        format: Format,
    },
    /// Start statelab's own engine, which runs until `stop`
    Start,
    /// Stop statelab's own engine
    Stop,
}

/// `statelab run`.
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of the command line")]
#[derive(Debug, Args)]
pub struct Run {
    /// Labs, by their ids or folders
    #[arg(required = true, value_name = "LAB")]
    pub labs: Vec<String>,
    /// Ask nothing
    #[arg(short, long)]
    pub yes: bool,
    /// Stop at the first check or fate that does not hold
    #[arg(long)]
    pub fail_fast: bool,
    /// Let the labs have the permissions that they ask for, without a question
    #[arg(long, conflicts_with = "no_allow")]
    pub allow: bool,
    /// Do not run labs that ask for more than a normal container's isolation
    #[arg(long)]
    pub no_allow: bool,
    /// Keep what the run made, and show how to remove it
    #[arg(long)]
    pub keep: bool,
    /// Give the run's objects unique names, so that a lab can run several times at once
    #[arg(long)]
    pub scoped: bool,
    /// Stop a lab's run after this time and remove all of it: `90s`, `30m` or `2h`
    /// [default: 2h if nothing is asked; none in a guided run]
    #[arg(long, value_name = "TIME")]
    pub time_limit: Option<TimeLimit>,
    /// Show the evidence for each step's explanation
    #[arg(long)]
    pub evidence: bool,
    /// Write a recording for `statelab replay`; overwrites only another recording
    #[arg(long, value_name = "FILE")]
    pub record: Option<PathBuf>,
    /// Draw SVG pictures into a folder: steps that changed what keeps data, and fates
    #[arg(long, value_name = "DIR")]
    pub pictures: Option<PathBuf>,
    /// Output format; `json` asks nothing, and prints what `--record` writes
    #[arg(long, value_enum, default_value_t)]
    pub format: Format,
}

/// `statelab clean`.
#[derive(Debug, Args)]
pub struct Clean {
    /// Ask nothing
    #[arg(short, long)]
    pub yes: bool,
    /// Only show what would be removed
    #[arg(long)]
    pub dry_run: bool,
    /// Remove a run without a ledger here: another machine's, or one with a lost ledger
    #[arg(long, value_name = "RUN")]
    pub foreign: Option<String>,
}

/// `statelab replay`.
#[derive(Debug, Args)]
pub struct Replay {
    /// A file that `run --record` wrote, or a lab with a recording, by id or folder
    #[arg(value_name = "FILE|LAB")]
    pub what: String,
    /// Playback speed, such as 1, 2 or 0.5; `max`: no waits [default: on a terminal
    /// the recorded speed, with waits of at most a second; otherwise `max`]
    #[arg(long, value_name = "N")]
    pub speed: Option<Speed>,
    /// Draw SVG pictures into a folder: steps that changed what keeps data, and fates
    #[arg(long, value_name = "DIR")]
    pub pictures: Option<PathBuf>,
    /// Ask nothing
    #[arg(short, long)]
    pub yes: bool,
}
