//! Twenty things of a stranger on an engine, some with names near to a run's and some with this program's
//! labels, and all that the engine and their files say of them: it must be the same before and after, bit
//! for bit. What they run sleeps, so that nothing of them changes by itself, and nothing is left out.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::process::Command;
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::harness::{Lab, ask, docker_socket};
use crate::leftovers::STRANGER;

/// One of the engines of this machine.
#[derive(Clone, Copy)]
pub enum Side {
    /// The one that the docker program uses.
    Docker,
    /// The Podman of `scripts/podman`.
    Podman,
}

/// Where `scripts/podman` has it listen.
const PODMAN: &str = "/run/statelab-podman/podman.sock";

impl Side {
    pub const fn name(self) -> &'static str {
        match self {
            Self::Docker => "Docker",
            Self::Podman => "Podman",
        }
    }

    fn socket(self) -> PathBuf {
        match self {
            Self::Docker => docker_socket(),
            Self::Podman => PODMAN.into(),
        }
    }

    /// Its address, for `--engine`.
    pub fn address(self) -> String {
        format!("unix://{}", self.socket().display())
    }

    /// A shipped lab that runs here, under names of its own.
    pub fn lab(self, name: &str) -> Lab {
        Lab::shipped(name).with("--scoped").with("--engine").with(&self.address())
    }

    /// The status that a shipped lab's run ends with here: on Podman a copy goes into a tmpfs, which one lab says it
    /// does not (`on_podman::a_copy_goes_into_a_tmpfs`).
    pub fn ends(self, lab: &str) -> i32 {
        i32::from(matches!(self, Self::Podman) && lab == "tmpfs-and-read-only")
    }

    /// Runs a script whose docker program talks to this engine; whether it succeeded, and what it printed.
    fn script(self, script: &str, arguments: &[&str]) -> Result<String, String> {
        let mut command = Command::new("bash");
        command.args(["-euo", "pipefail", "-c", script, "script"]).args(arguments);
        // Podman 4.3 takes no commit from the docker program, which sends no body.
        let commits = if matches!(self, Self::Podman) { "scripts/podman do" } else { "docker" };
        command.env("DOCKER_HOST", self.address()).env("COMMITS", commits);
        let output = command.output().unwrap();
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).trim().to_owned();
        if output.status.success() { Ok(text(&output.stdout)) } else { Err(text(&output.stderr)) }
    }

    /// Runs the docker program here, which must succeed: what it printed.
    fn docker(self, arguments: &[&str]) -> String {
        self.script("docker \"$@\"", arguments).unwrap_or_else(|words| panic!("{arguments:?}: {words}"))
    }

    /// What the engine answers to a question; none: it has no answer at this moment. Asked without the
    /// docker program, which takes longer than the answer.
    pub fn ask(self, path: &str) -> Option<Value> {
        ask(&self.socket(), path)
    }

    /// How long a container takes to come and go here, at this moment.
    pub fn pace(self) -> Duration {
        let start = Instant::now();
        let id = self.docker(&["run", "-d", "--label", STRANGER, "nginx", "sleep", "infinity"]);
        self.docker(&["rm", "-f", "-v", &id]);
        start.elapsed()
    }

    /// Everything that the engine has: the ids of its containers, volumes, networks and images, and the
    /// images' names.
    pub fn everything(self) -> BTreeSet<String> {
        let script = "docker ps -aq --no-trunc; docker volume ls -q; docker network ls -q --no-trunc
            docker images -a --no-trunc --format '{{.ID}} {{.Repository}}:{{.Tag}}'";
        let mut everything = self.docker_lines(script);
        if matches!(self, Self::Podman) {
            // What Podman's builder works in is in no listing of Docker's.
            let all = self.ask("/v4.0.0/libpod/containers/json?all=true&external=true").unwrap();
            let names = all.as_array().unwrap().iter().map(|found| &found["Names"]);
            everything.extend(names.map(|names| format!("container {names}")));
        }
        everything
    }

    fn docker_lines(self, script: &str) -> BTreeSet<String> {
        self.script(script, &[]).unwrap().lines().map(str::to_owned).collect()
    }
}

/// The containers, with every state that one can be in; and what some of them have that is ours.
const CONTAINERS: [&str; 8] = [
    // Called as labs call theirs.
    "my-nginx",
    "my-postgres",
    "statelab-decoy-paused",
    // Made by a run of another machine, as its labels say.
    "5eed5eed-my-nginx",
    // Never started; from an image that inherited the labels of a container.
    "statelab-decoy-created",
    // Called as a run here calls its own, with the labels that it inherited from one of these.
    "KEPT-my-other",
    "statelab-decoy-restarts",
    "statelab-decoy-exited",
];

/// The volumes; one more has no name, and belongs to `my-postgres`.
const VOLUMES: [&str; 5] = [
    "mydata",
    "5eed5eed-mydata",
    "KEPT-mydata",
    "statelab-decoy",
    "decade00decade00decade00decade00decade00decade00decade00decade00",
];

/// The images; one more has no name.
const IMAGES: [&str; 5] = [
    "my-site",
    "5eed5eed-my-site",
    "statelab-decoy-offspring",
    "statelab-decoy-tag",
    "statelab-decoy-imported",
];

/// And two networks beside.
const NETWORKS: [&str; 2] = ["statelab-decoy", "5eed5eed-net"];

/// Makes them. `$1` is a run that was kept here.
const MAKE: &str = r#"
kept=$1
stranger='--label statelab-test.stranger'
elsewhere() { printf -- '--label statelab.run=5eed5eed --label statelab.lab=nginx-stateless --label statelab.self=%s/%s/0123456789abcdef' "$1" "$2"; }
here() { printf -- '--label statelab.run=%s --label statelab.lab=nginx-stateless --label statelab.self=%s/%s/0123456789abcdef' "$kept" "$1" "$2"; }
sleeps='mkdir -p /decoy; head -c 50000 /dev/urandom >/decoy/file; exec sleep infinity'
start() { local name=$1; shift; docker run -d $stranger --name "$name" "$@" sh -c "$sleeps"; }

if docker image inspect my-site >/dev/null 2>&1; then echo 'somebody has an image my-site' >&2; exit 1; fi
docker network create $stranger statelab-decoy
docker network create $stranger $(elsewhere network 5eed5eed-net) 5eed5eed-net
for volume in mydata statelab-decoy decade00decade00decade00decade00decade00decade00decade00decade00; do
  docker volume create $stranger "$volume"
done
docker volume create $stranger $(elsewhere volume 5eed5eed-mydata) 5eed5eed-mydata
docker volume create $stranger $(here volume "$kept-mydata") "$kept-mydata"

$COMMITS commit --pause=false --change 'LABEL statelab-test.stranger=' "$kept-my-nginx" statelab-decoy-offspring
start my-nginx -v mydata:/data nginx
start my-postgres -v /anonymous nginx
start statelab-decoy-paused --label statelab.run=5eed5eed nginx
start 5eed5eed-my-nginx $(elsewhere container 5eed5eed-my-nginx) nginx
start "$kept-my-other" statelab-decoy-offspring
start statelab-decoy-restarts --restart always --network statelab-decoy nginx
docker run $stranger --name statelab-decoy-exited nginx sh -c 'mkdir /decoy; date >/decoy/file; exit 3' || [ $? = 3 ]

$COMMITS commit --pause=false my-nginx my-site
docker tag nginx statelab-decoy-tag
$COMMITS commit --pause=false --change 'LABEL statelab.self=image/5eed5eed-my-site/0123456789abcdef' 5eed5eed-my-nginx 5eed5eed-my-site
$COMMITS commit --pause=false my-postgres
tar -C /etc -c hostname | docker import --change 'LABEL statelab-test.stranger=' - statelab-decoy-imported
docker create $stranger --name statelab-decoy-created my-site sleep infinity

mounts=()
for volume in mydata 5eed5eed-mydata "$kept-mydata" statelab-decoy; do mounts+=(-v "$volume:/v/$volume"); done
docker run --rm $stranger "${mounts[@]}" -v $(docker inspect --format '{{(index .Mounts 0).Name}}' my-postgres):/v/nameless nginx sh -c '
  for volume in /v/*; do
    mkdir "$volume/folder"; ln -s folder "$volume/link"; head -c 50000 /dev/urandom >"$volume/folder/file"; chown 999 "$volume/folder"
  done'
docker pause statelab-decoy-paused
docker kill my-postgres
"#;

/// Removes them, and what an earlier test that was killed left of them: by their label, so that nothing of
/// a real stranger goes.
const REMOVE: &str = r"
docker rm -f -v $(docker ps -aq --filter label=statelab-test.stranger) || true
docker volume rm $(docker volume ls -q --filter label=statelab-test.stranger) || true
docker network rm $(docker network ls -q --filter label=statelab-test.stranger) || true
docker rmi -f statelab-decoy-tag $(docker images -q --filter label=statelab-test.stranger) || true
";

/// What their files are: hashes of archives, which hold owners, modes and times, too. `$@` are the volumes.
const VOLUME_FILES: &str = r#"
mounts=()
for volume; do mounts+=(-v "$volume:/v/$volume:ro"); done
docker run --rm "${mounts[@]}" nginx sh -c '
  for volume in /v/*; do echo "$volume $(tar --sort=name --numeric-owner -C "$volume" -c . | sha256sum)"; done'
"#;

/// The same of what containers have: which files are changed, and an archive of the stranger's.
const CONTAINER_FILES: &str = r#"
for container; do
  echo "$container $(docker diff "$container" | sort | sha256sum) $(docker cp "$container:/decoy" - | sha256sum)"
done
"#;

/// The twenty, and the run that was kept when they were made. Removed when the test is over.
pub struct Decoys {
    side: Side,
    kept: String,
}

impl Decoys {
    /// Makes them on an engine where a run of `nginx-stateless` was kept.
    pub fn make(side: Side, kept: &str) -> Self {
        let decoys = Self { side, kept: kept.to_owned() };
        Self::remove(side);
        side.script(MAKE, &[kept]).unwrap_or_else(|words| panic!("{}: {words}", side.name()));
        decoys
    }

    fn named<'n>(&self, names: &[&'n str]) -> Vec<String> {
        names.iter().map(|name: &&'n str| name.replace("KEPT", &self.kept)).collect()
    }

    /// All that there is to know of them, each under its name.
    pub fn look(&self) -> BTreeMap<String, String> {
        let side = self.side;
        let inspect = |kind: &str, names: &[String]| {
            let names: Vec<&str> = names.iter().map(String::as_str).collect();
            let text = side.docker(&[&[kind, "inspect"], names.as_slice()].concat());
            let Value::Array(all) = serde_json::from_str(&text).unwrap() else { panic!("{text}") };
            assert_eq!(all.len(), names.len());
            let each = names.iter().zip(all);
            each.map(|(name, found)| (format!("{kind} {name}"), format!("{found:#}"))).collect::<Vec<_>>()
        };
        let containers = self.named(&CONTAINERS);
        let mut volumes = self.named(&VOLUMES);
        volumes.push(side.docker(&["inspect", "--format", "{{(index .Mounts 0).Name}}", "my-postgres"]));
        let mut images = self.named(&IMAGES);
        images.push(side.docker(&[
            "images",
            "-q",
            "--no-trunc",
            "--filter",
            "label=statelab-test.stranger",
            "--filter",
            "dangling=true",
        ]));
        assert_eq!(containers.len() + volumes.len() + images.len(), 20);
        let files = |script: &str, of: &[String]| {
            let of: Vec<&str> = of.iter().map(String::as_str).collect();
            let text = side.script(script, &of).unwrap_or_else(|words| panic!("{}: {words}", side.name()));
            assert_eq!(text.lines().count(), of.len(), "{text}");
            text
        };
        let mut all = BTreeMap::from([
            ("files of containers".to_owned(), files(CONTAINER_FILES, &containers)),
            ("files of volumes".to_owned(), files(VOLUME_FILES, &volumes)),
        ]);
        all.extend(inspect("container", &containers));
        all.extend(inspect("volume", &volumes));
        all.extend(inspect("image", &images));
        all.extend(inspect("network", &self.named(&NETWORKS)));
        all
    }

    /// Changes a byte of a container's file, and one of a volume's.
    pub fn touch(&self) {
        let change =
            "printf x | dd of=/decoy/file conv=notrunc; printf x | dd of=/data/folder/file conv=notrunc";
        self.side.docker(&["exec", "my-nginx", "sh", "-c", change]);
    }

    /// Removes what is left of them.
    pub fn remove(side: Side) {
        // Each may be there or not.
        let _ = side.script(REMOVE, &[]);
    }
}

impl Drop for Decoys {
    fn drop(&mut self) {
        Self::remove(self.side);
    }
}

/// What is not as it was: the lines that are there before or after only.
pub fn changes(before: &BTreeMap<String, String>, after: &BTreeMap<String, String>) -> Vec<String> {
    let names: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    let lines = |all: &BTreeMap<String, String>, name: &String| -> Vec<String> {
        all.get(name).map(|text| text.lines().map(str::to_owned).collect()).unwrap_or_default()
    };
    names
        .into_iter()
        .filter(|name| before.get(*name) != after.get(*name))
        .map(|name| {
            let (then, now) = (lines(before, name), lines(after, name));
            let gone = then.iter().filter(|line| !now.contains(line)).map(|line| format!("-{line}"));
            let new = now.iter().filter(|line| !then.contains(line)).map(|line| format!("+{line}"));
            format!("{name}: {}", gone.chain(new).collect::<Vec<_>>().join(" "))
        })
        .collect()
}
