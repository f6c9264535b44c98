//! The examples of the docs: labs that are read without faults, faults that come as they are shown.

#![expect(clippy::unwrap_used, reason = "a test")]

use statelab::diagnostic::Faults;
use statelab::i18n::{Locale, Words};
use statelab::lab::{Lab, LabFiles, LabId, parse};
use statelab::source::Source;
use statelab::view::{Look, faults};

const PAGE: &str = include_str!("../docs/lab-format.md");

/// The blocks of code of the page: what stands behind the opening fence, and the text.
fn blocks() -> Vec<(&'static str, &'static str)> {
    let parts: Vec<&str> = PAGE.split("```").collect();
    let inside = parts.iter().skip(1).step_by(2);
    inside.map(|block| block.split_once('\n').unwrap()).collect()
}

fn read(name: &str, text: &str, files: &[&str]) -> Result<Lab, Faults> {
    let files = files.iter().map(|file| ((*file).to_owned(), Vec::new().into())).collect();
    parse(LabId::new("example").unwrap(), Source::new(name, text), LabFiles(files))
}

fn shown(faulty: Faults) -> String {
    faults(&Words::new(Locale::En), &[faulty], Look { color: false, plain: false, width: 80 })
}

#[test]
fn every_lab_of_the_page_is_read_without_faults() {
    let mut labs = 0;
    for (info, text) in blocks() {
        let info: Vec<&str> = info.split(' ').collect();
        match info[..] {
            ["toml", "lab", ref files @ ..] => {
                labs += 1;
                if let Err(faulty) = read("docs/lab-format.md", text, files) {
                    panic!("{}", shown(faulty));
                }
            }
            ["toml", "faulty", _] => {}
            _ => assert_ne!(info[0], "toml", "no test reads this block:\n{text}"),
        }
    }
    assert_eq!(labs, 5);
}

#[test]
fn the_faults_of_the_page_come_as_they_are_shown() {
    let blocks = blocks();
    let at = blocks.iter().position(|(info, _)| info.starts_with("toml faulty")).unwrap();
    let name = blocks[at].0.split(' ').nth(2).unwrap();
    let faulty = read(name, blocks[at].1, &[]).unwrap_err();
    assert_eq!(shown(faulty), blocks[at + 1].1);
}
