//! What is foreseen of labs, by their texts; and nothing of the labs that are shipped and of those in the docs.

use super::*;
use crate::diagnostic::Severity;
use crate::lab::{LabFiles, LabId, Library, parse};
use crate::source::Source;

/// Returns the lab with these steps, or what else follows the head.
pub(super) fn lab(text: &str) -> Lab {
    lab_with(text, &[])
}

/// Like [`lab`], with files beside it.
pub(super) fn lab_with(text: &str, files: &[(&str, &str)]) -> Lab {
    let head = "format = 1\ntitle = \"A\"\nsummary = \"B.\"\nlevel = \"beginner\"\nminutes = 1\n";
    let file = |(name, text): &(&str, &str)| ((*name).to_owned(), text.as_bytes().to_vec().into());
    let files = LabFiles(files.iter().map(file).collect());
    let source = Source::new("labs/x/lab.toml", format!("{head}{text}"));
    parse(LabId::new("x").unwrap(), source, files).unwrap_or_else(|faults| panic!("{:?}", faults.found))
}

/// Returns what is foreseen: code and underlined text, with `?` behind the code of a warning.
pub(super) fn foreseen(lab: &Lab) -> Vec<(String, String)> {
    let all = lint(lab).into_iter().flat_map(|faults| {
        let text = faults.source.text.clone();
        faults.found.into_iter().map(move |fault| {
            let mark = if fault.severity == Severity::Warning { "?" } else { "" };
            (format!("{}{mark}", fault.code), text[fault.span.range()].to_owned())
        })
    });
    all.collect()
}

/// Returns what is foreseen of a step with these lines.
pub(super) fn of_lines(lines: &str) -> Vec<(String, String)> {
    foreseen(&lab(&step(lines)))
}

/// Returns a step with these lines.
pub(super) fn step(lines: &str) -> String {
    format!("[[step]]\nid = \"s\"\ntitle = \"S\"\nrun = [{lines}]\n")
}

pub(super) fn pairs(expected: &[(&str, &str)]) -> Vec<(String, String)> {
    expected.iter().map(|(code, text)| ((*code).to_owned(), (*text).to_owned())).collect()
}

#[test]
fn nothing_is_foreseen_of_shipped_labs_and_the_labs_of_the_docs() {
    for entry in Library::shipped().all().unwrap() {
        assert_eq!(foreseen(&entry.read().unwrap()), [], "{}", entry.id);
    }
    let page = include_str!("../../docs/lab-format.md");
    let labs = page.split("```toml lab").skip(1).map(|rest| rest.split("```").next().unwrap());
    let labs: Vec<&str> = labs.map(|block| block.split_once('\n').unwrap().1).collect();
    assert_eq!(labs.len(), 5);
    for text in labs {
        let files = LabFiles([("site/index.html".to_owned(), Vec::new().into())].into());
        let lab = parse(LabId::new("x").unwrap(), Source::new("lab.toml", text), files).unwrap();
        assert_eq!(foreseen(&lab), [], "{text}");
    }
}
