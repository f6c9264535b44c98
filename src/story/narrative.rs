//! The narrative of a step: two sentences, the evidence, and the worlds.

use super::explain::explain;
use super::facts::{Fact, facts};
use super::place::Place;
use super::workspace::within;
use super::world::{World, Worlds};
use crate::event::{CommandFinished, ContainerScene, EngineCall, Event, FateSettled, Message, Seen};
use crate::fate::{Fate, Holder, Reading, is_made_up, short};

/// How many sentences of a step are shown without asking.
const SENTENCES: usize = 2;

/// The narrative of a step.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Narrative {
    /// The explanation, in at most two sentences.
    pub sentences: Vec<Message>,
    /// The evidence: one sentence for each fact.
    pub evidence: Vec<Message>,
    /// The world before and after; `None` if no holder of the lab's values changed.
    pub worlds: Option<(World, World)>,
}

/// Listens to a run, and returns each step's narrative at its end.
#[derive(Debug, Clone, Default)]
pub struct Narrator {
    /// The run's workspace folder.
    workspace: String,
    worlds: Worlds,
    /// The worlds before the step.
    before: Worlds,
    settled: Vec<FateSettled>,
    recovered: Vec<Fact>,
    /// What the step's commands asked the engine for.
    asked: Vec<Message>,
}

/// The explanation for the fates of these watches.
struct Explained<'n> {
    labels: Vec<&'n str>,
    fate: Option<Fate>,
    why: Message,
}

impl Narrator {
    /// Processes an event. Returns the narrative when a step is over.
    pub fn take(&mut self, event: &Event) -> Option<Narrative> {
        let event = &*within(event, &self.workspace);
        match event {
            Event::RunStarted(run) => self.workspace.clone_from(&run.workspace),
            Event::StepStarted(_) => {
                self.before = self.worlds.clone();
                self.settled.clear();
                self.recovered.clear();
                self.asked.clear();
            }
            Event::Readied(ready) => {
                let fact = ready
                    .recovered
                    .as_ref()
                    .map(|line| Fact::Recovered { name: ready.container.clone(), line: line.clone() });
                self.recovered.extend(fact);
            }
            Event::CommandFinished(command) => self.asked.extend(asked(command)),
            Event::FateSettled(settled) => self.settled.push((**settled).clone()),
            _ => {}
        }
        self.worlds.take(event);
        matches!(event, Event::StepFinished(_)).then(|| self.tell())
    }

    fn tell(&self) -> Narrative {
        let explained = self.explained();
        // A single sentence needs no label for its subject.
        let alone = explained.len() == 1;
        let (mut sentences, mut evidence, mut count) = (Vec::new(), Vec::new(), 0);
        for Explained { labels, fate, why } in explained {
            let length = length(fate);
            let told = if alone {
                why
            } else {
                Message::new("story-about").arg("label", labels.join(", ")).because(why)
            };
            let fits = sentences.is_empty() || count + length <= SENTENCES;
            count += length;
            if fits { &mut sentences } else { &mut evidence }.push(told);
        }
        if let Some(second) = self.second() {
            if count < SENTENCES { &mut sentences } else { &mut evidence }.push(second);
        }
        let held = |holder: &Holder| self.before.kept_by(holder);
        evidence.extend(facts(self.before.scene(), self.worlds.scene(), held).iter().map(Fact::message));
        evidence.extend(self.recovered.iter().map(Fact::message));
        evidence.extend(self.settled.iter().filter_map(kept));
        evidence.extend(self.asked.iter().cloned());
        Narrative { sentences, evidence, worlds: self.drawn() }
    }

    /// Returns the explanations of the fates; watches can share one.
    fn explained(&self) -> Vec<Explained<'_>> {
        let mut explained: Vec<Explained<'_>> = Vec::new();
        for settled in self.settled.iter().filter(|settled| settled.held) {
            let Some(why) = explain(settled) else { continue };
            match explained.iter_mut().find(|it| it.why == why) {
                Some(same) => same.labels.push(&settled.label),
                None => explained.push(Explained { labels: vec![&settled.label], fate: settled.fate, why }),
            }
        }
        explained
    }

    /// Returns the worlds, if something that keeps data changed.
    fn drawn(&self) -> Option<(World, World)> {
        let (before, now) = (self.before.now(), self.worlds.now());
        let tells = !before.things.is_empty() && (before.keeps_anything() || now.keeps_anything());
        (tells && !before.is_arranged_as(&now)).then_some((before, now))
    }

    /// Returns the second sentence.
    fn second(&self) -> Option<Message> {
        let recovered = self.recovered.iter().find_map(|fact| match fact {
            Fact::Recovered { name, .. } => Some(Message::new("also-recovered").arg("name", name)),
            _ => None,
        });
        recovered.or_else(|| self.settled.iter().filter(|settled| settled.held).find_map(|it| self.also(it)))
    }

    /// Returns a further fact about a fate, besides its explanation.
    fn also(&self, settled: &FateSettled) -> Option<Message> {
        let scene = self.worlds.scene();
        let owner = settled.owner.as_deref().unwrap_or_default();
        let named = |name: &str| scene.containers.iter().find(|it| it.name == name);
        match (settled.fate?, settled.holder.as_ref()?) {
            (Fate::Lost, Holder::Layer { container }) => {
                let other = named(owner).filter(|it| it.run.container != *container)?;
                Some(Message::new("also-another").arg("name", &other.name))
            }
            (Fate::Survived | Fate::Copied, holder @ (Holder::Volume { .. } | Holder::Bind { .. })) => {
                let container = named(through(&settled.now)?)?;
                let mount = container.mounts.iter().find(|mount| mount.holder == *holder)?;
                Some(Message::new("also-mounted").arg("name", &container.name).arg("target", &mount.target))
            }
            (Fate::Orphaned | Fate::OutOfReach, holder @ Holder::Volume { .. }) => {
                self.unmounted(holder).then(|| Place::new(holder, None).message("also-find"))
            }
            (Fate::Orphaned, Holder::Layer { container }) => {
                let renamed = scene.containers.iter().find(|it| it.run.container == *container)?;
                Some(Message::new("also-renamed").arg("name", &renamed.name).arg("owner", owner))
            }
            (Fate::OutOfReach, Holder::Layer { .. }) => {
                let stopped = named(owner).filter(|it| !it.running)?;
                Some(Message::new("also-stopped").arg("name", &stopped.name))
            }
            _ => None,
        }
    }

    fn unmounted(&self, holder: &Holder) -> bool {
        let containers = &self.worlds.scene().containers;
        let mounts = |it: &ContainerScene| it.mounts.iter().any(|mount| mount.holder == *holder);
        !containers.iter().any(mounts)
    }
}

/// Returns the number of sentences in an explanation.
///
/// For what was lost or survived, a second sentence says why.
const fn length(fate: Option<Fate>) -> usize {
    match fate {
        Some(Fate::Lost | Fate::Survived) => 2,
        _ => 1,
    }
}

/// Returns where a watched value is kept now, or that it is absent.
fn kept(settled: &FateSettled) -> Option<Message> {
    let Seen::Value { reading: Reading::Within { value, holder, .. }, through, .. } = &settled.now else {
        return None;
    };
    let key = if value.is_some() { "fact-kept" } else { "fact-not-kept" };
    Some(Place::new(holder, through.as_deref()).message(key).arg("label", &settled.label))
}

/// Returns what a command asked the engine for; `None` if that is not known.
fn asked(command: &CommandFinished) -> Option<Message> {
    let part = |part: &str| if is_made_up(part) { short(part).to_owned() } else { part.to_owned() };
    let request = |call: &EngineCall| {
        let request = call.request.split('/').map(part).collect::<Vec<_>>().join("/");
        match call.took_ms {
            Some(millis) => format!("{request} ({millis} ms)"),
            None => request,
        }
    };
    let calls: Vec<String> = command.calls.iter().map(request).collect();
    let message = || Message::new("fact-asked").arg("line", &command.line).arg("calls", calls.join(", "));
    (!calls.is_empty()).then(message)
}

fn through(seen: &Seen) -> Option<&str> {
    match seen {
        Seen::Value { through, .. } => through.as_deref(),
        Seen::Resource { .. } => None,
    }
}
