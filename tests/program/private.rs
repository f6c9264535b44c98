//! The state folder is this user's alone, whatever a container makes in it, and is emptied however deep it is.

use std::fs::{self, Permissions};
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::harness::{Engine, Lab, docker, until};

/// A container of root leaves a set-user program and two devices in a bind, and waits.
const WAITS: &str = r#"
[[step]]
id = "bind"
title = "A bind"
run = "docker run --name private-root -v ./d:/d nginx sh -c 'cp /usr/bin/id /d/id && chmod 4755 /d/id && mknod -m 666 /d/zero c 1 5 && mknod -m 666 /d/disk b 7 0 && touch /d/ready && while [ ! -e /d/go ]; do sleep 0.1; done'"
check = [{ local = "d/ready", exists = true }]

[[step]]
id = "devices"
title = "Devices are no files"
run = ["docker rm -f private-root", "docker run --rm --env-file d/zero nginx true"]
check = [{ local = "d/zero", exists = true }]
"#;

const NOTHING: &str = "[[step]]\nid = \"nothing\"\ntitle = \"Nothing\"\n";

/// Whether another user can run this command.
fn by_another_user(line: &str) -> bool {
    let mut command = Command::new("setpriv");
    command.args(["--reuid", "12345", "--regid", "12345", "--clear-groups", "sh", "-c", line]);
    command.stdout(Stdio::null()).stderr(Stdio::null()).status().unwrap().success()
}

fn mode(path: &Path) -> u32 {
    path.metadata().unwrap().permissions().mode() & 0o7777
}

fn set_mode(path: &Path, mode: u32) {
    fs::set_permissions(path, Permissions::from_mode(mode)).unwrap();
}

/// The lab's home, which others may enter, as a usual home; in it a state folder as older programs made it.
fn in_an_open_home(lab: Lab) -> Lab {
    let state = lab.state();
    fs::create_dir_all(state.join("workspaces")).unwrap();
    fs::create_dir_all(state.join("ledgers")).unwrap();
    for folder in state.ancestors().take(3) {
        set_mode(folder, 0o755);
    }
    set_mode(&state.join("workspaces"), 0o755);
    lab
}

#[test]
fn what_root_makes_in_a_bind_is_out_of_reach_of_other_users() {
    let _engine = Engine::take();
    let lab = in_an_open_home(Lab::of(WAITS));
    let state = lab.state();
    assert!(by_another_user(&format!("ls {}", state.join("workspaces").display())), "it is open before");
    let running = lab.start();
    let bind = || -> Option<PathBuf> {
        let run = fs::read_dir(state.join("workspaces")).ok()?.next()?.ok()?.path();
        Some(run.join("d")).filter(|bind| bind.join("ready").exists())
    };
    until("has what it leaves", || bind().is_some());
    let bind = bind().unwrap();
    assert_eq!(mode(&bind.join("id")), 0o4755);
    assert_eq!(
        (mode(&state), mode(&state.join("workspaces")), mode(&state.join("ledgers"))),
        (0o700, 0o700, 0o700)
    );
    for line in ["DIR/id", "head -c1 DIR/zero", "head -c1 DIR/disk", "ls DIR"] {
        let line = line.replace("DIR", bind.to_str().unwrap());
        assert!(!by_another_user(&line), "{line}");
    }
    fs::write(bind.join("go"), "").unwrap();
    let ended = running.ends().exits(1).shows("d/zero is not a regular file, so it is not opened.");
    assert_eq!(mode(&state), 0o700);
    ended.leaves_nothing();
}

#[test]
fn a_state_folder_that_is_not_ours_is_refused() {
    let _engine = Engine::take();
    let lab = Lab::of(NOTHING);
    let state = lab.state();
    fs::create_dir_all(state.parent().unwrap().join("elsewhere")).unwrap();
    symlink("elsewhere", &state).unwrap();
    for command in [&["clean", "--yes"][..], &["doctor"], &["locate", "web:/x"]] {
        lab.statelab(command).exits(3).shows("is a link. Another user may have put it there.");
    }
    let lab = lab.run().exits(3).shows("Replace it with the folder itself").into_lab();
    assert!(fs::read_dir(state.parent().unwrap().join("elsewhere")).unwrap().next().is_none());
    // What does not use it works all the same.
    lab.statelab(&["list"]).exits(0);
    fs::remove_file(&state).unwrap();
    fs::create_dir(&state).unwrap();
    std::os::unix::fs::chown(&state, Some(12345), None).unwrap();
    let lab = lab.run().exits(3).shows("belongs to another user (uid 12345)").into_lab();
    fs::remove_dir(&state).unwrap();
    fs::create_dir(&state).unwrap();
    symlink("/tmp", state.join("workspaces")).unwrap();
    lab.statelab(&["--lang", "ko", "clean", "--yes"])
        .exits(3)
        .shows("state/statelab/workspaces 자리에 링크가 있습니다");
}

#[test]
fn a_device_in_a_bind_is_no_value() {
    let _engine = Engine::take();
    let made = "docker run --rm -v ./d:/d nginx mknod -m 666 /d/device c 1 5";
    let step = format!("[[step]]\nid = \"made\"\ntitle = \"Made\"\nrun = \"{made}\"\n");
    let look = "check = [{ local = \"d/device\", contains = \"x\", within = \"1s\" }]\n";
    Lab::of(&format!("{step}{look}"))
        .run()
        .exits(1)
        .shows("d/device is not a regular file, so it is not opened.")
        .leaves_nothing();
    let copied = "[[step]]\nid = \"copied\"\ntitle = \"Copied\"\n\
                  run = [\"docker create --name private-web nginx\", \"docker cp d/device private-web:/x\"]\n";
    Lab::of(&format!("{step}{copied}"))
        .run()
        .exits(1)
        .shows("d/device is neither a file nor a directory")
        .leaves_nothing();
}

#[test]
fn a_folder_goes_however_deep_it_is() {
    let _engine = Engine::take();
    let steps = r#"
[[step]]
id = "deep"
title = "Deep"
run = "docker run --rm -v ./d:/d nginx perl -e 'chdir q(/d); for(1..20000){mkdir q(a); chdir q(a) or die $_}'"
"#;
    let lab = Lab::of(steps);
    let usual = lab.command();
    let mut limited = Command::new("sh");
    limited.args(["-c", "ulimit -n 256; exec \"$@\"", "sh"]).arg(usual.get_program()).args(usual.get_args());
    limited.envs(usual.get_envs().filter_map(|(name, value)| Some((name, value?))));
    crate::harness::finish(limited).exits(0).shows_not("could not be removed");
    assert_eq!(crate::harness::files_below(&lab.state()), Vec::<PathBuf>::new());
    assert_eq!(docker(&["ps", "-aq", "--filter", &format!("label=statelab.lab={}", lab.id)]), "");
}
