//! Commands that the docker program has and labs do not take, so that a fault can say so.

/// First words of commands that labs take nothing of.
const WHOLE: &[&str] = &[
    "attach",
    "build",
    "builder",
    "buildx",
    "checkpoint",
    "commit",
    "compose",
    "config",
    "context",
    "create",
    "diff",
    "events",
    "export",
    "help",
    "history",
    "image",
    "images",
    "import",
    "info",
    "init",
    "inspect",
    "kill",
    "load",
    "login",
    "logout",
    "logs",
    "manifest",
    "model",
    "network",
    "node",
    "pause",
    "plugin",
    "port",
    "ps",
    "pull",
    "push",
    "rename",
    "rmi",
    "save",
    "scout",
    "search",
    "secret",
    "service",
    "stack",
    "start",
    "stats",
    "stop",
    "swarm",
    "system",
    "tag",
    "top",
    "trust",
    "unpause",
    "update",
    "version",
    "wait",
];

/// Commands beside those that labs take in the same group.
const IN_GROUPS: &[(&str, &[&str])] = &[
    (
        "container",
        &[
            "attach", "commit", "create", "diff", "export", "inspect", "kill", "list", "logs", "ls", "pause",
            "port", "prune", "ps", "rename", "start", "stats", "stop", "top", "unpause", "update", "wait",
        ],
    ),
    ("volume", &["inspect", "list", "ls", "prune", "remove", "rm", "update"]),
];

/// Whether `name`, one or two words, is such a command.
pub(in super::super) fn is_elsewhere(name: &str) -> bool {
    match name.split_once(' ') {
        Some((group, command)) => {
            WHOLE.contains(&group)
                || IN_GROUPS.iter().any(|&(known, commands)| known == group && commands.contains(&command))
        }
        None => WHOLE.contains(&name),
    }
}
