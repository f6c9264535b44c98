//! An engine of our own for a user without root's rights: Podman, whose containers are in a network to which this
//! machine has no way. The user is there in a mount namespace alone, and nothing of the machine is changed.

use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt, chown};
use std::path::Path;
use std::process::Command;

use tempfile::TempDir;

use crate::harness::{Engine, Output, docker, finish, program, until};

/// What makes the user, in namespaces: the files that say so, the program, a device for the network; then the script,
/// as the user.
const AS_THE_USER: &str = r#"
set -e
cd "$HOME"
for file in passwd group subuid subgid; do cp "/etc/$file" "$file"; done
echo "statelab-student:x:$user:$user::$HOME:/bin/sh" >>passwd
echo "statelab-student:x:$user:" >>group
echo "statelab-student:$inside:65536" | tee -a subuid >>subgid
for file in passwd group subuid subgid; do mount --bind "$file" "/etc/$file"; done
mount --bind "$program" statelab
mkdir -p /dev/net
mount -t tmpfs devices /dev/net
mknod -m "$tun" /dev/net/tun c 10 200
exec setpriv --reuid "$user" --regid "$user" --clear-groups sh -c "
  set -e
  statelab='$HOME/statelab --plain'
  own=\$(\$statelab engine list --format json | sed -n 's/.*\"url\": \"\(.*engine.sock\)\".*/\1/p')
  $script"
"#;

/// Somebody without any rights.
struct User {
    home: TempDir,
    /// A number that no user of this machine has, and that users in containers can have: who copies a file into one is
    /// its owner there, too.
    id: u32,
    /// The first number of the users in the containers.
    inside: u32,
}

impl User {
    fn new() -> Self {
        let home = tempfile::tempdir().unwrap();
        let (id, inside) = (62_000 + std::process::id() % 2000, 1_900_000_000);
        for folder in ["run", "state"] {
            fs::create_dir(home.path().join(folder)).unwrap();
            fs::set_permissions(home.path().join(folder), fs::Permissions::from_mode(0o700)).unwrap();
            chown(home.path().join(folder), Some(id), Some(id)).unwrap();
        }
        fs::write(home.path().join("statelab"), "").unwrap();
        fs::set_permissions(home.path(), fs::Permissions::from_mode(0o755)).unwrap();
        chown(home.path(), Some(id), Some(id)).unwrap();
        docker(&["save", "-o", home.path().join("nginx.tar").to_str().unwrap(), "nginx"]);
        fs::set_permissions(home.path().join("nginx.tar"), fs::Permissions::from_mode(0o644)).unwrap();
        Self { home, id, inside }
    }

    /// What a script of the user's comes to; `$statelab` is the program, `$own` the address of its engine. `tun`: the
    /// mode of the device that a network of a user's own is made with.
    fn script(&self, tun: &str, script: &str) -> Output {
        let inside = program(self.home.path());
        let mut command = Command::new("timeout");
        command.args(["120", "unshare", "-m", "bash", "-c", AS_THE_USER]);
        for (name, value) in inside.get_envs() {
            match value {
                Some(value) => command.env(name, value),
                None => command.env_remove(name),
            };
        }
        for name in ["DOCKER_HOST", "DOCKER_CONTEXT", "STATELAB_ENGINE", "LD_LIBRARY_PATH"] {
            command.env_remove(name);
        }
        command
            .env("HOME", self.home.path())
            .env("XDG_RUNTIME_DIR", self.home.path().join("run"))
            .env("user", self.id.to_string())
            .env("inside", self.inside.to_string())
            .env("program", inside.get_program())
            .env("tun", tun)
            .env("script", script);
        finish(command)
    }

    /// The user's processes, and what they are called.
    fn processes(&self) -> Vec<(String, String)> {
        let processes = fs::read_dir("/proc").unwrap().map(|entry| entry.unwrap().path());
        let own = processes.filter(|process| {
            let user = fs::metadata(process).map(|process| process.uid());
            user.is_ok_and(|user| user == self.id || (self.inside..self.inside + 65_536).contains(&user))
        });
        let named = |process: &Path| {
            // What has ended, and nobody has asked for, has no command line.
            let line = fs::read_to_string(process.join("cmdline")).ok().filter(|line| !line.is_empty())?;
            Some((process.file_name()?.to_str()?.to_owned(), line))
        };
        own.filter_map(|process| named(&process)).collect()
    }
}

impl Drop for User {
    fn drop(&mut self) {
        for (process, _) in self.processes() {
            let _ = Command::new("kill").args(["-9", &process]).status();
        }
    }
}

#[test]
fn a_user_without_rights_has_an_engine_and_pages_are_asked_for_inside() {
    let _engine = Engine::take();
    let user = User::new();
    user.script("600", "$statelab engine start; DOCKER_HOST=$own docker load -q -i nginx.tar")
        .exits(0)
        .shows("Starting statelab's own engine (Podman)");
    user.script("600", "$statelab run --yes nginx-stateless").exits(1).shows("/dev/net/tun");
    user.script("666", "$statelab engine stop").exits(0);

    // What Podman had of a network that could not be made does not keep the next one from it.
    user.script("666", "$statelab engine start; $statelab engine info; $statelab run --yes nginx-stateless")
        .exits(0)
        .shows("runs without root (rootless)")
        .shows("holds: { http = \"http://my-nginx:80/\", status = 200")
        .shows("Passed: all 4 steps");
    user.script("666", "$statelab engine stop").exits(0).shows("It has stopped.");
    until("has no process left", || {
        // One of Podman's stays as long as its user is there.
        user.processes().iter().all(|(_, line)| line.starts_with("catatonit\0-P"))
    });
}
