//! Images.

use super::super::action::{
    Build, Commit, Export, History, Import, ListImages, Load, RemoveImages, Save, Tag,
};
use super::{Line, listing, local};

pub(super) fn build(build: &Build) -> Line {
    let mut line = Line::new("build");
    line.values("tag", build.tags.iter().map(|tag| &tag.value));
    line.value("file", build.file.as_ref().map(|file| local(&file.value)));
    line.env("build-arg", &build.arguments);
    line.pairs("label", &build.labels);
    line.value("target", build.target.as_ref());
    line.switch("no-cache", build.no_cache);
    line.switch("pull", build.pull);
    line.switch("quiet", build.quiet);
    line.switched_off("rm", !build.remove);
    line.switch("force-rm", build.force_remove);
    line.value("platform", build.platform.as_ref());
    line.operands([local(&build.context.value)])
}

pub(super) fn commit(commit: &Commit) -> Line {
    let mut line = Line::new("commit");
    line.value("author", commit.author.as_ref());
    line.value("message", commit.message.as_ref());
    line.values("change", commit.changes.iter().map(|change| &change.value));
    line.switched_off("pause", !commit.pause);
    let image = commit.image.as_ref().map(|image| image.value.as_str());
    line.operands([commit.container.value.as_str()].into_iter().chain(image))
}

pub(super) fn tag(tag: &Tag) -> Line {
    Line::new("tag").operands([&tag.image.value, &tag.name.value])
}

pub(super) fn remove(remove: &RemoveImages) -> Line {
    let mut line = Line::new("rmi");
    line.switch("force", remove.force);
    line.switch("no-prune", remove.no_prune);
    line.operands(remove.images.iter().map(|image| &image.value))
}

pub(super) fn list(list: &ListImages) -> Line {
    let mut line = Line::new("images");
    line.switch("all", list.all);
    line.switch("digests", list.digests);
    line.switch("quiet", list.quiet);
    line.switch("no-trunc", list.no_trunc);
    listing::filters(&mut line, &list.filters);
    listing::format(&mut line, list.format.as_ref());
    line.operands(list.name.iter().map(|name| &name.value))
}

pub(super) fn history(history: &History) -> Line {
    let mut line = Line::new("history");
    line.switched_off("human", !history.human);
    line.switch("quiet", history.quiet);
    line.switch("no-trunc", history.no_trunc);
    listing::format(&mut line, history.format.as_ref());
    line.operands([&history.image.value])
}

pub(super) fn export(export: &Export) -> Line {
    let mut line = Line::new("export");
    line.value("output", Some(local(&export.output.value)));
    line.operands([&export.container.value])
}

pub(super) fn import(import: &Import) -> Line {
    let mut line = Line::new("import");
    line.values("change", import.changes.iter().map(|change| &change.value));
    line.value("message", import.message.as_ref());
    line.value("platform", import.platform.as_ref());
    let image = import.image.as_ref().map(|image| image.value.to_string());
    line.operands([local(&import.file.value)].into_iter().chain(image))
}

pub(super) fn save(save: &Save) -> Line {
    let mut line = Line::new("save");
    line.value("output", Some(local(&save.output.value)));
    line.operands(save.images.iter().map(|image| &image.value))
}

pub(super) fn load(load: &Load) -> Line {
    let mut line = Line::new("load");
    line.value("input", Some(local(&load.input.value)));
    line.switch("quiet", load.quiet);
    line
}
