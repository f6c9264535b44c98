//! Where we send another thing than the docker program does, and mean to: each with its reason, and
//! as narrow as it can be. `docs/docker-program.md` is made from this list, and each of it must be
//! met by a line of the corpus.

use statelab::command::Action;

use crate::level;
use crate::sent::Sent;

/// A difference.
pub struct Permitted {
    /// What differs.
    pub what: &'static str,
    /// Why.
    pub why: &'static str,
    /// Makes both the same where they differ in this and in nothing else; whether they did.
    pub level: fn(&mut Both<'_>) -> bool,
}

/// A difference in what is done on an engine. The test that meets it names it.
pub struct Otherwise {
    pub what: &'static str,
    pub why: &'static str,
}

pub const SET_USER: Otherwise = Otherwise {
    what: "A file that `cp` brings out of a container loses its set-user and set-group bits",
    why: "Whoever a container says could otherwise become root on the host.",
};

pub const LEADS_NOWHERE: Otherwise = Otherwise {
    what: "`cp` out of a container onto a link that leads nowhere is refused",
    why: "What it would make might lie outside the workspace.",
};

/// All of them.
pub const OTHERWISE: &[&Otherwise] = &[&SET_USER, &LEADS_NOWHERE];

/// What both sent for a line.
pub struct Both<'l> {
    pub action: &'l Action,
    pub theirs: Vec<Sent>,
    pub ours: Vec<Sent>,
}

/// All differences, in the order in which they are levelled.
pub const PERMITTED: &[Permitted] = &[
    Permitted {
        what: "`prune` asks nobody, and does not call the engine's own: what goes is removed piece by piece",
        why: "The engine's own would take what other people made.",
        level: level::pruned,
    },
    Permitted {
        what: "What is made has the labels `statelab.run`, `statelab.lab` and `statelab.self`",
        why: "What a run made is found again by them, and nothing else is ever removed.",
        level: level::labels,
    },
    Permitted {
        what: "A container or a volume without a name is named `statelab-RUN-XXXXXXXX`",
        why: "The ledger has the name before anything is made, so that a run that dies leaves nothing unknown.",
        level: level::names,
    },
    Permitted {
        what: "A container that does not ask for less has 2 GiB of memory and 1024 processes, and so have the steps of \
               a build: Docker's builder has no setting for processes, so each step's container gets them by a call of \
               `update`",
        why: "A lab is somebody's file, and must not take the machine's last.",
        level: level::limits,
    },
    Permitted {
        what: "The log of a container is two files of 32 MB at the most, by the driver `json-file`",
        why: "A program that never ends to print must not take the disk; the engine's own default may know no bounds.",
        level: level::logs_bounded,
    },
    Permitted {
        what: "A named volume that is mounted is made before the container, by a call of its own, which has \
               `--volume-driver` too",
        why: "The engine would make it without our labels.",
        level: level::volumes_first,
    },
    Permitted {
        what: "`-v /path` is said as a mount of a volume without a source, and not under `Volumes`",
        why: "Only there an anonymous volume can have labels.",
        level: level::anonymous_volumes,
    },
    Permitted {
        what: "A volume that the image declares is said as a mount of a volume without a source",
        why: "The engine would make it without our labels.",
        level: level::declared_volumes,
    },
    Permitted {
        what: "The target of a `-v` is cleaned: `//var/lib` is `/var/lib`",
        why: "Engines compare it with what the image declares as it is, and would mount two volumes there.",
        level: level::clean_targets,
    },
    Permitted {
        what: "The words behind the second colon of a `-v` stand in a fixed order, and `rw` is left out",
        why: "The order means nothing, and `rw` is what holds anyway (moby, `volume/mounts/linux_parser.go`).",
        level: level::bind_words,
    },
    Permitted {
        what: "In the foreground `-t` gives the main process no terminal",
        why: "A lab gets no input from a keyboard, and a terminal would mix both outputs.",
        level: level::foreground_terminal,
    },
    Permitted {
        what: "`run --rm` in the foreground is removed by us after its end, not by the engine at its end",
        why: "The engine would take the exit status along.",
        level: level::foreground_remove,
    },
    Permitted {
        what: "`run -d` does not begin to wait for the end",
        why: "The docker program drops what it waits for.",
        level: level::background_wait,
    },
    Permitted {
        what: "`exec` has no terminal, and no standard input but a redirected file, whatever `-it` says",
        why: "A lab gets no input from a keyboard.",
        level: level::exec_terminal,
    },
    Permitted {
        what: "The file of `--cidfile` is not told to the engine",
        why: "The engine only keeps its path, which is the runner's own business.",
        level: level::id_file,
    },
    Permitted {
        what: "`--mac-address` is said at the endpoint as well",
        why: "Engines since Docker 25 want it there, older ones for the container.",
        level: level::mac_address,
    },
    Permitted {
        what: "Of several networks the first is told at the creation, and the others are joined before the start",
        why: "Engines before Docker 25 refuse more than one there.",
        level: level::several_networks,
    },
    Permitted {
        what: "`build` says which images the builder may take steps from (`cachefrom`): the run's own",
        why: "An image of the run has no step that is another one's, and none of the run's steps gets into other images.",
        level: level::own_cache,
    },
    Permitted {
        what: "`build` always sends `forcerm`",
        why: "The container of a step that failed would be nobody's.",
        level: level::build_leaves_nothing,
    },
    Permitted {
        what: "`build -q` does not ask the engine to be quiet: only the id is printed all the same",
        why: "What the builder says tells which images it leaves.",
        level: level::quiet_build,
    },
    Permitted {
        what: "A Dockerfile from outside the context is sent as `.dockerfile.statelab`, not under a random name",
        why: "So the same build has the same context each time.",
        level: level::guest_dockerfile,
    },
    Permitted {
        what: "`tag` says the image by its id",
        why: "What its name means may change between the look and the call.",
        level: level::tagged_by_id,
    },
    Permitted {
        what: "`build` sends no name: the image gets its names after the build, by its id",
        why: "The engine would move a name that another image was given during the build.",
        level: level::named_after,
    },
    Permitted {
        what: "`load` sends an archive that is written anew: its list, the configurations and the layers",
        why: "The engine could read another list in it than we do, and move a name of somebody else's.",
        level: level::loaded_anew,
    },
    Permitted {
        what: "`logs --follow` waits for the end and reads then",
        why: "Docker 20.10 drops a last line without a newline while it follows.",
        level: level::follow,
    },
    Permitted {
        what: "`--since 10m` is another moment",
        why: "It is reckoned from now, and the two are not played at the same moment.",
        level: level::now,
    },
    Permitted {
        what: "The path of a `cp` into a container begins with `/`",
        why: "The engine takes it from the root anyway.",
        level: level::absolute_path,
    },
];

/// A line that the docker program carries out and statelab refuses.
pub struct Refused {
    pub line: &'static str,
    /// The key of what is said of it.
    pub key: &'static str,
    pub why: &'static str,
}

const MOVES: &str = "A newer image would take the name along, which is the machine's.";

/// All of these, where the machine has the image.
pub const REFUSED: &[Refused] = &[
    Refused { line: "docker run --pull=always nginx", key: "pull-moves", why: MOVES },
    Refused { line: "docker create --pull always nginx", key: "pull-moves", why: MOVES },
    Refused {
        line: "docker build --build-arg VERSION=1.2 --build-arg TOKEN --target builder --no-cache --pull .",
        key: "pull-moves",
        why: MOVES,
    },
];
