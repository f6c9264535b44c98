//! What only newer engines know. Older ones leave it out without a word.

use crate::engine::{ContainerSpec, Guard};
use crate::event::Message;
use crate::runner::error::RunError;

/// Checks that the engine knows everything that a container is to have.
///
/// # Errors
/// The refusal of a flag; the engine's errors.
pub(super) async fn check(guard: &Guard, spec: &ContainerSpec) -> Result<(), RunError> {
    let Some((flag, needs, docker)) = newest(spec) else { return Ok(()) };
    let about = guard.about().await?;
    if version(&about.api) >= version(needs) {
        return Ok(());
    }
    let engine = format!("{} {}", about.name, about.version);
    let why = Message::new("run-engine-too-old").arg("flag", flag).arg("engine", engine);
    Err(RunError::Refused(why.arg("api", about.api).arg("needs", needs).arg("docker", docker)))
}

/// Returns the flag that needs the newest API, with its version and that of Docker.
fn newest(spec: &ContainerSpec) -> Option<(&'static str, &'static str, &'static str)> {
    let start_interval = spec.health.as_ref().is_some_and(|health| health.start_interval.is_some());
    let wanted = [
        ("volume-subpath", "1.45", "26", spec.mounts.iter().any(|mount| mount.subpath.is_some())),
        (
            "bind-recursive=readonly",
            "1.44",
            "25",
            spec.mounts.iter().any(|mount| mount.read_only_force_recursive),
        ),
        ("--health-start-interval", "1.44", "25", start_interval),
    ];
    wanted.into_iter().find(|wanted| wanted.3).map(|(flag, needs, docker, _)| (flag, needs, docker))
}

/// Returns the two numbers of an API's version.
fn version(text: &str) -> (u32, u32) {
    let (major, minor) = text.split_once('.').unwrap_or((text, ""));
    (major.parse().unwrap_or_default(), minor.parse().unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::MountSpec;

    #[test]
    fn versions_are_compared_by_number() {
        assert!(
            version("1.9") < version("1.41") && version("1.45") < version("2.0") && version("x") == (0, 0)
        );
    }

    #[test]
    fn a_container_without_new_flags_asks_nothing() {
        assert_eq!(newest(&ContainerSpec::default()), None);
        let mount = MountSpec { subpath: Some("a".to_owned()), ..MountSpec::default() };
        let spec = ContainerSpec { mounts: vec![mount], ..ContainerSpec::default() };
        assert_eq!(newest(&spec).map(|found| found.1), Some("1.45"));
    }
}
