//! Flags of docker that stand behind IMAGE or CONTAINER, where they belong to the program in the container.

use super::commands;
use crate::command::{Action, Syntax, Values, Word, plain_words};
use crate::diagnostic::Diagnostic;
use crate::lab::Lab;
use crate::source::Span;

/// Long flags that programs in containers often have themselves.
const OF_PROGRAMS: [&str; 6] = ["hostname", "init", "memory", "user", "volume-driver", "workdir"];

/// Reports a first argument that is a flag of the command itself.
pub(super) fn misplaced(lab: &Lab) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for (_, command) in commands(lab) {
        let (name, operand, place): (_, _, Span) = match command.action.plain() {
            Action::Run(run) if run.container.entrypoint.is_none() => ("run", "IMAGE", run.image.span),
            Action::Create(create) if create.container.entrypoint.is_none() => {
                ("create", "IMAGE", create.image.span)
            }
            Action::Exec(exec) => ("exec", "CONTAINER", exec.container.span),
            _ => continue,
        };
        let words = plain_words(&command.located(&lab.source), &Values::new());
        let Some(at) = words.iter().position(|word| word.span() == place) else { continue };
        let Some(syntax) = Syntax::named(name) else { continue };
        let [flag, rest @ ..] = &words[at + 1..] else { continue };
        if is_flag(syntax, flag.as_str(), rest) {
            let fault = Diagnostic::warning("misplaced-flag", flag.span()).arg("flag", flag.as_str());
            found.push(fault.arg("operand", operand).arg("name", words[at].as_str()));
        }
    }
    found
}

/// Returns whether a word is meant as a flag of this command, judged with the word behind it.
fn is_flag(syntax: &Syntax, word: &str, rest: &[Word]) -> bool {
    let next = rest.first().map_or("", Word::as_str);
    if let Some(long) = word.strip_prefix("--") {
        let long = long.split('=').next().unwrap_or_default();
        return syntax.flag(long).is_some() && (syntax.name == "exec" || !OF_PROGRAMS.contains(&long));
    }
    let Some(letters) = word.strip_prefix('-').filter(|letters| !letters.is_empty()) else { return false };
    // No program has such a name.
    if syntax.name == "exec" {
        return letters.starts_with(|letter| syntax.letter(letter).is_some());
    }
    let Some(last) = letters.chars().next_back() else { return false };
    let switches = letters.trim_end_matches(last).chars().all(|letter| "dit".contains(letter));
    // Other letters are as usual for programs, so their values decide.
    let value = match last {
        'd' | 'i' | 't' => true,
        'p' => next.contains(':') && next.bytes().all(|byte| byte.is_ascii_digit() || b":.".contains(&byte)),
        'v' => next.contains(":/"),
        'e' => next
            .split_once('=')
            .is_some_and(|(name, _)| name.chars().all(|c| c.is_ascii_uppercase() || c == '_')),
        _ => false,
    };
    switches && value
}

#[cfg(test)]
mod tests {
    use super::super::tests::{of_lines, pairs};

    #[test]
    fn flags_behind_the_image_are_told() {
        for (line, flag) in [
            ("docker run nginx -d --name w1", "-d"),
            ("docker run my-app --name w1 -d", "--name"),
            ("docker run -d nginx --rm", "--rm"),
            ("docker run -d nginx -p 8080:80", "-p"),
            ("docker run -d nginx -v ./site:/site", "-v"),
            ("docker run nginx -it", "-it"),
            ("docker create nginx -e NAME=x", "-e"),
            ("docker run -d postgres:13 -c max_connections=5", ""),
            ("docker run --rm nginx nginx -t", ""),
            ("docker run -d nginx sh -c 'sleep 9'", ""),
            ("docker run -d mysql:8 --user=mysql", ""),
            ("docker run -d --entrypoint grep nginx -d", ""),
            ("docker run --rm my-app -v", ""),
        ] {
            let found: Vec<_> = of_lines(&format!("\"{line}\""))
                .into_iter()
                .filter(|(code, _)| code == "misplaced-flag?")
                .collect();
            let expected = if flag.is_empty() { vec![] } else { pairs(&[("misplaced-flag?", flag)]) };
            assert_eq!(found, expected, "{line}");
        }
        let exec = "\"docker run -d --name w1 nginx\", \"docker exec w1 -it sh\", \"docker exec w1 ls -i\"";
        assert_eq!(of_lines(exec), pairs(&[("misplaced-flag?", "-it")]));
    }
}
