//! `-e NAME`: variables that get no value, and values of `[env]` and `[secret]` that nothing reads.

use super::{commands, key_place};
use crate::command::{Action, Env};
use crate::diagnostic::Diagnostic;
use crate::lab::Lab;

/// Returns the variables of a command, and whether it reads a file with more.
fn variables(action: &Action) -> (&[Env], bool) {
    match action {
        Action::Run(run) => (&run.container.env, !run.container.env_files.is_empty()),
        Action::Create(create) => (&create.container.env, !create.container.env_files.is_empty()),
        Action::Exec(exec) => (&exec.env, !exec.env_files.is_empty()),
        Action::Build(build) => (&build.arguments, false),
        _ => (&[], false),
    }
}

/// Reports `-e NAME` without a value anywhere.
///
/// That is not always a mistake, because it removes a variable of the image; a mistyped name is one.
pub(super) fn without_value(lab: &Lab) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for (_, command) in commands(lab) {
        let variables =
            variables(command.action.plain()).0.iter().filter(|variable| variable.value.is_none());
        for name in variables.map(|variable| &variable.name) {
            let fault = Diagnostic::warning("variable-without-value", name.span).arg("name", &name.value);
            let mut fault = fault.suggest(&name.value, lab.env.keys().map(String::as_str));
            if fault.arguments.iter().any(|(key, value)| *key == "suggestion" && !value.is_empty()) {
                fault.severity = crate::diagnostic::Severity::Error;
            }
            found.push(fault);
        }
    }
    found
}

/// Reports values that no command reads.
pub(super) fn unused(lab: &Lab) -> Vec<Diagnostic> {
    let actions: Vec<&Action> =
        lab.steps.iter().flat_map(|step| &step.run).map(|command| command.action.plain()).collect();
    // The lines of a file may name any of them.
    if actions.iter().any(|action| variables(action).1) {
        return Vec::new();
    }
    let is_read = |name: &String| {
        actions.iter().any(|action| variables(action).0.iter().any(|variable| variable.name.value == *name))
    };
    let is_written = |value: &str| lab.source.text.matches(value).nth(1).is_some();
    let mut found = Vec::new();
    for (name, value) in lab.env.iter().filter(|(name, _)| !is_read(name)) {
        let secret = key_place(lab, "secret", name);
        // A secret is also there to be masked where it is typed.
        let place = if secret.is_some() && is_written(value) { None } else { secret };
        if let Some(place) = place.or_else(|| key_place(lab, "env", name)) {
            found.push(Diagnostic::warning("unused-variable", place).arg("name", name));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::super::tests::{foreseen, lab, pairs, step};

    #[test]
    fn a_variable_has_a_value_and_a_value_is_read() {
        let of = |head: &str, line: &str| {
            foreseen(&lab(&format!("{head}\n{}", step(&format!("\"docker run -d {line} nginx\"")))))
        };
        assert_eq!(of("", "-e A_B"), pairs(&[("variable-without-value?", "A_B")]));
        assert_eq!(of("", "--env A_B -e C=1"), pairs(&[("variable-without-value?", "A_B")]));
        assert_eq!(of("[env]\nA_B = \"1\"", "-e A_B"), []);
        assert_eq!(of("[secret]\nA_B = \"12345\"", "-e A_B"), []);
        let typo = of("[env]\nPASSWORD = \"1\"", "-e PASWORD");
        assert_eq!(typo, pairs(&[("unused-variable?", "PASSWORD"), ("variable-without-value", "PASWORD")]));
        assert_eq!(of("[env]\nA = \"1\"", ""), pairs(&[("unused-variable?", "A")]));
        assert_eq!(of("[secret]\nA = \"typed\"", "-e B=typed"), [], "it is masked where it is typed");
        let lab = lab(&format!(
            "[env]\nV = \"1\"\n{}",
            step(
                "\"docker run -d --name w1 nginx\", \"docker exec -e OTHER w1 env\", \"docker exec -e V w1 env\""
            )
        ));
        assert_eq!(foreseen(&lab), pairs(&[("variable-without-value?", "OTHER")]));
    }
}
