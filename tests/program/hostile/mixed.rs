//! Pieces in any order, and what any lab does in between.

use super::pieces::{SLEEP, creates, exec, mount, shell, starts};
use super::scripts::SHOW_AND_WRITE;
use super::sequence::{Act, Maker};

impl Maker {
    /// Pieces in any order, whether or not they make sense.
    pub fn mixed(&mut self) {
        let mut names = vec!["victim", "writer", "sharer"];
        if self.chance.percent(30) {
            names.pop();
        }
        let made = names.clone();
        let first = names.remove(self.chance.below(names.len()));
        self.any_container(first);
        for _ in 0..3 + self.chance.below(3) {
            let name = self.chance.one(&made);
            match self.chance.below(10) {
                0..4 if !names.is_empty() => {
                    let name = names.remove(self.chance.below(names.len()));
                    self.any_container(name);
                }
                4 | 5 => self.archive(),
                6 => {
                    let now = self.target.swap("").now();
                    self.acts.push(exec(name, &now));
                }
                7 => {
                    let leads = self.target.leads.clone();
                    self.acts.push(exec(name, &format!("ln -s {leads} /l")));
                    self.acts.push(Act::Run(format!("cp {name}:/l {}", self.target.mounted.path)));
                }
                8 => {
                    let again = self.chance.one(&["start", "restart -t 0", "stop -t 0"]);
                    self.acts.push(Act::Run(format!("{again} {name}")));
                }
                _ => self.noise(),
            }
        }
        // Names that a lab has must be made by it.
        for name in names {
            self.any_container(name);
        }
    }

    /// A container with any mounts, that does anything.
    fn any_container(&mut self, name: &str) {
        let mut flags = Vec::new();
        for at in ["/w", "/m"].into_iter().take(1 + self.chance.below(2)) {
            let usual = if at == "/w" { "." } else { self.target.mounted.path };
            let source = if self.chance.percent(50) {
                usual
            } else {
                self.chance.one(&["d", "d/sub", "f", "d/file", "e", "."])
            };
            let options = match self.chance.below(20) {
                0 => self.chance.one(&["rshared", "shared", "rslave"]),
                1..5 => "ro",
                _ => "",
            };
            flags.push(mount(&mut self.chance, &format!("./{source}"), at, options));
        }
        if self.chance.percent(15) {
            flags.push("-v shared:/s".to_owned());
        }
        let other = self.chance.one(&["victim", "writer"]);
        if other != name && self.chance.percent(40) {
            let shares = self.chance.one(&[
                "--pid container:",
                "--pid container:",
                "--volumes-from ",
                "--ipc container:",
                "--network container:",
            ]);
            flags.push(format!("{shares}{other}"));
        }
        if self.chance.percent(20) {
            flags.push("--restart always".to_owned());
        }
        let root = self.chance.one(&["", "", "/proc/1/root"]);
        let swap = self.target.swap(root);
        let command = match self.chance.below(8) {
            0 => shell(&format!("{}; {SLEEP}", swap.now())),
            1 => swap.for_ever(&mut self.chance),
            2 => swap.while_frozen(&mut self.chance),
            3 => shell(&format!("{}; sleep 0.1", swap.each_run())),
            4 | 5 => shell(&format!("{SHOW_AND_WRITE}; {SLEEP}")),
            _ => SLEEP.to_owned(),
        };
        let flags = flags.join(" ");
        if self.chance.percent(15) {
            self.acts.push(creates(name, &flags, &command));
        } else {
            self.acts.push(starts(name, &flags, &command));
        }
    }

    /// Something that any lab does, somewhere in between.
    pub fn noise(&mut self) {
        let made = |act: &Act| match act {
            Act::Run(line) => line.split(" --name ").nth(1)?.split(' ').next().map(str::to_owned),
            _ => None,
        };
        let names: Vec<String> = self.acts.iter().filter_map(made).collect();
        // Of one that is waited for the end must come.
        let waited =
            self.acts.iter().any(|act| matches!(act, Act::Run(line) if line.starts_with("start -a")));
        let Some(last) = names.len().checked_sub(1) else { return };
        let name = &names[self.chance.below(last + 1)];
        let onto = self.chance.one(&["e/exported", "f", "d/file"]);
        let act = match self.chance.below(16) {
            0 => Act::Run("ps -a".to_owned()),
            1 => exec(name, "cat /m/canary; true"),
            2 => Act::Run(format!("pause {name}")),
            3 => Act::Run(format!("unpause {name}")),
            4 => Act::Run(format!("stop -t 0 {name}")),
            5 => Act::Run(format!("start {name}")),
            6 => Act::Run(format!("restart -t 0 {name}")),
            7 => Act::Run(format!("rm -f {name}")),
            8 => Act::Run(format!("kill {name}")),
            9 if !waited => Act::Run(format!("update --restart always {name}")),
            10 => Act::Run(format!("cp p {name}:/tmp/p")),
            11 => Act::Run(format!("diff {name}")),
            12 => Act::Run(format!("cp {name}:/etc/hostname e")),
            13 => Act::Write(self.chance.one(&["d/sub/x", "d/file", "f", "e/z"])),
            14 => Act::Run(format!("export -o {onto} {name}")),
            _ => Act::Check(format!("{{ container = '{name}', running = true, within = '1ms' }}")),
        };
        let at = 1 + self.chance.below(self.acts.len());
        self.acts.insert(at, act);
    }
}
