//! Flags that a student meets for the first time in a lab.

use crate::command::Flag;
use crate::event::NewFlag;
use crate::lab::{Lab, Step};

/// Returns the flags that no earlier step used and the prose does not mention.
pub(super) fn new_flags(lab: &Lab, step: &Step) -> Vec<NewFlag> {
    let earlier = lab.steps.iter().take_while(|other| other.id != step.id);
    let mut known: Vec<String> = earlier.flat_map(of_step).map(|(_, new)| new.key).collect();
    let prose = step.before.as_deref().unwrap_or_default();
    let mut new = Vec::new();
    for (flag, told) in of_step(step) {
        if !known.contains(&told.key) && !mentions(prose, flag) {
            known.push(told.key.clone());
            new.push(told);
        }
    }
    new
}

fn of_step(step: &Step) -> impl Iterator<Item = (&'static Flag, NewFlag)> {
    step.run
        .iter()
        .flat_map(crate::lab::Command::flags)
        .map(|(command, flag)| (flag, NewFlag { spelled: flag.spelled(), key: command.flag_key(flag) }))
}

/// Returns whether prose mentions a flag as authors quote it: `` `-d` ``,
/// `` `--name web` ``.
fn mentions(prose: &str, flag: &Flag) -> bool {
    let quoted = prose.split('`').skip(1).step_by(2);
    quoted.filter_map(|code| code.split([' ', '=']).next()).any(|word| match word.strip_prefix("--") {
        Some(long) => long == flag.long,
        None => {
            word.strip_prefix('-').is_some_and(|letters| flag.short.is_some_and(|it| letters.contains(it)))
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::command::Syntax;

    #[test]
    fn a_flag_is_quoted_by_either_name_and_by_no_longer_one() {
        let flag = |long: &str| Syntax::named("run").unwrap().flag(long).unwrap();
        assert!(mentions("`-d` leaves it running", flag("detach")));
        assert!(mentions("`-it` connects it to your terminal", flag("tty")));
        assert!(mentions("with `--name web`, or `-d`", flag("name")));
        assert!(!mentions("`--network-alias` is another name", flag("network")));
        assert!(!mentions("a -d without quotes", flag("detach")));
    }
}
