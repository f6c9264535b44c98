//! The images that a lab declares, by using them.

use crate::command::{Action, Build, ImageName, Kind};

use super::check::{Predicate, Same};
use super::model::{Lab, Step};

impl Lab {
    /// Every image that the lab names and does not make itself, each once, in the order of the file.
    #[must_use]
    pub fn images(&self) -> Vec<ImageName> {
        let actions = self.steps.iter().flat_map(|step| &step.run).map(|command| &command.action);
        let (mut used, mut made) = (Vec::new(), Vec::new());
        for action in actions {
            used.extend(self.used(action).into_iter().filter(|image| !made.contains(&image.tagged())));
            made.extend(named_by(action).iter().map(ImageName::tagged));
        }
        let named = self.watches.iter().flat_map(|watch| &watch.named).flat_map(|named| &named.predicates);
        let checked = self.steps.iter().flat_map(Step::looks).flat_map(|check| &check.predicates);
        let compared = named.chain(checked).flat_map(Predicate::same).filter_map(|same| match same {
            Same::Image { image, .. } => Some(image.value.clone()),
            _ => None,
        });
        let compared = compared.filter(|image| !made.contains(&image.tagged()));
        let mut images: Vec<ImageName> = Vec::new();
        for name in used.into_iter().chain(compared) {
            if !images.iter().any(|other| other.tagged() == name.tagged()) {
                images.push(name);
            }
        }
        images
    }

    /// The images that its commands make or name, and that it needs from nowhere.
    #[must_use]
    pub fn made_images(&self) -> Vec<ImageName> {
        let needed: Vec<String> = self.images().iter().map(ImageName::tagged).collect();
        let made = self.steps.iter().flat_map(|step| &step.run).flat_map(|command| named_by(&command.action));
        made.filter(|image| !needed.contains(&image.tagged())).collect()
    }

    /// The images that a command needs.
    fn used(&self, action: &Action) -> Vec<ImageName> {
        match action {
            Action::Run(run) => vec![run.image.value.clone()],
            Action::Create(create) => vec![create.image.value.clone()],
            Action::Build(build) => self.bases(build),
            Action::Tag(tag) => vec![tag.image.value.clone()],
            Action::History(history) => vec![history.image.value.clone()],
            Action::Save(save) => save.images.iter().map(|image| image.value.clone()).collect(),
            Action::Inspect(inspect) if inspect.kind == Some(Kind::Image) => {
                inspect.names.iter().filter_map(|name| ImageName::new(name.value.as_str()).ok()).collect()
            }
            _ => Vec::new(),
        }
    }

    /// The images that a Dockerfile of the lab's folder builds on.
    fn bases(&self, build: &Build) -> Vec<ImageName> {
        let folder = build.context.value.trim_start_matches("./").trim_end_matches('/');
        let usual = match folder {
            "" | "." => "Dockerfile".to_owned(),
            folder => format!("{folder}/Dockerfile"),
        };
        let path = build.file.as_ref().map_or(usual, |file| file.value.clone());
        let text = self.files.bytes(path.trim_start_matches("./")).map(|text| String::from_utf8_lossy(text));
        bases(&text.unwrap_or_default())
    }
}

/// The names that a command gives to images.
fn named_by(action: &Action) -> Vec<ImageName> {
    match action {
        Action::Build(build) => build.tags.iter().map(|tag| tag.value.clone()).collect(),
        Action::Tag(tag) => vec![tag.name.value.clone()],
        Action::Commit(commit) => commit.image.iter().map(|image| image.value.clone()).collect(),
        Action::Import(import) => import.image.iter().map(|image| image.value.clone()).collect(),
        _ => Vec::new(),
    }
}

/// The images of a Dockerfile's `FROM` lines, but its own stages and what has variables in it.
fn bases(text: &str) -> Vec<ImageName> {
    let (mut images, mut stages) = (Vec::new(), vec!["scratch".to_owned()]);
    for line in text.lines() {
        let mut words = line.split_whitespace().filter(|word| !word.starts_with("--"));
        if !words.next().is_some_and(|word| word.eq_ignore_ascii_case("from")) {
            continue;
        }
        let Some(name) = words.next() else { continue };
        if !stages.contains(&name.to_lowercase()) {
            images.extend(ImageName::new(name).ok());
        }
        if words.next().is_some_and(|word| word.eq_ignore_ascii_case("as")) {
            stages.extend(words.next().map(str::to_lowercase));
        }
    }
    images
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dockerfile_names_what_it_builds_on() {
        let text = "ARG V=1\nFROM --platform=linux/amd64 nginx AS base\nfrom Base\nFROM scratch\nFROM postgres:$V\n\
                    FROM postgres:13\nCOPY --from=base /x /x\n";
        let names: Vec<String> = bases(text).iter().map(ImageName::tagged).collect();
        assert_eq!(names, ["nginx:latest", "postgres:13"]);
    }
}
