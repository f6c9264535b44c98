//! Hostile labs: sequences of commands, checks and looks, each out of a seed and nothing else.
//!
//! Each has a theme, so that every way is tried often that once led out of the workspace; within it all is
//! chosen by chance: what is mounted where, by whom, in which order, who puts a link when, who looks.

use std::fmt::Write;

use super::chance::Chance;
use super::pieces::{SLEEP, Target, creates, exec, runs, shell, starts};
use super::scripts::{SHOW_AND_WRITE, Socket, Swap, pass};

/// What a sequence does to get out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Theme {
    /// A link is put below a mount that exists, and the engine mounts it anew to read or write files.
    Remount,
    /// One without a mount writes through the processes of one that has it.
    Processes,
    /// One that the engine starts again and again changes what is mounted by its next breath.
    Backoff,
    /// A link is copied out of a container onto what is mounted, and the engine starts its container again.
    Copied,
    /// One without a mount has the open folder of one that is gone.
    Passed,
    /// Mounts come from other containers (`--volumes-from`).
    Inherited,
    /// Mounts that come out of a container.
    Propagated,
    /// A container with the folder above moves links to and fro.
    Above,
    /// All of these pieces, in any order.
    Mixed,
}

const THEMES: [(usize, Theme); 9] = [
    (18, Theme::Remount),
    (16, Theme::Processes),
    (4, Theme::Backoff),
    (11, Theme::Copied),
    (10, Theme::Passed),
    (8, Theme::Inherited),
    (3, Theme::Propagated),
    (8, Theme::Above),
    (22, Theme::Mixed),
];

/// What stands for the canary's folder.
pub const CANARY: &str = "@CANARY@";

/// A name of `hostile::canary` that shows by itself that the canary was read.
const TOLD: &str = super::canary::ONLY_HERE;

/// One thing that is done.
#[derive(Debug, Clone)]
pub enum Act {
    /// A command, without `docker`.
    Run(String),
    /// A check.
    Check(String),
    /// A file of the workspace that a step writes.
    Write(&'static str),
    /// `statelab locate` of a path of a container.
    Locate(&'static str, String),
}

/// A hostile lab.
pub struct Sequence {
    pub theme: Theme,
    pub acts: Vec<Act>,
    /// What is watched, `container:/path`.
    pub watched: Option<String>,
}

impl Sequence {
    /// The lab's text. Each act is a step of its own, called `s` and its number; those that are no step of
    /// a lab are left out.
    pub fn lab(&self, canary: &str) -> String {
        let mut lab = "format = 1\ntitle = 't'\nsummary = 's'\nlevel = 'beginner'\nminutes = 1\n".to_owned();
        if let Some(watched) = &self.watched {
            writeln!(lab, "[watch.w]\nfile = '{watched}'").unwrap();
        }
        for (at, act) in self.acts.iter().enumerate() {
            let does = match act {
                Act::Run(line) => format!("run = '''docker {line}'''"),
                Act::Check(check) => format!("check = [{check}]"),
                Act::Write(path) => format!("write = {{ '{path}' = 'written' }}"),
                Act::Locate(..) => continue,
            };
            writeln!(lab, "[[step]]\nid = 's{at}'\ntitle = 't'\n{does}").unwrap();
        }
        lab.replace(CANARY, canary)
    }
}

/// The sequence of a seed.
pub fn sequence(seed: u64) -> Sequence {
    let mut chance = Chance::of(seed);
    let theme = chance.weighted(&THEMES);
    let target = Target::choose(&mut chance);
    let mut maker = Maker { chance, target, acts: Vec::new(), watched: None };
    match theme {
        Theme::Remount => maker.remount(),
        Theme::Processes => maker.processes(),
        Theme::Backoff => maker.backoff(),
        Theme::Copied => maker.copied(),
        Theme::Passed => maker.passed(),
        Theme::Inherited => maker.inherited(),
        Theme::Propagated => maker.propagated(),
        Theme::Above => maker.above(),
        Theme::Mixed => maker.mixed(),
    }
    if maker.chance.percent(25) {
        maker.noise();
    }
    Sequence { theme, acts: maker.acts, watched: maker.watched }
}

/// Makes a sequence, piece by piece.
pub struct Maker {
    pub chance: Chance,
    pub target: Target,
    pub acts: Vec<Act>,
    watched: Option<String>,
}

impl Maker {
    /// The one whose mount is swapped, while others swap already: foreground or not, made and started at
    /// once or not. Where it was made before all others, it is started until one of the looks was in time.
    fn victim(&mut self) {
        let below = self.target.below(&mut self.chance);
        match self.chance.below(5) {
            0 => self.acts.push(runs("victim", &below, &shell(SHOW_AND_WRITE))),
            1 => {
                let command = shell(&format!("{SHOW_AND_WRITE}; {SLEEP}"));
                self.acts.push(starts("victim", &below, &command));
                self.acts.push(Act::Run("logs victim".to_owned()));
            }
            _ => {
                self.acts.insert(0, creates("victim", &below, &shell(SHOW_AND_WRITE)));
                for _ in 0..2 + self.chance.below(3) {
                    self.acts.push(Act::Run("start -a victim".to_owned()));
                }
            }
        }
    }

    /// A victim of commands that need it to be there, without a look of its own at what it has.
    fn quiet_victim(&mut self) {
        let below = self.target.below(&mut self.chance);
        if self.chance.percent(50) {
            self.acts.push(starts("victim", &below, SLEEP));
        } else {
            self.acts.push(creates("victim", &below, SLEEP));
        }
    }

    /// An archive call, for which an engine mounts all again.
    pub fn archive(&mut self) {
        let file = self.target.mounted.swaps[0].2;
        let inside = if file { "/m" } else { "/m/canary" };
        let act = match self.chance.below(9) {
            0 => Act::Run(format!("cp victim:{inside} loot")),
            1 => Act::Run(format!("cp victim:{inside} -")),
            2 if file => Act::Run("cp p victim:/m".to_owned()),
            2 => Act::Run("cp p victim:/m/pwn".to_owned()),
            3 => Act::Run(format!("cp -a p victim:{inside}")),
            4 => Act::Check(format!("{{ file = 'victim:{inside}', contains = 'never', within = '1ms' }}")),
            5 => Act::Check(format!("{{ file = 'victim:/m/{TOLD}', exists = true, within = '1ms' }}")),
            6 => Act::Check(format!(
                "{{ file = 'victim:{inside}', same_as = {{ local = 'f' }}, within = '1ms' }}"
            )),
            7 => Act::Check(format!(
                "{{ local = 'f', same_as = {{ container = 'victim', path = '{inside}' }}, within = '1ms' }}"
            )),
            _ => Act::Locate("victim", format!("/m/{TOLD}")),
        };
        self.acts.push(act);
    }

    fn remount(&mut self) {
        let above = self.target.above(&mut self.chance);
        let now = self.target.swap("").now();
        if self.chance.percent(50) {
            let below = self.target.below(&mut self.chance);
            self.acts.push(starts("victim", &format!("{above} {below}"), SLEEP));
            self.acts.push(exec("victim", &now));
        } else {
            self.quiet_victim();
            self.acts.push(runs("writer", &above, &shell(&now)));
        }
        if self.chance.percent(20) {
            self.watched = Some("victim:/m".to_owned());
        }
        for _ in 0..=self.chance.below(3) {
            self.archive();
        }
    }

    fn processes(&mut self) {
        let above = self.target.above(&mut self.chance);
        self.acts.push(starts("writer", &above, SLEEP));
        let swap = self.target.swap("/proc/1/root");
        let script = if self.chance.percent(60) {
            swap.while_frozen(&mut self.chance)
        } else {
            swap.for_ever(&mut self.chance)
        };
        let more = self.chance.one(&["", "", "", "--ipc container:writer ", "--volumes-from writer:ro "]);
        // A second one may share with the first that shares.
        let of = if self.chance.percent(15) {
            self.acts.push(starts("second", "--pid container:writer", SLEEP));
            "second"
        } else {
            "writer"
        };
        self.acts.push(starts("sharer", &format!("--pid container:{of} {more}"), &script));
        if self.chance.percent(10) {
            self.acts.push(Act::Run("stop -t 0 writer".to_owned()));
        }
        self.victim();
    }

    fn backoff(&mut self) {
        let swap = self.target.swap("");
        let above = self.target.above(&mut self.chance);
        let nth = 4 + self.chance.below(3);
        let waits = self.chance.percent(60);
        let script = if waits { swap.at_run(nth) } else { swap.each_run() };
        self.acts.push(starts("writer", &format!("--restart always {above}"), &shell(&script)));
        if waits {
            // Until the next run is the one.
            let looks = format!("-v {}:{}:ro", self.target.above, self.target.seen_at);
            let runs_before = format!(
                "cd {}; until [ -f n ] && [ $(cat n) -ge {} ]; do sleep 0.02; done",
                swap.folder,
                nth - 1
            );
            self.acts.push(runs("waiter", &looks, &shell(&runs_before)));
        } else {
            let pause = 300 + 200 * self.chance.below(8);
            self.acts.push(runs("waiter", "", &format!("sleep {}.{:03}", pause / 1000, pause % 1000)));
        }
        // What the engine does between the last look and the mount.
        let first = 20_000 + 100 * self.chance.below(100);
        let ports = format!("-p {first}-{}:{first}-{0}", first + self.chance.one(&[5, 20, 40, 60]));
        let below = self.target.below(&mut self.chance);
        let command = shell(&format!("{SHOW_AND_WRITE}; {SLEEP}"));
        self.acts.push(starts("victim", &format!("{ports} {below}"), &command));
        self.acts.push(Act::Run("logs victim".to_owned()));
    }

    fn copied(&mut self) {
        let leads = self.target.leads.clone();
        let restarts = self.chance.percent(70);
        let again = format!("{SHOW_AND_WRITE}; sleep 0.3");
        if restarts {
            let below = self.target.below(&mut self.chance);
            self.acts.push(starts("victim", &format!("--restart always {below}"), &shell(&again)));
        } else {
            self.quiet_victim();
        }
        // What comes out is a link, or a folder with a link in it; a folder's place must be free for one.
        let name = self.target.name;
        let parent = if self.target.parent.is_empty() { "." } else { self.target.parent };
        let (makes, what) = if self.chance.percent(40) {
            (format!("mkdir /l; ln -s {leads} /l/{name}"), format!("linker:/l/. {parent}"))
        } else {
            (format!("ln -s {leads} /l"), format!("linker:/l {}", self.target.swapped()))
        };
        self.acts.push(runs("linker", "", &shell(&makes)));
        if !self.target.file && self.chance.percent(70) {
            // Somebody has to take the folder away first.
            let above = self.target.above(&mut self.chance);
            let swap = self.target.swap("");
            self.acts.push(runs(
                "writer",
                &above,
                &shell(&format!("cd {}; mv {name} {name}.o", swap.folder)),
            ));
        }
        self.acts.push(Act::Run(format!("cp {what}")));
        if restarts {
            self.acts.push(Act::Run("run --rm --network none nginx sleep 0.5".to_owned()));
            self.acts.push(Act::Run("logs victim".to_owned()));
        } else {
            let next = self.chance.one(&["restart -t 0 victim", "start victim", "inspect victim"]);
            self.acts.push(Act::Run(next.to_owned()));
            self.archive();
        }
    }

    fn passed(&mut self) {
        let swap = self.target.swap("");
        let swap = Swap { folder: String::new(), ..swap };
        let above = self.target.above(&mut self.chance);
        let giver_sees = self.target.swap("").folder;
        let (with, gives, socket) = if self.chance.percent(60) {
            ("-v shared:/s", "-v shared:/s", Socket::Path("/s/socket"))
        } else {
            ("", "--network container:receiver", Socket::Name("hostile"))
        };
        let waits = swap.in_a_folder_that_comes(&mut self.chance, &socket);
        self.acts.push(starts("receiver", with, &waits));
        self.acts.push(runs("giver", &format!("{gives} {above}"), &pass(&giver_sees, &socket)));
        if self.chance.percent(80) {
            self.acts.push(Act::Run("rm -f giver".to_owned()));
        }
        self.victim();
    }

    fn inherited(&mut self) {
        let above = self.target.above(&mut self.chance);
        let swap = self.target.swap("");
        // The first one has the mount and does nothing, the second one has it from there.
        self.acts.push(creates("base", &above, SLEEP));
        let frees = self.chance.percent(30);
        match self.chance.below(3) {
            0 => {
                let script = swap.for_ever(&mut self.chance);
                self.acts.push(starts("writer", "--volumes-from base", &script));
                self.victim();
            }
            1 => {
                self.quiet_victim();
                self.acts.push(runs("writer", "--volumes-from base", &shell(&swap.now())));
                self.archive();
            }
            _ => {
                // The place that is swapped comes from a container that was never started.
                let below = self.target.below(&mut self.chance);
                self.acts.push(creates("unused", &below, SLEEP));
                let script = swap.for_ever(&mut self.chance);
                self.acts.push(starts("writer", "--volumes-from base", &script));
                self.acts.push(runs("victim", "--volumes-from unused", &shell(SHOW_AND_WRITE)));
            }
        }
        if frees {
            // When the second one has it.
            let has = |act: &Act| matches!(act, Act::Run(line) if line.contains("--volumes-from base"));
            let at = self.acts.iter().position(has).unwrap_or_default() + 1;
            self.acts.insert(at, Act::Run("rm -f base".to_owned()));
        }
    }

    fn propagated(&mut self) {
        let kind = self.chance.one(&["rshared", "shared", "rslave"]);
        let tmpfs = self.chance.percent(60);
        let over = if tmpfs { "--tmpfs /w/d/t" } else { "-v ./e:/w/d/sub" };
        self.acts.push(starts("writer", &format!("-v ./d:/w/d:{kind} {over}"), SLEEP));
        self.acts.push(exec("writer", "echo hi > /w/d/t/f; echo hi > /w/d/sub/f; true"));
        self.victim();
    }

    fn above(&mut self) {
        let above = self.target.above(&mut self.chance);
        let swap = self.target.swap("");
        let later = format!("sleep 0.{:02}; {}; {SLEEP}", self.chance.below(60), swap.now());
        let for_ever = swap.for_ever(&mut self.chance);
        match self.chance.below(5) {
            0 => {
                let script = shell(&format!("{}; sleep 0.2", swap.each_run()));
                self.acts.push(starts("writer", &format!("--restart always {above}"), &script));
            }
            1 => self.acts.push(starts("writer", &above, &shell(&later))),
            2 => {
                self.acts.push(starts("writer", &above, SLEEP));
                self.acts.push(Act::Run(format!("exec -d writer {for_ever}")));
            }
            _ => self.acts.push(starts("writer", &above, &for_ever)),
        }
        self.victim();
        if self.chance.percent(50) {
            self.acts.push(Act::Run(
                self.chance.one(&["restart -t 0 victim", "start victim", "restart -t 0 writer"]).to_owned(),
            ));
            self.acts.push(Act::Run("logs victim".to_owned()));
        }
    }
}
