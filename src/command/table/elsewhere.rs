//! Commands that the docker program has and labs do not take, so that a fault can say so.

/// First words of commands that labs take nothing of.
const WHOLE: &[&str] = &[
    "attach",
    "buildx",
    "checkpoint",
    "compose",
    "config",
    "context",
    "debug",
    "events",
    "help",
    "info",
    "init",
    "login",
    "logout",
    "manifest",
    "model",
    "node",
    "plugin",
    "pull",
    "push",
    "scout",
    "search",
    "secret",
    "service",
    "stack",
    "stats",
    "swarm",
    "trust",
];

/// Commands beside those that labs take in the same group.
const IN_GROUPS: &[(&str, &[&str])] = &[
    ("builder", &["prune"]),
    ("container", &["attach", "stats"]),
    ("image", &["pull", "push"]),
    ("network", &["prune"]),
    ("system", &["dial-stdio", "events", "info", "prune"]),
    ("volume", &["update"]),
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
