//! What decides whether labs run well on an engine: cgroups, users, disk space, proxies, and access to its socket.

use std::fs;
use std::path::Path;

use serde_json::Value;

use super::Address;

/// What an engine reports on its machine.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Condition {
    /// Whether it is rootless.
    pub rootless: bool,
    /// The version of the cgroups: `1` or `2`; empty if it is not reported.
    pub cgroup: String,
    /// The cgroup driver: `cgroupfs`, `systemd`, or `none`, with which no limits apply.
    pub cgroup_driver: String,
    /// The proxies of its pulls, by the names of their variables, without passwords.
    pub proxies: Vec<(&'static str, String)>,
    /// The folder of its images, if it is on this machine.
    pub folder: Option<String>,
    /// The free space in that folder, in bytes.
    pub room: Option<u64>,
}

impl Condition {
    /// Reads the body of `/info`, and this machine's disk if the engine is on it.
    #[must_use]
    pub fn of(info: &Value, address: &Address) -> Self {
        let text = |key: &str| info[key].as_str().unwrap_or_default().to_owned();
        let proxies = [("HTTP_PROXY", "HttpProxy"), ("HTTPS_PROXY", "HttpsProxy"), ("NO_PROXY", "NoProxy")];
        let proxies = proxies.map(|(name, key)| (name, without_password(&text(key))));
        // Docker Desktop's socket is on this machine, but its images are in its virtual machine.
        let here = matches!(address, Address::Unix(_)) && text("OperatingSystem") != "Docker Desktop";
        let folder = Some(text("DockerRootDir")).filter(|root| here && Path::new(root).is_dir());
        Self {
            rootless: is_rootless(info),
            cgroup: text("CgroupVersion"),
            cgroup_driver: text("CgroupDriver"),
            proxies: proxies.into_iter().filter(|(_, value)| !value.is_empty()).collect(),
            room: folder.as_deref().and_then(|folder| free(Path::new(folder))),
            folder,
        }
    }

    /// Returns whether limits on memory and processes apply.
    ///
    /// This takes a cgroup driver, and with cgroups of version 1 also root.
    #[must_use]
    pub fn limits_hold(&self) -> bool {
        self.cgroup_driver != "none" && !(self.rootless && self.cgroup == "1")
    }
}

/// Returns whether an engine is rootless, from the body of `/info`.
///
/// Docker lists it among its security options; Podman has a key of its own.
pub(super) fn is_rootless(info: &Value) -> bool {
    let mut options = info["SecurityOptions"].as_array().into_iter().flatten().filter_map(Value::as_str);
    info["Rootless"] == true || options.any(|option| option.contains("rootless"))
}

/// Returns a proxy's address without user and password.
#[must_use]
pub fn without_password(proxy: &str) -> String {
    let (scheme, rest) = proxy.split_once("://").map_or(("", proxy), |(scheme, rest)| (scheme, rest));
    let host = rest.rsplit_once('@').map_or(rest, |(_, host)| host);
    if scheme.is_empty() { host.to_owned() } else { format!("{scheme}://{host}") }
}

/// Returns the bytes that a user may still write to a folder's disk.
#[must_use]
pub fn free(folder: &Path) -> Option<u64> {
    #[cfg(unix)]
    return rustix::fs::statvfs(folder).ok().map(|disk| disk.f_bavail.saturating_mul(disk.f_frsize));
    #[cfg(not(unix))]
    {
        let _ = folder;
        None
    }
}

/// Why a socket may not be used, and who may use it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Rights {
    /// Only its group may use it, and the user is not in it.
    Group {
        /// The socket's group.
        group: String,
        /// The user.
        user: String,
    },
    /// The user was added to the group after this session began.
    NotYet {
        /// The socket's group.
        group: String,
    },
    /// Only its owner may use it.
    Owner {
        /// The socket's owner.
        owner: String,
    },
    /// It is in a folder that the user may not enter.
    Folder,
}

/// Returns why this process may not use a socket.
#[must_use]
pub fn rights(socket: &Path) -> Option<Rights> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        let Ok(meta) = fs::metadata(socket) else { return Some(Rights::Folder) };
        let (users, groups) = (table("/etc/passwd"), table("/etc/group"));
        let user = name_of(&users, rustix::process::geteuid().as_raw());
        Some(who_may(meta.mode(), &name_of(&users, meta.uid()), meta.gid(), &groups, user))
    }
    #[cfg(not(unix))]
    {
        let _ = (socket, fs::metadata(socket));
        None
    }
}

#[cfg(unix)]
fn table(path: &str) -> String {
    fs::read_to_string(path).unwrap_or_default()
}

/// Returns a user's or a group's name, or its number if it has no name.
fn name_of(table: &str, id: u32) -> String {
    let id = id.to_string();
    let mut lines = table.lines().map(|line| line.split(':').collect::<Vec<_>>());
    let found = lines.find(|fields| fields.get(2).is_some_and(|it| *it == id));
    found.and_then(|fields| fields.first().map(|name| (*name).to_owned())).unwrap_or(id)
}

fn who_may(mode: u32, owner: &str, gid: u32, groups: &str, user: String) -> Rights {
    if mode & 0o060 != 0o060 {
        return Rights::Owner { owner: owner.to_owned() };
    }
    let group = name_of(groups, gid);
    let mut lines = groups.lines().map(|line| line.split(':').collect::<Vec<_>>());
    let members =
        lines.find(|fields| fields.first() == Some(&group.as_str())).and_then(|it| it.get(3).copied());
    let member = members.is_some_and(|members| members.split(',').any(|member| member == user));
    if member { Rights::NotYet { group } } else { Rights::Group { group, user } }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn an_engine_tells_of_its_machine() {
        let info = json!({
            "SecurityOptions": ["name=seccomp,profile=default", "name=rootless"],
            "CgroupVersion": "2", "CgroupDriver": "systemd", "DockerRootDir": "/",
            "HttpProxy": "http://me:secret@proxy:3128", "NoProxy": "",
        });
        let here = Condition::of(&info, &Address::Unix("/x.sock".to_owned()));
        assert!(here.rootless && here.room.is_some());
        assert_eq!((here.cgroup.as_str(), here.cgroup_driver.as_str()), ("2", "systemd"));
        assert_eq!(here.proxies, [("HTTP_PROXY", "http://proxy:3128".to_owned())]);
        assert!(is_rootless(&json!({ "SecurityOptions": [], "Rootless": true })), "Podman's word for it");
        assert!(!is_rootless(&json!({ "SecurityOptions": ["name=seccomp"], "Rootless": false })));
        for (rootless, cgroup, driver, hold) in [
            (false, "1", "cgroupfs", true),
            (true, "2", "systemd", true),
            (true, "1", "cgroupfs", false),
            (true, "2", "none", false),
        ] {
            let (cgroup, cgroup_driver) = (cgroup.to_owned(), driver.to_owned());
            let one = Condition { rootless, cgroup, cgroup_driver, ..Condition::default() };
            assert_eq!(one.limits_hold(), hold, "{one:?}");
        }
        let there = Condition::of(&info, &Address::Tcp("h:1".to_owned()));
        assert_eq!((there.folder, there.room), (None, None));
        assert_eq!(without_password("me:secret@proxy:3128"), "proxy:3128");
    }

    #[test]
    fn who_may_use_a_socket_follows_from_its_group() {
        let groups = "root:x:0:\ndocker:x:102:ann,bob\n";
        let may = |mode, user: &str| who_may(mode, "root", 102, groups, user.to_owned());
        let group = "docker".to_owned();
        assert_eq!(may(0o140_660, "ann"), Rights::NotYet { group: group.clone() });
        assert_eq!(may(0o140_660, "eve"), Rights::Group { group, user: "eve".to_owned() });
        assert_eq!(may(0o140_600, "ann"), Rights::Owner { owner: "root".to_owned() });
        assert_eq!(name_of(groups, 7), "7");
    }
}
