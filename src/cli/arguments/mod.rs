//! The command line of `statelab` itself. What each part is for people read in the catalogues (`help`).

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
    /// What applies to every command.
    #[command(flatten)]
    pub common: Common,
    /// What to do; nothing: the menu of labs, which elsewhere than on a terminal is their list.
    #[command(subcommand)]
    pub command: Option<Command>,
}

/// Flags that every command takes.
#[derive(Debug, Default, Args)]
pub struct Common {
    /// Where the engine answers.
    #[arg(long, global = true, value_name = "URL")]
    pub engine: Option<String>,
    /// Folders with more labs.
    #[arg(long = "labs", global = true, value_name = "DIR")]
    pub folders: Vec<PathBuf>,
    /// The language of all words.
    #[arg(long, global = true, value_name = "LANG")]
    pub lang: Option<String>,
    /// Linear text.
    #[arg(long, global = true)]
    pub plain: bool,
}

/// What the program can do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// List the labs, in an order that teaches
    List {
        /// Each below the one that it builds on
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
    /// Play a recording of a run: no engine is needed
    Replay(Replay),
    /// Check lab files: every fault, at its place
    Check {
        /// Lab files, their folders, or folders of labs
        #[arg(required = true, value_name = "PATH")]
        paths: Vec<PathBuf>,
        /// How to say it
        #[arg(long, value_enum, default_value_t)]
        format: Format,
    },
    /// Tell where a path of a container is kept, and what stop, rm and the like will do to it (looks only)
    Locate {
        /// Any container of the engine, by its name or id, and a path in it
        #[arg(value_name = "CONTAINER:/PATH")]
        place: String,
        /// How to say it
        #[arg(long, value_enum, default_value_t)]
        format: Format,
    },
    /// Look at the engine and the images: what is missing, and how to mend it
    Doctor {
        /// How to say it
        #[arg(long, value_enum, default_value_t)]
        format: Format,
    },
    /// See which engines there are, choose one, or run one of our own
    Engine {
        /// What to do; nothing: the list
        #[command(subcommand)]
        what: Option<EngineCommand>,
    },
    /// Remove what runs have left that are over: killed ones, and kept ones
    Clean(Clean),
    /// Print what a shell needs to complete commands and flags
    Completions {
        /// Which shell
        shell: Shell,
    },
    /// Print the manual page, in roff
    Man,
}

/// `statelab engine`.
#[derive(Debug, Subcommand)]
pub enum EngineCommand {
    /// List every place where an engine may be, and which one counts
    List {
        /// How to say it
        #[arg(long, value_enum, default_value_t)]
        format: Format,
    },
    /// Remember an engine, which counts from then on
    Use {
        /// An address, the name of a context of docker's, or `own`; `none` forgets it
        #[arg(required_unless_present = "none", value_name = "NAME|URL")]
        name: Option<String>,
        /// Forget it
        #[arg(long, conflicts_with = "name")]
        none: bool,
    },
    /// Tell what is known of an engine
    Info {
        /// An address, the name of a context of docker's, or `own`; nothing: the one that counts
        #[arg(value_name = "NAME|URL")]
        name: Option<String>,
        /// How to say it
        #[arg(long, value_enum, default_value_t)]
        format: Format,
    },
    /// Start an engine of our own, which stays until `stop`
    Start,
    /// Stop it
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
    /// Let the labs have what they ask for beyond a container's usual walls, without a question
    #[arg(long, conflicts_with = "no_allow")]
    pub allow: bool,
    /// Let no lab have more than a container's usual walls: one that asks for more is not run
    #[arg(long)]
    pub no_allow: bool,
    /// Leave what the run made, and say how to remove it
    #[arg(long)]
    pub keep: bool,
    /// Give everything the run's own names in the engine, so that several runs of a lab can go on at once
    #[arg(long)]
    pub scoped: bool,
    /// End a lab's run that is not over by then, and remove all of it: `90s`, `30m` or `2h`
    /// [default: 2h where nobody is asked; none in a guided run]
    #[arg(long, value_name = "TIME")]
    pub time_limit: Option<TimeLimit>,
    /// Unfold the evidence behind each step's explanation
    #[arg(long)]
    pub evidence: bool,
    /// Write a recording, which `statelab replay FILE` plays; in the place of another recording only
    #[arg(long, value_name = "FILE")]
    pub record: Option<PathBuf>,
    /// Draw SVG pictures into a folder: each step that changed what keeps what, and all fates
    #[arg(long, value_name = "DIR")]
    pub pictures: Option<PathBuf>,
    /// How to say it; `json` asks nothing, and prints what `--record` writes
    #[arg(long, value_enum, default_value_t)]
    pub format: Format,
}

/// `statelab clean`.
#[derive(Debug, Args)]
pub struct Clean {
    /// Ask nothing
    #[arg(short, long)]
    pub yes: bool,
    /// Only tell what would be removed
    #[arg(long)]
    pub dry_run: bool,
    /// Remove what this run has, which is in no ledger here: another machine's, or one whose ledger is lost
    #[arg(long, value_name = "RUN")]
    pub foreign: Option<String>,
}

/// `statelab replay`.
#[derive(Debug, Args)]
pub struct Replay {
    /// A file that `run --record` wrote, or a lab, by its id or folder, that carries a recording
    #[arg(value_name = "FILE|LAB")]
    pub what: String,
    /// How many times as fast as it was, such as 1, 2 or 0.5; `max`: at once [default: on a terminal
    /// as it was, with long waits shortened to a second; elsewhere at once]
    #[arg(long, value_name = "N")]
    pub speed: Option<Speed>,
    /// Draw SVG pictures into a folder: each step that changed what keeps what, and all fates
    #[arg(long, value_name = "DIR")]
    pub pictures: Option<PathBuf>,
    /// Ask nothing
    #[arg(short, long)]
    pub yes: bool,
}
