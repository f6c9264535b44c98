//! What the docker program takes, and a shell beside it: redirections to the workspace, paths of the workspace in a
//! container, volumes at relative paths, formats of handouts.

use crate::harness::{Ended, Engine, Lab};

/// A run of a lab of one step with these lines and checks; a line in braces is written as it is.
fn run(before: &str, lines: &[&str], checks: &str) -> Ended {
    let line = |line: &&str| {
        if line.starts_with('{') { format!("  {line},\n") } else { format!("  '''docker {line}''',\n") }
    };
    let lines: String = lines.iter().map(line).collect();
    Lab::of(&format!(
        "{before}\n[[step]]\nid = \"one\"\ntitle = \"One\"\nwrite = {{ \"note\" = \"from the workspace\\n\" }}\n\
         run = [\n{lines}]\ncheck = [{checks}]\n"
    ))
    .run()
}

const BOX: &str = "run -d --name statelab-taken-box nginx";

#[test]
fn output_goes_to_files_of_the_workspace() {
    let _engine = Engine::any();
    run(
        "",
        &[
            BOX,
            "exec statelab-taken-box sh -c 'echo told; echo wrong >&2' > told.txt",
            "exec statelab-taken-box echo more >> told.txt",
            "exec statelab-taken-box sh -c 'echo all >&2' > $PWD/all.txt 2>&1",
            "run --rm nginx echo alone > \"./alone.txt\"",
        ],
        r#"
        { local = "told.txt", equals = "told\nmore\n" },
        { local = "all.txt", equals = "all\n" },
        { local = "alone.txt", equals = "alone\n" },
        { output = true, equals = "" }"#,
    )
    .exits(0)
    .shows("wrong")
    .shows("5 bytes of output are in the file told.txt.")
    .shows_not("told more")
    .leaves_nothing();
}

#[test]
fn every_command_writes_its_output_where_it_is_told() {
    let _engine = Engine::any();
    run(
        "[ready.statelab-taken-box]\nlogs = \"statelab-taken-box\"\ncontains = \"begun\"\n",
        &[
            "run -d --name statelab-taken-box nginx sh -c 'echo begun; sleep 600' > id.txt",
            "logs statelab-taken-box > log.txt",
            "inspect -f '{{.Name}}' statelab-taken-box > name.txt",
            "ps --format '{{.Names}}' > ps.txt",
            "stop -t 0 statelab-taken-box > stopped.txt",
            "start statelab-taken-box > started.txt",
            "commit statelab-taken-box statelab-taken-image > image.txt",
            "save statelab-taken-image > image.tar",
            "export statelab-taken-box > box.tar",
            "rmi statelab-taken-image",
            "load < image.tar",
            "import - statelab-taken-again < box.tar",
        ],
        r#"
        { local = "id.txt", matches = "^[0-9a-f]{64}\n$" },
        { local = "log.txt", contains = "begun" },
        { local = "name.txt", equals = "/statelab-taken-box\n" },
        { local = "ps.txt", equals = "statelab-taken-box\n" },
        { local = "started.txt", equals = "statelab-taken-box\n" },
        { local = "image.tar", exists = true }, { local = "box.tar", exists = true }"#,
    )
    .exits(0)
    .leaves_nothing();
}

#[test]
fn files_of_the_workspace_are_read_as_input() {
    let _engine = Engine::any();
    run(
        "",
        &[
            BOX,
            "exec -i statelab-taken-box sh -c 'cat > /note' < note",
            "run --rm -i nginx cat < note > again",
            "cp again statelab-taken-box:/again",
        ],
        r#"
        { file = "statelab-taken-box:/note", equals = "from the workspace\n" },
        { file = "statelab-taken-box:/again", equals = "from the workspace\n" }"#,
    )
    .exits(0)
    .leaves_nothing();
}

#[test]
fn a_watch_sees_the_file_that_a_command_wrote() {
    let _engine = Engine::any();
    Lab::of(&format!(
        "[watch.dump]\nlocal = \"dump\"\n[[step]]\nid = \"one\"\ntitle = \"One\"\nrun = \"docker {BOX}\"\n\
         [[step]]\nid = \"two\"\ntitle = \"Two\"\nrun = \"docker exec statelab-taken-box echo data > dump\"\n\
         expect = {{ dump = \"created\" }}\n"
    ))
    .run()
    .exits(0)
    .leaves_nothing();
}

#[test]
fn a_file_that_cannot_be_opened_keeps_the_command_from_running() {
    let _engine = Engine::any();
    refused(
        "ln -s /etc/hostname /s/out; ln -s /no/where /s/dangling; ln -s ../../.. /s/up",
        &[
            ("> none/out", "No file can be written at none/out"),
            ("> shared", "shared"),
            ("> shared/out", "leads out of the workspace"),
            (">> shared/out", "leads out of the workspace"),
            ("> shared/dangling", "leads out of the workspace"),
            ("> shared/up/out", "leads out of the workspace"),
            ("> note/out", "No file can be written at note/out"),
            ("< shared/out", "leads out of the workspace"),
            ("< shared", "shared"),
        ],
    );
}

/// Redirections to what a container made in the workspace: each is refused, and its command does not run.
fn refused(made: &str, targets: &[(&str, &str)]) {
    let shared = format!("run --rm -v ./shared:/s nginx sh -c '{made}'");
    let mut lines = vec![BOX.to_owned(), shared];
    for (target, _) in targets {
        let touch = format!("docker exec -i statelab-taken-box touch /ran {target}");
        lines.push(format!("{{ cmd = \"{touch}\", fails = \"other\" }}"));
    }
    let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
    let ended = run("", &lines, r#"{ file = "statelab-taken-box:/ran", exists = false }"#).exits(0);
    targets.iter().fold(ended, |ended, (_, why)| ended.shows(why)).leaves_nothing();
}

#[test]
fn an_id_file_is_new_and_has_the_id() {
    let _engine = Engine::any();
    let again = r#"{ cmd = "docker run -d --cidfile box.cid nginx", fails = "other" }"#;
    let refused = r#"{ cmd = "docker create --cidfile new.cid --name statelab-taken-box nginx", fails = "name-taken" }"#;
    run(
        "",
        &["run -d --name statelab-taken-box --cidfile ./box.cid nginx", again, refused],
        r#"{ local = "box.cid", matches = "^[0-9a-f]{64}$" }, { local = "new.cid", exists = false }"#,
    )
    .exits(0)
    .shows("There is a box.cid in the workspace already")
    .leaves_nothing();
}

#[test]
fn the_workspace_has_its_own_path_in_a_container() {
    let _engine = Engine::any();
    run(
        "",
        &[
            "run --rm -v $(pwd):$(pwd) -w $(pwd) nginx sh -c 'pwd; cat note'",
            "run --rm -v \"/$(pwd)\":/w nginx cat /w/note",
            "run --rm -v \"$(pwd)\":\"/$PWD\" -w /$PWD nginx cat note > copy",
        ],
        r#"{ local = "copy", equals = "from the workspace\n" }"#,
    )
    .exits(0)
    .shows("state/statelab/workspaces/")
    .leaves_nothing();
}

#[test]
fn what_an_old_engine_leaves_out_is_refused() {
    let _engine = Engine::any();
    let subpath = r#"{ cmd = "docker run --mount src=statelab-taken-v,dst=/d,volume-subpath=a nginx true", fails = "other" }"#;
    run("", &["volume create statelab-taken-v", subpath], "")
        .exits(0)
        .shows("does not know volume-subpath")
        .leaves_nothing();
}

#[test]
fn formats_of_handouts_are_filled_in() {
    let _engine = Engine::any();
    run(
        "",
        &[
            "run -d --name statelab-taken-box -v statelab-taken-v:/data -v ./site:/site nginx",
            "inspect -f '{{range .Mounts}}{{if .Name}}[{{.Name}}]{{end}}{{end}} {{len .Mounts}}' statelab-taken-box",
            "inspect -f '{{range .NetworkSettings.Networks}}<{{len .IPAddress}}>{{end}}' statelab-taken-box",
        ],
        "",
    )
    .exits(0)
    .shows("[statelab-taken-v] 2")
    .leaves_nothing();
}

#[test]
fn a_volume_at_a_relative_path_is_this_runs() {
    let _engine = Engine::any();
    relative_volumes("(cache)");
}

mod docker {
    use crate::harness::docker;

    #[test]
    fn a_volume_at_a_relative_path_is_this_runs() {
        let _engine = super::Engine::take();
        let volumes = || docker(&["volume", "ls", "-q"]);
        let before = volumes();
        super::relative_volumes("(cache)");
        assert_eq!(volumes(), before);
    }

    #[test]
    fn a_pipe_that_a_container_made_is_never_opened() {
        let _engine = super::Engine::take();
        super::refused("mkfifo /s/pipe", super::PIPES);
    }

    #[test]
    fn a_database_is_dumped_and_restored() {
        let _engine = super::Engine::take();
        super::dump_and_restore();
    }
}

const PIPES: &[(&str, &str)] =
    &[("> shared/pipe", "shared/pipe"), (">> shared/pipe", "shared/pipe"), ("< shared/pipe", "shared/pipe")];

mod podman {
    #[test]
    fn a_pipe_that_a_container_made_is_never_opened() {
        let _engine = super::Engine::podman();
        super::refused("mkfifo /s/pipe", super::PIPES);
    }

    #[test]
    fn a_database_is_dumped_and_restored() {
        let _engine = super::Engine::podman();
        super::dump_and_restore();
    }
}

/// A lab with an image that declares `VOLUME ./cache`.
fn relative_volumes(mounts: &str) {
    let lab = Lab::of(&format!(
        "[[step]]\nid = \"one\"\ntitle = \"One\"\n\
         write = {{ \"ctx/Dockerfile\" = \"FROM nginx\\nWORKDIR /usr/src/app\\nVOLUME ./cache\\n\" }}\nrun = [\n\
         \"docker build -t statelab-taken-image ctx\",\n\
         \"docker run -d --name statelab-taken-box statelab-taken-image\",\n\
         \"docker exec statelab-taken-box sh -c 'echo kept > /cache/x'\",\n\
         '''docker inspect -f '{{{{range .Mounts}}}}({{{{.Destination}}}}){{{{end}}}}' statelab-taken-box''',\n]\n\
         check = [\n  {{ container = \"statelab-taken-box\", running = true }},\n\
         \x20 {{ output = true, equals = \"{mounts}\\n\" }},\n\
         \x20 {{ mount = \"statelab-taken-box:/cache\", type = \"volume\" }},\n\
         \x20 {{ file = \"statelab-taken-box:/cache/x\", equals = \"kept\\n\" }},\n]\n\
         [[step]]\nid = \"two\"\ntitle = \"Two\"\nrun = [\n\
         \"docker rm -f statelab-taken-box\",\n\
         \"docker run -d --name statelab-taken-box -v statelab-taken-v:/cache -v statelab-taken-v:/cache statelab-taken-image\",\n\
         \"docker exec statelab-taken-box sh -c 'echo named > /cache/x'\",\n\
         \"docker rm -f statelab-taken-box\",\n\
         \"docker run -d --name statelab-taken-box -v statelab-taken-v:/mine nginx\",\n]\n\
         check = [{{ file = \"statelab-taken-box:/mine/x\", equals = \"named\\n\" }}]\n"
    ));
    lab.run().exits(0).leaves_nothing();
}

/// A table goes through a file of the workspace into a new database; so do three megabytes of noise.
fn dump_and_restore() {
    const START: &str = "run -d --name NAME -e POSTGRES_PASSWORD=password postgres:13";
    let start = |name: &str| START.replace("NAME", name);
    let ready = |name: &str| format!("[ready.{name}]\nexec = \"pg_isready -h 127.0.0.1\"\n");
    let (old, new) = ("statelab-taken-old", "statelab-taken-new");
    run(
        &format!("{}{}", ready(old), ready(new)),
        &[
            &start(old),
            &format!("exec {old} psql -U postgres -c 'CREATE TABLE note (text text)' -c \"INSERT INTO note VALUES ('kept')\""),
            &format!("exec {old} pg_dump -U postgres postgres > backup.sql"),
            &format!("rm -f -v {old}"),
            &start(new),
            &format!("exec -i {new} psql -q -U postgres < backup.sql > restored.txt"),
            &format!("exec {new} sh -c 'head -c 3000000 /dev/urandom > /noise; cat /noise' > noise"),
            &format!("exec -i {new} sh -c 'cat > /again' < noise"),
            &format!("exec {new} cmp /noise /again"),
            &format!("exec {new} psql -U postgres -At -c 'SELECT text FROM note'"),
        ],
        r#"{ output = true, equals = "kept\n" }, { local = "backup.sql", contains = "CREATE TABLE public.note" }"#,
    )
    .exits(0)
    .leaves_nothing();
}
