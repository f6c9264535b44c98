//! The images that a lab declares by using them.

use crate::command::{Action, Build, ImageName, InspectType};
use crate::engine::dockerfile;

use super::check::{Predicate, Same};
use super::model::{Lab, Step};

impl Lab {
    /// Returns the images that the lab names but does not make, in file order.
    ///
    /// Each is listed once.
    #[must_use]
    pub fn images(&self) -> Vec<ImageName> {
        let actions = self.steps.iter().flat_map(|step| &step.run).map(|command| &command.action);
        let (mut used, mut made) = (Vec::new(), Vec::new());
        for action in actions {
            used.extend(self.used(action).into_iter().filter(|image| !is_made(&made, image)));
            made.extend(named_by(action).iter().map(ImageName::tagged));
        }
        let named = self.watches.iter().flat_map(|watch| &watch.named).flat_map(|named| &named.predicates);
        let checked = self.steps.iter().flat_map(Step::looks).flat_map(|check| &check.predicates);
        let compared = named.chain(checked).flat_map(Predicate::same).filter_map(|same| match same {
            Same::Image { image, .. } => Some(image.value.clone()),
            _ => None,
        });
        let compared = compared.filter(|image| !is_made(&made, image));
        let mut images: Vec<ImageName> = Vec::new();
        for name in used.into_iter().chain(compared) {
            if !images.iter().any(|other| other.tagged() == name.tagged()) {
                images.push(name);
            }
        }
        images
    }

    /// Returns the images that its commands make or name and that need not be fetched.
    #[must_use]
    pub fn made_images(&self) -> Vec<ImageName> {
        let needed: Vec<String> = self.images().iter().map(ImageName::tagged).collect();
        let made = self.steps.iter().flat_map(|step| &step.run).flat_map(|command| named_by(&command.action));
        made.filter(|image| !needed.contains(&image.tagged())).collect()
    }

    /// Returns the images that a command needs.
    fn used(&self, action: &Action) -> Vec<ImageName> {
        match action.plain() {
            Action::Run(run) => vec![run.image.value.clone()],
            Action::Create(create) => vec![create.image.value.clone()],
            Action::Build(build) => self.used_by_build(build),
            Action::Tag(tag) => vec![tag.image.value.clone()],
            Action::History(history) => vec![history.image.value.clone()],
            Action::Save(save) => save.images.iter().map(|image| image.value.clone()).collect(),
            Action::Inspect(inspect) if inspect.kind == Some(InspectType::Image) => {
                inspect.names.iter().filter_map(|name| ImageName::new(name.value.as_str()).ok()).collect()
            }
            _ => Vec::new(),
        }
    }

    /// Returns the images that a Dockerfile of the lab's folder or its steps names, in `FROM` or `COPY --from`.
    ///
    /// A Dockerfile that cannot be read is refused when it is built.
    fn used_by_build(&self, build: &Build) -> Vec<ImageName> {
        let folder = build.context.value.trim_start_matches("./").trim_end_matches('/');
        let usual = match folder {
            "" | "." => "Dockerfile".to_owned(),
            folder => format!("{folder}/Dockerfile"),
        };
        let path = build.file.as_ref().map_or(usual, |file| file.value.clone());
        let path = path.trim_start_matches("./");
        let shipped = self.files.bytes(path).map(|text| String::from_utf8_lossy(text));
        let written = self.steps.iter().flat_map(|step| &step.write).filter(|(to, _)| to.value == path);
        let texts = shipped.into_iter().chain(written.map(|(_, text)| text.as_str().into()));
        let arguments =
            build.arguments.iter().map(|env| (env.name.value.clone(), env.value.clone())).collect();
        let images: Vec<String> = texts
            .filter_map(|text| dockerfile::read(&text, &arguments).ok())
            .flat_map(|dockerfile| dockerfile.images())
            .collect();
        images.iter().filter_map(|image| ImageName::new(image).ok()).collect()
    }
}

/// Checks whether the lab makes this image before it uses it.
///
/// A name that differs only in the case of letters counts: the lab means its own image, not one that happens to be on
/// the machine. An engine that has no image of exactly this name then refuses the command.
fn is_made(made: &[String], image: &ImageName) -> bool {
    made.iter().any(|made| made.eq_ignore_ascii_case(&image.tagged()))
}

/// Returns the names that a command gives to images.
fn named_by(action: &Action) -> Vec<ImageName> {
    match action.plain() {
        Action::Build(build) => build.tags.iter().map(|tag| tag.value.clone()).collect(),
        Action::Tag(tag) => vec![tag.name.value.clone()],
        Action::Commit(commit) => commit.image.iter().map(|image| image.value.clone()).collect(),
        Action::Import(import) => import.image.iter().map(|image| image.value.clone()).collect(),
        _ => Vec::new(),
    }
}
