//! Values of the image commands: instructions, contexts, platforms, pull policies.

use super::super::action::{InspectType, Pull};
use super::super::findings::Findings;
use super::path;
use crate::diagnostic::Diagnostic;
use crate::source::{Located, Spanned};

/// The instructions that `commit` and `import` take (moby, `validCommitCommands`).
const INSTRUCTIONS: &[&str] = &[
    "CMD",
    "ENTRYPOINT",
    "ENV",
    "EXPOSE",
    "HEALTHCHECK",
    "LABEL",
    "ONBUILD",
    "STOPSIGNAL",
    "USER",
    "VOLUME",
    "WORKDIR",
];

/// Reads `-c`: an instruction of a Dockerfile.
pub(in super::super) fn change(written: &Located, findings: &mut Findings) -> Option<Spanned<String>> {
    let text = written.text.as_str();
    let word = text.split_whitespace().next().unwrap_or_default();
    if INSTRUCTIONS.contains(&word.to_uppercase().as_str()) {
        return Some(Spanned::new(text.to_owned(), written.whole));
    }
    let at = text.find(word).unwrap_or_default();
    let place = if word.is_empty() { written.whole } else { written.span(at..at + word.len()) };
    let fault = Diagnostic::error("change", place).arg("word", word);
    findings.fault(fault.suggest(&word.to_uppercase(), INSTRUCTIONS.iter().copied()))
}

/// Reads the context of a build: a folder of the workspace.
pub(in super::super) fn context(written: &Located, findings: &mut Findings) -> Option<Spanned<String>> {
    let text = written.text.as_str();
    let is_remote = text.contains("://") || text.starts_with("git@") || text.starts_with("github.com/");
    if text == "-" || text.is_empty() || is_remote {
        return findings.fault(Diagnostic::error("build-context", written.whole).arg("text", text));
    }
    path::workspace(written, findings)
}

/// Reads `--platform OS[/ARCHITECTURE[/VARIANT]]`.
pub(in super::super) fn platform(written: &Located, findings: &mut Findings) -> Option<String> {
    let parts: Vec<_> = written.text.split('/').collect();
    let part = |part: &&str| {
        !part.is_empty() && part.chars().all(|c| c.is_ascii_alphanumeric() || "._-".contains(c))
    };
    if parts.len() <= 3 && parts.iter().all(part) {
        return Some(written.text.clone());
    }
    findings.fault(Diagnostic::error("platform", written.whole).arg("text", &written.text))
}

/// Reads when an image is pulled.
pub(in super::super) fn pull(written: &Located, findings: &mut Findings) -> Option<Pull> {
    match written.text.as_str() {
        "always" => Some(Pull::Always),
        "missing" => Some(Pull::Missing),
        "never" => Some(Pull::Never),
        other => {
            let fault = Diagnostic::error("pull-policy", written.whole).arg("text", other);
            findings.fault(fault.suggest(other, ["always", "missing", "never"]))
        }
    }
}

/// Reads `inspect --type`.
pub(in super::super) fn kind(written: &Located, findings: &mut Findings) -> Option<InspectType> {
    match written.text.as_str() {
        "container" => Some(InspectType::Container),
        "image" => Some(InspectType::Image),
        "volume" => Some(InspectType::Volume),
        "network" => Some(InspectType::Network),
        other => {
            let fault = Diagnostic::error("kind", written.whole).arg("text", other);
            findings.fault(fault.suggest(other, ["container", "image", "volume", "network"]))
        }
    }
}
