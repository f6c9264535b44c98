//! Redirections: which file of the workspace a command reads, and which gets its output.
//!
//! No shell opens them. They are read here once, with the flags that mean the same for some commands.

use super::action::{Action, Copy, CopyPaths, OutputFile, Redirected, Redirections};
use super::findings::Findings;
use super::grammar::{Given, GivenFlag, Setting};
use super::operator::Redirect;
use super::value;
use super::words::Word;
use crate::diagnostic::Diagnostic;
use crate::source::{Located, Span};

/// The redirections of a line, before it is known what its command does with them.
#[derive(Default)]
pub(super) struct Targets {
    input: Option<(Span, Located)>,
    output: Option<Output>,
}

struct Output {
    place: Span,
    path: Located,
    append: bool,
    errors: bool,
}

/// Reads the redirections of a line, in order.
pub(super) fn read(redirects: &[Redirect], findings: &mut Findings) -> Targets {
    let mut targets = Targets::default();
    for redirect in redirects {
        let append = redirect.operator.ends_with(">>");
        let place = redirect.place;
        match (redirect.operator.as_str(), &redirect.target, &mut targets) {
            ("2>&1", _, Targets { output: Some(output), .. }) => output.errors = true,
            ("2>&1", ..) => findings.faults.push(redirect.refused()),
            (_, None, _) => {
                let fault = Diagnostic::error("redirect-target-missing", place);
                findings.faults.push(fault.arg("text", &redirect.operator));
            }
            ("<" | "0<", Some(_), Targets { input: Some(_), .. })
            | (">" | "1>" | ">>" | "1>>", Some(_), Targets { output: Some(_), .. }) => {
                let fault = Diagnostic::error("redirect-twice", place);
                findings.faults.push(fault.arg("text", &redirect.operator));
            }
            ("<" | "0<", Some(target), _) => targets.input = Some((place, target.clone())),
            (_, Some(target), _) => {
                let path = target.clone();
                targets.output = Some(Output { place, path, append, errors: false });
            }
        }
    }
    targets
}

impl Targets {
    /// Turns `save > FILE` and `load < FILE` into flags, which mean the same.
    pub fn move_to_flags(&mut self, given: &mut Given) {
        match given.command.name {
            "save" | "export" if given.value("output").is_none() => {
                let Some(output) = self.output.take_if(|output| !output.append && !output.errors) else {
                    return;
                };
                flag(given, "output", output.place, output.path);
            }
            "load" if given.value("input").is_none() => {
                let Some((place, path)) = self.input.take() else { return };
                flag(given, "input", place, path);
            }
            "import" => {
                let Some(stream) = given.operands.first_mut().filter(|word| word.as_str() == "-") else {
                    return;
                };
                let Some((_, path)) = self.input.take() else { return };
                *stream = Word::of(path);
            }
            _ => {}
        }
    }

    /// Adds what is left to the action.
    pub fn apply(self, action: Option<Action>, findings: &mut Findings) -> Option<Action> {
        let input = self.input.and_then(|(place, path)| {
            if let Some(fault) = action.as_ref().and_then(|action| unread(action, place)) {
                findings.faults.push(fault);
            }
            file(&path, findings)
        });
        let output = self.output.and_then(|Output { path, append, errors, .. }| {
            Some(OutputFile { path: file(&path, findings)?, append, errors })
        });
        let files = Redirections { input, output };
        let action = action?;
        if files == Redirections::default() {
            return Some(action);
        }
        Some(Action::Redirected(Box::new(Redirected { action, files })))
    }
}

fn flag(given: &mut Given, long: &str, place: Span, path: Located) {
    let Some(flag) = given.command.flag(long) else { return };
    given.flags.push(GivenFlag { flag, place: place.to(path.whole), setting: Setting::Value(path) });
}

fn file(path: &Located, findings: &mut Findings) -> Option<crate::source::Spanned<String>> {
    if path.text.starts_with("/dev/") {
        findings.local.push(path.whole);
        return findings.fault(Diagnostic::error("redirect-device", path.whole).arg("path", &path.text));
    }
    value::file(path, findings)
}

/// Returns a fault if a command does not read its input, which the docker program would not tell.
fn unread(action: &Action, place: Span) -> Option<Diagnostic> {
    let (command, interactive, tty) = match action {
        Action::Run(run) if !run.detach => ("run", run.container.interactive, run.container.tty),
        Action::Exec(exec) if !exec.detach => ("exec", exec.interactive, exec.tty),
        Action::Start(start) => ("start", start.interactive, false),
        Action::Copy(Copy { paths: CopyPaths::Into { .. }, .. }) => return None,
        _ => return Some(Diagnostic::error("redirect-unread", place)),
    };
    let code = match (interactive, tty) {
        (false, _) => "redirect-without-i",
        (true, true) => "redirect-terminal",
        (true, false) => return None,
    };
    Some(Diagnostic::error(code, place).arg("command", command))
}
