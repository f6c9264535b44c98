//! Builds: a Dockerfile that is not there, that engines would not read alike, or that copies what is not there.

use std::collections::BTreeMap;

use super::files::Workspace;
use crate::command::{Action, Build};
use crate::diagnostic::{Diagnostic, Faults, nearest};
use crate::engine::dockerfile::{self, Dockerfile, Unclear, Why};
use crate::engine::{Asked, Filling, GuardError};
use crate::lab::{Lab, inside};
use crate::runner::allowed;
use crate::source::{Source, Span};

/// The instructions of a Dockerfile.
const INSTRUCTIONS: [&str; 18] = [
    "FROM",
    "RUN",
    "CMD",
    "LABEL",
    "EXPOSE",
    "ENV",
    "ADD",
    "COPY",
    "ENTRYPOINT",
    "VOLUME",
    "USER",
    "WORKDIR",
    "ARG",
    "ONBUILD",
    "STOPSIGNAL",
    "HEALTHCHECK",
    "SHELL",
    "MAINTAINER",
];

/// Reports what every build of the lab would meet: faults of `lab.toml`, and those of a Dockerfile beside it.
pub(super) fn builds(lab: &Lab) -> (Vec<Diagnostic>, Vec<Faults>) {
    let (mut found, mut beside) = (Vec::new(), BTreeMap::<String, Faults>::new());
    Workspace::walk(lab, |there, command| {
        let Action::Build(build) = command.action.plain() else { return };
        let Some(path) = dockerfile_of(build, there) else {
            let usual = path_of(build, "Dockerfile");
            found.push(Diagnostic::error("no-dockerfile", build.context.span).arg("path", &usual));
            return;
        };
        if let Some((text, place)) = there.written(&path) {
            let faults = faults(lab, build, there, text);
            found.extend(faults.into_iter().map(|fault| Diagnostic { span: place, ..fault }));
        } else if let Some(bytes) = lab.files.bytes(&path) {
            let text = String::from_utf8_lossy(bytes);
            let faults = faults(lab, build, there, &text);
            let source = Source::new(lab.source.name.replace("lab.toml", &path), text);
            let all = beside.entry(path).or_insert(Faults { source, found: Vec::new() });
            let new = faults.into_iter().filter(|fault| !all.found.contains(fault));
            all.found.extend(new.collect::<Vec<_>>());
        }
    });
    (found, beside.into_values().filter(|faults| !faults.found.is_empty()).collect())
}

/// Returns the faults of a Dockerfile, with their places in its text.
fn faults(lab: &Lab, build: &Build, there: &Workspace, text: &str) -> Vec<Diagnostic> {
    let arguments = build.arguments.iter().map(|env| (env.name.value.clone(), env.value.clone())).collect();
    match dockerfile::read(text, &arguments) {
        Err(unclear) => vec![not_read(&unclear, text)],
        Ok(read) => missing_sources(&read, build, there).chain(fetches(lab, text, &read)).collect(),
    }
}

/// Returns the path of a file of a build's folder, relative to the workspace.
fn path_of(build: &Build, name: &str) -> String {
    let folder = inside(&build.context.value).unwrap_or_default();
    let usual = if folder == "." { name.to_owned() } else { format!("{folder}/{name}") };
    build.file.as_ref().map_or(usual, |file| inside(&file.value).unwrap_or_default())
}

/// Returns the Dockerfile of a build, if it is there: the docker program also takes the lower case name.
fn dockerfile_of(build: &Build, there: &Workspace) -> Option<String> {
    let paths = ["Dockerfile", "dockerfile"].map(|name| path_of(build, name));
    paths.into_iter().find(|path| there.has(path))
}

/// Returns the fault of an instruction that a run refuses.
fn not_read(unclear: &Unclear, text: &str) -> Diagnostic {
    let error = GuardError::Unclear(unclear.clone());
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    let start: usize = lines.iter().take(unclear.line - 1).map(|line| line.len()).sum();
    let line = lines.get(unclear.line - 1).map_or("", |line| line.trim_end());
    let indent = line.len() - line.trim_start().len();
    let span = match &unclear.why {
        Why::Instruction(word) => {
            let at = line.find(word.as_str()).unwrap_or(indent);
            Span::new(start + at, start + at + word.len())
        }
        _ => Span::new(start + indent, start + line.len()),
    };
    let fault = Diagnostic::error(error.key(), span);
    let fault = error.arguments().into_iter().fold(fault, |fault, (name, value)| match value {
        Filling::Text(text) => fault.arg(name, &text),
        Filling::Time(_) => fault,
    });
    let meant = match &unclear.why {
        Why::Instruction(word) => nearest(&word.to_uppercase(), INSTRUCTIONS),
        _ => None,
    };
    fault.arg("suggestion", meant.unwrap_or_default())
}

/// Reports paths that a Dockerfile copies and that are neither in the lab's folder nor made before.
fn missing_sources<'f>(
    read: &'f Dockerfile,
    build: &'f Build,
    there: &'f Workspace,
) -> impl Iterator<Item = Diagnostic> + 'f {
    let folder = inside(&build.context.value).unwrap_or_default();
    read.copies().iter().filter_map(move |copy| {
        let path = inside(copy.path.trim_start_matches('/'))?;
        let path = if folder == "." { path } else { format!("{folder}/{path}") };
        let path = path.strip_suffix("/.").unwrap_or(&path);
        let span = Span::new(copy.at.start, copy.at.end);
        let fault = || Diagnostic::error("copy-source", span).arg("path", path);
        (!there.has(path)).then(|| fault().suggest(path, there.known()))
    })
}

/// Reports an instruction that makes the engine fetch something.
fn fetches(lab: &Lab, text: &str, read: &Dockerfile) -> Option<Diagnostic> {
    let refused = allowed(&lab.allow).refusals(&Asked::Dockerfile(read.clone()));
    let GuardError::Fetches { instruction, line } = refused.first()? else { return None };
    let begin = text.find(instruction.trim_end_matches('…')).unwrap_or_default();
    let end = text[begin..].find('\n').map_or(text.len(), |end| begin + end);
    let fault = Diagnostic::error("dockerfile-fetches", Span::new(begin, end)).arg("text", instruction);
    Some(fault.arg("line", line))
}

#[cfg(test)]
mod tests {
    use super::super::tests::{foreseen, lab, lab_with, pairs, step};

    fn built(files: &[(&str, &str)], line: &str) -> Vec<(String, String)> {
        foreseen(&lab_with(&step(&format!("\"{line}\"")), files))
    }

    #[test]
    fn a_build_needs_a_dockerfile_that_all_engines_read_alike() {
        let page = ("app/index.html", "");
        assert_eq!(built(&[page], "docker build -t a app"), pairs(&[("no-dockerfile", "app")]));
        assert_eq!(built(&[page], "docker build ."), pairs(&[("no-dockerfile", ".")]));
        for (text, expected) in [
            ("FROM nginx\nCOPY index.html /a\nCOPY . /b\nADD --chown=0 ./index.html /c\n", vec![]),
            ("# note\nFORM nginx\n", pairs(&[("dockerfile-instruction", "FORM")])),
            ("FROM nginx\nCOPY missing /a\n", pairs(&[("copy-source", "missing")])),
            (
                "FROM nginx\nCOPY a b \\\n index.html /a/\n",
                pairs(&[("copy-source", "a"), ("copy-source", "b")]),
            ),
            ("FROM nginx\nCOPY [\"indx.html\", \"/a\"]\n", pairs(&[("copy-source", "indx.html")])),
            ("FROM nginx AS a\nFROM nginx\nCOPY --from=a /etc /x\nCOPY *.html $X /y\n", vec![]),
            (
                "FROM nginx\nADD http://x.org/y /y\n",
                pairs(&[("dockerfile-fetches", "ADD http://x.org/y /y")]),
            ),
            ("FROM nginx\nRUN <<E\nE\n", pairs(&[("dockerfile-heredoc", "RUN <<E")])),
        ] {
            assert_eq!(built(&[page, ("app/Dockerfile", text)], "docker build app"), expected, "{text}");
        }
        let other = [page, ("other", "FORM nginx\n")];
        assert_eq!(built(&other, "docker build -f other app"), pairs(&[("dockerfile-instruction", "FORM")]));
        assert_eq!(built(&[page, ("app/dockerfile", "FROM nginx\n")], "docker build app"), []);
    }

    #[test]
    fn what_steps_write_and_commands_bring_is_there() {
        let with =
            |write: &str, lines: &str| foreseen(&lab(&format!("{}write = {{ {write} }}\n", step(lines))));
        let build = "\"docker build ctx\"";
        assert_eq!(with("\"ctx/Dockerfile\" = \"FROM nginx\\nCOPY a /a\", \"ctx/a\" = \"\"", build), []);
        let form = with("\"ctx/Dockerfile\" = \"FORM nginx\"", build);
        assert_eq!(form, pairs(&[("dockerfile-instruction", "\"ctx/Dockerfile\"")]));
        let copied = "\"docker run -d --name d1 nginx\", \"docker cp d1:/src/. ctx\", \"docker build ctx\"";
        assert_eq!(with("\"b\" = \"\"", copied), []);
        let late = with("\"ctx/a\" = \"\"", "\"docker build ctx\", \"docker run -v ./ctx:/c nginx true\"");
        assert_eq!(late, pairs(&[("no-dockerfile", "ctx")]));
    }
}
