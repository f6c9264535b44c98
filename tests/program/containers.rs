//! Every command on containers, in a lab of its own; listings and looks beside the docker program's.

use std::fs;
use std::process::Command;

use crate::harness::{Ended, Engine, Lab, docker};

/// A lab of one step with these lines, each in its own words of TOML.
fn lab(lines: &[&str], check: &str) -> Lab {
    let lines: Vec<String> = lines.iter().map(|line| format!("  '''docker {line}''',\n")).collect();
    Lab::of(&format!(
        "[[step]]\nid = \"one\"\ntitle = \"One\"\nrun = [\n{}]\ncheck = [{check}]\n",
        lines.concat()
    ))
}

/// Runs these lines, which must succeed, with this check, which must hold.
fn runs(lines: &[&str], check: &str) -> Ended {
    lab(lines, check).run().exits(0).leaves_nothing()
}

/// Runs these lines, the last of which is refused in these words.
fn refused(lines: &[&str], words: &str) {
    lab(lines, "").run().exits(1).shows(words).leaves_nothing();
}

/// What a lab that is kept leaves: removed in the end, whatever happens.
struct Left {
    containers: &'static [&'static str],
    volumes: &'static [&'static str],
}

impl Drop for Left {
    fn drop(&mut self) {
        let remove = |words: &[&str], names: &[&str]| {
            let _ = Command::new("docker").args(words).args(names).output();
        };
        remove(&["rm", "-f", "-v"], self.containers);
        remove(&["volume", "rm"], self.volumes);
    }
}

/// What was shown of a lab that is kept.
struct Kept {
    text: String,
    _left: Left,
}

impl Kept {
    fn of(left: Left, lines: &[&str]) -> Self {
        let text = lab(lines, "").with("--keep").run().exits(0).text().to_owned();
        Self { text, _left: left }
    }

    /// Holds that the docker program, asked now, prints what the lab has shown.
    fn shows_the_same_as(&self, arguments: &[&str]) -> &Self {
        self.shows_printed(arguments, &docker(arguments))
    }

    /// The same for what is cut when it is shown: the first lines.
    fn begins_the_same_as(&self, arguments: &[&str]) -> &Self {
        let printed = docker(arguments);
        let begin: Vec<&str> = printed.lines().take(10).collect();
        self.shows_printed(arguments, &begin.join("\n"))
    }

    fn shows_printed(&self, arguments: &[&str], printed: &str) -> &Self {
        let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(!printed.is_empty(), "{arguments:?} prints nothing");
        assert!(words(&self.text).contains(&words(printed)), "{arguments:?}:\n{printed}\nin:\n{}", self.text);
        self
    }
}

#[test]
fn create_start_stop_and_remove() {
    let _engine = Engine::any();
    runs(
        &[
            "create --name statelab-carry-life nginx",
            "start statelab-carry-life",
            "stop -t 1 statelab-carry-life",
            "restart -t 1 statelab-carry-life",
            "pause statelab-carry-life",
            "unpause statelab-carry-life",
            "kill -s TERM statelab-carry-life",
            "wait statelab-carry-life",
        ],
        r#"{ output = true, equals = "0" }, { container = "statelab-carry-life", running = false }"#,
    );
    runs(
        &[
            "run -d --name statelab-carry-life nginx",
            "rename statelab-carry-life statelab-carry-life-2",
            "update -m 64m --memory-swap 64m statelab-carry-life-2",
            "exec statelab-carry-life-2 hostname",
            "rm -fv statelab-carry-life-2",
        ],
        r#"{ container = "statelab-carry-life-2", exists = false }, { output = true, contains = "statelab-carry-life-2" }"#,
    );
}

#[test]
fn in_the_foreground_output_and_status_come_back() {
    let _engine = Engine::any();
    runs(&["run --rm -i nginx cat"], r#"{ output = true, equals = "" }"#);
    runs(
        &["run --rm -a stderr nginx sh -c 'echo out; echo err >&2'"],
        r#"{ output = true, equals = "err" }"#,
    );
    refused(&["run --rm nginx sh -c 'printf last; exit 7'"], "last");
    runs(
        &["create --name statelab-carry-front nginx printf whole", "start -a statelab-carry-front"],
        r#"{ output = true, equals = "whole" }"#,
    );
}

#[test]
fn exec_takes_its_flags_and_goes_on_in_the_background() {
    let _engine = Engine::any();
    let lab = lab(
        &[
            "run -d --name statelab-carry-exec nginx",
            "exec -d statelab-carry-exec sh -c 'sleep 0.2; touch /done'",
            "exec -e A=1 --env-file vars.env -w /tmp -u nobody statelab-carry-exec sh -c 'echo $A $B; pwd; id -un'",
        ],
        r#"{ output = true, equals = "1 two\n/tmp\nnobody" }, { file = "statelab-carry-exec:/done", exists = true }"#,
    );
    fs::write(lab.folder().join("vars.env"), "B=two\n").unwrap();
    lab.run().exits(0).leaves_nothing();
}

#[test]
fn what_reaches_for_the_host_is_refused() {
    let _engine = Engine::any();
    for flag in [
        "--privileged",
        "--cap-add NET_ADMIN",
        "--device /dev/null",
        "--pid host",
        "--network host",
        "--security-opt seccomp=unconfined",
        "--mount type=volume,dst=/x,volume-opt=type=none,volume-opt=o=bind,volume-opt=device=/",
    ] {
        refused(&[&format!("run --name statelab-carry-host {flag} nginx true")], "A lab may not use");
    }
}

#[test]
fn a_missing_source_is_made_for_v_and_refused_for_mount() {
    let _engine = Engine::any();
    runs(
        &["run -d --name statelab-carry-bind -v ./missing:/x nginx"],
        r#"{ mount = "statelab-carry-bind:/x", type = "bind" }"#,
    );
    refused(
        &["run -d --name statelab-carry-bind --mount type=bind,src=./missing,dst=/x nginx"],
        "bind source path does not exist",
    );
}

#[test]
fn export_writes_a_file_of_the_workspace() {
    let _engine = Engine::any();
    runs(
        &["create --name statelab-carry-export nginx", "export -o all.tar statelab-carry-export"],
        r#"{ local = "all.tar", exists = true }"#,
    );
}

#[test]
fn a_link_is_copied_as_one_or_followed() {
    let _engine = Engine::any();
    let lab = lab(
        &[
            "run -d --name statelab-carry-cp -u 33 nginx sleep 60",
            "exec -u 0 statelab-carry-cp sh -c 'mkdir /t; echo hello > /t/f; ln -s f /t/link; chmod 777 /t'",
            "cp -L statelab-carry-cp:/t/link followed",
            "cp statelab-carry-cp:/t/link kept",
            "cp -a followed statelab-carry-cp:/t/owned",
            "cp followed statelab-carry-cp:/t/plain",
            "cp kept statelab-carry-cp:/t/again",
            "stop -t 0 statelab-carry-cp",
            "cp statelab-carry-cp:/t stopped",
            "start statelab-carry-cp",
            "cp - statelab-carry-cp:/t",
        ],
        r#"{ local = "followed", equals = "hello" }, { local = "stopped/plain", equals = "hello" },
           { exec = "sh -c 'readlink /t/again; stat -c %u /t/owned /t/plain'", in = "statelab-carry-cp", equals = "f\n33\n0" }"#,
    );
    lab.run().exits(0).leaves_nothing();
}

/// What Docker prints, compared with the docker program, and what the kernel makes of flags.
mod real {
    use super::*;

    #[test]
    fn run_takes_its_flags() {
        let _engine = Engine::take();
        let name = "statelab-carry-flags";
        let lab = lab(
        &[
            "run -d --name statelab-carry-flags -e A=1 --env-file vars.env -l role=web --label-file labels.txt \
             --hostname box --domainname example.org --add-host db:10.0.0.9 --dns 10.0.0.2 -w /srv -u 33:33 \
             --group-add 7 --stop-signal INT --stop-timeout 3 -m 64m --cpus 0.5 --pids-limit 90 --ulimit nofile=100:200 \
             --shm-size 1m --sysctl net.ipv4.ip_forward=0 --restart on-failure:2 --cap-drop NET_RAW --read-only \
             --tmpfs /run:size=1m -v ./new/site:/site:ro -v statelab-carry-vol:/data:nocopy --mount type=tmpfs,dst=/mem,tmpfs-size=1m \
             -v /anonymous --expose 99 --network bridge --health-cmd true --health-interval 5s --init --entrypoint sleep nginx 60",
        ],
        &[
            ("env", "exec = \"sh -c 'echo $A $B $HOSTNAME; pwd; id -u; cat /proc/sys/net/ipv4/ip_forward; ulimit -n'\"", "equals = \"1 two box\\n/srv\\n33\\n0\\n100\""),
        ]
        .map(|(_, probe, predicate)| format!("{{ {probe}, in = \"{name}\", {predicate} }}"))
        .concat(),
    );
        fs::write(lab.folder().join("vars.env"), "# c\nB=two\nC\n").unwrap();
        fs::write(lab.folder().join("labels.txt"), "tier=front\n").unwrap();
        let left = Left { containers: &["statelab-carry-flags"], volumes: &["statelab-carry-vol"] };
        lab.with("--keep").run().exits(0);
        let look = |format: &str| docker(&["inspect", "--format", format, name]);
        for (format, wanted) in [
            (
                "{{.HostConfig.Memory}} {{.HostConfig.NanoCpus}} {{.HostConfig.PidsLimit}}",
                "67108864 500000000 90",
            ),
            ("{{.HostConfig.RestartPolicy}} {{.HostConfig.CapDrop}}", "{on-failure 2} [NET_RAW]"),
            ("{{.Config.Labels.role}} {{.Config.Labels.tier}}", "web front"),
            (
                "{{.HostConfig.ReadonlyRootfs}} {{.HostConfig.ShmSize}} {{.HostConfig.Init}}",
                "true 1048576 true",
            ),
            ("{{.Config.StopSignal}} {{.Config.StopTimeout}}", "INT 3"),
            ("{{.HostConfig.ExtraHosts}} {{.HostConfig.Dns}}", "[db:10.0.0.9] [10.0.0.2]"),
            ("{{.Config.Healthcheck.Test}}", "[CMD-SHELL true]"),
            ("{{.HostConfig.Tmpfs}} {{len .Mounts}}", "map[/run:size=1m] 4"),
        ] {
            assert_eq!(look(format), wanted, "{format}");
        }
        drop(left);
    }

    #[test]
    fn ps_prints_as_the_docker_program_does() {
        let _engine = Engine::take();
        let format = "table {{.ID}}\t{{.Image}}\t{{.Command}}\t{{.State}}\t{{.Ports}}\t{{.Names}}\t{{.Mounts}}\t{{.Networks}}";
        let ps = format!("ps -a --filter name=statelab-carry-ps --format '{}'", format.replace('\t', "\\t"));
        let volumes = &["statelab-carry-ps"];
        Kept::of(
        Left { containers: &["statelab-carry-ps-1", "statelab-carry-ps-2"], volumes },
        &[
            "run -d --name statelab-carry-ps-1 -p 127.0.0.1:18099:80 -v statelab-carry-ps:/d nginx",
            "create --name statelab-carry-ps-2 nginx sleep 60",
            &ps,
            "ps -aq --no-trunc",
            "ps --filter status=created --format '{{.Names}} only'",
            "ps --filter ancestor=nginx --filter volume=statelab-carry-ps --filter label=statelab.lab -n 1",
        ],
    )
    .shows_the_same_as(&["ps", "-a", "--filter", "name=statelab-carry-ps", "--format", format])
    .shows_the_same_as(&["ps", "-aq", "--no-trunc", "--filter", "name=statelab-carry-ps"]);
    }

    #[test]
    fn looks_print_as_the_docker_program_does() {
        let _engine = Engine::take();
        let name = "statelab-carry-look";
        let kept = Kept::of(
            Left { containers: &["statelab-carry-look"], volumes: &[] },
            &[
                "run -d --name statelab-carry-look -p 127.0.0.1:18098:80 -l a=b nginx sh -c 'echo one; echo two; exec sleep 60'",
                "exec statelab-carry-look sh -c 'touch /new; rm /etc/hostname-; echo x >> /etc/motd; true'",
                "logs --tail 1 statelab-carry-look",
                "logs -t --since 1h statelab-carry-look",
                "port statelab-carry-look",
                "port statelab-carry-look 80",
                "diff statelab-carry-look",
                "top statelab-carry-look -o pid,cmd",
                "inspect --format '{{.Name}} {{.Config.Labels.a}} {{json .Args}} {{.HostConfig.PortBindings}}' statelab-carry-look",
            ],
        );
        // The docker program's order is another one each time.
        let diff = docker(&["diff", name]);
        let mut lines: Vec<&str> = diff.lines().collect();
        lines.sort_by_key(|line| line[2..].split('/').collect::<Vec<_>>());
        kept.shows_printed(&["diff", name], &lines.join("\n"));
        kept.shows_the_same_as(&["logs", "-t", name])
            .shows_the_same_as(&["port", name])
            .shows_the_same_as(&["port", name, "80"])
            .shows_the_same_as(&["top", name, "-o", "pid,cmd"])
            .shows_the_same_as(&[
                "inspect",
                "--format",
                "{{.Name}} {{.Config.Labels.a}} {{json .Args}} {{.HostConfig.PortBindings}}",
                name,
            ]);
    }

    #[test]
    fn inspect_prints_the_engines_json() {
        let _engine = Engine::take();
        Kept::of(
            Left { containers: &["statelab-carry-inspect"], volumes: &[] },
            &["create --name statelab-carry-inspect nginx", "inspect statelab-carry-inspect"],
        )
        .begins_the_same_as(&["inspect", "statelab-carry-inspect"]);
        refused(&["inspect statelab-carry-nothing"], "There is no statelab-carry-nothing.");
    }
}
