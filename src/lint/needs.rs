//! `needs`: labs that the library does not have, and labs that need each other in a circle.

use std::collections::{BTreeMap, VecDeque};

use crate::diagnostic::Diagnostic;
use crate::lab::{Lab, LabId};

/// Reports the `needs` of a lab that cannot be done first.
///
/// `find` returns the needs of another lab by its id, `None` if there is no such lab; `known` are ids for suggestions.
pub fn needs<'k>(
    lab: &Lab,
    known: &(impl IntoIterator<Item = &'k str> + Clone),
    mut find: impl FnMut(&LabId) -> Option<Vec<LabId>>,
) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for need in &lab.needs {
        let id = &need.value;
        if *id == lab.id {
            found.push(Diagnostic::error("needs-itself", need.span).arg("lab", id));
        } else if let Some(theirs) = find(id) {
            if let Some(circle) = circle(lab, id, theirs, &mut find) {
                let circle: Vec<String> = circle.iter().map(ToString::to_string).collect();
                found.push(Diagnostic::error("needs-circle", need.span).arg("circle", &circle.join(" → ")));
            }
        } else {
            let fault = Diagnostic::error("unknown-need", need.span).arg("lab", id);
            found.push(fault.suggest(id.as_str(), known.clone()));
        }
    }
    found
}

/// Returns the shortest way from a lab over what it needs back to it, if there is one.
fn circle(
    lab: &Lab,
    first: &LabId,
    needs: Vec<LabId>,
    find: &mut impl FnMut(&LabId) -> Option<Vec<LabId>>,
) -> Option<Vec<LabId>> {
    let mut from = BTreeMap::from([(first.clone(), lab.id.clone())]);
    let mut waiting = VecDeque::from([(first.clone(), needs)]);
    while let Some((at, needs)) = waiting.pop_front() {
        if needs.contains(&lab.id) {
            let mut way = vec![lab.id.clone(), at];
            while let Some(before) =
                way.last().filter(|last| **last != lab.id).and_then(|last| from.get(last))
            {
                way.push(before.clone());
            }
            way.reverse();
            return Some(way);
        }
        for next in needs {
            if !from.contains_key(&next) {
                from.insert(next.clone(), at.clone());
                let theirs = find(&next).unwrap_or_default();
                waiting.push_back((next, theirs));
            }
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::super::tests::{lab, step};
    use super::*;

    #[test]
    fn what_a_lab_needs_is_there_and_does_not_need_it() {
        let of = |needs: &str, others: &[(&str, &str)]| {
            let lab = lab(&format!("needs = [{needs}]\n{}", step("\"docker ps\"")));
            let id = |text: &str| LabId::new(text).unwrap();
            let find = |lab: &LabId| {
                let found = others.iter().find(|(name, _)| *name == lab.as_str())?;
                Some(found.1.split_whitespace().map(id).collect())
            };
            let found = needs_of(&lab, others, find);
            found.into_iter().map(|fault| (fault.code, fault.arguments[0].1.clone())).collect::<Vec<_>>()
        };
        assert_eq!(of("\"a\", \"b\"", &[("a", "b"), ("b", "elsewhere")]), []);
        assert_eq!(of("\"x\"", &[]), [("needs-itself", "x".into())]);
        assert_eq!(of("\"aa\", \"ba\"", &[("ba", "")]), [("unknown-need", "aa".into())]);
        assert_eq!(of("\"a\"", &[("a", "x")]), [("needs-circle", "x → a → x".into())]);
        let three = [("a", "b c"), ("b", "a"), ("c", "d"), ("d", "x")];
        assert_eq!(of("\"a\"", &three), [("needs-circle", "x → a → c → d → x".into())]);
        assert_eq!(of("\"a\"", &[("a", "b"), ("b", "a")]), [], "the circle of others is their fault");
    }

    fn needs_of(
        lab: &Lab,
        others: &[(&str, &str)],
        find: impl FnMut(&LabId) -> Option<Vec<LabId>>,
    ) -> Vec<Diagnostic> {
        needs(lab, &others.iter().map(|(name, _)| *name), find)
    }
}
