//! What commands print and the status they end with, beside the docker program.

use std::fmt::Write;

use crate::twins::{Ended, Twins};

/// Lines that are played one after the other: how each ends and what it prints is compared.
const LINES: &[&str] = &[
    // Made, started, ended.
    "docker volume create twin-v",
    "docker network create --internal twin-net",
    "docker create --name twin-made -v twin-v:/data nginx",
    "docker run -d --name twin-box -p 127.0.0.1::80 --network twin-net nginx \
     sh -c 'echo one; echo two; touch /new; rm /etc/motd; exec sleep 600'",
    "docker run -d --name twin-named --cpu-shares 512 nginx sleep 600",
    "docker start twin-made",
    // Formats of handouts.
    "docker inspect -f '{{range .Mounts}}{{.Type}} {{.Name}} {{.Destination}};{{end}} {{len .Mounts}}' twin-made",
    "docker inspect -f '{{range $k, $v := .Config.Labels}}{{if eq $k \"none\"}}x{{end}}{{end}}{{if .State.Health}}a{{else}}b{{end}}' twin-made",
    "docker inspect -f '{{range $p, $c := .NetworkSettings.Ports}}{{$p}}={{len $c}} {{end}}{{with .State}}{{.Status | upper}}{{end}}' twin-made",
    "docker inspect -f '{{if and .Name (not .HostConfig.Privileged)}}{{println .Name 7 true}}{{end}}{{join .Args \",\"}} {{- print 1 2 \"x\" 3 -}} !' twin-made",
    "docker inspect -f '{{range .Config.Volumes}}v{{else}}none{{end}} {{len .Name}} {{index (split .Name \"-\") 1}}' twin-made",
    "docker pause twin-named",
    "docker pause twin-named",
    "docker exec twin-named true",
    "docker unpause twin-named",
    "docker unpause twin-named",
    "docker update --cpu-shares 256 twin-named",
    "docker update --memory 1 twin-named",
    "docker rename twin-named twin-other",
    "docker rename twin-other twin-box",
    "docker restart -t 0 twin-other",
    "docker stop -t 0 twin-other",
    "docker stop -t 0 twin-other",
    "docker kill twin-other",
    "docker kill -s HUP twin-none",
    "docker wait twin-other",
    "docker start twin-other twin-none",
    "docker stop -t 0 twin-other twin-none",
    "docker start -a twin-none",
    // What runs in the foreground: its output, and its status.
    "docker run --rm nginx printf 'no newline'",
    "docker run --rm nginx sh -c 'echo out; exit 7'",
    "docker run --rm nginx /no/such/program",
    "docker run --rm nginx no-such-program",
    "docker run --rm nginx /etc",
    "docker run --rm -w /etc/passwd nginx true",
    "docker run --rm -u no-such-user nginx true",
    "docker run --rm --entrypoint /no/such nginx",
    "docker run --rm --pull never twin-no-image",
    "docker run --rm --network twin-no-net nginx true",
    "docker run -d --name twin-box nginx",
    "docker create --name twin-box nginx",
    "docker create --name twin-bad nginx /no/such/program",
    "docker start twin-bad",
    // It may still be ending.
    "docker wait twin-bad",
    "docker start -a twin-bad",
    "docker run -d --name twin-worse nginx /no/such/program",
    "docker create --name twin-echo nginx sh -c 'echo hello; exit 4'",
    "docker start -a twin-echo",
    "docker wait twin-echo",
    "docker exec twin-box sh -c 'echo in; exit 9'",
    "docker exec twin-box /no/such/program",
    "docker exec twin-box /etc",
    "docker exec -w /no/such twin-box true",
    "docker exec -u no-such-user twin-box true",
    "docker exec -d twin-box true",
    "docker exec twin-other true",
    "docker exec twin-none true",
    // Listings.
    "docker ps --filter name=twin-",
    "docker ps -a --filter name=twin-",
    "docker ps -aq --no-trunc --filter name=twin-",
    "docker ps -a --filter name=twin- --format 'table {{.Names}}\\t{{.Image}}\\t{{.Command}}\\t{{.State}}\\t{{.Networks}}'",
    "docker ps -a --filter name=twin- --filter status=exited --format '{{.Names}}: {{.Status}} {{.Mounts}}'",
    "docker ps -n 2 --filter name=twin- --no-trunc",
    "docker volume ls --filter name=twin-",
    "docker volume ls -q --filter name=twin-",
    "docker volume ls --filter name=twin- --filter dangling=true",
    "docker volume ls --filter name=twin- --format '{{.Name}}|{{.Driver}}|{{.Scope}}|{{.Mountpoint}}'",
    "docker network ls --filter name=twin-",
    "docker network ls --filter name=twin- --format '{{.Name}}|{{.Driver}}|{{.Scope}}|{{.Internal}}|{{.IPv6}}'",
    "docker images nginx",
    "docker images --no-trunc --digests nginx:latest",
    "docker history nginx",
    "docker history --no-trunc -q nginx",
    // Looks.
    "docker diff twin-box",
    "docker diff twin-none",
    "docker logs twin-box",
    "docker logs --tail 1 twin-box",
    "docker logs -t twin-box",
    "docker logs twin-none",
    "docker top twin-box -o args",
    "docker top twin-other",
    "docker port twin-box",
    "docker port twin-box 80",
    "docker port twin-box 81",
    "docker inspect --format '{{.Name}} {{.State.Running}} {{json .Args}} {{.HostConfig.CpuShares}}' twin-box twin-other",
    "docker inspect --format '{{.Name}}' twin-box twin-none",
    "docker inspect --format '{{.No.Such}}' twin-box",
    "docker inspect --type volume --format '{{.Name}} {{.Driver}}' twin-v",
    "docker inspect --type volume twin-box",
    "docker container inspect -f '{{json .Config.Cmd}}' twin-echo",
    "docker image inspect -f '{{json .Config.Cmd}} {{.Os}}' nginx",
    "docker image inspect twin-no-image",
    "docker network inspect -f '{{.Name}} {{.Internal}} {{.Driver}}' twin-net",
    "docker network inspect twin-no-net",
    "docker volume inspect -f '{{.Mountpoint}}' twin-v",
    "docker volume inspect twin-no-volume",
    "docker version -f '{{.Server.Version}} {{.Server.Os}}'",
    "docker system df --format '{{.Type}}'",
    // Networks and removal.
    "docker network connect twin-net twin-box",
    "docker network connect twin-no-net twin-box",
    "docker network disconnect twin-net twin-other",
    "docker network create twin-net",
    "docker network rm twin-net",
    "docker network rm twin-no-net",
    "docker volume create twin-v",
    "docker volume rm twin-v",
    "docker volume rm twin-no-volume",
    "docker volume rm -f twin-no-volume",
    "docker tag nginx twin-image:one",
    "docker tag twin-no-image twin-image:two",
    "docker create --name twin-of-image twin-image:one",
    "docker rmi twin-image:one",
    "docker rmi twin-no-image",
    "docker rmi -f twin-no-image",
    "docker commit twin-none twin-image:three",
    "docker export -o out.tar twin-none",
    "docker save -o none.tar twin-no-image",
    "docker rm twin-box",
    "docker rm twin-none twin-echo",
    "docker rm -f twin-none twin-box",
    "docker rm -v twin-of-image",
];

/// A text without ids, times, and ports that the engine took, and with one blank between words.
fn masked(text: &str) -> String {
    let masks = [
        (r"\b(sha256:)?[0-9a-f]{64}\b", "ID"),
        (r"\b[0-9a-f]{12}\b", "ID"),
        (r"\d{4}-\d\d-\d\dT[0-9:.]+Z", "TIME"),
        (r"(About an? \w+|Less than a second|\d+ \w+) ago", "AGO"),
        (r"Up (About an? \w+|Less than a second|\d+ \w+)", "Up"),
        (r"127\.0\.0\.1:\d{5}", "127.0.0.1:PORT"),
        (r"[ \t]+", " "),
    ];
    masks.iter().fold(text.to_owned(), |text, (pattern, with)| {
        regex::Regex::new(pattern).unwrap().replace_all(&text, *with).into_owned()
    })
}

/// The lines of a text, which may come in any order where the docker program's is another one each
/// time.
fn lines(text: &str, line: &str) -> Vec<String> {
    let mut lines: Vec<String> = masked(text).lines().map(|line| line.trim_end().to_owned()).collect();
    if line.starts_with("docker diff") {
        lines.sort();
    }
    lines
}

/// How the two differ; empty: not at all.
fn difference(line: &str, theirs: &Ended, ours: &Ended) -> String {
    // Where we refuse there is no status; the docker program has 1 for it, and `run` 125.
    let refusal = matches!(theirs.status, Some(1 | 125));
    let same_status = theirs.status == ours.status || (ours.status.is_none() && refusal);
    let printed = lines(&ours.output, line);
    // A lab has one output for both.
    let all = format!("{}{}", theirs.output, theirs.errors);
    let same_output = printed == lines(&theirs.output, line) || printed == lines(&all, line);
    if same_status && (same_output || !theirs.is_done()) {
        return String::new();
    }
    let (theirs_printed, printed) = (lines(&theirs.output, line).join("\n"), printed.join("\n"));
    format!(
        "{line}\n  theirs {:?} {}\n{theirs_printed}\n  ours {:?} {}\n{printed}\n",
        theirs.status, theirs.errors, ours.status, ours.errors
    )
}

#[test]
fn statuses_and_outputs_are_the_same() {
    let played: Vec<String> = LINES.iter().map(|line| (*line).to_owned()).collect();
    let twins = Twins::new(&played, &["docker create --name twin-none nginx"]);
    let mut different = String::new();
    for (line, [theirs, ours]) in played.iter().zip(twins.all(&played)) {
        different.write_str(&difference(line, &theirs, &ours)).unwrap();
    }
    assert!(different.is_empty(), "{different}");
}
