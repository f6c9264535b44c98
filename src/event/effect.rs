//! What a command does to containers, as far as it decides the fate of the values they keep.

use serde::{Deserialize, Serialize};

use crate::command::{Action, Container, ContainerName};
use crate::source::Spanned;

/// What a command did to one container.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Effect {
    /// Created it, under a name given by the command.
    Created {
        /// Its name.
        container: String,
        /// Whether it is removed when it ends (`--rm`).
        auto_remove: bool,
    },
    /// Started it.
    Started {
        /// Its name or id, as it was typed.
        container: String,
    },
    /// Stopped it.
    Stopped {
        /// Its name or id, as it was typed.
        container: String,
    },
    /// Stopped it and started it again.
    Restarted {
        /// Its name or id, as it was typed.
        container: String,
    },
    /// Removed it.
    Removed {
        /// Its name or id, as it was typed.
        container: String,
        /// Whether its anonymous volumes were also removed (`-v`).
        volumes: bool,
    },
}

impl Effect {
    /// Returns the effects of an action, in the order of its operands.
    ///
    /// # Examples
    /// `docker rm -fv one two` removes `one` and `two`, each with its anonymous volumes.
    #[must_use]
    pub fn of(action: &Action) -> Vec<Self> {
        let created = |container: &Container, auto_remove: bool| {
            let name = container.name.as_ref();
            name.map(|name| Self::Created { container: text(name), auto_remove }).into_iter().collect()
        };
        match action.plain() {
            Action::Run(run) => created(&run.container, run.remove),
            Action::Create(create) => created(&create.container, create.remove),
            Action::Start(start) => each(&start.containers, |container| Self::Started { container }),
            Action::Stop(stop) => each(&stop.containers, |container| Self::Stopped { container }),
            Action::Restart(restart) => each(&restart.containers, |container| Self::Restarted { container }),
            Action::Remove(remove) => {
                each(&remove.containers, |container| Self::Removed { container, volumes: remove.volumes })
            }
            _ => Vec::new(),
        }
    }

    /// Returns the container's name or id, as it was typed.
    #[must_use]
    pub fn container(&self) -> &str {
        match self {
            Self::Created { container, .. }
            | Self::Started { container }
            | Self::Stopped { container }
            | Self::Restarted { container }
            | Self::Removed { container, .. } => container,
        }
    }
}

fn text(name: &Spanned<ContainerName>) -> String {
    name.value.as_str().to_owned()
}

fn each(names: &[Spanned<ContainerName>], effect: impl Fn(String) -> Effect) -> Vec<Effect> {
    names.iter().map(text).map(effect).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::command::parse;
    use crate::source::Located;

    #[test]
    fn a_command_has_the_effects_that_its_line_says() {
        let of = |line: &str| {
            let effects = Effect::of(&parse(&Located::verbatim(line, 0)).unwrap());
            effects.iter().map(|effect| serde_json::to_string(effect).unwrap()).collect::<Vec<_>>().join(" ")
        };
        for (line, effects) in [
            (
                "docker rm -fv one two",
                r#"{"kind":"removed","container":"one","volumes":true} {"kind":"removed","container":"two","volumes":true}"#,
            ),
            ("docker container rm --force one", r#"{"kind":"removed","container":"one","volumes":false}"#),
            ("docker restart -t 1 one", r#"{"kind":"restarted","container":"one"}"#),
            ("docker stop one", r#"{"kind":"stopped","container":"one"}"#),
            ("docker start one", r#"{"kind":"started","container":"one"}"#),
            (
                "docker run -d --rm --name one nginx",
                r#"{"kind":"created","container":"one","auto_remove":true}"#,
            ),
            (
                "docker create --name one nginx sh -c 'rm -v'",
                r#"{"kind":"created","container":"one","auto_remove":false}"#,
            ),
            ("docker run -d nginx", ""),
            ("docker ps", ""),
        ] {
            assert_eq!(of(line), effects, "{line}");
        }
    }
}
