//! The errors of a guard.

use super::super::dockerfile::{Unclear, Why};
use super::super::{ArchiveFault, Cause, EngineError, Filling, Kind, LedgerError, Operation, Refusal};

/// The owner of an object whose name a lab wants.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Owner {
    /// Not made by statelab.
    Stranger,
    /// An earlier run of statelab left it, or a run that is still going on owns it.
    EarlierRun {
        /// That run's id.
        run: String,
    },
}

/// Why a guard did not do something.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum GuardError {
    /// The engine's own fault or refusal.
    #[error(transparent)]
    Engine(#[from] EngineError),
    /// An object that is not this run's holds the name. It was not touched.
    #[error("{kind:?} {name:?} is taken: {owner:?}")]
    Taken {
        /// The kind of object.
        kind: Kind,
        /// Its name in the engine.
        name: String,
        /// The object's owner.
        owner: Owner,
    },
    /// An object that this run did not make. It was not touched.
    #[error("{kind:?} {id:?} is not this run's")]
    NotOurs {
        /// The kind of object.
        kind: Kind,
        /// Its id or name.
        id: String,
    },
    /// A pull would move the name of an existing image to a newer one.
    ///
    /// Nothing was pulled.
    #[error("{name:?} would be given to another image")]
    NameWouldMove {
        /// The name.
        name: String,
    },
    /// The run may not have this access to the host. Nothing was made.
    #[error("{flag} is not permitted")]
    NotPermitted {
        /// The flag that asked for it, as a command has it.
        flag: String,
        /// The line of a lab's `[allow]` that permits it.
        line: String,
    },
    /// A network would take addresses that are already in use. Nothing was made.
    #[error("{subnet} is somebody's")]
    AddressesOfOthers {
        /// The addresses, as a command has them.
        subnet: String,
        /// The line of a lab's `[allow]` that permits it.
        line: String,
    },
    /// More than a container may have. Nothing was made.
    #[error("{flag} is more than {most}")]
    OverLimit {
        /// The flag that asked for it, as a command has it.
        flag: String,
        /// How much a container may have.
        most: String,
        /// The line of a lab's `[allow]` that permits it.
        line: String,
    },
    /// More containers at once than a run may have. Nothing was made.
    #[error("more than {most} containers")]
    TooManyContainers {
        /// How many the run may have.
        most: usize,
    },
    /// More memory for all containers together than a run may have.
    ///
    /// Nothing was made or changed.
    #[error("more than {most} of memory together")]
    TooMuchMemory {
        /// How much the run may have.
        most: String,
    },
    /// A path of the host leads out of the folders that the run may mount.
    #[error("{path:?} leads out")]
    Outside {
        /// The path, as it was requested.
        path: String,
    },
    /// A container could replace part of a path that a container mounts.
    ///
    /// Nothing was made.
    #[error("{writer} may write above {below}, which {container} mounts, in {above}")]
    BindBelow {
        /// The path that lies below.
        below: String,
        /// The container that mounts it.
        container: String,
        /// The folder above it.
        above: String,
        /// The container that may write there.
        writer: String,
        /// Whether the writer was removed, while others that ran with it still exist.
        gone: bool,
    },
    /// Two containers would share their processes. Nothing was made.
    ///
    /// One could write through `/proc/PID/root` where only the other may write.
    #[error("{writer} may write in {path}, and its processes would be shared")]
    SharedProcesses {
        /// The path that is mounted.
        path: String,
        /// The container that may write there.
        writer: String,
    },
    /// A file would replace one that a container mounts. Nothing was written.
    #[error("{path:?} is mounted")]
    Bound {
        /// The path, as it was requested.
        path: String,
    },
    /// An archive of images that was rejected.
    #[error(transparent)]
    Archive(#[from] ArchiveFault),
    /// An instruction of a Dockerfile that engines could read differently.
    ///
    /// Nothing was made.
    #[error("line {line}, {text:?}: {why:?}", line = .0.line, text = .0.text, why = .0.why)]
    Unclear(Unclear),
    /// A build would make the engine fetch something in the host's network.
    ///
    /// Nothing was made.
    #[error("{instruction:?} fetches")]
    Fetches {
        /// The beginning of the instruction.
        instruction: String,
        /// The line of a lab's `[allow]` that permits it.
        line: String,
    },
    /// More bytes than the guard accepts.
    #[error("more than {most} bytes")]
    TooLarge {
        /// How many bytes it accepts.
        most: u64,
    },
    /// The ledger could not be written, so nothing was made.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
}

impl From<Unclear> for GuardError {
    fn from(unclear: Unclear) -> Self {
        Self::Unclear(unclear)
    }
}

impl GuardError {
    /// Returns the key of the message in the catalogues.
    ///
    /// The message's attribute `help` says what the user can do. For an error of the engine, the message says what
    /// failed; the cause has a key of its own ([`EngineError::cause_key`]).
    #[must_use]
    pub const fn key(&self) -> &'static str {
        match self {
            Self::Engine(error) => error.key(),
            Self::Taken { kind: Kind::Container, owner: Owner::Stranger, .. } => "engine-taken-container",
            Self::Taken { kind: Kind::Container, .. } => "engine-left-container",
            Self::Taken { kind: Kind::Volume, owner: Owner::Stranger, .. } => "engine-taken-volume",
            Self::Taken { kind: Kind::Volume, .. } => "engine-left-volume",
            Self::Taken { kind: Kind::Network, owner: Owner::Stranger, .. } => "engine-taken-network",
            Self::Taken { kind: Kind::Network, .. } => "engine-left-network",
            Self::Taken { kind: Kind::Image, owner: Owner::Stranger, .. } => "engine-taken-image",
            Self::Taken { kind: Kind::Image, .. } => "engine-left-image",
            Self::NotOurs { .. } => "engine-not-ours",
            Self::NameWouldMove { .. } => "pull-moves",
            Self::NotPermitted { .. } => "run-not-allowed",
            Self::AddressesOfOthers { .. } => "run-addresses-of-others",
            Self::OverLimit { .. } => "run-over-limit",
            Self::TooManyContainers { .. } => "run-too-many-containers",
            Self::TooMuchMemory { .. } => "run-too-much-memory",
            Self::Outside { .. } => "run-outside-workspace",
            Self::BindBelow { gone: false, .. } => "run-bind-below",
            Self::BindBelow { .. } => "run-bind-below-gone",
            Self::SharedProcesses { .. } => "run-shared-processes",
            Self::Bound { .. } => "run-bound-path",
            Self::Archive(ArchiveFault::Nameless) => "load-nameless",
            Self::Archive(ArchiveFault::Compressed) => "load-compressed",
            Self::Archive(ArchiveFault::OnlyIndex) => "load-only-index",
            Self::Archive(ArchiveFault::Broken { .. }) => "load-broken",
            Self::Archive(ArchiveFault::Unreadable { .. }) => "load-unreadable",
            Self::Archive(ArchiveFault::Missing { .. }) => "load-missing",
            Self::Archive(ArchiveFault::Twice { .. }) => "load-twice",
            Self::Archive(ArchiveFault::TooMuch) => "load-too-much",
            Self::Unclear(Unclear { why, .. }) => match why {
                Why::Character(_) => "dockerfile-character",
                Why::Escape => "dockerfile-escape",
                Why::Backslash => "dockerfile-backslash",
                Why::SplitWord => "dockerfile-split-word",
                Why::Heredoc => "dockerfile-heredoc",
                Why::Instruction(_) => "dockerfile-instruction",
                Why::Flag(_) => "dockerfile-flag",
                Why::Argument => "dockerfile-argument",
                Why::From => "dockerfile-from",
                Why::Name(_) => "dockerfile-name",
                Why::Single => "dockerfile-single",
            },
            Self::Fetches { .. } => "dockerfile-fetches",
            Self::TooLarge { .. } => "run-too-large",
            Self::Ledger(_) => "engine-ledger",
        }
    }

    /// Returns the arguments of the message.
    #[must_use]
    pub fn arguments(&self) -> Vec<(&'static str, Filling)> {
        let text = |text: &str| Filling::Text(text.to_owned());
        match self {
            Self::Engine(error) => error.arguments(),
            Self::Taken { name, owner: Owner::Stranger, .. } | Self::NameWouldMove { name } => {
                vec![("name", text(name))]
            }
            Self::Taken { name, owner: Owner::EarlierRun { run }, .. } => {
                vec![("name", text(name)), ("run", text(run))]
            }
            Self::NotOurs { id, .. } => vec![("name", text(id))],
            Self::NotPermitted { flag, line } => vec![("flag", text(flag)), ("line", text(line))],
            Self::AddressesOfOthers { subnet, line } => {
                vec![("subnet", text(subnet)), ("line", text(line))]
            }
            Self::OverLimit { flag, most, line } => {
                vec![("flag", text(flag)), ("most", text(most)), ("line", text(line))]
            }
            Self::BindBelow { below, container, above, writer, .. } => vec![
                ("below", text(below)),
                ("container", text(container)),
                ("above", text(above)),
                ("writer", text(writer)),
            ],
            Self::SharedProcesses { path, writer } => vec![("path", text(path)), ("writer", text(writer))],
            Self::Outside { path } | Self::Bound { path } => vec![("path", text(path))],
            Self::TooManyContainers { most } => vec![("most", text(&most.to_string()))],
            Self::TooMuchMemory { most } => vec![("most", text(most))],
            Self::Archive(ArchiveFault::Unreadable { entry, words }) => {
                vec![("entry", text(entry)), ("words", text(words))]
            }
            Self::Archive(ArchiveFault::Twice { name }) => vec![("name", text(name))],
            Self::Archive(ArchiveFault::Broken { words }) => vec![("words", text(words))],
            Self::Archive(ArchiveFault::Missing { entry }) => vec![("entry", text(entry))],
            Self::Archive(_) => Vec::new(),
            Self::Unclear(Unclear { line, text: begin, why }) => {
                let mut arguments = vec![("line", text(&line.to_string())), ("text", text(begin))];
                if let Why::Character(word) | Why::Instruction(word) | Why::Flag(word) | Why::Name(word) = why
                {
                    arguments.push(("word", text(word)));
                }
                arguments
            }
            Self::Fetches { instruction, line } => {
                vec![("text", text(instruction)), ("line", text(line))]
            }
            Self::TooLarge { most } => vec![("most", text(&format!("{} MiB", most >> 20)))],
            Self::Ledger(LedgerError { path, words }) => {
                vec![("path", text(&path.display().to_string())), ("words", text(words))]
            }
        }
    }

    /// Returns the line of a lab's `[allow]` that permits it, if there is one.
    #[must_use]
    pub fn line(&self) -> Option<&str> {
        match self {
            Self::NotPermitted { line, .. }
            | Self::AddressesOfOthers { line, .. }
            | Self::OverLimit { line, .. }
            | Self::Fetches { line, .. } => Some(line),
            _ => None,
        }
    }

    /// Creates the error for `flag`, which a lab must permit with `line`.
    pub(super) fn not_permitted(flag: &str, line: String) -> Self {
        Self::NotPermitted { flag: flag.to_owned(), line }
    }

    /// Turns the error into one about these addresses, where others would be permitted.
    pub(super) fn about_subnet(self, subnet: &str) -> Self {
        match self {
            Self::NotPermitted { line, .. } => Self::AddressesOfOthers { subnet: subnet.to_owned(), line },
            other => other,
        }
    }

    /// Turns the error into one about this instruction.
    ///
    /// What it fetches could be copied instead.
    pub(super) fn about_fetch(self, instruction: &str) -> Self {
        match self {
            Self::NotPermitted { line, .. } => Self::Fetches { instruction: instruction.to_owned(), line },
            other => other,
        }
    }

    /// Checks whether this is an answer to the command, like an engine's refusal.
    ///
    /// A full disk says nothing about the command. The exception is writing into a container, which may have filled a
    /// mount of the lab's own.
    #[must_use]
    pub fn is_refusal(&self) -> bool {
        match self {
            Self::Engine(error) if error.cause != Cause::TooManyChanges => error
                .refusal()
                .is_some_and(|refusal| refusal != Refusal::NoSpace || error.operation == Operation::Write),
            // The container made too many changes.
            Self::Engine(_)
            | Self::NameWouldMove { .. }
            | Self::NotPermitted { .. }
            | Self::AddressesOfOthers { .. }
            | Self::OverLimit { .. }
            | Self::TooManyContainers { .. }
            | Self::TooMuchMemory { .. }
            | Self::Outside { .. }
            | Self::BindBelow { .. }
            | Self::SharedProcesses { .. }
            | Self::Bound { .. }
            | Self::Archive(_)
            | Self::Unclear(_)
            | Self::Fetches { .. }
            | Self::TooLarge { .. } => true,
            Self::Taken { .. } | Self::NotOurs { .. } | Self::Ledger(_) => false,
        }
    }

    /// Creates the error for a name that this run does not own.
    pub(super) const fn taken(kind: Kind, name: String, owner: Owner) -> Self {
        Self::Taken { kind, name, owner }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_disk_is_a_fault_but_where_a_mount_of_the_lab_may_be_full() {
        let refused = |operation, words: &str| {
            let cause = Cause::Refused { status: 500, words: words.to_owned() };
            GuardError::from(EngineError::new(operation, "web", cause)).is_refusal()
        };
        let full = "mkdir /var/lib/docker/overlay2/x: no space left on device";
        assert!(!refused(Operation::Create, full));
        assert!(refused(Operation::Write, full));
        assert!(refused(Operation::Create, "something else"));
    }
}
