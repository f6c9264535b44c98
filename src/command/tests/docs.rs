//! `docs/commands.md` is generated from the flag table. `UPDATE=1 cargo test docs` writes it.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::path::Path;

use fluent_bundle::{FluentBundle, FluentResource};

use super::super::{COMMANDS, Count, Flag, Operand, Order, Syntax, Takes, Value};
use super::faults::{MESSAGES, bundle, say};

const HEAD: &str = "\
# The commands that a lab takes

<!-- Made from the flag table in src/command/table: change that, then UPDATE=1 cargo test --lib docs. -->

A line of a lab is one `docker …` command, written as for the docker program: `--flag value`, `--flag=value`,
`-f value`, `-fvalue`, `-it`, `--switch=false`. No shell reads it. What is `not taken` is known, and refused
at its place.

## What is not taken, and why

- For somebody at a terminal, where nobody sits: `--detach-keys`, `--sig-proxy`, and of `start` `--checkpoint`,
  `--checkpoint-dir`. What `exec` and `start` have of `run` beside that (`--attach`, `--interactive`, `--rm`) stands in
  their tables where it means something.
- For more of the host, or another one: `--annotation`, `--blkio-weight`, `--blkio-weight-device`, `--cgroup-parent`,
  `--cpu-rt-period`, `--cpu-rt-runtime`, `--cpuset-cpus`, `--cpuset-mems`, `--device-cgroup-rule`, `--device-read-bps`,
  `--device-read-iops`, `--device-write-bps`, `--device-write-iops`, `--disable-content-trust`, `--gpus`, `--isolation`,
  `--kernel-memory`, `--runtime`, `--storage-opt`, `--use-api-socket`.
- For files outside the workspace, which names make needless: `--iidfile`, `--metadata-file`.
- Links between containers, which networks have replaced: `--link`, `--link-local-ip`.
- Another log than the engine's usual one, which `docker logs` and checks read: `--log-driver`, `--log-opt`.
- Builds use the engine's classic builder, in a container like any other: `--add-host`, `--allow`, `--attest`,
  `--build-context`, `--builder`, `--cache-from`, `--cache-to`, `--call`, `--check`, `--compress`, `--cpu-period`,
  `--cpu-quota`, `--cpu-shares`, `--load`, `--memory`, `--memory-swap`, `--network`, `--no-cache-filter`, `--output`,
  `--progress`, `--provenance`, `--push`, `--sbom`, `--secret`, `--security-opt`, `--shm-size`, `--squash`, `--ssh`,
  `--ulimit`.
- Images of one platform, the engine's: `--platform` of other commands than `run`, `create`, `build` and `import`;
  and the drawn `--tree`.
- Networks and volumes of swarms, plugins and many hosts: `--aux-address`, `--availability`, `--cluster`,
  `--config-from`, `--config-only`, `--driver-opt`, `--group`, `--gw-priority`, `--ingress`, `--ipam-driver`,
  `--ipam-opt`, `--ipv4`, `--limit-bytes`, `--required-bytes`, `--scope`, `--sharing`, `--topology-preferred`,
  `--topology-required`, `--type`, `--verbose`.

## Files of the workspace in place of a pipe

`> FILE` writes what a command prints into a file of the workspace, `>> FILE` behind what is in it, and `2>&1` after them
adds the errors. `< FILE` is what `exec -i`, `run -i`, `start -i`, `load`, `import -` and `cp -` read. The file is opened before the command begins,
as a shell does it: its folder must be there, and an output file is emptied even if the command fails. Links that lead out
of the workspace, pipes and devices are refused. An input has 64 MiB at the most, an output 1 GiB. What goes to a file is
not shown, and `output = true` sees the rest alone: look at the file with `local`.

## What some of them do here

- `--format` takes fields, `range`, `if`, `else`, `with`, variables, `|`, and the functions `and`, `eq`, `index`, `join`, `json`, `len`,
  `lower`, `ne`, `not`, `or`, `print`, `println`, `split` and `upper` of Go's templates.
- `volume-subpath`, `bind-recursive=readonly` and `--health-start-interval` are refused on an engine that is too old for
  them: it would leave them out without a word, and mount the whole volume.
- `-v $PWD:$PWD` mounts the workspace at its own path, and `-w $PWD` begins there.
- `--pull always` and `build --pull` are refused where the machine has an image of that name: a newer one would take the
  name along, and names that were there before stay where they are. An image by its digest (`nginx@sha256:…`) is asked
  for each time, and so is one that is not there.
- `build --rm=false` leaves the containers of its steps; they are this run's, and go when it ends. Podman's go with
  the build.
- `build` takes a Dockerfile that all engines read alike, and refuses any other at its line: with control characters or
  blanks of other alphabets, `# escape=`, heredocs (any `<<` in `RUN`, `COPY` and `ADD`), a line that ends with two
  backslashes, names and flags in quotes or in two lines, unknown instructions. Flags are `--platform` of `FROM`, `--from`,
  `--chown` and `--chmod` of `COPY`, `--chown` and `--chmod` of `ADD`; `RUN` has none. Variables in `FROM` have an `ARG` with
  a value before the first `FROM`, and stand as `$NAME`, `${NAME}`, `${NAME:-default}` or `${NAME:+other}`; what the engine
  builds, and shows, has the image's name in their place. The name of an earlier stage is written as it is there.
- `ADD` of anything but files of the context, by names without variables and quotes, needs `network` among the
  `namespaces` under `[allow]`: the engine fetches in the host's network. So does `ONBUILD ADD`, in a Dockerfile, in an image that one
  builds on, and in the `--change` of `commit` and `import`, which takes one instruction.
- `images -a` lists what the shown images are built on as well, as far as the engine has it.
- `system df -v` has no `--format`: the docker program has other fields then, of four tables at once.
- `ps --filter is-task=true` finds nothing, since no container of a lab is a swarm's; `isolation` means something on
  Windows alone, and passes all.

";

/// The page.
fn page() -> String {
    let bundle = bundle();
    let mut text = HEAD.to_owned();
    for command in COMMANDS {
        write!(text, "## `docker {}`\n\n", command.name).unwrap();
        writeln!(text, "{}.\n", say(&bundle, &command.summary_key())).unwrap();
        writeln!(text, "```text\n{}\n```\n", usage(command)).unwrap();
        if !command.aliases.is_empty() {
            writeln!(
                text,
                "Also written {}.\n",
                list(command.aliases.iter().map(|name| format!("docker {name}")))
            )
            .unwrap();
        }
        table(&mut text, command, &bundle);
        let refused = command.unsupported().filter(|flag| flag.long != "help");
        let refused: Vec<_> = refused.map(|flag| format!("--{}", flag.long)).collect();
        if !refused.is_empty() {
            writeln!(text, "Not taken: {}.\n", list(refused)).unwrap();
        }
    }
    text.truncate(text.trim_end().len());
    text.push('\n');
    text
}

fn list(words: impl IntoIterator<Item = String>) -> String {
    let words: Vec<_> = words.into_iter().map(|word| format!("`{word}`")).collect();
    words.join(", ")
}

fn usage(command: &Syntax) -> String {
    let flags = if command.flags().next().is_none() { "" } else { " [FLAGS]" };
    let mut text = format!("docker {}{flags}", command.name);
    for operand in command.operands {
        let Operand { name, count, .. } = operand;
        match count {
            Count::One => write!(text, " {name}"),
            Count::Optional => write!(text, " [{name}]"),
            Count::OneOrMore => write!(text, " {name} [{name}…]"),
            Count::Any => write!(text, " [{name}…]"),
        }
        .unwrap();
    }
    if command.order == Order::BeforeOperands {
        write!(text, "    (flags stand before {})", command.operands[0].name).unwrap();
    }
    text
}

fn table(text: &mut String, command: &Syntax, bundle: &FluentBundle<FluentResource>) {
    if command.flags().next().is_none() {
        return;
    }
    text.push_str("| flag | value | what it does |\n| --- | --- | --- |\n");
    for flag in command.flags() {
        let others = command.flags.iter().copied().flatten();
        let others: Vec<_> = others
            .filter(|other| other.same_as == Some(flag.long))
            .map(|other| format!("--{}", other.long))
            .collect();
        let mut spelled: Vec<String> = flag.short.map(|letter| format!("-{letter}")).into_iter().collect();
        spelled.push(format!("--{}", flag.long));
        spelled.extend(others);
        let does = say(bundle, &command.flag_key(flag));
        writeln!(text, "| {} | {} | {does} |", list(spelled), value(flag)).unwrap();
    }
    text.push('\n');
}

fn value(flag: &Flag) -> String {
    match flag.takes {
        Takes::Nothing => "switch".to_owned(),
        Takes::One(value) => kind(value).to_owned(),
        Takes::Many(value) => format!("{} (repeated)", kind(value)),
    }
}

/// Describes a value in a few words.
#[expect(clippy::too_many_lines, reason = "a table, read from top to bottom")]
fn kind(value: Value) -> &'static str {
    match value {
        Value::Container => "a container's name",
        Value::Image => "an image's name",
        Value::Volume => "a volume's name",
        Value::Network => "a network's name",
        Value::Any => "the name of an object of any kind",
        Value::VolumeMount => "`[SOURCE:]TARGET[:OPTIONS]`",
        Value::Mount => "`KEY=VALUE,…`",
        Value::Tmpfs => "`TARGET[:OPTIONS]`",
        Value::VolumesFrom => "`CONTAINER[:ro]`",
        Value::Port => "`[[ADDRESS:]PORT:]PORT[/PROTOCOL]`",
        Value::Exposed => "`PORT[-PORT][/PROTOCOL]`",
        Value::ContainerPort => "`PORT[/PROTOCOL]`",
        Value::NetworkMode => "a network, `host`, `none`, `container:NAME`, or `name=…,alias=…`",
        Value::Alias => "a further name in a network",
        Value::Address => "an address of either kind",
        Value::Ipv4 => "an address of four numbers",
        Value::Ipv6 => "an IPv6 address",
        Value::Mac => "a hardware address",
        Value::Subnet => "`ADDRESS/BITS`",
        Value::Host => "`NAME:ADDRESS`",
        Value::Environment => "`NAME[=VALUE]`",
        Value::Label => "`KEY[=VALUE]`",
        Value::Option => "`KEY=VALUE` of a driver",
        Value::Sysctl => "`NAME=VALUE` of the kernel",
        Value::User => "`USER[:GROUP]`",
        Value::Directory => "an absolute path in a container",
        Value::File => "a file of the workspace",
        Value::Folder => "a folder of the workspace",
        Value::CopyPath => "a path of the workspace, `-`, or `CONTAINER:PATH`",
        Value::Command => "a command, or an argument of one, for a container",
        Value::Stream => "`stdin`, `stdout` or `stderr`",
        Value::Signal => "a signal: `SIGTERM`, `TERM`, `15`",
        Value::Seconds => "seconds, or -1",
        Value::Duration => "a span of time: `1m30s`",
        Value::Moment => "a time, or how long ago",
        Value::Lines => "so many lines, or `all`",
        Value::Size => "a size: `512m`",
        Value::Swap => "a size, or -1",
        Value::Cpus => "a number of processors: `1.5`",
        Value::Number => "a number",
        Value::Ulimit => "`NAME=SOFT[:HARD]`",
        Value::RestartPolicy => "`no`, `always`, `unless-stopped`, `on-failure[:TIMES]`",
        Value::Device => "`HOST[:CONTAINER][:rwm]`",
        Value::PidMode => "`host` or `container:NAME`",
        Value::IpcMode => "`none`, `private`, `shareable`, `host` or `container:NAME`",
        Value::HostMode => "`host`",
        Value::CgroupMode => "`host` or `private`",
        Value::Platform => "`OS[/ARCHITECTURE[/VARIANT]]`",
        Value::Pull => "`always`, `missing` or `never`",
        Value::Change => "an instruction of a Dockerfile",
        Value::InspectType => "`container`, `image`, `volume` or `network`",
        Value::Filter => "`KEY=VALUE`",
        Value::Format => "`json`, or a template",
        Value::Text => "any text",
    }
}

#[test]
fn what_is_not_taken_has_its_reason() {
    let mut flags: Vec<_> = COMMANDS.iter().flat_map(Syntax::unsupported).map(|flag| flag.long).collect();
    flags.retain(|flag| *flag != "help" && !HEAD.contains(&format!("`--{flag}`")));
    assert_eq!(flags, [""; 0]);
}

#[test]
fn what_flags_do_is_said_of_those_that_there_are() {
    let used = |command: &Syntax| command.flags().map(|flag| command.flag_key(flag)).collect::<Vec<_>>();
    let used: BTreeSet<String> = COMMANDS.iter().flat_map(used).collect();
    let keys = MESSAGES.lines().filter_map(|line| line.split_once(" = ")).map(|(key, _)| key.to_owned());
    let said: BTreeSet<String> = keys.filter(|key| key.starts_with("flag-")).collect();
    assert_eq!(said, used);
}

#[test]
fn the_page_of_commands_is_as_the_flag_table() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/commands.md");
    let page = page();
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&file, &page).unwrap();
    }
    let written = std::fs::read_to_string(&file).unwrap_or_default();
    assert!(
        written == page,
        "docs/commands.md is not what the flag table says: UPDATE=1 cargo test --lib docs"
    );
}
