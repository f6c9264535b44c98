//! Judges checks: looks, compares, and says what was expected and not seen.
//!
//! Imports: `engine`, `event`, `lab`.

use std::time::Duration;

use super::capture::Captured;
use super::carry::run_in;
use super::error::RunError;
use super::file;
use super::http;
use super::image_file::ImageFiles;
use super::wait::{Try, wait};
use super::watch::container_file;
use super::workspace::Workspace;
use crate::engine::{ContainerDetails, ExecSpec, Guard};
use crate::event::{Gap, Message, Observed, Sink, Waiting};
use crate::fate::Value;
use crate::lab::{Check, ContainerPath, Probe, Same, TextPredicate};

/// What checks are judged with.
pub struct Judge<'a> {
    /// The engine, as far as this run may use it.
    pub guard: &'a Guard,
    /// The run's folder.
    pub workspace: &'a Workspace,
    /// Files of images, read once.
    pub images: &'a mut ImageFiles,
    /// What the step's last command printed.
    pub output: &'a Captured,
}

/// What one look came to.
struct Look {
    /// What does not hold.
    gaps: Vec<Gap>,
    /// Another look would see the same: what is asked for is gone or dead.
    hopeless: bool,
}

impl Look {
    const fn of(gaps: Vec<Gap>) -> Self {
        Self { gaps, hopeless: false }
    }

    fn hopeless(predicate: &str, expected: &str, seen: Message) -> Self {
        Self { gaps: vec![gap(predicate, expected, Observed::Words { message: seen })], hopeless: true }
    }
}

impl Judge<'_> {
    /// Tries a check until it holds, there is no hope, or its time is over: what does not hold at
    /// the end, and how long it took.
    ///
    /// # Errors
    /// A fault of the engine or of the workspace.
    pub async fn judge(
        &mut self,
        check: &Check,
        sink: &mut dyn Sink,
    ) -> Result<(Vec<Gap>, Duration), RunError> {
        let subject = Waiting::Check { text: check.text.clone() };
        let late = vec![gap("within", "", Observed::Words { message: Message::new("seen-late") })];
        wait(check.within, &subject, sink, late, async || {
            let look = self.look(&check.probe).await?;
            let settled = look.gaps.is_empty() || look.hopeless;
            Ok(if settled { Try::Settled(look.gaps) } else { Try::NotYet(look.gaps) })
        })
        .await
    }

    async fn look(&mut self, probe: &Probe) -> Result<Look, RunError> {
        match probe {
            Probe::Container { name, running, exists } => {
                self.container(name.as_str(), *running, *exists).await
            }
            Probe::Http { container, port, path, status, body } => {
                self.http(container.as_str(), *port, path, *status, body).await
            }
            Probe::Layer { container, changed } => self.layer(container.as_str(), changed).await,
            Probe::Mount { at, kind, name, writable } => {
                self.mount(at, kind.as_deref(), name.as_deref(), *writable).await
            }
            Probe::Volume { name, exists } => {
                let there = self.guard.volume(name.as_str()).await?.is_some();
                Ok(Look::of(existence(*exists, there).into_iter().collect()))
            }
            Probe::File { at, content } => self.file(at, content).await,
            Probe::Exec { container, command, output } => {
                self.exec(container.as_str(), command, output).await
            }
            Probe::Local { path, content } => match self.local(path) {
                Ok(value) => self.compare(value.as_ref(), content).await.map(Look::of),
                Err(error) => {
                    Ok(Look::of(vec![gap("local", path, Observed::Words { message: error.message() })]))
                }
            },
            Probe::Output(predicates) => {
                let value = file::value(self.output.text().as_bytes()).ok();
                self.compare(value.as_ref(), predicates).await.map(Look::of)
            }
        }
    }

    async fn container(
        &self,
        name: &str,
        running: Option<bool>,
        exists: Option<bool>,
    ) -> Result<Look, RunError> {
        let found = self.guard.container(name).await?;
        let mut gaps: Vec<Gap> =
            exists.and_then(|exists| existence(exists, found.is_some())).into_iter().collect();
        match (running, &found) {
            (Some(wanted), None) => {
                return Ok(Look::hopeless("running", &wanted.to_string(), no_container(name)));
            }
            (Some(wanted), Some(container)) if wanted != container.running => {
                gaps.push(gap("running", &wanted.to_string(), state(container)));
                let hopeless = wanted;
                return Ok(Look { gaps, hopeless });
            }
            _ => {}
        }
        Ok(Look::of(gaps))
    }

    async fn http(
        &mut self,
        name: &str,
        port: u16,
        path: &str,
        status: Option<u16>,
        body: &[TextPredicate],
    ) -> Result<Look, RunError> {
        let expected = status.map_or_else(String::new, |status| status.to_string());
        let Some(container) = self.guard.container(name).await? else {
            return Ok(Look::hopeless("status", &expected, no_container(name)));
        };
        if !container.running {
            let gaps = vec![gap("status", &expected, state(&container))];
            return Ok(Look { gaps, hopeless: true });
        }
        let answer = match ask(&container, port, path).await {
            Ok(answer) => answer,
            Err(message) => return Ok(Look::of(vec![gap("status", &expected, Observed::Words { message })])),
        };
        let mut gaps = Vec::new();
        if status.is_some_and(|status| status != answer.status) {
            gaps.push(gap("status", &expected, text(answer.status.to_string())));
        }
        let value = file::value(&answer.body[..]).ok();
        gaps.extend(self.compare(value.as_ref(), body).await?);
        Ok(Look::of(gaps))
    }

    async fn layer(&self, name: &str, changed: &[String]) -> Result<Look, RunError> {
        let Some(container) = self.guard.container(name).await? else {
            return Ok(Look::hopeless("changed", &changed.join(", "), no_container(name)));
        };
        let layer = self.guard.changes(&container.id).await?;
        let missing = changed.iter().filter(|path| !layer.iter().any(|change| change.path == **path));
        let gaps = missing.map(|path| {
            let seen: Vec<&str> = layer.iter().map(|change| change.path.as_str()).collect();
            let seen = if seen.is_empty() {
                Observed::Words { message: Message::new("seen-no-changes") }
            } else {
                text(seen.join("\n"))
            };
            gap("changed", path, seen)
        });
        Ok(Look::of(gaps.collect()))
    }

    async fn mount(
        &self,
        at: &ContainerPath,
        kind: Option<&str>,
        name: Option<&str>,
        writable: Option<bool>,
    ) -> Result<Look, RunError> {
        let Some(container) = self.guard.container(at.container.as_str()).await? else {
            return Ok(Look::hopeless("mount", &at.path, no_container(at.container.as_str())));
        };
        let Some(mount) = container.mounts.iter().find(|mount| mount.target == at.path) else {
            let targets: Vec<&str> = container.mounts.iter().map(|mount| mount.target.as_str()).collect();
            let seen = if targets.is_empty() {
                Message::new("seen-no-mounts")
            } else {
                Message::new("seen-other-mounts").arg("targets", targets.join(", "))
            };
            return Ok(Look::hopeless("mount", &at.path, seen));
        };
        let fields = [
            ("type", kind.map(str::to_owned), mount.kind.word().to_owned()),
            ("name", name.map(str::to_owned), mount.name.clone()),
            ("rw", writable.map(|writable| writable.to_string()), mount.writable.to_string()),
        ];
        let differing = fields.into_iter().filter_map(|(key, wanted, seen)| {
            wanted.filter(|wanted| *wanted != seen).map(|wanted| gap(key, &wanted, text(seen)))
        });
        // A container's mounts never change: another look would see the same.
        Ok(Look { gaps: differing.collect(), hopeless: true })
    }

    async fn file(&mut self, at: &ContainerPath, content: &[TextPredicate]) -> Result<Look, RunError> {
        let Some(container) = self.guard.container(at.container.as_str()).await? else {
            return Ok(Look::hopeless("file", &at.path, no_container(at.container.as_str())));
        };
        let seen = container_file(self.guard, &container, &at.path).await?;
        let value = seen.map(|seen| seen.value);
        self.compare(value.as_ref(), content).await.map(Look::of)
    }

    async fn exec(
        &mut self,
        name: &str,
        command: &[String],
        predicates: &[TextPredicate],
    ) -> Result<Look, RunError> {
        let expected = command.join(" ");
        let Some(container) = self.guard.container(name).await? else {
            return Ok(Look::hopeless("exec", &expected, no_container(name)));
        };
        if !container.running {
            return Ok(Look { gaps: vec![gap("exec", &expected, state(&container))], hopeless: true });
        }
        let spec = ExecSpec { command: command.to_vec(), ..ExecSpec::default() };
        let (output, status) = run_in(self.guard, &container.id, &spec).await?;
        if status != 0 {
            let message = Message::new("seen-status")
                .arg("status", status.to_string())
                .arg("output", output.text().trim());
            return Ok(Look::of(vec![gap("exec", &expected, Observed::Words { message })]));
        }
        let value = file::value(output.out().as_bytes()).ok();
        self.compare(value.as_ref(), predicates).await.map(Look::of)
    }

    fn local(&self, name: &str) -> Result<Option<Value>, RunError> {
        let Some(path) = self.workspace.path(name) else {
            return Ok(None);
        };
        file::read_local(&path).map_err(|cause| RunError::Workspace { path, cause })
    }

    /// What of these predicates a value does not fulfil.
    async fn compare(
        &mut self,
        value: Option<&Value>,
        predicates: &[TextPredicate],
    ) -> Result<Vec<Gap>, RunError> {
        let mut gaps = Vec::new();
        for predicate in predicates {
            let (key, expected, holds) = match predicate {
                TextPredicate::Exists(wanted) => {
                    gaps.extend(existence(*wanted, value.is_some()));
                    continue;
                }
                TextPredicate::Equals(wanted) => {
                    let equal = |value: &Value| value.is_whole() && value.text.trim() == wanted.trim();
                    ("equals", wanted.clone(), value.is_some_and(equal))
                }
                TextPredicate::Contains(wanted) => {
                    ("contains", wanted.clone(), value.is_some_and(|value| value.text.contains(wanted)))
                }
                TextPredicate::SameAs(same) => {
                    let original = self.original(same).await?;
                    let holds = original.is_some() && original.as_ref() == value;
                    ("same_as", original.map_or_else(String::new, |original| original.text), holds)
                }
            };
            if !holds {
                let nothing = || Observed::Words { message: Message::new("seen-nothing") };
                let seen = value.map_or_else(nothing, |value| text(value.text.clone()));
                gaps.push(gap(key, &expected, seen));
            }
        }
        Ok(gaps)
    }

    /// What a value is compared with.
    async fn original(&mut self, same: &Same) -> Result<Option<Value>, RunError> {
        match same {
            Same::Image { image, path } => {
                let seen = self.images.get(self.guard, image.value.as_str(), path).await?;
                Ok(seen.map(|seen| seen.value.clone()))
            }
            Same::Local(name) => self.local(&name.value),
        }
    }
}

/// Asks a container over HTTP: by its own address, and where that does not answer, by a port that
/// it publishes.
async fn ask(container: &ContainerDetails, port: u16, path: &str) -> Result<http::Answer, Message> {
    let own = container.addresses.iter().map(|address| (address.clone(), port));
    let wanted = format!("{port}/tcp");
    let published =
        container.ports.iter().filter(|(inside, ..)| *inside == wanted).map(|(_, address, outside)| {
            let address = if address.is_empty() || address == "0.0.0.0" { "127.0.0.1" } else { address };
            (address.to_owned(), *outside)
        });
    let mut last = Message::new("seen-no-address").arg("container", &container.name);
    for (address, port) in own.chain(published) {
        match http::get(&address, port, path).await {
            Ok(answer) => return Ok(answer),
            Err(error) => {
                last = Message::new("seen-no-answer")
                    .arg("address", format!("{address}:{port}"))
                    .arg("cause", error.to_string());
            }
        }
    }
    Err(last)
}

fn gap(predicate: &str, expected: &str, seen: Observed) -> Gap {
    Gap { predicate: predicate.to_owned(), expected: expected.to_owned(), seen }
}

fn text(text: impl Into<String>) -> Observed {
    Observed::Text { text: text.into() }
}

fn existence(wanted: bool, there: bool) -> Option<Gap> {
    (wanted != there).then(|| gap("exists", &wanted.to_string(), text(there.to_string())))
}

fn no_container(name: &str) -> Message {
    Message::new("seen-no-container").arg("container", name)
}

fn state(container: &ContainerDetails) -> Observed {
    let message = if container.running {
        Message::new("seen-running").arg("container", &container.name)
    } else {
        Message::new("seen-stopped")
            .arg("container", &container.name)
            .arg("status", container.exit_code.to_string())
    };
    Observed::Words { message }
}
