//! The order in which labs teach, and which lab each one builds on.

use super::model::Lab;

/// Returns the indexes of labs in the order in which to follow them.
///
/// A lab comes after all labs it needs, as far as they are among these. Of the labs that may come
/// next, the one with the lowest level comes first, then the fewest minutes, then the first id. Labs
/// that need each other in a circle come last.
#[must_use]
pub fn teaching_order(labs: &[&Lab]) -> Vec<usize> {
    let mut order: Vec<usize> = Vec::with_capacity(labs.len());
    let mut left: Vec<usize> = (0..labs.len()).collect();
    left.sort_by_key(|&at| (labs[at].level, labs[at].minutes, labs[at].id.as_str()));
    while !left.is_empty() {
        let waits = |&at: &usize| left.iter().any(|&other| other != at && needs(labs[at], labs[other]));
        let next = left.iter().position(|at| !waits(at)).unwrap_or(0);
        order.push(left.remove(next));
    }
    order
}

/// Returns the lab that a lab builds on: the first earlier one of its `needs`.
///
/// `ordered` is in teaching order. Labs and what they build on form a tree, whatever their `needs`
/// are.
#[must_use]
pub fn builds_on(ordered: &[&Lab], at: usize) -> Option<usize> {
    let needs = &ordered[at].needs;
    needs.iter().find_map(|need| ordered[..at].iter().position(|lab| lab.id == need.value))
}

fn needs(lab: &Lab, other: &Lab) -> bool {
    lab.needs.iter().any(|need| need.value == other.id)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lab::{LabFiles, LabId, Library, parse};
    use crate::source::Source;

    fn lab(id: &str, level: &str, minutes: u32, needs: &str) -> Lab {
        let text = format!(
            "format = 1\ntitle = \"A\"\nsummary = \"A.\"\nlevel = \"{level}\"\nminutes = {minutes}\n\
             needs = [{needs}]\n[[step]]\nid = \"one\"\ntitle = \"One\"\nrun = \"docker volume create data\"\n"
        );
        parse(LabId::new(id).unwrap(), Source::new("lab.toml", text), LabFiles::default()).unwrap()
    }

    fn order(labs: &[Lab]) -> Vec<&str> {
        let labs: Vec<&Lab> = labs.iter().collect();
        teaching_order(&labs).into_iter().map(|at| labs[at].id.as_str()).collect()
    }

    #[test]
    fn needs_come_first_then_level_minutes_and_id() {
        let labs = [
            lab("hard", "advanced", 1, ""),
            lab("late", "beginner", 1, "\"middle\", \"elsewhere\""),
            lab("middle", "intermediate", 9, ""),
            lab("b", "beginner", 5, ""),
            lab("a", "beginner", 5, ""),
            lab("short", "beginner", 4, ""),
        ];
        assert_eq!(order(&labs), ["short", "a", "b", "middle", "late", "hard"]);
    }

    #[test]
    fn a_circle_comes_last_and_is_still_a_tree() {
        let labs = [
            lab("one", "beginner", 1, "\"two\""),
            lab("two", "beginner", 2, "\"one\""),
            lab("own", "beginner", 3, "\"own\""),
            lab("free", "advanced", 9, ""),
        ];
        assert_eq!(order(&labs), ["own", "free", "one", "two"]);
        let all: Vec<&Lab> = labs.iter().collect();
        let ordered: Vec<&Lab> = teaching_order(&all).into_iter().map(|at| all[at]).collect();
        let below: Vec<_> = (0..ordered.len()).map(|at| builds_on(&ordered, at)).collect();
        assert_eq!(below, [None, None, None, Some(2)]);
    }

    #[test]
    fn what_a_shipped_lab_needs_is_shipped() {
        let labs: Vec<Lab> =
            Library::shipped().all().unwrap().iter().map(|entry| entry.read().unwrap()).collect();
        let needed = labs.iter().flat_map(|lab| &lab.needs);
        for need in needed {
            assert!(labs.iter().any(|lab| lab.id == need.value), "{}", need.value);
        }
        let roots = labs.iter().filter(|lab| lab.needs.is_empty());
        assert_eq!(roots.map(|lab| lab.id.as_str()).collect::<Vec<_>>(), ["nginx-stateless"]);
        assert_eq!(order(&labs)[0], "nginx-stateless");
    }
}
