//! Lines in the styles of the Docker documentation, and what they mean.

use std::fmt::Write;

use super::super::{Action, Container, CopyPaths, Env, Exec, Local, Mount, MountSource, Run};
use super::action;
use crate::source::{Located, Span};

/// Formats an action in a line, without places.
fn shown(action: &Action) -> String {
    match action {
        Action::Run(run) => shown_run(run),
        Action::Remove(remove) => {
            let names: Vec<_> = remove.containers.iter().map(|name| name.value.as_str()).collect();
            format!("rm force={} volumes={} {names:?}", remove.force, remove.volumes)
        }
        Action::Copy(copy) => match &copy.paths {
            CopyPaths::Into { local, container, path } => {
                format!("cp {} into {} {}", shown_local(local), container.value, path.value)
            }
            CopyPaths::Out { container, path, local } => {
                format!("cp out of {} {} to {}", container.value, path.value, shown_local(local))
            }
        },
        Action::Exec(exec) => shown_exec(exec),
        Action::Restart(restart) => {
            let names: Vec<_> = restart.containers.iter().map(|name| name.value.as_str()).collect();
            format!("restart {names:?}")
        }
        Action::CreateVolume(create) => {
            let name = create.name.as_ref().map(|name| name.value.as_str());
            format!("volume {name:?} {:?}", create.labels)
        }
        other => other.to_string(),
    }
}

fn shown_local(local: &Local) -> &str {
    match local {
        Local::Path(path) => &path.value,
        Local::Stream(_) => "-",
    }
}

fn shown_run(run: &Run) -> String {
    let Container { name, env, mounts, ports, interactive, tty, workdir, user, entrypoint, .. } =
        &run.container;
    let mut text = format!("run {}", run.image.value);
    let mut switch = |on: bool, name: &str| {
        if on {
            text.push(' ');
            text.push_str(name);
        }
    };
    switch(run.detach, "detach");
    switch(run.remove, "rm");
    switch(*interactive, "interactive");
    switch(*tty, "tty");
    if let Some(name) = name {
        write!(text, " name={}", name.value).unwrap();
    }
    shown_process(&mut text, env, workdir.as_ref(), user.as_ref());
    if let Some(entrypoint) = entrypoint {
        write!(text, " entrypoint={entrypoint:?}").unwrap();
    }
    for mount in mounts {
        text.push_str(&shown_mount(mount));
    }
    for port in ports {
        let (address, host) = (port.address.as_deref(), port.host);
        let host = host.map(|ports| ports.first.to_string());
        write!(
            text,
            " port({}|{}|{}/{})",
            address.unwrap_or_default(),
            host.unwrap_or_default(),
            port.container,
            port.protocol
        )
        .unwrap();
    }
    if !run.command.is_empty() {
        write!(text, " {:?}", run.command).unwrap();
    }
    text
}

fn shown_process(text: &mut String, env: &[Env], workdir: Option<&String>, user: Option<&String>) {
    for Env { name, value } in env {
        write!(text, " env({} {value:?})", name.value).unwrap();
    }
    for (key, value) in [("workdir", workdir), ("user", user)] {
        if let Some(value) = value {
            write!(text, " {key}={value}").unwrap();
        }
    }
}

fn shown_mount(mount: &Mount) -> String {
    let from = match &mount.from {
        MountSource::Volume(name) => format!("volume {}", name.value),
        MountSource::Anonymous => "anonymous".to_owned(),
        MountSource::Bind(path) => format!("bind {}", path.value),
        MountSource::Tmpfs => "tmpfs".to_owned(),
    };
    let read_only = if mount.read_only { " ro" } else { "" };
    format!(" ({from} at {}{read_only})", mount.target.value)
}

fn shown_exec(exec: &Exec) -> String {
    let mut text = format!("exec {}", exec.container.value);
    for (on, name) in [(exec.detach, " detach"), (exec.interactive, " interactive"), (exec.tty, " tty")] {
        text.push_str(if on { name } else { "" });
    }
    shown_process(&mut text, &exec.env, exec.workdir.as_ref(), exec.user.as_ref());
    write!(text, " {:?}", exec.command).unwrap();
    text
}

fn mean(table: &[(&str, &str)]) {
    for (line, meaning) in table {
        assert_eq!(shown(&action(line).1), *meaning, "{line}");
    }
}

#[test]
fn run_takes_flags_up_to_the_image() {
    mean(&[
        ("docker run nginx", "run nginx"),
        ("docker run -d --name my-nginx nginx", "run nginx detach name=my-nginx"),
        ("docker container run -d nginx:1.27-alpine", "run nginx:1.27-alpine detach"),
        ("docker run -it ubuntu bash", r#"run ubuntu interactive tty ["bash"]"#),
        (
            "docker run --rm -ti alpine sh -c 'echo hi'",
            r#"run alpine rm interactive tty ["sh", "-c", "echo hi"]"#,
        ),
        ("docker run nginx -c x -d --name y", r#"run nginx ["-c", "x", "-d", "--name", "y"]"#),
        ("docker run -d -- nginx -g", r#"run nginx detach ["-g"]"#),
        ("docker run nginx -- -d", r#"run nginx ["--", "-d"]"#),
        ("docker run --detach=true --rm=false nginx", "run nginx detach"),
        ("docker run -d=false nginx", "run nginx"),
        ("docker run -d --detach=F nginx", "run nginx"),
        ("docker run --name=a1 --name b2 nginx", "run nginx name=b2"),
        ("docker run -w /app -u 1000:1000 node:18 id", r#"run node:18 workdir=/app user=1000:1000 ["id"]"#),
        ("docker run -w=/app -unode node:18", "run node:18 workdir=/app user=node"),
        ("docker run --entrypoint /bin/sh nginx -c true", r#"run nginx entrypoint="/bin/sh" ["-c", "true"]"#),
        ("docker run --entrypoint '' nginx sh", r#"run nginx entrypoint="" ["sh"]"#),
        ("docker run localhost:5000/a/b@sha256:00", "run localhost:5000/a/b@sha256:00"),
    ]);
}

#[test]
fn run_takes_variables() {
    mean(&[
        (
            "docker run -e POSTGRES_PASSWORD=password postgres:13",
            r#"run postgres:13 env(POSTGRES_PASSWORD Some("password"))"#,
        ),
        (
            "docker run -e A=1 --env B= -e=C=x=y -eD nginx",
            r#"run nginx env(A Some("1")) env(B Some("")) env(C Some("x=y")) env(D None)"#,
        ),
        (
            r#"docker run -e "MSG=two words" --env=K='$HOME' nginx"#,
            r#"run nginx env(MSG Some("two words")) env(K Some("$HOME"))"#,
        ),
        ("docker run -dePOSTGRES_DB=x postgres:13", r#"run postgres:13 detach env(POSTGRES_DB Some("x"))"#),
    ]);
}

#[test]
fn run_takes_volumes() {
    mean(&[
        (
            "docker run -v mydata://var/lib/postgresql/data postgres:13",
            "run postgres:13 (volume mydata at /var/lib/postgresql/data)",
        ),
        (
            "docker run -v /var/lib/postgresql/data postgres:13",
            "run postgres:13 (anonymous at /var/lib/postgresql/data)",
        ),
        ("docker run --volume=todo-db:/etc/todos:ro x1", "run x1 (volume todo-db at /etc/todos ro)"),
        ("docker run -v todo-db:/etc/../etc/./todos/:rw x1", "run x1 (volume todo-db at /etc/todos)"),
        ("docker run -dv log-data:/logs nginx", "run nginx detach (volume log-data at /logs)"),
        (
            "docker run -v .:/app -v ./site:/b -v ./:/c:ro x1",
            "run x1 (bind . at /app) (bind site at /b) (bind . at /c ro)",
        ),
        ("docker run -v ./a/../b/:/app -v .hidden:/h x1", "run x1 (bind b at /app) (bind .hidden at /h)"),
        (
            r#"docker run -v "$(pwd)":/app -v "$(pwd)"/site:/b x1"#,
            "run x1 (bind . at /app) (bind site at /b)",
        ),
        (
            r#"docker run -v $PWD:/app -v "${PWD}/a b":/b -v `pwd`/c:/c x1"#,
            "run x1 (bind . at /app) (bind a b at /b) (bind c at /c)",
        ),
        (r#"docker run -v "$PWD:/app" -v=$( pwd ):/b x1"#, "run x1 (bind . at /app) (bind . at /b)"),
    ]);
}

#[test]
fn run_takes_mounts() {
    mean(&[
        (
            "docker run --mount type=volume,src=todo-db,target=/etc/todos x1",
            "run x1 (volume todo-db at /etc/todos)",
        ),
        (
            "docker run --mount source=myvol2,destination=/app,readonly x1",
            "run x1 (volume myvol2 at /app ro)",
        ),
        ("docker run --mount src=myvol2,dst=/app,ro=false x1", "run x1 (volume myvol2 at /app)"),
        ("docker run --mount dst=/app x1", "run x1 (anonymous at /app)"),
        (
            r#"docker run --mount type=bind,source="$(pwd)"/target,target=/app x1"#,
            "run x1 (bind target at /app)",
        ),
        (r#"docker run --mount "type=bind,src=$PWD,dst=/app,readonly=1" x1"#, "run x1 (bind . at /app ro)"),
        (
            "docker run --mount type=bind,src=.,target=/src -v a1:/b x1",
            "run x1 (bind . at /src) (volume a1 at /b)",
        ),
        ("docker run --mount 'Type=bind,SRC=./a b,dst=//x/' x1", "run x1 (bind a b at /x)"),
    ]);
}

#[test]
fn run_takes_ports() {
    mean(&[
        ("docker run -p 80 nginx", "run nginx port(||80/tcp)"),
        ("docker run -p 8080:80 nginx", "run nginx port(|8080|80/tcp)"),
        ("docker run -dp 127.0.0.1:3000:3000 x1", "run x1 detach port(127.0.0.1|3000|3000/tcp)"),
        (
            "docker run -d -p=127.0.0.1::80 -p8443:443 x1",
            "run x1 detach port(127.0.0.1||80/tcp) port(|8443|443/tcp)",
        ),
        ("docker run -p :80 -p 0:81 x1", "run x1 port(||80/tcp) port(|0|81/tcp)"),
        (
            "docker run -p 5353:53/udp -p 1:2/TCP --publish 3:4/ x1",
            "run x1 port(|5353|53/udp) port(|1|2/tcp) port(|3|4/tcp)",
        ),
        (
            "docker run -p [::1]:8080:80 -p '[::]::81' -p ::1:1:2 x1",
            "run x1 port(::1|8080|80/tcp) port(::||81/tcp) port(::1|1|2/tcp)",
        ),
    ]);
}

#[test]
fn lines_go_on_behind_a_backslash() {
    mean(&[
        (
            "docker run -dp 127.0.0.1:3000:3000 \\\n  -w /app --mount type=bind,src=\"$(pwd)\",target=/app \\\n  node:lts-alpine \\\n  sh -c \"npm install && npm run dev\"",
            r#"run node:lts-alpine detach workdir=/app (bind . at /app) port(127.0.0.1|3000|3000/tcp) ["sh", "-c", "npm install && npm run dev"]"#,
        ),
        ("\n  docker run \\\r\n nginx\r\n", "run nginx"),
        ("docker rm my-\\\nnginx\n\n", r#"rm force=false volumes=false ["my-nginx"]"#),
    ]);
}

#[test]
fn exec_takes_flags_up_to_the_container() {
    mean(&[
        (
            r#"docker exec -it my-postgres psql -U postgres -c "CREATE DATABASE mydb;""#,
            r#"exec my-postgres interactive tty ["psql", "-U", "postgres", "-c", "CREATE DATABASE mydb;"]"#,
        ),
        ("docker exec -d c1 touch /tmp/x", r#"exec c1 detach ["touch", "/tmp/x"]"#),
        ("docker container exec c1 sh -c 'echo x > /f'", r#"exec c1 ["sh", "-c", "echo x > /f"]"#),
        (
            "docker exec -e VAR_A=1 -e VAR_B --workdir=/root -u root c1 env",
            r#"exec c1 env(VAR_A Some("1")) env(VAR_B None) workdir=/root user=root ["env"]"#,
        ),
        ("docker exec c1 -- ls", r#"exec c1 ["--", "ls"]"#),
        (
            "docker exec c1 printf '%s\n' \"a\nb\" a\\ b \"\\$x\\`\\\"\\\\\\n\"",
            r#"exec c1 ["printf", "%s\n", "a\nb", "a b", "$x`\"\\\\n"]"#,
        ),
        (
            "docker exec c1 test [ a = b ] a#b '' $ a$ 5% {x} a~b",
            r#"exec c1 ["test", "[", "a", "=", "b", "]", "a#b", "", "$", "a$", "5%", "{x}", "a~b"]"#,
        ),
    ]);
}

#[test]
fn rm_restart_cp_and_volume_create_take_flags_anywhere() {
    mean(&[
        ("docker rm -f my-nginx", r#"rm force=true volumes=false ["my-nginx"]"#),
        ("docker rm -fv c1 c2", r#"rm force=true volumes=true ["c1", "c2"]"#),
        ("docker container remove c1 --volumes --force", r#"rm force=true volumes=true ["c1"]"#),
        ("docker container rm c1 -f=false c2", r#"rm force=false volumes=false ["c1", "c2"]"#),
        ("docker restart c1 c2", r#"restart ["c1", "c2"]"#),
        ("docker container restart c1", r#"restart ["c1"]"#),
        ("docker volume create mydata", r#"volume Some("mydata") []"#),
        ("docker volume create", "volume None []"),
        (
            "docker volume create --label a=b my-vol --label c --label d=e=f",
            r#"volume Some("my-vol") [("a", "b"), ("c", ""), ("d", "e=f")]"#,
        ),
        (
            "docker cp index.html my-nginx:usr/share/nginx/html/index.html",
            "cp index.html into my-nginx /usr/share/nginx/html/index.html",
        ),
        (
            "docker cp my-nginx:usr//share/ indexfromcontainer.html",
            "cp out of my-nginx /usr/share/ to indexfromcontainer.html",
        ),
        ("docker container cp ./some_file c1:/work", "cp ./some_file into c1 /work"),
        ("docker cp ./site/. c1:/a/../b/.", "cp ./site/. into c1 /a/../b/."),
        ("docker cp c1:/var/logs/ $PWD/app_logs", "cp out of c1 /var/logs/ to ./app_logs"),
        ("docker cp ./a:b c1:/x:y", "cp ./a:b into c1 /x:y"),
        ("docker cp c1:/x .", "cp out of c1 /x to ."),
    ]);
}

#[test]
fn the_parts_of_an_action_know_their_places() {
    let (source, action) = action(
        r#"docker run -d --name "my"-nginx -v 'my'data://var/lib:ro -itv ./site:/x --mount type=bind,src="$PWD"/a,dst=/y "nginx":1"#,
    );
    let Action::Run(run) = action else { panic!("{action:?}") };
    let at = |span: Span| &source[span.range()];
    assert_eq!(at(run.image.span), r#""nginx":1"#);
    assert_eq!(at(run.container.name.unwrap().span), r#""my"-nginx"#);
    let mounts: Vec<_> = run
        .container
        .mounts
        .iter()
        .map(|mount| {
            let from = match &mount.from {
                MountSource::Volume(name) => name.span,
                MountSource::Bind(path) => path.span,
                MountSource::Anonymous | MountSource::Tmpfs => panic!("{mount:?}"),
            };
            (at(mount.span), at(from), at(mount.target.span))
        })
        .collect();
    assert_eq!(
        mounts,
        [
            ("-v 'my'data://var/lib:ro", "my'data", "//var/lib"),
            ("v ./site:/x", "./site", "/x"),
            (r#"--mount type=bind,src="$PWD"/a,dst=/y"#, r#"$PWD"/a"#, "/y"),
        ]
    );
}

#[test]
fn places_go_through_the_escapes_of_toml() {
    // As written in the file: run = "docker exec \"c1\" echo \uAC00 \"나 ${X}\""
    let source = r#"run = "docker exec \"c1\" echo \uAC00 \"나 ${X}\"""#;
    let mut line = Located::empty(Span::new(6, source.len()));
    let mut at = 7;
    while at < source.len() - 1 {
        let rest = &source[at..];
        let (c, length) = match rest.chars().next().unwrap() {
            '\\' if rest.starts_with("\\u") => ('가', 6),
            '\\' => (rest[1..].chars().next().unwrap(), 2),
            c => (c, c.len_utf8()),
        };
        if length == c.len_utf8() {
            line.push(&rest[..length], at);
        } else {
            line.push_escaped(c, Span::new(at, at + length));
        }
        at += length;
    }
    assert_eq!(line.text, r#"docker exec "c1" echo 가 "나 ${X}""#);
    let faults = super::parse(&line).unwrap_err();
    assert_eq!(faults.len(), 1);
    assert_eq!(&source[faults[0].span.range()], "${X}");
    let words = super::super::words(&Located::pieced(
        "a \"b\"'c'".into(),
        Span::new(0, 12),
        vec![(0, 1), (2, 3), (3, 5)],
    ))
    .unwrap();
    assert_eq!(words[1].as_str(), "bc");
    assert_eq!(words[1].text.span(0..2), Span::new(5, 9));
    assert_eq!(words[1].span(), Span::new(3, 10));
}

#[test]
fn words_alone_need_no_docker() {
    let words = super::super::words(&Located::verbatim("psql -h 127.0.0.1 -tAc \"SELECT 'x'\"", 3)).unwrap();
    let words: Vec<_> = words.iter().map(super::super::Word::as_str).collect();
    assert_eq!(words, ["psql", "-h", "127.0.0.1", "-tAc", "SELECT 'x'"]);
}
