//! The commands that make, name, move and list images.

#![expect(clippy::unnecessary_wraps, reason = "the flag table holds functions of one type")]

use super::super::action::{
    Action, Build, Commit, Export, History, Import, ListImages, Load, Prune, RemoveImages, Save, Tag,
};
use super::super::findings::Findings;
use super::super::grammar::Given;
use super::super::value;
use super::{each, one, operand, operands, optional, text};
use crate::diagnostic::Diagnostic;
use crate::source::Spanned;

/// `docker build`.
pub(in super::super) fn build(given: &Given, findings: &mut Findings) -> Option<Action> {
    let build = Build {
        file: one(given, "file", findings, value::file),
        tags: each(given, "tag", findings, value::image),
        arguments: each(given, "build-arg", findings, value::environment),
        labels: each(given, "label", findings, value::label),
        target: text(given, "target"),
        no_cache: given.switch("no-cache"),
        pull: given.switch("pull"),
        quiet: given.switch("quiet"),
        remove: given.last("rm").unwrap_or(true),
        force_remove: given.switch("force-rm"),
        platform: one(given, "platform", findings, value::platform),
        context: operand(given, 0, findings, value::context)?,
    };
    Some(Action::Build(Box::new(build)))
}

/// `docker commit`.
pub(in super::super) fn commit(given: &Given, findings: &mut Findings) -> Option<Action> {
    let changes = each(given, "change", findings, value::change);
    let container = operand(given, 0, findings, value::container);
    let image = optional(given, 1, findings, value::image)?;
    Some(Action::Commit(Commit {
        container: container?,
        image,
        author: text(given, "author"),
        message: text(given, "message"),
        changes,
        pause: given.last("pause").unwrap_or(true),
    }))
}

/// `docker tag`.
pub(in super::super) fn tag(given: &Given, findings: &mut Findings) -> Option<Action> {
    let images = operands(given, findings, value::image)?;
    let [image, name] = images.try_into().ok()?;
    if name.value.as_str().contains('@') {
        let fault = Diagnostic::error("tag-digest", name.span).arg("name", &name.value);
        return findings.fault(fault);
    }
    Some(Action::Tag(Tag { image, name }))
}

/// `docker rmi`.
pub(in super::super) fn remove_images(given: &Given, findings: &mut Findings) -> Option<Action> {
    let images = operands(given, findings, value::image)?;
    let (force, no_prune) = (given.switch("force"), given.switch("no-prune"));
    Some(Action::RemoveImages(RemoveImages { force, no_prune, images }))
}

/// `docker images`.
pub(in super::super) fn list_images(given: &Given, findings: &mut Findings) -> Option<Action> {
    let filters = each(given, "filter", findings, value::image_filter);
    let format = one(given, "format", findings, value::listing_format);
    let name = given.operands.first().map(|word| Spanned::new(word.as_str().to_owned(), word.span()));
    Some(Action::ListImages(ListImages {
        name,
        all: given.switch("all"),
        digests: given.switch("digests"),
        quiet: given.switch("quiet"),
        no_trunc: given.switch("no-trunc"),
        filters,
        format,
    }))
}

/// `docker history`.
pub(in super::super) fn history(given: &Given, findings: &mut Findings) -> Option<Action> {
    let format = one(given, "format", findings, value::listing_format);
    Some(Action::History(History {
        image: operand(given, 0, findings, value::image)?,
        human: given.last("human").unwrap_or(true),
        quiet: given.switch("quiet"),
        no_trunc: given.switch("no-trunc"),
        format,
    }))
}

/// `docker image prune`.
pub(in super::super) fn prune_images(given: &Given, findings: &mut Findings) -> Option<Action> {
    Some(Action::PruneImages(Prune {
        force: given.switch("force"),
        all: given.switch("all"),
        filters: each(given, "filter", findings, value::prune_filter),
    }))
}

/// Reads a required file: there is neither a pipe nor a redirection.
fn needed(given: &Given, long: &'static str, findings: &mut Findings) -> Option<Spanned<String>> {
    if given.value(long).is_some() {
        return one(given, long, findings, value::file);
    }
    let fault = Diagnostic::error("file-missing", given.path).arg("flag", long);
    findings.fault(fault.arg("command", given.command.name))
}

/// `docker export`.
pub(in super::super) fn export(given: &Given, findings: &mut Findings) -> Option<Action> {
    let output = needed(given, "output", findings);
    let container = operand(given, 0, findings, value::container)?;
    Some(Action::Export(Export { container, output: output? }))
}

/// `docker save`.
pub(in super::super) fn save(given: &Given, findings: &mut Findings) -> Option<Action> {
    let output = needed(given, "output", findings);
    let images = operands(given, findings, value::image)?;
    Some(Action::Save(Save { images, output: output? }))
}

/// `docker load`.
pub(in super::super) fn load(given: &Given, findings: &mut Findings) -> Option<Action> {
    let input = needed(given, "input", findings)?;
    Some(Action::Load(Load { input, quiet: given.switch("quiet") }))
}

/// `docker import`.
pub(in super::super) fn import(given: &Given, findings: &mut Findings) -> Option<Action> {
    let changes = each(given, "change", findings, value::change);
    let platform = one(given, "platform", findings, value::platform);
    let written = given.operands.first()?;
    let file = if written.as_str() == "-" || written.as_str().contains("://") {
        let fault = Diagnostic::error("import-source", written.span());
        findings.fault(fault.arg("text", written.as_str()))
    } else {
        value::file(&written.text, findings)
    };
    let image = optional(given, 1, findings, value::image)?;
    Some(Action::Import(Import { file: file?, image, changes, message: text(given, "message"), platform }))
}
