//! Completions and the manual page.

use std::process::Command;

use crate::harness::{Output, finish, program};

fn statelab(arguments: &[&str]) -> Output {
    let home = tempfile::tempdir().unwrap();
    let mut command = program(home.path());
    command.args(arguments);
    finish(command).exits(0)
}

/// What bash offers behind these words.
fn offered(words: &str) -> Vec<String> {
    let script = r#"
eval "$1"
read -ra COMP_WORDS <<< "$2"
case "$2" in *' ') COMP_WORDS+=('') ;; esac
COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
_statelab statelab "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD - 1]}"
printf '%s\n' "${COMPREPLY[@]}"
"#;
    let completions = statelab(&["completions", "bash"]).text;
    let mut bash = Command::new("bash");
    bash.args(["-euc", script, "bash", &completions, words]);
    finish(bash).exits(0).text.lines().map(str::to_owned).collect()
}

#[test]
fn bash_completes_commands_flags_and_their_values() {
    assert_eq!(offered("statelab rep"), ["replay"]);
    assert_eq!(offered("statelab run --rec"), ["--record"]);
    assert_eq!(offered("statelab run --format "), ["text", "json"]);
}

#[test]
fn every_shell_has_completions() {
    for (shell, line) in [
        ("zsh", "#compdef statelab"),
        ("fish", "complete -c statelab"),
        ("powershell", "Register-ArgumentCompleter"),
        ("elvish", "edit:completion:arg-completer[statelab]"),
    ] {
        statelab(&["completions", shell]).shows(line).shows("replay");
    }
}

#[test]
fn the_manual_page_is_roff_and_has_every_command() {
    let page = statelab(&["man"]).shows(".TH statelab 1");
    for command in ["LIST", "SHOW", "RUN", "REPLAY", "CHECK", "DOCTOR", "COMPLETIONS", "MAN"] {
        assert!(page.text.lines().any(|line| line == format!(".SH STATELAB {command}")), "{command}");
    }
    assert!(!page.text.contains("(1)\n"), "a page that does not exist: {}", page.text);
    assert!(page.text.contains("\n130\ninterrupted\n"), "{}", page.text);
    statelab(&["--lang", "ko", "man"]).shows("실습 목록 보기").shows("중단됨");
    // A line that begins with a dot is a request: every one is one that man(7) has.
    let known = [".TH", ".SH", ".SS", ".TP", ".PP", ".br", ".B", ".RS", ".RE", ".ie", ".el", ".IP"];
    for line in page.text.lines().filter(|line| line.starts_with('.')) {
        let request = line.split(' ').next().unwrap_or_default();
        assert!(known.contains(&request), "{line}");
    }
}
