//! Files of other owners that a container has written into the workspace: whoever runs a lab need not be
//! root, and cannot remove them.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::os::unix::fs::chown;
use std::path::Path;
use std::process::Command;

use crate::harness::{Engine, Lab, files_below, finish, labelled};
use crate::proxy::Proxy;

/// Somebody who is not root and owns nothing else.
const SOMEBODY: u32 = 54_321;

/// Makes a folder, and all in it, somebody's.
fn give(path: &Path) {
    chown(path, Some(SOMEBODY), Some(SOMEBODY)).unwrap();
    for entry in fs::read_dir(path).into_iter().flatten() {
        give(&entry.unwrap().path());
    }
}

#[test]
fn files_of_other_owners_go_too() {
    let _engine = Engine::take();
    // What databases do with the folder of their data.
    let make = "mkdir -p /data/of/database; chown 999 /data/of; chmod 700 /data/of";
    let lab = Lab::of(&format!(
        "[[step]]\nid = \"one\"\ntitle = \"One\"\nrun = \"docker run --rm -v $PWD/data:/data nginx sh -c '{make}'\"\n"
    ));
    // A way to the engine, and the program, that somebody has.
    let proxy = Proxy::for_everybody();
    let home = lab.state().parent().unwrap().parent().unwrap().to_owned();
    let program = home.join("statelab");
    fs::copy(env!("CARGO_BIN_EXE_statelab"), &program).unwrap();
    give(&home);
    fs::set_permissions(&home, fs::Permissions::from_mode(0o755)).unwrap();

    let inside = lab.command();
    let mut command = Command::new("setpriv");
    let id = SOMEBODY.to_string();
    command.args(["--reuid", &id, "--regid", &id, "--clear-groups"]).arg(&program).args(inside.get_args());
    command.args(["--engine", &proxy.address()]).env("HOME", &home);
    command.envs(inside.get_envs().filter_map(|(name, value)| Some((name, value?))));
    finish(command).exits(0).shows_not("could not be removed");
    assert_eq!(labelled(&lab.id), Vec::<String>::new());
    assert_eq!(files_below(&lab.state()), Vec::<std::path::PathBuf>::new());
}
