//! Commands in the foreground that never end: a run waits for them until they are aborted.

use std::collections::BTreeMap;

use super::commands;
use crate::command::{Action, Container, ImageName, Run};
use crate::diagnostic::Diagnostic;
use crate::lab::Lab;

/// Images whose own command serves until it is stopped, by the last part of their name.
const SERVERS: [&str; 20] = [
    "caddy",
    "grafana",
    "haproxy",
    "httpd",
    "influxdb",
    "mariadb",
    "memcached",
    "mongo",
    "mysql",
    "nats",
    "nginx",
    "postgres",
    "rabbitmq",
    "redis",
    "registry",
    "tomcat",
    "traefik",
    "valkey",
    "whoami",
    "wordpress",
];

/// Programs that serve until they are stopped.
const PROGRAMS: [&str; 5] = ["httpd-foreground", "mongod", "mysqld", "postgres", "redis-server"];

/// Flags with which such a program ends at once, by their beginnings.
const ENDING: [&str; 6] = ["--help", "--version", "-V", "--init", "--daemonize", "--fork"];

/// Returns whether a container of this image certainly does not end by itself.
fn serves(image: &ImageName, command: &[String], container: &Container) -> bool {
    let name = image.as_str().rsplit('/').next().unwrap_or_default();
    let name = name.split([':', '@']).next().unwrap_or_default();
    match (command, &container.entrypoint) {
        ([], None) => SERVERS.contains(&name),
        ([], Some(_)) => false,
        (command, None) => goes_on(command),
        (_, Some(program)) => goes_on(&[std::slice::from_ref(program), command].concat()),
    }
}

/// Returns whether a command is one of the usual ones that keep a container running.
fn goes_on(command: &[String]) -> bool {
    let words: Vec<&str> = command.iter().map(String::as_str).collect();
    match words[..] {
        ["sleep", "infinity" | "inf"] => true,
        [program, ref rest @ ..] if PROGRAMS.contains(&program) => {
            let ends = |word: &&str| ENDING.iter().any(|ending| word.starts_with(ending));
            !rest.iter().any(ends)
        }
        ["nginx", ref rest @ ..] => rest.iter().any(|word| word.contains("daemon off")),
        ["tail", ref rest @ ..] => rest.iter().any(|word| matches!(*word, "-f" | "-F" | "--follow")),
        ["sh" | "bash", "-c", script] => {
            let last = script.rsplit(['\n', ';', '&']).find(|part| !part.trim().is_empty());
            let last: Vec<String> = last.unwrap_or_default().split_whitespace().map(str::to_owned).collect();
            goes_on(last.strip_prefix(&["exec".to_owned()]).unwrap_or(&last))
        }
        _ => false,
    }
}

/// What is known of a container.
#[derive(Clone, Copy)]
struct State {
    serves: bool,
    runs: bool,
}

/// Reports commands that wait for something that does not end.
pub(super) fn foreground(lab: &Lab) -> Vec<Diagnostic> {
    let mut states = BTreeMap::<String, State>::new();
    let mut found = Vec::new();
    for (_, command) in commands(lab) {
        let waits = |name: &str| states.get(name).copied().filter(|state| state.runs);
        match command.action.plain() {
            Action::Run(run) if !run.detach && serves(&run.image.value, &run.command, &run.container) => {
                let fault = Diagnostic::error("endless-run", run.image.span);
                found.push(fault.arg("image", run.image.value.as_str()));
            }
            Action::Exec(exec) if !exec.detach && goes_on(&exec.command) => {
                let fault = Diagnostic::error("endless-exec", command.line.span);
                found.push(fault.arg("command", &exec.command.join(" ")));
            }
            Action::Start(start) if start.attach => {
                for name in &start.containers {
                    if states.get(name.value.as_str()).is_some_and(|state| state.serves) {
                        let fault = Diagnostic::error("endless-attach", name.span);
                        found.push(fault.arg("container", name.value.as_str()));
                    }
                }
            }
            Action::Logs(logs) if logs.follow => {
                let name = &logs.container;
                match waits(name.value.as_str()) {
                    Some(State { serves: true, .. }) => {
                        let fault = Diagnostic::error("endless-logs", name.span);
                        found.push(fault.arg("container", name.value.as_str()));
                    }
                    Some(_) => {
                        let fault = Diagnostic::warning("followed-logs", name.span);
                        found.push(fault.arg("container", name.value.as_str()));
                    }
                    None => {}
                }
            }
            _ => {}
        }
        follow(&mut states, command.action.plain());
    }
    found
}

/// Notes what a command does to the containers.
fn follow(states: &mut BTreeMap<String, State>, action: &Action) {
    let made = |container: &Container, serves: bool, runs: bool| {
        let name = container.name.as_ref()?.value.as_str().to_owned();
        Some((name, State { serves, runs }))
    };
    match action {
        Action::Run(run) => {
            let Run { image, command, container, detach, .. } = &**run;
            states.extend(made(container, serves(&image.value, command, container), *detach));
        }
        Action::Create(create) => {
            let serves = serves(&create.image.value, &create.command, &create.container);
            states.extend(made(&create.container, serves, false));
        }
        Action::Rename(rename) => {
            let moved = states.remove(rename.container.value.as_str());
            states.extend(moved.map(|state| (rename.to.value.as_str().to_owned(), state)));
        }
        Action::Start(start) => set(states, &start.containers, true),
        Action::Restart(restart) => set(states, &restart.containers, true),
        Action::Stop(stop) => set(states, &stop.containers, false),
        Action::Kill(kill) => set(states, &kill.containers, false),
        Action::Remove(remove) => set(states, &remove.containers, false),
        Action::Wait(all) => set(states, all, false),
        _ => {}
    }
}

fn set(
    states: &mut BTreeMap<String, State>,
    names: &[crate::source::Spanned<crate::command::ContainerName>],
    runs: bool,
) {
    for name in names {
        if let Some(state) = states.get_mut(name.value.as_str()) {
            state.runs = runs;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{of_lines, pairs};

    #[test]
    fn what_never_ends_is_no_command_in_the_foreground() {
        for (line, expected) in [
            ("docker run --name w1 nginx", Some(("endless-run", "nginx"))),
            (
                "docker run --rm -it -p 80:80 example.org/me/postgres:13",
                Some(("endless-run", "example.org/me/postgres:13")),
            ),
            ("docker run --rm nginx sleep infinity", Some(("endless-run", "nginx"))),
            ("docker run nginx sh -c 'echo x; exec tail -f /dev/null'", Some(("endless-run", "nginx"))),
            ("docker run --entrypoint tail nginx -F /x", Some(("endless-run", "nginx"))),
            ("docker run redis:7 redis-server --save 60 1", Some(("endless-run", "redis:7"))),
            ("docker run my-app nginx -g 'daemon off;'", Some(("endless-run", "my-app"))),
            ("docker run --rm postgres:13 postgres --version", None),
            ("docker run --rm nginx nginx -t", None),
            ("docker run -d --name w1 nginx", None),
            ("docker run --rm nginx cat /etc/os-release", None),
            ("docker run --rm nginx sh -c 'tail -n 1 /x; sleep 2'", None),
            ("docker run --entrypoint true nginx", None),
            ("docker run --rm my-app", None),
            ("docker create --name w1 nginx", None),
        ] {
            let expected: Vec<(&str, &str)> = expected.into_iter().collect();
            assert_eq!(of_lines(&format!("\"{line}\"")), pairs(&expected), "{line}");
        }
        let fails = "{ cmd = \"docker run postgres:13\", fails = \"exit 1\" }";
        assert_eq!(of_lines(fails), [], "it ends at once");
    }

    #[test]
    fn what_follows_a_running_server_never_ends() {
        let of = |image: &str, line: &str| of_lines(&format!("\"docker run -d --name w1 {image}\", {line}"));
        assert_eq!(of("nginx", "\"docker logs -f w1\""), pairs(&[("endless-logs", "w1")]));
        assert_eq!(of("nginx", "\"docker logs w1\", \"docker stop w1\", \"docker logs --follow w1\""), []);
        let short = of("nginx sh -c 'sleep 1'", "\"docker logs -f w1\"");
        assert_eq!(short, pairs(&[("followed-logs?", "w1")]));
        let attach = of("nginx", "\"docker stop w1\", \"docker rename w1 w2\", \"docker start -a w2\"");
        assert_eq!(attach, pairs(&[("endless-attach", "w2")]));
        let exec = of("nginx", "\"docker exec -d w1 tail -f /x\", \"docker exec w1 tail -f /x\"");
        assert_eq!(exec, pairs(&[("endless-exec", "\"docker exec w1 tail -f /x\"")]));
    }
}
