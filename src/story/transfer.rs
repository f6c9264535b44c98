//! The transfer question after a wrong prediction.
//!
//! It asks what would have happened to the same value after another deed. It is made from events
//! alone. The answer is what `fate` foretells.

use super::place::Place;
use crate::event::{
    CommandEnd, ContainerScene, Effect, Event, FateSettled, Message, Outcome, PredictionGraded, SceneTaken,
    Seen,
};
use crate::fate::{
    Deed, EngineKind, Fate, Holder, Kept, Location, Reading, Sharer, Transfer, Whose, is_made_up,
    transfer as choose,
};

/// The longest content, in characters, that is used as a value's name.
const CONTENT: usize = 24;

/// A transfer question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TransferQuestion {
    /// The question.
    pub ask: Message,
    /// The answers: it would still be there, or it would be gone.
    pub answers: [(bool, Message); 2],
    /// The right answer: whether it would still be there.
    pub there: bool,
    /// The response to the right answer, with the reason.
    pub right: Message,
    /// The response to the wrong answer, with the reason.
    pub wrong: Message,
}

impl TransferQuestion {
    /// Creates the question for a deed, about the value `called` that `place` keeps.
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

/// How a value is named.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Called {
    /// The author's name for the value, or the watch's label.
    Name(String),
    /// The value's whole content, if it is short.
    Content(String),
}

/// A command that ran.
#[derive(Debug, Clone)]
struct FinishedCommand {
    /// The line, as it was shown.
    line: String,
    /// What it did; `None` if that is not known.
    effects: Option<Vec<Effect>>,
}

/// Listens to a run, and has a question after a step with a wrong prediction.
#[derive(Debug, Clone, Default)]
pub struct Transfers {
    engine: EngineKind,
    now: SceneTaken,
    /// The scene before the step.
    before: SceneTaken,
    /// All commands that ran. The first `earlier` ones ran before this step.
    commands: Vec<FinishedCommand>,
    earlier: usize,
    settled: Option<FateSettled>,
    /// What happened to the value, if it was predicted wrongly.
    missed: Option<FateSettled>,
    question: Option<TransferQuestion>,
}

impl Transfers {
    /// Processes an event.
    pub fn take(&mut self, event: &Event) {
        match event {
            Event::RunStarted(run) => {
                *self = Self { engine: EngineKind::named(&run.engine), ..Self::default() };
            }
            Event::StepPresented(_) => self.question = None,
            Event::StepStarted(_) => {
                self.before = self.now.clone();
                self.earlier = self.commands.len();
                (self.settled, self.missed, self.question) = (None, None, None);
            }
            Event::CommandFinished(command) if command.end == CommandEnd::Done => {
                let (line, effects) = (command.line.clone(), command.effects.clone());
                self.commands.push(FinishedCommand { line, effects });
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

    /// Takes the finished step's question, once.
    pub const fn question(&mut self) -> Option<TransferQuestion> {
        self.question.take()
    }

    /// Notes a wrong prediction. Its grade directly follows the fate that it is about.
    fn graded(&mut self, graded: &PredictionGraded) {
        if !graded.right && graded.observed.is_some() {
            self.missed = self.settled.clone().filter(|settled| settled.step == graded.step);
        }
    }

    fn ask(&self, missed: &FateSettled) -> Option<TransferQuestion> {
        let lost = match missed.fate? {
            Fate::Lost => true,
            Fate::Survived | Fate::Unchanged | Fate::Orphaned | Fate::OutOfReach => false,
            Fate::Created | Fate::Changed | Fate::Deleted | Fate::Copied | Fate::Hidden => return None,
        };
        let holder = missed.holder.as_ref()?;
        let (was, done) = self.concerned(holder, missed.owner.as_deref())?;
        let found = choose(&self.location(was, holder)?, &done, lost)?;
        Some(TransferQuestion::new(&Place::new(holder, Some(&was.name)), &called(missed)?, found))
    }

    /// Returns the only container with the holder that deeds affected, and the deeds.
    ///
    /// All containers of an image share it, so only the one that the value was seen through counts: `owner`.
    fn concerned(&self, holder: &Holder, owner: Option<&str>) -> Option<(&ContainerScene, Vec<Deed>)> {
        let is_seen =
            |it: &&ContainerScene| !matches!(holder, Holder::Image { .. }) || owner == Some(it.name.as_str());
        let had = self.before.containers.iter().filter(|it| has(it, holder)).filter(is_seen);
        let mut concerned = had.map(|it| (it, self.done(it, holder))).filter(|(_, done)| {
            // Unknown deeds may include any deed.
            done.as_ref().is_none_or(|done| !done.is_empty())
        });
        let (container, done) = concerned.next()?;
        concerned.next().is_none().then_some((container, done?))
    }

    /// Returns what was done to a container in this step; empty if nothing was.
    ///
    /// It combines the typed commands with their effects. `None` if a command's effects are not known.
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

    /// Returns whether the holder is a volume that was removed in this step.
    fn is_removed(&self, holder: &Holder) -> bool {
        let Holder::Volume { identity, .. } = holder else { return false };
        let in_scene = |scene: &SceneTaken| scene.volumes.iter().any(|it| it.identity == *identity);
        in_scene(&self.before) && !in_scene(&self.now)
    }

    /// Returns the deeds typed in this step for the container with this name.
    fn typed(&self, name: &str) -> Option<Vec<Deed>> {
        let commands = self.commands.get(self.earlier..)?.iter();
        let effects: Vec<_> = commands.map(|command| command.effects.as_ref()).collect::<Option<_>>()?;
        let of_it = effects.into_iter().flatten().filter(|effect| effect.container() == name);
        Some(of_it.filter_map(deed).collect())
    }

    /// Returns where the value was kept before the step; `None` if that is not certain.
    fn location(&self, was: &ContainerScene, holder: &Holder) -> Option<Location> {
        let (name, anonymous) = match holder {
            // A volume that is mounted by its generated name is not anonymous any more.
            Holder::Volume { name, .. } if is_made_up(name) => {
                let typed = self.commands.iter().any(|command| command.line.contains(name.as_str()));
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
            engine: self.engine,
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

    /// Returns whether a container was, or may have been, created with `--rm`.
    fn is_passing(&self, name: &str) -> bool {
        let passing = Effect::Created { container: name.to_owned(), auto_remove: true };
        self.commands.iter().any(|command| match &command.effects {
            Some(effects) => effects.contains(&passing),
            None => command.line.contains("--rm"),
        })
    }
}

/// Returns the deed that an effect is for an existing container.
const fn deed(effect: &Effect) -> Option<Deed> {
    match effect {
        Effect::Created { .. } => None,
        Effect::Started { .. } => Some(Deed::StopStart),
        Effect::Stopped { .. } => Some(Deed::Stop),
        Effect::Restarted { .. } => Some(Deed::Restart),
        Effect::Removed { volumes: true, .. } => Some(Deed::RmVolumes),
        Effect::Removed { volumes: false, .. } => Some(Deed::Rm),
    }
}

/// Returns whether a container has this holder.
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

/// Returns how to name the value; `None` if it was not there.
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::command::parse;
    use crate::event::{
        CommandFinished, Filling, ImageScene, MountScene, RunStarted, StepFinished, StepStarted, VolumeScene,
    };
    use crate::fate::{ContainerRun, Value};
    use crate::source::Located;

    const HEX: &str = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    fn run(container: &str, started: &str) -> ContainerRun {
        ContainerRun { container: container.to_owned(), started: started.to_owned() }
    }

    fn layer() -> Holder {
        Holder::Layer { container: "a".to_owned() }
    }

    fn volume(name: &str) -> Holder {
        Holder::Volume { name: name.to_owned(), identity: format!("{name}/1") }
    }

    fn container(name: &str, run: ContainerRun, mounted: &[&Holder]) -> ContainerScene {
        let mount = |holder: &&Holder| MountScene {
            holder: (*holder).clone(),
            target: "/data".to_owned(),
            writable: true,
        };
        ContainerScene {
            name: name.to_owned(),
            run,
            image: "nginx".to_owned(),
            image_id: "image".to_owned(),
            running: true,
            exit_code: 0,
            mounts: mounted.iter().map(mount).collect(),
        }
    }

    /// Returns a scene of these containers, with their volumes.
    fn scene(containers: Vec<ContainerScene>) -> SceneTaken {
        let mounts = containers.iter().flat_map(|it| &it.mounts);
        let volumes = mounts.filter_map(|mount| match &mount.holder {
            Holder::Volume { name, identity } => {
                Some(VolumeScene { name: name.clone(), identity: identity.clone() })
            }
            _ => None,
        });
        let images = vec![ImageScene { name: "nginx:latest".to_owned(), id: Some("image".to_owned()) }];
        SceneTaken { step: None, volumes: volumes.collect(), containers, images }
    }

    fn seen(holder: &Holder, text: &str, named: Option<&str>) -> Seen {
        let value = Value { digest: text.to_owned(), size: text.len() as u64, text: text.to_owned() };
        let (holder, run) = (holder.clone(), run("a", "1"));
        let reading = Reading::Within { value: Some(value), holder, run, whiteout: false };
        Seen::Value { reading, through: Some("web".to_owned()), named: named.map(str::to_owned) }
    }

    /// Returns the fate of a value that `holder` kept.
    fn settled(fate: Fate, holder: &Holder) -> FateSettled {
        FateSettled {
            step: "step".to_owned(),
            watch: "page".to_owned(),
            label: "index.html".to_owned(),
            fate: Some(fate),
            expected: Some(fate),
            before: Some(seen(holder, "keep me\n", None)),
            now: seen(holder, "other", None),
            holder: Some(holder.clone()),
            owner: Some("web".to_owned()),
            destroyed: false,
            held: true,
        }
    }

    /// Returns a finished command.
    ///
    /// If its line cannot be parsed its effects are unknown, as in an old recording.
    fn command(line: &str) -> Event {
        let action = parse(&Located::verbatim(line, 0)).ok();
        Event::CommandFinished(CommandFinished {
            step: "step".to_owned(),
            line: line.to_owned(),
            output: String::new(),
            cut: 0,
            hidden: None,
            written: None,
            end: CommandEnd::Done,
            fails: None,
            calls: vec![],
            effects: action.as_ref().map(Effect::of),
            took_ms: 1,
        })
    }

    /// A run of two steps: one that creates `before`, and one with a graded prediction.
    struct Story<'s> {
        made: &'s str,
        before: Vec<ContainerScene>,
        typed: &'s [&'s str],
        now: Vec<ContainerScene>,
        /// Whether the volumes still exist.
        volumes: bool,
        settled: FateSettled,
        right: bool,
        outcome: Outcome,
    }

    impl Story<'_> {
        fn play(self) -> Transfers {
            let mut transfers = Transfers::default();
            let started = || Event::StepStarted(StepStarted { step: "step".to_owned() });
            let finished = |outcome| {
                let step = "step".to_owned();
                Event::StepFinished(StepFinished { step, outcome, after: None, took_ms: 1 })
            };
            transfers.take(&Event::RunStarted(RunStarted {
                lab: "lab".to_owned(),
                title: String::new(),
                content: String::new(),
                steps: 2,
                run: String::new(),
                engine: String::new(),
                workspace: String::new(),
                stand_ins: vec![],
                watches: vec![],
            }));
            let before = scene(self.before);
            let volumes = if self.volumes { before.volumes.clone() } else { vec![] };
            let made = [started(), command(self.made), Event::SceneTaken(before)];
            made.iter().chain([&finished(Outcome::Passed), &started()]).for_each(|it| transfers.take(it));
            self.typed.iter().for_each(|line| transfers.take(&command(line)));
            transfers.take(&Event::SceneTaken(SceneTaken { volumes, ..scene(self.now) }));
            let (fate, step) = (self.settled.fate, self.settled.step.clone());
            transfers.take(&Event::FateSettled(Box::new(self.settled)));
            transfers.take(&Event::PredictionGraded(PredictionGraded {
                step,
                choice: "any".to_owned(),
                text: String::new(),
                predicted: None,
                observed: fate,
                right: self.right,
                because: None,
            }));
            transfers.take(&finished(self.outcome));
            transfers
        }

        /// Returns the deed in the question, and the response to the right answer.
        fn asked(self) -> Option<&'static str> {
            let question = self.play().question()?;
            let filling = |deed: Deed| ("deed".to_owned(), Filling::from(deed.word()));
            let deed = Deed::ALL.into_iter().find(|deed| question.ask.arguments.contains(&filling(*deed)))?;
            Some(match (deed, question.there) {
                (Deed::Restart, true) => "restart: there",
                (Deed::Rm, true) => "rm: there",
                (Deed::RmVolumes, true) => "rm-volumes: there",
                (Deed::RmVolumes, false) => "rm-volumes: gone",
                (Deed::Recreate, false) => "recreate: gone",
                (Deed::VolumeRm, true) => "volume-rm: there",
                _ => "another",
            })
        }
    }

    /// A page in a container's layer, which is lost when the container is replaced.
    fn replaced<'s>() -> Story<'s> {
        Story {
            made: "docker run -d --name web nginx",
            before: vec![container("web", run("a", "1"), &[])],
            typed: &["docker rm -f web", "docker run -d --name web nginx"],
            now: vec![container("web", run("b", "2"), &[])],
            volumes: true,
            settled: settled(Fate::Lost, &layer()),
            right: false,
            outcome: Outcome::Passed,
        }
    }

    /// A note in a volume whose container is removed.
    fn removed<'s>(volume: &Holder) -> Story<'s> {
        Story {
            made: "docker run -d --name web -v /data nginx",
            before: vec![container("web", run("a", "1"), &[volume])],
            typed: &["docker rm -f web"],
            now: vec![],
            volumes: true,
            settled: settled(Fate::OutOfReach, volume),
            right: false,
            outcome: Outcome::Passed,
        }
    }

    #[test]
    fn a_wrong_prediction_has_a_question_once() {
        assert_eq!(replaced().asked(), Some("restart: there"));
        let mut transfers = replaced().play();
        assert!(transfers.question().is_some());
        assert_eq!(transfers.question(), None);
    }

    #[test]
    fn a_right_one_and_a_step_that_did_not_come_out_have_none() {
        assert_eq!(Story { right: true, ..replaced() }.asked(), None);
        assert_eq!(Story { outcome: Outcome::Failed, ..replaced() }.asked(), None);
    }

    #[test]
    fn what_is_kept_is_asked_for_by_a_harsher_deed() {
        let held = || settled(Fate::Survived, &layer());
        let restarted = || vec![container("web", run("a", "2"), &[])];
        let stopped = || vec![ContainerScene { running: false, ..container("web", run("a", "1"), &[]) }];
        for (typed, now) in [(&["docker restart web"][..], restarted()), (&["docker stop web"], stopped())] {
            assert_eq!(Story { typed, now, settled: held(), ..replaced() }.asked(), Some("recreate: gone"));
        }
        // Nothing was done to a container that goes on unchanged.
        let same = || vec![container("web", run("a", "1"), &[])];
        let settled = settled(Fate::Unchanged, &layer());
        assert_eq!(Story { typed: &["docker ps"], now: same(), settled, ..replaced() }.asked(), None);
    }

    #[test]
    fn a_volume_is_asked_for_by_what_was_typed() {
        assert_eq!(removed(&volume("mydata")).asked(), Some("rm-volumes: there"));
        assert_eq!(removed(&volume(HEX)).asked(), Some("rm-volumes: gone"));
        let typed = &["docker rm -fv web"][..];
        let pages = volume("pages");
        assert_eq!(Story { typed, ..removed(&pages) }.asked(), Some("volume-rm: there"));
        let typed = &["docker rm -fv web"][..];
        let gone = settled(Fate::Lost, &volume(HEX));
        assert_eq!(
            Story { typed, settled: gone, volumes: false, ..removed(&volume(HEX)) }.asked(),
            Some("rm: there")
        );
        let (typed, gone) = (&["docker rm -f web", "docker volume rm pages"], settled(Fate::Lost, &pages));
        assert_eq!(
            Story { typed, settled: gone, volumes: false, ..removed(&pages) }.asked(),
            Some("rm-volumes: there")
        );
    }

    #[test]
    fn what_cannot_be_told_is_not_asked() {
        // The container is removed when it ends.
        assert_eq!(Story { made: "docker run -d --rm --name web nginx", ..replaced() }.asked(), None);
        // An anonymous volume, mounted by its generated name.
        let made = format!("docker run -d --name web -v {HEX}:/data nginx");
        assert_eq!(Story { made: &made, ..removed(&volume(HEX)) }.asked(), None);
        // A line that cannot be parsed.
        assert_eq!(Story { typed: &["docker rm --what web"], ..replaced() }.asked(), None);
        // Two containers had the volume, and both are gone.
        let data = volume("mydata");
        let both = ["web", "other"].map(|name| container(name, run(name, "1"), &[&data]));
        assert_eq!(Story { before: both.to_vec(), ..removed(&data) }.asked(), None);
        // A restart does not lose a layer.
        let restarted = vec![container("web", run("a", "2"), &[])];
        assert_eq!(Story { typed: &["docker restart web"], now: restarted, ..replaced() }.asked(), None);
        // A changed value says nothing about its place.
        assert_eq!(Story { settled: settled(Fate::Changed, &layer()), ..replaced() }.asked(), None);
    }

    #[test]
    fn a_value_is_called_by_its_name_its_content_or_its_label() {
        let named = |before| called(&FateSettled { before: Some(before), ..settled(Fate::Lost, &layer()) });
        assert_eq!(named(seen(&layer(), "x", Some("your page"))), Some(Called::Name("your page".to_owned())));
        assert_eq!(named(seen(&layer(), " keep me\n", None)), Some(Called::Content("keep me".to_owned())));
        let label = Some(Called::Name("index.html".to_owned()));
        for long in ["one\ntwo", "", "a line of more than twenty-four characters"] {
            assert_eq!(named(seen(&layer(), long, None)), label);
        }
    }
}
