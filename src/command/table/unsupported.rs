//! Commands of the docker program that labs do not support, so that a fault can say so.

/// First words of commands that labs do not support at all.
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

/// Unsupported commands in groups from which labs support other commands.
const IN_GROUPS: &[(&str, &[&str])] = &[
    ("builder", &["prune"]),
    ("container", &["attach", "stats"]),
    ("image", &["pull", "push"]),
    ("network", &["prune"]),
    ("system", &["dial-stdio", "events", "info", "prune"]),
    ("volume", &["update"]),
];

/// Returns whether `name`, one or two words, is such a command.
pub(in super::super) fn is_unsupported(name: &str) -> bool {
    match name.split_once(' ') {
        Some((group, command)) => {
            WHOLE.contains(&group)
                || IN_GROUPS.iter().any(|&(known, commands)| known == group && commands.contains(&command))
        }
        None => WHOLE.contains(&name),
    }
}
