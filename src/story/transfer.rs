//! The question behind a prediction that did not come: what would have become of the same value, had
//! something else been done. Made from events alone; the answer is what `fate` foretells.

use super::place::Place;
use crate::event::{
    CommandEnd, ContainerScene, Event, FateSettled, Message, Outcome, PredictionGraded, SceneTaken, Seen,
};
use crate::fate::{
    Deed, Fate, Holder, Kept, Location, Reading, Sharer, Transfer, Whose, is_made_up, transfer as choose,
};
use crate::lab::{Doing, doings};

/// Characters of a value that is called by its content.
const CONTENT: usize = 24;

/// A question that carries an idea over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// What is asked.
    pub ask: Message,
    /// The answers: that it would still be there, that it would be gone.
    pub answers: [(bool, Message); 2],
    /// Which of them is right: whether it would still be there.
    pub there: bool,
    /// What is said to whoever chose that, and why it is so.
    pub right: Message,
    /// The same to whoever chose the other one.
    pub wrong: Message,
}

impl Question {
    /// The question for this deed, of what is kept in this place and called so.
    pub(super) fn new(place: &Place, called: &Called, found: Transfer) -> Self {
        let (called, what) = match called {
            Called::Name(name) => ("name", name),
            Called::Content(content) => ("content", content),
        };
        let message = |key: &str| {
            let yes = |holds: bool| if holds { "yes" } else { "no" };
            let message = place.message(key).arg("called", called).arg("what", what);
            let message = message.arg("deed", found.deed.word());
            message.arg("only", yes(found.only)).arg("there", yes(found.there))
        };
        Self {
            ask: message("transfer-ask"),
            answers: [(true, message("transfer-there")), (false, message("transfer-gone"))],
            there: found.there,
            right: message("transfer-right"),
            wrong: message("transfer-wrong"),
        }
    }
}

/// What people call a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Called {
    /// By the author's name for the value, or the watch's label.
    Name(String),
    /// By all that is in it, where that is short.
    Content(String),
}

/// Listens to a run, and has a question when a step is over whose prediction did not come.
#[derive(Debug, Clone, Default)]
pub struct Transfers {
    now: SceneTaken,
    /// The same before the step.
    before: SceneTaken,
    /// All command lines that were carried out, and how many of them before this step.
    lines: Vec<String>,
    earlier: usize,
    settled: Option<FateSettled>,
    /// What became of the value that was predicted, where the prediction did not come.
    missed: Option<FateSettled>,
    question: Option<Question>,
}

impl Transfers {
    /// Takes an event in.
    pub fn take(&mut self, event: &Event) {
        match event {
            Event::RunStarted(_) => *self = Self::default(),
            Event::StepPresented(_) => self.question = None,
            Event::StepStarted(_) => {
                self.before = self.now.clone();
                self.earlier = self.lines.len();
                (self.settled, self.missed, self.question) = (None, None, None);
            }
            Event::CommandFinished(command) if command.end == CommandEnd::Done => {
                self.lines.push(command.line.clone());
            }
            Event::SceneTaken(scene) => self.now = scene.clone(),
            Event::FateSettled(settled) => self.settled = Some((**settled).clone()),
            Event::PredictionGraded(graded) => self.graded(graded),
            Event::StepFinished(step) if step.outcome == Outcome::Passed => {
                self.question = self.missed.take().and_then(|missed| self.ask(&missed));
            }
            _ => {}
        }
    }

    /// The question of the step that is over, once.
    pub const fn question(&mut self) -> Option<Question> {
        self.question.take()
    }

    /// A prediction is graded right behind the fate that it was of, where it was of one.
    fn graded(&mut self, graded: &PredictionGraded) {
        if !graded.right && graded.observed.is_some() {
            self.missed = self.settled.clone().filter(|settled| settled.step == graded.step);
        }
    }

    fn ask(&self, missed: &FateSettled) -> Option<Question> {
        let lost = match missed.fate? {
            Fate::Lost => true,
            Fate::Survived | Fate::Unchanged | Fate::Orphaned | Fate::OutOfReach => false,
            Fate::Created | Fate::Changed | Fate::Deleted | Fate::Copied | Fate::Hidden => return None,
        };
        let holder = missed.holder.as_ref()?;
        let (was, done) = self.concerned(holder, missed.owner.as_deref())?;
        let found = choose(&self.location(was, holder)?, &done, lost)?;
        Some(Question::new(&Place::new(holder, Some(&was.name)), &called(missed)?, found))
    }

    /// The one container that had the holder and to which something was done, and what.
    /// An image is shared by all of its containers: the one through which the value was seen, `owner`.
    fn concerned(&self, holder: &Holder, owner: Option<&str>) -> Option<(&ContainerScene, Vec<Deed>)> {
        let is_seen =
            |it: &&ContainerScene| !matches!(holder, Holder::Image { .. }) || owner == Some(it.name.as_str());
        let had = self.before.containers.iter().filter(|it| has(it, holder)).filter(is_seen);
        let mut concerned = had.map(|it| (it, self.done(it, holder))).filter(|(_, done)| {
            // What cannot be read may have been anything.
            done.as_ref().is_none_or(|done| !done.is_empty())
        });
        let (container, done) = concerned.next()?;
        concerned.next().is_none().then_some((container, done?))
    }

    /// What was done to a container in this step, by what was typed and by what came of it; empty:
    /// nothing. None: a line cannot be read.
    fn done(&self, was: &ContainerScene, holder: &Holder) -> Option<Vec<Deed>> {
        let typed = self.typed(&was.name)?;
        let removes = |deed: &Deed| matches!(deed, Deed::Rm | Deed::RmVolumes);
        let mut done: Vec<Deed> = typed.iter().copied().filter(|deed| !removes(deed)).collect();
        match self.now.containers.iter().find(|it| it.run.container == was.run.container) {
            Some(now) if now.run == was.run && now.running == was.running => return Some(Vec::new()),
            Some(now) if !now.running => done.push(Deed::Stop),
            Some(_) if !done.contains(&Deed::Restart) => done.push(Deed::StopStart),
            Some(_) => {}
            None => {
                let volumes = typed.contains(&Deed::RmVolumes);
                done.push(if volumes { Deed::RmVolumes } else { Deed::Rm });
                let again = self.now.containers.iter().any(|it| it.name == was.name);
                done.extend(again.then_some(Deed::Recreate));
            }
        }
        let by_itself = matches!(holder, Holder::Volume { name, .. } if !is_made_up(name));
        let gone = by_itself || !done.contains(&Deed::RmVolumes);
        done.extend((gone && self.is_removed(holder)).then_some(Deed::VolumeRm));
        Some(done)
    }

    /// Whether it is a volume that was there, and is not any more.
    fn is_removed(&self, holder: &Holder) -> bool {
        let Holder::Volume { identity, .. } = holder else { return false };
        let in_scene = |scene: &SceneTaken| scene.volumes.iter().any(|it| it.identity == *identity);
        in_scene(&self.before) && !in_scene(&self.now)
    }

    /// What was typed in this step for a container of this name.
    fn typed(&self, name: &str) -> Option<Vec<Deed>> {
        let read: Option<Vec<_>> = self.lines.get(self.earlier..)?.iter().map(|line| doings(line)).collect();
        let of_it = read?.into_iter().flatten().filter(|(whose, _)| whose == name);
        let deeds = of_it.filter_map(|(_, doing)| match doing {
            Doing::Deed(deed) => Some(deed),
            Doing::Passing => None,
        });
        Some(deeds.collect())
    }

    /// Where the value was kept before the step; none: it cannot be told well enough.
    fn location(&self, was: &ContainerScene, holder: &Holder) -> Option<Location> {
        let (name, anonymous) = match holder {
            // Mounted by a name that an engine made up, it is no volume without a name any more.
            Holder::Volume { name, .. } if is_made_up(name) => {
                let typed = self.lines.iter().any(|line| line.contains(name.as_str()));
                (name.clone(), (!typed).then_some(true)?)
            }
            Holder::Volume { name, .. } => (name.clone(), false),
            Holder::Bind { path } => (path.clone(), false),
            _ => (String::new(), false),
        };
        let container = Whose {
            name: was.name.clone(),
            id: was.run.container.clone(),
            image: was.image.clone(),
            image_moved: !self.before.images.iter().any(|image| {
                let named = image.name == was.image || image.name == format!("{}:latest", was.image);
                named && image.id.as_ref() == Some(&was.image_id)
            }),
            running: was.running,
            auto_remove: self.is_passing(&was.name),
        };
        let mut location = Location::of(container, Kept { kind: holder.kind(), name, anonymous });
        let others = self.before.containers.iter().filter(|it| it.run.container != was.run.container);
        location.shared_with = others
            .flat_map(|it| it.mounts.iter().map(move |mount| (it, mount)))
            .filter(|(_, mount)| mount.holder == *holder)
            .map(|(it, mount)| Sharer {
                container: it.name.clone(),
                path: mount.target.clone(),
                writable: mount.writable,
            })
            .collect();
        Some(location)
    }

    /// Whether a container of this name was made so that it is removed when it ends, or may have been.
    fn is_passing(&self, name: &str) -> bool {
        self.lines.iter().any(|line| match doings(line) {
            Some(doings) => doings.iter().any(|(whose, doing)| whose == name && *doing == Doing::Passing),
            None => line.contains("--rm"),
        })
    }
}

/// Whether a container keeps things there.
fn has(container: &ContainerScene, holder: &Holder) -> bool {
    match holder {
        Holder::Image { id } => container.image_id == *id,
        Holder::Layer { container: id } | Holder::Log { container: id } => container.run.container == *id,
        Holder::Tmpfs { run } | Holder::Memory { run } => container.run == *run,
        Holder::Volume { .. } | Holder::Bind { .. } => {
            container.mounts.iter().any(|mount| mount.holder == *holder)
        }
        Holder::Workspace => false,
    }
}

/// What the value is called; none: it was not there.
fn called(missed: &FateSettled) -> Option<Called> {
    let Seen::Value { reading: Reading::Within { value: Some(value), .. }, named, .. } =
        missed.before.as_ref()?
    else {
        return None;
    };
    let text = value.text.trim();
    let short = value.is_whole() && !text.is_empty() && text.lines().count() == 1;
    Some(match named {
        Some(name) => Called::Name(name.clone()),
        None if short && text.chars().count() <= CONTENT => Called::Content(text.to_owned()),
        None => Called::Name(missed.label.clone()),
    })
}
